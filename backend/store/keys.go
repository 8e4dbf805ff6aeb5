package store

import (
	"context"
	"database/sql"
	"errors"

	"jobdeck/backend/job"
)

// Keys gives the names of the keys that people put into the system's keychain.
func (s *Store) Keys(ctx context.Context) ([]string, error) {
	return readAll(ctx, s, one[string], `SELECT name FROM keys ORDER BY name`)
}

// NoteKey notes that a key was put into the keychain, or taken out of it, with a line in the audit log.
func (s *Store) NoteKey(ctx context.Context, name string, kept bool, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		note := `DELETE FROM keys WHERE name = ?`
		if kept {
			note = `INSERT INTO keys (name) VALUES (?) ON CONFLICT DO NOTHING`
		}
		_, err := tx.ExecContext(ctx, note, name)
		return errors.Join(err, addEntry(ctx, tx, entry))
	})
}
