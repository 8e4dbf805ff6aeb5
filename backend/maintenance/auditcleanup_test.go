package maintenance_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOldEntriesAndRunsGo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.withTask(1, 0)
	h.withTask(2, 0)
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
	require.EqualValues(t, 4, value[int64](h, `SELECT count(*) FROM audit`), "a dry run changes nothing")
	require.Equal(t, wanted, h.run("audit_cleanup", nil).Counts)
	require.Equal(t, ago(730*day), value[int64](h, `SELECT min(at) FROM audit`))
	require.Equal(t, "2,1,1", value[string](h, `SELECT group_concat(task) FROM (SELECT task FROM runs ORDER BY id)`))
	require.Equal(t, "deleted 0 entries and 0 runs", h.run("audit_cleanup", nil).Message)
}

func TestAnAuditCleanupCancelledAmongAMillionRowsKeepsWhatItDid(t *testing.T) {
	t.Parallel()
	h := millionRows(t)
	require.Equal(t, map[string]int64{"entries": oldEntries, "runs": oldRuns - 1}, h.try("audit_cleanup", nil).Counts)
	first := h.cancel(h.order("audit_cleanup", nil), "audit_cleanup", 60)
	gone := oldEntries - value[int64](h, `SELECT count(*) FROM audit`)
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
