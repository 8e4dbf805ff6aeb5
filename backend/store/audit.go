package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"jobdeck/backend/job"
)

const entryColumns = `id, at, job, task, who, origin, what, before, after, why`

func scanEntry(r row) (job.Entry, error) {
	var e job.Entry
	return e, r.Scan(&e.ID, &e.At, &e.Job, &e.Task, &e.Who, &e.Origin, &e.What, &e.Before, &e.After, &e.Why)
}

func addEntry(ctx context.Context, tx *sql.Tx, e job.Entry) error {
	_, err := tx.ExecContext(ctx,
		`INSERT INTO audit (at, job, task, who, origin, what, before, after, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.At, e.Job, e.Task, e.Who, e.Origin, e.What, e.Before, e.After, e.Why)
	return err
}

// AddEntry writes a line of the audit log that no other change carries.
func (s *Store) AddEntry(ctx context.Context, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error { return addEntry(ctx, tx, entry) })
}

// Timeline gives the last lines of the audit log about a job, oldest first.
func (s *Store) Timeline(ctx context.Context, id job.ID, limit int) ([]job.Entry, error) {
	entries, err := readAll(ctx, s, scanEntry, `SELECT `+entryColumns+` FROM audit WHERE job = ? ORDER BY id DESC LIMIT ?`, id, limit)
	slices.Reverse(entries)
	return entries, err
}

// What the audit log calls the writing of a file; the entry's Why is the file's path.
const (
	ExportJob      = "export"
	ExportActivity = "export activity"
	ExportRecipe   = "export recipe"
)

// Written is a file that Jobdeck wrote for somebody.
type Written struct {
	At   int64  // when it was done
	File string // what the system calls the file, or empty
}

// AddExport writes a line of the audit log about a file that was written, and which file that is.
func (s *Store) AddExport(ctx context.Context, entry job.Entry, file string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := addEntry(ctx, tx, entry); err != nil || file == "" {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE audit SET file = ? WHERE id = last_insert_rowid()`, file)
		return err
	})
}

// LastExport is what Jobdeck last wrote under one of some paths; nothing when it never did.
func (s *Store) LastExport(ctx context.Context, paths ...string) (Written, error) {
	var written Written
	err := s.read.QueryRowContext(ctx, `SELECT at, file FROM audit
		WHERE what IN (?, ?, ?) AND why IN (SELECT value FROM json_each(?)) ORDER BY at DESC, id DESC LIMIT 1`,
		ExportJob, ExportActivity, ExportRecipe, pack(paths)).Scan(&written.At, &written.File)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return written, s.explain(err)
}
