package store

import (
	"context"
	"database/sql"
	"errors"

	"jobdeck/backend/job"
)

// Row is one row of a list on its way into the store.
type Row struct {
	Seq   int64
	Row   int64
	Input string // cells as a JSON array of strings
}

// BeginJob stores a job without its rows. Nobody sees it before [Store.FinishJob].
func (s *Store) BeginJob(ctx context.Context, j job.Job) (id job.ID, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		id, err = beginJob(ctx, tx, j)
		return err
	})
	return id, err
}

func beginJob(ctx context.Context, tx *sql.Tx, j job.Job) (job.ID, error) {
	result, err := tx.ExecContext(ctx, insertJob, values(nil, beginColumns, &j)...)
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	return job.ID(id), err
}

// AppendRows stores rows of a job that is being imported, in one transaction.
func (s *Store) AppendRows(ctx context.Context, id job.ID, rows []Row) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := insertRows(ctx, tx, s.bulk.items, s.bulk.item, rowsPerItemInsert, id, rows,
			func(args []any, row *Row) []any { return append(args, row.Seq, row.Row, row.Input) })
		return err
	})
}

// FinishJob makes an imported job visible: from now on it counts total rows of this list. When a
// task took the list from a folder, the cursor says so from the same moment on.
func (s *Store) FinishJob(ctx context.Context, id job.ID, list job.List, total int64, cursor *FileCursor, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if cursor != nil {
			if err := moveCursor(ctx, tx, *cursor); err != nil {
				return err
			}
		}
		return finishJob(ctx, tx, id, list, total, entry)
	})
}

func finishJob(ctx context.Context, tx *sql.Tx, id job.ID, list job.List, total int64, entry job.Entry) error {
	_, err := tx.ExecContext(ctx, `UPDATE jobs SET list = ?, total = ?, position = id, ready = 1 WHERE id = ?`, pack(list), total, id)
	return errors.Join(err, addEntry(ctx, tx, entry))
}

// Unfinished lists the jobs that nobody sees: those whose rows are being imported, those that a crash
// left so, and those whose purge has begun.
func (s *Store) Unfinished(ctx context.Context) ([]job.ID, error) {
	return s.ids(ctx, `SELECT id FROM jobs WHERE ready = 0 ORDER BY id`)
}

// Discard takes away a job that is being imported, with its rows.
func (s *Store) Discard(ctx context.Context, id job.ID) error {
	for {
		more, err := s.PurgeChunk(ctx, id)
		if err != nil || !more {
			return err
		}
	}
}
