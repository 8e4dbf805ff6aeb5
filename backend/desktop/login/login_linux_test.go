package login_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/desktop/login"
)

func TestJobdeckStartsAtLoginHidden(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	item := login.Item{Program: `/opt/job "deck"/100%`, Home: home}
	require.NoError(t, item.Set(true))
	path := filepath.Join(home, "autostart", "jobdeck.desktop")
	entry, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(entry), `Exec="/opt/job \\"deck\\"/100%%" "--hidden"`+"\n")
	require.NoError(t, item.Set(false))
	require.NoFileExists(t, path)
	require.NoError(t, item.Set(false), "taking away what is not there is no error")
}

func TestTheEntryOfAProgramThatWasMovedIsPutRight(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	require.NoError(t, login.Item{Program: "/old/jobdeck", Home: home}.Set(true))
	require.NoError(t, login.Item{Program: "/new/jobdeck", Home: home}.Set(true))
	entry, err := os.ReadFile(filepath.Join(home, "autostart", "jobdeck.desktop"))
	require.NoError(t, err)
	require.Contains(t, string(entry), "/new/jobdeck")
}
