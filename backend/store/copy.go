package store

import (
	"context"
	"database/sql"

	"jobdeck/backend/job"
)

// Copy is a new job with the list of another one.
type Copy struct {
	Job    job.Job
	Source job.ID
	// Epoch is of the sight of the source on which the copy was decided.
	Epoch int64
	// PendingOnly leaves out the items that have an outcome.
	PendingOnly bool
	Entry       job.Entry // its job is filled in
}

// CopyJobs makes copies of short lists, all in one transaction: visible together, or not at all. A
// copy whose source can't be copied whole any more gets no job, and 0 for its number.
func (s *Store) CopyJobs(ctx context.Context, copies []Copy) ([]job.ID, error) {
	ids := make([]job.ID, len(copies))
	err := s.update(ctx, func(tx *sql.Tx) error {
		for i, c := range copies {
			whole, err := stillWhole(ctx, tx, c)
			if err != nil {
				return err
			}
			if !whole {
				continue
			}
			id, err := beginJob(ctx, tx, c.Job)
			if err != nil {
				return err
			}
			total, err := copyRows(ctx, tx, id, c.Source, stretch{from: 1, until: 1 << 62}, c.PendingOnly)
			if err != nil {
				return err
			}
			c.Entry.Job = id
			if err := finishJob(ctx, tx, id, c.Job.List, total, c.Entry); err != nil {
				return err
			}
			ids[i] = id
		}
		return nil
	})
	return ids, err
}

// FinishCopy makes a copy visible whose rows were copied in stretches. False means that its source
// was purged, or changed what is pending, in between: the copy is not whole, and stays unseen.
func (s *Store) FinishCopy(ctx context.Context, id job.ID, c Copy, total int64) (whole bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		if whole, err = stillWhole(ctx, tx, c); err != nil || !whole {
			return err
		}
		c.Entry.Job = id
		return finishJob(ctx, tx, id, c.Job.List, total, c.Entry)
	})
	return whole && err == nil, err
}

// stillWhole tells whether all rows that a copy shall have are there. No row goes before its job is
// hidden; but which ones are pending is as it was only while nobody changes the job.
func stillWhole(ctx context.Context, tx *sql.Tx, c Copy) (bool, error) {
	var n int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM jobs WHERE id = ? AND ready = 1 AND (epoch = ? OR NOT ?)`,
		c.Source, c.Epoch, c.PendingOnly).Scan(&n)
	return n > 0, err
}

// CopyRows appends a stretch of another job's rows to a job that is being imported: seq from to
// below until; with pendingOnly those without an outcome. It gives how many it copied; they are
// numbered on from after.
func (s *Store) CopyRows(ctx context.Context, id, source job.ID, from, until, after int64, pendingOnly bool) (copied int64, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		copied, err = copyRows(ctx, tx, id, source, stretch{from, until, after}, pendingOnly)
		return err
	})
	return copied, err
}

// stretch is a part of a list, seq from to below until, and the seq after which its copy begins.
type stretch struct{ from, until, after int64 }

func copyRows(ctx context.Context, tx *sql.Tx, id, source job.ID, part stretch, pendingOnly bool) (int64, error) {
	result, err := tx.ExecContext(ctx, `INSERT INTO items (job, seq, row, input)
		SELECT ?, ? + row_number() OVER (ORDER BY i.seq), i.row, i.input
		FROM items i LEFT JOIN outcomes o ON o.job = i.job AND o.seq = i.seq
		WHERE i.job = ? AND i.seq >= ? AND i.seq < ? AND (? = 0 OR o.outcome IS NULL OR o.outcome = 'pending')
		ORDER BY i.seq`, id, part.after, source, part.from, part.until, pendingOnly)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
