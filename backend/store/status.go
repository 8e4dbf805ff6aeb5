package store

import (
	"context"
	"database/sql"
	"errors"

	"jobdeck/backend/job"
)

// Change is one change of a job's status (or of its being deleted or archived), decided by the
// transition table and made true only if nobody else changed the job in between.
type Change struct {
	// Job is as it shall be, with the epoch of the sight on which the change was decided.
	Job job.Job
	// RetryFailed makes the failed items pending again.
	RetryFailed bool
	Entry       job.Entry
}

// Apply makes changes true, in one transaction, and tells for each whether it was made: false
// means that the job was changed or purged meanwhile. On a full disk the reserved space is used.
func (s *Store) Apply(ctx context.Context, changes []Change) ([]bool, error) {
	made, err := s.applyAll(ctx, changes)
	if errors.Is(err, ErrFull) && s.MakeRoom() {
		return s.applyAll(ctx, changes)
	}
	return made, err
}

func (s *Store) applyAll(ctx context.Context, changes []Change) ([]bool, error) {
	made := make([]bool, len(changes))
	err := s.update(ctx, func(tx *sql.Tx) error {
		for i := range changes {
			done, err := apply(ctx, tx, &changes[i])
			if err != nil {
				return err
			}
			made[i] = done
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

func apply(ctx context.Context, tx *sql.Tx, change *Change) (bool, error) {
	if made, err := swapStatus.in(ctx, tx, &change.Job); err != nil || !made {
		return false, err
	}
	if change.RetryFailed {
		if err := retryFailed(ctx, tx, change.Job.ID); err != nil {
			return false, err
		}
	}
	return true, addEntry(ctx, tx, change.Entry)
}

// retryFailed makes the failed items pending again, counters and all, and marks them as those that
// the retry is about: none that an earlier one left.
func retryFailed(ctx context.Context, tx *sql.Tx, id job.ID) error {
	counts, err := failedByReason(ctx, tx, id)
	if err != nil {
		return err
	}
	kept := make(map[job.Reason]int64)
	if err := tx.QueryRowContext(ctx, `SELECT reasons FROM jobs WHERE id = ?`, id).Scan(unpacking{&kept}); err != nil {
		return err
	}
	for reason, n := range counts {
		if kept[reason] -= n; kept[reason] <= 0 {
			delete(kept, reason)
		}
	}
	_, unmarked := tx.ExecContext(ctx, `UPDATE outcomes SET again = 0 WHERE job = ? AND outcome = 'pending' AND again = 1`, id)
	_, changed := tx.ExecContext(ctx, takeBack, id)
	_, counted := tx.ExecContext(ctx, `UPDATE jobs SET failed = 0, reasons = ? WHERE id = ?`, pack(kept), id)
	_, forgotten := tx.ExecContext(ctx, `DELETE FROM crashes WHERE job = ?`, id)
	return errors.Join(unmarked, changed, counted, forgotten)
}

func failedByReason(ctx context.Context, tx *sql.Tx, id job.ID) (map[job.Reason]int64, error) {
	rows, err := tx.QueryContext(ctx,
		`SELECT reason, count(*) FROM outcomes WHERE job = ? AND outcome = 'failed' AND reason <> '' GROUP BY reason`, id)
	if err != nil {
		return nil, err
	}
	return pairs[job.Reason, int64](rows)
}
