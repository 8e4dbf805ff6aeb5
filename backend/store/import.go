package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"jobdeck/backend/job"
)

// Row is one row of a list on its way into the store.
type Row struct {
	Seq   int64
	Row   int64
	Input string // cells as a JSON array of strings
}

// BeginJob stores a job without its rows. Nobody sees it before [Store.FinishJob].
func (s *Store) BeginJob(ctx context.Context, j job.Job) (job.ID, error) {
	var id job.ID
	err := s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO jobs (name, recipe, processor, options, list, source, status, priority, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			j.Name, j.Recipe, j.Options.Processor, pack(j.Options), pack(j.List), j.List.Source, j.Status, j.Priority, j.Created)
		if err != nil {
			return err
		}
		last, err := result.LastInsertId()
		id = job.ID(last)
		return err
	})
	return id, err
}

// AppendRows stores rows of a job that is being imported, in one transaction.
func (s *Store) AppendRows(ctx context.Context, id job.ID, rows []Row) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := insertRows(ctx, tx, s.bulk.items, s.bulk.item, rowsPerItemInsert, id, rows,
			func(args []any, row *Row) []any { return append(args, row.Seq, row.Row, row.Input) })
		return err
	})
}

// CopyRows appends a stretch of another job's rows to a job that is being imported: seq from to
// below until; with pendingOnly those without an outcome. It gives how many it copied; they are
// numbered on from after.
func (s *Store) CopyRows(ctx context.Context, id, source job.ID, from, until, after int64, pendingOnly bool) (int64, error) {
	var copied int64
	err := s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO items (job, seq, row, input)
			SELECT ?, ? + row_number() OVER (ORDER BY i.seq), i.row, i.input
			FROM items i LEFT JOIN outcomes o ON o.job = i.job AND o.seq = i.seq
			WHERE i.job = ? AND i.seq >= ? AND i.seq < ? AND (? = 0 OR o.outcome IS NULL OR o.outcome = 'pending')
			ORDER BY i.seq`, id, after, source, from, until, pendingOnly)
		if err != nil {
			return err
		}
		copied, err = result.RowsAffected()
		return err
	})
	return copied, err
}

// FinishJob makes an imported job visible: from now on it counts total rows of this list. When a
// task took the list from a folder, the cursor says so from the same moment on.
func (s *Store) FinishJob(ctx context.Context, id job.ID, list job.List, total int64, cursor *FileCursor, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE jobs SET list = ?, total = ?, position = id, ready = 1 WHERE id = ?`, pack(list), total, id)
		if err == nil && cursor != nil {
			err = moveCursor(ctx, tx, *cursor)
		}
		return errors.Join(err, addEntry(ctx, tx, entry))
	})
}

// purgeUnfinished takes away what a crash left of imports.
func (s *Store) purgeUnfinished(ctx context.Context) error {
	rows, err := s.read.QueryContext(ctx, `SELECT id FROM jobs WHERE ready = 0`)
	if err != nil {
		return err
	}
	ids, err := collect(rows, scanID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.Discard(ctx, id); err != nil {
			return fmt.Errorf("take away an unfinished import: %w", err)
		}
	}
	return nil
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
