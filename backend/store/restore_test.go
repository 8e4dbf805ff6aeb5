package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// backedUp is a data folder as a crash left it, with three jobs, something in flight, and a backup
// that was made when there was one job.
func backedUp(t *testing.T) (dir, backup string) {
	t.Helper()
	s := open(t, t.TempDir())
	withJob(t, s, 20)
	dir = t.TempDir()
	require.NoError(t, os.Mkdir(store.BackupDir(dir), 0o700))
	backup = filepath.Join(store.BackupDir(dir), "jobdeck-20261125-033000.db")
	require.NoError(t, s.Backup(t.Context(), backup, func(int64, int64) error { return nil }))
	withJob(t, s, 500)
	withJob(t, s, 500)
	for suffix, content := range files(t, s.Dir()) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, store.FileName+suffix), []byte(content), 0o600))
	}
	require.NoError(t, os.Mkdir(filepath.Join(dir, store.FlightDir), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, store.FlightDir, "2"), []byte("in flight"), 0o600))
	return dir, backup
}

func restore(ctx context.Context, dir, backup string) (store.Restored, error) {
	return store.Restore(ctx, store.Restoring{
		Dir: dir, Backup: backup, At: time.Date(2026, 11, 26, 1, 30, 0, 0, time.UTC), Who: job.Actor{Who: "ada", From: job.FromWindow},
		Tell: func(int64, int64) {},
	})
}

// isOld and isRestored say which of the two there is, as a whole.
func isOld(t *testing.T, dir string) {
	t.Helper()
	s := open(t, dir)
	ids, err := s.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.Len(t, ids, 3)
	hold, err := s.Hold(t.Context())
	require.NoError(t, err)
	require.False(t, hold.Held)
	require.FileExists(t, filepath.Join(dir, store.FlightDir, "2"))
	require.NoDirExists(t, filepath.Join(dir, "restoring"))
	require.NoDirExists(t, filepath.Join(dir, "restored"))
}

func isRestored(t *testing.T, dir string) {
	t.Helper()
	s := open(t, dir)
	ids, err := s.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.Len(t, ids, 1)
	hold, err := s.Hold(t.Context())
	require.NoError(t, err)
	require.True(t, hold.Held)
	require.Equal(t, "restored from the backup jobdeck-20261125-033000.db", hold.Why)
	require.NoFileExists(t, filepath.Join(dir, store.FlightDir, "2"))
	require.NoDirExists(t, filepath.Join(dir, "restoring"))
	require.NoDirExists(t, filepath.Join(dir, "restored"))
}

func TestARestoredBackupReplacesAllThatBelongsToTheDatabase(t *testing.T) {
	t.Parallel()
	dir, backup := backedUp(t)
	before := files(t, dir)
	done, err := restore(t.Context(), dir, backup)
	require.NoError(t, err)
	require.Equal(t, backup, done.Backup)
	require.Equal(t, filepath.Join(dir, "replaced-20261126-013000"), done.Replaced)
	isRestored(t, dir)
	require.Equal(t, before, files(t, done.Replaced), "what was there is kept as it was")
	require.FileExists(t, filepath.Join(done.Replaced, store.FlightDir, "2"))
	isOld(t, done.Replaced)
	require.FileExists(t, backup)
}

func TestARestoreInAFolderThatIsInUseIsRefused(t *testing.T) {
	t.Parallel()
	dir, backup := backedUp(t)
	s := open(t, dir)
	_, err := restore(t.Context(), dir, backup)
	require.ErrorIs(t, err, store.ErrInUse)
	require.NoError(t, s.Close())
	isOld(t, dir)
}

func TestWhatIsNoBackupReplacesNothing(t *testing.T) {
	t.Parallel()
	dir, backup := backedUp(t)
	content, err := os.ReadFile(backup)
	require.NoError(t, err)
	damaged := append([]byte{}, content...)
	clear(damaged[8192:16384])
	cut := content[:len(content)/2]
	for name, bad := range map[string][]byte{"damaged": damaged, "cut": cut, "empty": {}, "list": []byte("Company,Website\n"), "foreign": []byte(foreign(t, "notes")[""])} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		_, err := restore(t.Context(), dir, path)
		require.ErrorContains(t, err, path)
	}
	_, err = restore(t.Context(), dir, filepath.Join(dir, store.FileName))
	require.ErrorContains(t, err, "is the database itself")
	_, err = restore(t.Context(), dir, filepath.Join(dir, "missing.db"))
	require.ErrorIs(t, err, os.ErrNotExist)
	ended, end := context.WithCancel(t.Context())
	end()
	_, err = restore(ended, dir, backup)
	require.ErrorIs(t, err, context.Canceled)
	isOld(t, dir)
}

// A copy of a data folder has its log beside it.
func TestABackupIsRestoredWithItsLog(t *testing.T) {
	t.Parallel()
	dir, _ := backedUp(t)
	other := filepath.Join(t.TempDir(), "copy.db")
	for suffix, content := range killed(t, closed(t, 1), 1) {
		require.NoError(t, os.WriteFile(other+suffix, []byte(content), 0o600))
	}
	_, err := restore(t.Context(), dir, other)
	require.NoError(t, err)
	s := open(t, dir)
	ids, err := s.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.Len(t, ids, 2)
}

// Each state that a crash can leave of a restore comes out as the old database or the restored one.
func TestARestoreThatACrashCutShortIsDoneOrNotBegun(t *testing.T) {
	t.Parallel()
	begun := func(t *testing.T) (dir string) {
		t.Helper()
		dir, backup := backedUp(t)
		scratch := t.TempDir()
		_, err := restore(t.Context(), scratch, backup)
		require.NoError(t, err)
		ready := filepath.Join(dir, "restored")
		require.NoError(t, os.Mkdir(ready, 0o700))
		require.NoError(t, os.Rename(filepath.Join(scratch, store.FileName), filepath.Join(ready, store.FileName)))
		require.NoError(t, os.WriteFile(filepath.Join(ready, "replaced"), []byte("replaced-20261126-013000"), 0o600))
		return dir
	}
	dir, _ := backedUp(t)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "restoring"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "restoring", store.FileName), []byte("half a backup"), 0o600))
	isOld(t, dir)

	isRestored(t, begun(t))
	steps := []string{store.FileName, store.FileName + "-wal", store.FileName + "-shm", store.FlightDir}
	for made := range steps {
		dir := begun(t)
		aside := filepath.Join(dir, "replaced-20261126-013000")
		require.NoError(t, os.Mkdir(aside, 0o700))
		for _, name := range steps[:made+1] {
			require.NoError(t, os.Rename(filepath.Join(dir, name), filepath.Join(aside, name)))
		}
		isRestored(t, dir)
		isOld(t, aside)
	}
	dir = begun(t)
	aside := filepath.Join(dir, "replaced-20261126-013000")
	require.NoError(t, os.Mkdir(aside, 0o700))
	for _, name := range steps {
		require.NoError(t, os.Rename(filepath.Join(dir, name), filepath.Join(aside, name)))
	}
	require.NoError(t, os.Rename(filepath.Join(dir, "restored", store.FileName), filepath.Join(dir, store.FileName)))
	isRestored(t, dir)
	isOld(t, aside)
}
