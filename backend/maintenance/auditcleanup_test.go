package maintenance_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOldEntriesAndRunsGo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.withTask(1, 0)
	h.withTask(2, 0)
	h.recordedBefore()
	for _, at := range []int64{ago(731 * day), ago(730*day + time.Millisecond), ago(730 * day), ago(time.Hour)} {
		h.sql(`INSERT INTO audit (at, job, who, origin, what, before, after, why) VALUES (?, 0, '', '', 'x', '', '', '')`, at)
	}
	for _, run := range []struct{ task, ended int64 }{
		{1, ago(200 * day)},
		{2, ago(400 * day)}, // the last one of its task
		{1, ago(181 * day)},
		{1, ago(179 * day)},
		{1, 0}, // still running, for however long
	} {
		h.sql(`INSERT INTO runs (task, name, due, begun_by, outcome, started, ended) VALUES (?, '', ?, 'manual', 'completed', 1, ?)`, run.task, run.ended, run.ended)
	}
	wanted := map[string]int64{"entries": 2, "runs": 2}
	tried := h.try("audit_cleanup", nil)
	require.Equal(t, wanted, tried.Counts)
	require.Equal(t, "would delete 2 entries and 2 runs", tried.Message)
	require.EqualValues(t, 5, value[int64](h, `SELECT count(*) FROM audit`), "a dry run changes nothing")
	require.Equal(t, wanted, h.run("audit_cleanup", nil).Counts)
	require.Equal(t, ago(730*day), value[int64](h, `SELECT min(at) FROM audit`))
	require.Equal(t, "2,1,1", value[string](h, `SELECT group_concat(task) FROM (SELECT task FROM runs ORDER BY id)`))
	require.Equal(t, "deleted 0 entries and 0 runs", h.run("audit_cleanup", nil).Message)
}

func TestAnAuditCleanupCancelledAmongAMillionRowsKeepsWhatItDid(t *testing.T) {
	t.Parallel()
	h := millionRows(t)
	h.recordedBefore()
	require.Equal(t, map[string]int64{"entries": oldEntries, "runs": oldRuns - 1}, h.try("audit_cleanup", nil).Counts)
	first := h.cancel(h.order("audit_cleanup", nil), "audit_cleanup", 60)
	gone := oldEntries - value[int64](h, `SELECT count(*) - 1 FROM audit`)
	require.Positive(t, gone)
	require.Equal(t, gone, first.Counts["entries"])
	require.Contains(t, first.Message, "of 700,000 entries")
	second := h.cancel(h.order("audit_cleanup", nil), "audit_cleanup", 190)
	require.EqualValues(t, oldEntries-gone, second.Counts["entries"])
	runs := oldRuns - value[int64](h, `SELECT count(*) FROM runs`)
	require.Equal(t, runs, second.Counts["runs"])
	last := h.run("audit_cleanup", nil)
	require.Equal(t, map[string]int64{"entries": 0, "runs": oldRuns - 1 - runs}, last.Counts)
	h.whole()
}

// recordedBefore has Jobdeck at work two days ago.
func (h *house) recordedBefore() {
	h.t.Helper()
	h.sql(`INSERT INTO audit (at, job, who, origin, what, before, after, why) VALUES (?, 0, '', '', 'start', '', '', '')`, ago(2*day))
}

func TestRunsAndEntriesAreBoundedByNumberToo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.withTask(1, 0)
	h.withTask(2, 0)
	h.sql(sprintf(numbers+`INSERT INTO runs (task, name, due, begun_by, outcome, started, ended)
		SELECT 1, 'each second', n, 'schedule', iif(n = 3, 'completed', 'skipped'), iif(n = 3, n, 0), ? + n FROM numbers`, 9000), ago(time.Hour))
	h.sql(sprintf(numbers+`INSERT INTO runs (task, name, due, begun_by, outcome, started, ended) SELECT 2, 'seldom', n, 'schedule', 'completed', 1, ? FROM numbers`, 15), ago(time.Hour))
	h.sql(`INSERT INTO runs (task, name, due, begun_by, outcome) VALUES (1, 'each second', 99999, 'schedule', 'queued')`)
	h.sql(sprintf(numbers+`INSERT INTO audit (at, job, who, origin, what, before, after, why) SELECT ?, 0, '', '', 'x', '', '', '' FROM numbers`, 6000), ago(time.Hour))
	settings := map[string]string{"most_runs": "20", "most_entries": "1000"}
	wanted := map[string]int64{"entries": 5000, "runs": 8979}
	require.Equal(t, wanted, h.try("audit_cleanup", settings).Counts)
	require.Equal(t, wanted, h.run("audit_cleanup", settings).Counts)
	require.EqualValues(t, 1000, value[int64](h, `SELECT count(*) FROM audit`))
	require.EqualValues(t, 5001, value[int64](h, `SELECT min(id) FROM audit`), "the newest stay")
	require.EqualValues(t, 22, value[int64](h, `SELECT count(*) FROM runs WHERE task = 1`), "twenty, the last that was at work, and one that waits")
	require.EqualValues(t, 1, value[int64](h, `SELECT count(*) FROM runs WHERE task = 1 AND started > 0`))
	require.EqualValues(t, 15, value[int64](h, `SELECT count(*) FROM runs WHERE task = 2`), "each task has a number of its own")
	require.Equal(t, "deleted 0 entries and 0 runs", h.run("audit_cleanup", settings).Message)
}

func TestAClockThatIsAheadDeletesNothingForItsAge(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.withTask(1, 0)
	for _, at := range []int64{ago(10 * day), ago(time.Hour)} {
		h.sql(`INSERT INTO audit (at, job, who, origin, what, before, after, why) VALUES (?, 0, '', '', 'x', '', '', '')`, at)
		h.sql(`INSERT INTO runs (task, name, due, begun_by, outcome, started, ended) VALUES (1, '', ?1, 'schedule', 'completed', 1, ?1)`, at)
	}
	log := filepath.Join(h.place.LogDir, "jobdeck-2026-02-28T03-00-00.000.log")
	require.NoError(t, os.WriteFile(log, []byte("{}"), 0o600))
	h.clock.Advance(3 * 365 * day)
	h.sql(`INSERT INTO audit (at, job, who, origin, what, before, after, why) VALUES (?, 0, '', '', 'start', '', '', '')`, h.clock.Now().UnixMilli())
	result := h.run("audit_cleanup", nil)
	require.Equal(t, map[string]int64{"entries": 0, "runs": 0}, result.Counts)
	require.Contains(t, result.Message, "the clock may be wrong")
	require.Contains(t, h.run("log_cleanup", nil).Message, "the clock may be wrong")
	require.FileExists(t, log)
	h.clock.Advance(-3 * 365 * day)
	require.Equal(t, "deleted 0 entries and 0 runs", h.run("audit_cleanup", nil).Message, "set right, all is there")
	// Away for so long indeed: a day later the clock has gone on.
	h.clock.Advance(3*365*day + 25*time.Hour)
	require.Equal(t, map[string]int64{"entries": 2, "runs": 1}, h.run("audit_cleanup", nil).Counts)
}

func TestAFirstRunHasNothingToFear(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	require.Equal(t, "deleted 0 entries and 0 runs", h.run("audit_cleanup", nil).Message)
}
