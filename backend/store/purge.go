package store

import (
	"context"
	"database/sql"

	"jobdeck/backend/job"
)

// purgeChunk is how many rows one transaction deletes: some ten milliseconds, so that nobody who
// wants to write waits for a purge.
const purgeChunk = 5000

// Deleted lists the jobs that were deleted at or before a time.
func (s *Store) Deleted(ctx context.Context, until int64) ([]job.ID, error) {
	return s.ids(ctx, `SELECT id FROM jobs WHERE deleted > 0 AND deleted <= ? AND ready = 1 ORDER BY id`, until)
}

// SealDeleted hides a job for good that was deleted at or before a time, so that it can't come back
// while it is being purged: what was decided on a sight of it from before changes nothing any more.
// It reports false when the job was undeleted meanwhile, though it may have been deleted again.
func (s *Store) SealDeleted(ctx context.Context, id job.ID, until int64) (bool, error) {
	var sealed bool
	err := s.update(ctx, func(tx *sql.Tx) error {
		var err error
		sealed, err = changedOne(ctx, tx, `UPDATE jobs SET ready = 0, epoch = epoch + 1 WHERE id = ? AND deleted > 0 AND deleted <= ?`, id, until)
		return err
	})
	return sealed && err == nil, err
}

// changedOne runs a statement about one row, and tells whether it found it.
func changedOne(ctx context.Context, tx *sql.Tx, statement string, args ...any) (bool, error) {
	result, err := tx.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// PurgeChunk deletes some rows of a job, and the job itself when none are left. It tells whether
// there is more to do.
func (s *Store) PurgeChunk(ctx context.Context, id job.ID) (more bool, err error) {
	_, more, err = s.PurgeRows(ctx, id)
	return more, err
}

// PurgeRows does as [Store.PurgeChunk], and tells how many rows went.
func (s *Store) PurgeRows(ctx context.Context, id job.ID) (gone int64, more bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		for _, statement := range []string{
			`DELETE FROM outcomes WHERE job = ?1 AND seq IN (SELECT seq FROM outcomes WHERE job = ?1 LIMIT ?2)`,
			`DELETE FROM items WHERE job = ?1 AND seq IN (SELECT seq FROM items WHERE job = ?1 LIMIT ?2)`,
		} {
			result, err := tx.ExecContext(ctx, statement, id, purgeChunk)
			if err != nil {
				return err
			}
			if gone, err = result.RowsAffected(); err != nil {
				return err
			}
			if more = gone > 0; more {
				return nil
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM jobs WHERE id = ?`, id)
		return err
	})
	if err != nil {
		return 0, false, err
	}
	return gone, more, nil
}
