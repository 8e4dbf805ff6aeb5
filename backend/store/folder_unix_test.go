//go:build unix

package store_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/paths"
	"jobdeck/backend/store"
)

// isUnsafe says that a data folder is refused, that nothing was made in it, and that the line in
// the message mends it.
func isUnsafe(t *testing.T, dir string, why string) {
	t.Helper()
	before := namesIn(t, dir)
	_, err := store.Open(t.Context(), dir)
	var found *paths.UnsafeError
	require.ErrorAs(t, err, &found)
	require.ErrorContains(t, err, why)
	require.ErrorContains(t, err, found.Mend)
	require.Equal(t, before, namesIn(t, dir))

	said, err := exec.CommandContext(t.Context(), "sh", "-c", found.Mend).CombinedOutput()
	require.NoError(t, err, string(said))
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

// namesIn lists a folder, but for the lock: the database is looked at by who has it.
func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		if entry.Name() != "jobdeck.lock" {
			names = append(names, entry.Name())
		}
	}
	return names
}

func TestADataFolderThatEverybodyMayWriteToIsRefused(t *testing.T) {
	t.Parallel()
	for _, mode := range []os.FileMode{0o777, 0o703, 0o772, 0o777 | os.ModeSticky} {
		dir := filepath.Join(t.TempDir(), "it's a deck")
		require.NoError(t, os.Mkdir(dir, 0o700))
		require.NoError(t, os.Chmod(dir, mode))
		isUnsafe(t, dir, "everybody may write to it")
	}
	dir := t.TempDir()
	database := lay(t, closed(t, 0))
	require.NoError(t, os.Rename(filepath.Join(database, store.FileName), filepath.Join(dir, store.FileName)))
	require.NoError(t, os.Chmod(filepath.Join(dir, store.FileName), 0o666))
	isUnsafe(t, dir, "everybody may write to it")
}

func TestADataFolderOfAnotherUserIsRefused(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can give a folder to somebody else")
	}
	dir := t.TempDir()
	require.NoError(t, os.Chown(dir, 4321, 4321))
	isUnsafe(t, dir, "it belongs to 4321, and Jobdeck runs as root")
	database := lay(t, closed(t, 0))
	require.NoError(t, os.Chown(filepath.Join(database, store.FileName), 1, 1))
	isUnsafe(t, database, "run it as daemon")
}

func TestADataFolderThatAGroupMayWriteToIsWarnedOfOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0o770))
	for i, want := range []bool{true, false, false} {
		s, err := store.Open(t.Context(), dir)
		require.NoError(t, err)
		warning, err := s.Warning(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, warning != "", i)
		if want {
			require.Contains(t, warning, "may write to it")
			require.Contains(t, warning, "chmod g-w "+dir)
		}
		require.NoError(t, s.Close())
	}
	s := open(t, t.TempDir())
	warning, err := s.Warning(t.Context())
	require.NoError(t, err)
	require.Empty(t, warning)
}

// Who may put a link into the data folder, for however short a time, must not make Jobdeck write to
// what is behind it.
func TestNoLinkInTheDataFolderIsFollowed(t *testing.T) {
	t.Parallel()
	precious := filepath.Join(t.TempDir(), "precious")
	require.NoError(t, os.WriteFile(precious, []byte("a year of work"), 0o600))
	links := map[string]func(string, string) error{"symbolic": os.Symlink, "hard": os.Link}
	for kind, link := range links {
		for _, name := range []string{"jobdeck.pid", "ballast", "jobdeck.clean", "jobdeck.pid.new", "ballast.new"} {
			dir := t.TempDir()
			require.NoError(t, link(precious, filepath.Join(dir, name)))
			s, err := store.Open(t.Context(), dir)
			require.NoError(t, err, name)
			require.NoError(t, s.Checkpoint(t.Context()))
			require.NoError(t, s.Close())
			left, err := os.ReadFile(precious)
			require.NoError(t, err)
			require.Equal(t, "a year of work", string(left), "%s link %s", kind, name)
		}
		dir := t.TempDir()
		require.NoError(t, link(precious, filepath.Join(dir, "jobdeck.lock")))
		isUnsafe(t, dir, "jobdeck.lock")
	}
	// One to nowhere makes nothing there.
	dir := t.TempDir()
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	for _, name := range []string{"jobdeck.pid", "ballast"} {
		require.NoError(t, os.Symlink(nowhere, filepath.Join(dir, name)))
	}
	open(t, dir)
	require.NoFileExists(t, nowhere)
}

func TestAPipeInTheDataFolderHangsNobody(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"jobdeck.lock", store.FileName, store.FileName + "-wal"} {
		dir := t.TempDir()
		require.NoError(t, syscall.Mkfifo(filepath.Join(dir, name), 0o600))
		_, err := store.Open(t.Context(), dir)
		require.ErrorContains(t, err, name)
	}
	dir := t.TempDir()
	open(t, dir)
	require.NoError(t, os.Remove(filepath.Join(dir, "jobdeck.pid")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "jobdeck.pid"), 0o600))
	_, err := store.Open(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrInUse)
}
