package maintenance_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

func TestABackupIsAWholeDatabaseUnderItsName(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.withJob(500)
	tried := h.try("backup", nil)
	require.NoDirExists(t, h.place.BackupDir, "a dry run changes nothing")
	done := h.run("backup", nil)
	require.Equal(t, tried.Counts, done.Counts)
	require.EqualValues(t, 1, done.Counts["backups"])
	path := filepath.Join(h.place.BackupDir, "jobdeck-20260301-120000.db")
	require.Contains(t, tried.Message, "would back up the database")
	require.Contains(t, done.Message, path)
	require.Equal(t, []string{"jobdeck-20260301-120000.db"}, filesIn(t, h.place.BackupDir))
	if runtime.GOOS != "windows" {
		status, err := os.Stat(path)
		require.NoError(t, err)
		require.Zero(t, status.Mode().Perm()&0o077)
	}
	// It is put in the place of the database by copying it there.
	restored := t.TempDir()
	copyFile(t, path, filepath.Join(restored, store.FileName))
	again := houseIn(t, restored)
	again.whole()
	items, _, err := again.place.Store.Items(t.Context(), id, store.ItemFilter{}, 490, 100)
	require.NoError(t, err)
	require.Len(t, items, 10)
}

func TestTheNewestBackupsAreKeptAndForeignFilesLeftAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	folder := t.TempDir()
	settings := map[string]string{"keep": "3", "folder": folder}
	for range 3 {
		h.run("backup", settings)
		h.clock.Advance(day)
	}
	for _, foreign := range []string{"jobdeck-before-the-move.db", "jobdeck.db", "jobdeck-20200101-000000.db.gz"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, foreign), nil, 0o600))
	}
	left := filepath.Join(folder, "jobdeck-20260228-033000.db.part") // by a crash
	require.NoError(t, os.WriteFile(left, nil, 0o600))
	require.NoError(t, os.Chtimes(left, now, now))
	tried := h.try("backup", settings)
	require.EqualValues(t, 1, tried.Counts["deleted"])
	require.Contains(t, tried.Message, "and delete 1 old backup")
	done := h.run("backup", settings)
	require.Equal(t, tried.Counts, done.Counts)
	require.Equal(t, []string{
		"jobdeck-20200101-000000.db.gz", "jobdeck-20260302-120000.db", "jobdeck-20260303-120000.db", "jobdeck-20260304-120000.db",
		"jobdeck-before-the-move.db", "jobdeck.db",
	}, filesIn(t, folder))
	h.run("backup", settings) // within the same second
	require.FileExists(t, filepath.Join(folder, "jobdeck-20260304-120001.db"))
}

func TestOthersWriteWhileABackupIsMadeAndItHasWhatTheyWrote(t *testing.T) {
	t.Parallel()
	h := millionRows(t)
	order := h.order("backup", nil)
	written := 0
	var slowest time.Duration
	order.Step = func(ctx context.Context) error {
		began := time.Now()
		err := h.place.Store.AddEntry(ctx, job.Entry{At: 1, What: "meanwhile"})
		slowest = max(slowest, time.Since(began))
		written++
		return err
	}
	result, err := h.work("backup").Run(t.Context(), order)
	require.NoError(t, err)
	require.Greater(t, written, 50, "it goes in steps")
	require.Less(t, slowest, time.Second)
	backup, err := sql.Open("sqlite3", filepath.Join(h.place.BackupDir, filesIn(t, h.place.BackupDir)[0]))
	require.NoError(t, err)
	defer backup.Close()
	var meanwhile, entries int
	require.NoError(t, backup.QueryRowContext(t.Context(), `SELECT count(*) FILTER (WHERE what = 'meanwhile'), count(*) FROM audit`).Scan(&meanwhile, &entries))
	require.Equal(t, written, meanwhile)
	require.Equal(t, oldEntries+written, entries)
	t.Logf("%s; a line in between took %v at most", result.Message, slowest)
}

func TestACancelledBackupLeavesNothingBehindAndOldOnesAlone(t *testing.T) {
	t.Parallel()
	h := millionRows(t)
	old := filepath.Join(h.place.BackupDir, "jobdeck-20200101-000000.db")
	require.NoError(t, os.MkdirAll(h.place.BackupDir, 0o700))
	require.NoError(t, os.WriteFile(old, []byte("old"), 0o600))
	settings := map[string]string{"keep": "1"}
	result := h.cancel(h.order("backup", settings), "backup", 40)
	require.Equal(t, "no backup was made; older ones were kept", result.Message)
	require.Equal(t, []string{filepath.Base(old)}, filesIn(t, h.place.BackupDir))
	// While the copy is being checked there are no more steps: it is cancelled behind the last one.
	size, _, err := h.place.Store.Size(t.Context())
	require.NoError(t, err)
	pages := int(size / 4096)
	h.cancel(h.order("backup", settings), "backup", 1+(pages-1)/256)
	require.Equal(t, []string{filepath.Base(old)}, filesIn(t, h.place.BackupDir))
}

func TestABackupFolderThatCannotBeMadeIsAnError(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := h.work("backup").Run(t.Context(), h.order("backup", map[string]string{"folder": filepath.Join(file, "backups")}))
	require.ErrorContains(t, err, file)
}

func TestBackupsOfAClockThatWasAheadGoFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	settings := map[string]string{"keep": "3", "folder": t.TempDir()}
	h.run("backup", settings)
	h.clock.Advance(2 * 365 * day)
	for range 2 {
		h.clock.Advance(day)
		h.run("backup", settings)
	}
	h.clock.Advance(-2*365*day - day)
	require.Contains(t, h.try("backup", settings).Message, "1 old backup")
	for range 2 {
		h.run("backup", settings)
		h.clock.Advance(day)
	}
	require.Equal(t, []string{"jobdeck-20260301-120000.db", "jobdeck-20260302-120000.db", "jobdeck-20260303-120000.db"}, filesIn(t, settings["folder"]))
}
