package store

import (
	"context"
	"database/sql"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// LeftoverJobs lists the jobs that were deleted at or before a time and are still there, those too
// whose purge has begun.
func (s *Store) LeftoverJobs(ctx context.Context, until int64) ([]job.ID, error) {
	return s.ids(ctx, `SELECT id FROM jobs WHERE deleted > 0 AND deleted <= ? ORDER BY id`, until)
}

// CountRows gives how many rows of its list and outcomes a job has, for telling how far a purge is.
func (s *Store) CountRows(ctx context.Context, id job.ID) (int64, error) {
	return s.count(ctx, `FROM (SELECT 1 FROM items WHERE job = ?1 UNION ALL SELECT 1 FROM outcomes WHERE job = ?1)`, id)
}

// leftoverTasks are deleted tasks without a run that has not ended.
const leftoverTasks = `deleted > 0 AND deleted <= ? AND shipped = 0
	AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.task = tasks.id AND outcome IN ('queued', 'running'))`

// LeftoverTasks lists the tasks that were deleted at or before a time, but for those with a run
// that has not ended.
func (s *Store) LeftoverTasks(ctx context.Context, until int64) ([]task.ID, error) {
	return readAll(ctx, s, one[task.ID], `SELECT id FROM tasks WHERE `+leftoverTasks+` ORDER BY id`, until)
}

// CountRuns gives how many runs a task has.
func (s *Store) CountRuns(ctx context.Context, id task.ID) (int64, error) {
	return s.count(ctx, `FROM runs WHERE task = ?`, id)
}

// PurgeTaskChunk deletes some runs of a task that [Store.LeftoverTasks] lists, and the task itself
// when none are left. It gives how many runs went, and whether there is more to do. A task that was
// undeleted meanwhile is left alone.
func (s *Store) PurgeTaskChunk(ctx context.Context, id task.ID, until int64) (runs int64, more bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		var still int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM tasks WHERE id = ? AND `+leftoverTasks, id, until).Scan(&still)
		if err != nil || still == 0 {
			return err
		}
		result, err := tx.ExecContext(ctx, `DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE task = ? LIMIT ?)`, id, cleanupChunk)
		if err != nil {
			return err
		}
		if runs, err = result.RowsAffected(); err != nil {
			return err
		}
		if more = runs > 0; more {
			return nil
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM tasks WHERE id = ?`, id)
		return err
	})
	if err != nil {
		return 0, false, err
	}
	return runs, more, nil
}
