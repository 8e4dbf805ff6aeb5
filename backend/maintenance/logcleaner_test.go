package maintenance

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/task"
)

// A file that somebody holds can't be deleted on Windows. Here the deleting itself says so.
func TestALogFileThatCannotBeDeletedStopsNoOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"jobdeck-1.log", "jobdeck-2.log", "jobdeck-3.log"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600))
	}
	c := &logCleaner{dir: dir, before: 1 << 60, remove: func(path string) error {
		if filepath.Base(path) == "jobdeck-2.log" {
			return &fs.PathError{Op: "remove", Path: path, Err: syscall.EBUSY}
		}
		return os.Remove(path)
	}}
	order := task.Order{Progress: func(int64, int64) {}, Step: func(ctx context.Context) error { return ctx.Err() }}
	require.NoError(t, c.clean(t.Context(), order))
	result := c.result(false)
	require.Equal(t, map[string]int64{"deleted": 2, "bytes": 2, "kept": 1}, result.Counts)
	require.Contains(t, result.Message, "1 could not be deleted: jobdeck-2.log: "+syscall.EBUSY.Error())
	require.FileExists(t, filepath.Join(dir, "jobdeck-2.log"))
	require.NoFileExists(t, filepath.Join(dir, "jobdeck-3.log"))
}
