package filemanager_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/desktop/filemanager"
)

// The file manager is a program that says what it was given.
func TestTheFileManagerGetsTheFolderAsOneArgument(t *testing.T) {
	bin, told := t.TempDir(), filepath.Join(t.TempDir(), "told")
	require.NoError(t, syscall.Mkfifo(told, 0o600))
	script := "#!/bin/sh\nprintf '%s|%s' \"$#\" \"$1\" > '" + told + "'\n"
	require.NoError(t, os.WriteFile(filepath.Join(bin, "xdg-open"), []byte(script), 0o700))
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	folder := filepath.Join(t.TempDir(), "my lists; rm -rf $HOME")
	require.NoError(t, os.Mkdir(folder, 0o700))
	file := filepath.Join(folder, "q4 \"targets\".csv")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, show := range []func() error{
		func() error { return filemanager.Reveal(t.Context(), file) },
		func() error { return filemanager.Open(t.Context(), folder) },
	} {
		require.NoError(t, show())
		got, err := os.ReadFile(told)
		require.NoError(t, err)
		require.Equal(t, "1|"+folder, string(got))
	}
	require.ErrorContains(t, filemanager.Reveal(t.Context(), file+".gone"), "it is not there any more")
}
