package maintenance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// log writes a log file that was last written to some time ago.
func (h *house) log(name string, age time.Duration) {
	h.t.Helper()
	path := filepath.Join(h.place.LogDir, name)
	require.NoError(h.t, os.WriteFile(path, []byte("0123456789"), 0o600))
	require.NoError(h.t, os.Chtimes(path, now.Add(-age), now.Add(-age)))
}

func (h *house) logs() []string {
	h.t.Helper()
	return filesIn(h.t, h.place.LogDir)
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestOldLogFilesGoAndEverythingElseStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.log("jobdeck-2026-01-01T00-00-00.000.log", 60*day)
	h.log("jobdeck-2026-01-28T00-00-00.000.log", 31*day+time.Minute)
	h.log("jobdeck-2026-01-29T00-00-00.000.log", 31*day-time.Minute)
	h.log("jobdeck.log", 90*day) // it is written to, however long ago that was
	h.log("notes.log", 90*day)
	h.log("jobdeck-list.csv", 90*day)
	require.NoError(t, os.Mkdir(filepath.Join(h.place.LogDir, "jobdeck-folder.log"), 0o700))

	wanted := map[string]int64{"deleted": 2, "bytes": 20, "kept": 0}
	tried := h.try("log_cleanup", nil)
	require.Equal(t, wanted, tried.Counts)
	require.Equal(t, "would delete 2 log files (20 bytes)", tried.Message)
	require.Len(t, h.logs(), 7, "a dry run changes nothing")

	done := h.run("log_cleanup", nil)
	require.Equal(t, wanted, done.Counts)
	require.Equal(t, "deleted 2 log files (20 bytes)", done.Message)
	require.Equal(t, []string{"jobdeck-2026-01-29T00-00-00.000.log", "jobdeck-folder.log", "jobdeck-list.csv", "jobdeck.log", "notes.log"}, h.logs())
	require.Equal(t, "no log file is old enough to go", h.run("log_cleanup", nil).Message)
}

func TestWithoutALogFolderThereIsNothingToDelete(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	require.NoError(t, os.Remove(h.place.LogDir))
	require.Zero(t, h.run("log_cleanup", nil).Counts["deleted"])
}

func TestACancelledLogCleanupGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const files = 20_000
	for i := range files {
		h.log(fmt.Sprintf("jobdeck-%05d.log", i), 60*day)
	}
	first := h.cancel(h.order("log_cleanup", nil), "log_cleanup", files/2)
	gone := int64(files - len(h.logs()))
	require.Positive(t, gone)
	require.Equal(t, gone, first.Counts["deleted"])
	require.Contains(t, first.Message, "of 20,000 log files")
	require.Equal(t, files-gone, h.run("log_cleanup", nil).Counts["deleted"])
	require.Empty(t, h.logs())
}
