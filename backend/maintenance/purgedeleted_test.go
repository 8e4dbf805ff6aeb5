package maintenance_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatIsLeftOfDeletedJobsAndTasksGoes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	left, fresh, kept := h.withJob(3), h.withJob(3), h.withJob(3)
	h.sql(`UPDATE jobs SET deleted = ? WHERE id = ?`, ago(time.Hour), left)
	h.sql(`UPDATE jobs SET deleted = ? WHERE id = ?`, ago(time.Minute), fresh)
	h.withTask(1, 0)
	h.withTask(2, ago(time.Hour))
	h.withTask(3, ago(time.Hour)) // it still runs
	for _, task := range []int{1, 2, 3} {
		h.sql(`INSERT INTO runs (task, name, due, begun_by, outcome) VALUES (?, '', 1, 'schedule', ?)`, task, map[bool]string{true: "running", false: "completed"}[task == 3])
		h.sql(`INSERT INTO file_cursors (task, path, size, modified, position) VALUES (?, 'a', 1, 1, 1)`, task)
	}
	wanted := map[string]int64{"jobs": 1, "tasks": 1, "rows": 4}
	tried := h.try("purge_deleted", nil)
	require.Equal(t, wanted, tried.Counts)
	require.Equal(t, "would purge 1 deleted job and 1 deleted task, with 4 rows", tried.Message)
	require.Equal(t, wanted, h.run("purge_deleted", nil).Counts)
	require.EqualValues(t, 6, value[int64](h, `SELECT count(*) FROM items`))
	require.EqualValues(t, fresh, value[int64](h, `SELECT min(id) FROM jobs`))
	require.EqualValues(t, kept, value[int64](h, `SELECT max(id) FROM jobs`))
	require.Equal(t, "1,3", value[string](h, `SELECT group_concat(id) FROM tasks`))
	require.Equal(t, "1,3", value[string](h, `SELECT group_concat(task) FROM runs`))
	require.Equal(t, "1,3", value[string](h, `SELECT group_concat(task) FROM file_cursors`))
	require.Equal(t, "nothing that was deleted is left", h.run("purge_deleted", nil).Message)
}

func TestAPurgeCancelledAmongAMillionRowsGoesOnWithTheSealedJob(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fill(t, dir, sprintf(`BEGIN;
		INSERT INTO jobs (id, name, recipe, processor, options, list, source, ready, status, created, deleted) VALUES (1, 'Q4', '', 'x', '{}', '{}', '', 1, 'completed', 1, 1);
		`+numbers+`INSERT INTO items (job, seq, row, input) SELECT 1, n, 1, '["Acme"]' FROM numbers;
		`+numbers+`INSERT INTO outcomes (job, seq, outcome, reason, output, error, attempts, duration_ms, ended, steps) SELECT 1, n, 'succeeded', '', '', '', 1, 1, 1, '' FROM numbers;
		COMMIT`, 500_000, 500_000))
	h := houseIn(t, dir)
	require.Equal(t, map[string]int64{"jobs": 1, "tasks": 0, "rows": 1_000_000}, h.try("purge_deleted", nil).Counts)
	first := h.cancel(h.order("purge_deleted", nil), "purge_deleted", 130)
	left := value[int64](h, `SELECT (SELECT count(*) FROM items) + (SELECT count(*) FROM outcomes)`)
	require.Positive(t, left)
	require.Equal(t, map[string]int64{"jobs": 0, "tasks": 0, "rows": 1_000_000 - left}, first.Counts)
	require.Equal(t, map[string]int64{"jobs": 1, "tasks": 0, "rows": left}, h.run("purge_deleted", nil).Counts)
	require.Zero(t, value[int64](h, `SELECT count(*) FROM jobs`))
	h.whole()
}

func TestATasksMillionRunsGoInSteps(t *testing.T) {
	t.Parallel()
	h := millionRows(t)
	h.sql(`UPDATE tasks SET deleted = 1`)
	first := h.cancel(h.order("purge_deleted", nil), "purge_deleted", 30)
	left := value[int64](h, `SELECT count(*) FROM runs`)
	require.Equal(t, oldRuns-left, first.Counts["rows"])
	require.Positive(t, left)
	require.Equal(t, map[string]int64{"jobs": 0, "tasks": 1, "rows": left}, h.run("purge_deleted", nil).Counts)
	require.Zero(t, value[int64](h, `SELECT count(*) FROM tasks`))
	h.whole()
}
