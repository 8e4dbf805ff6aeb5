package store

import (
	"context"
	"database/sql"
	"errors"

	"jobdeck/backend/job"
)

// Settings gives the settings that were ever changed.
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	return readPairs[string, string](ctx, s, `SELECT key, value FROM settings`)
}

// SetSetting stores a setting, with its line in the audit log.
func (s *Store) SetSetting(ctx context.Context, key, value string, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
		return errors.Join(err, addEntry(ctx, tx, entry))
	})
}

// Hold gives the global pause; the zero Hold when nothing is held.
func (s *Store) Hold(ctx context.Context) (job.Hold, error) {
	hold := job.Hold{Held: true}
	err := s.read.QueryRowContext(ctx, `SELECT who, origin, why, kind, since, until FROM hold`).
		Scan(&hold.Who, &hold.Origin, &hold.Why, &hold.Kind, &hold.Since, &hold.Until)
	if errors.Is(err, sql.ErrNoRows) {
		return job.Hold{}, nil
	}
	return hold, s.explain(err)
}

// SetHold stores the global pause, or that nothing is held, with its line in the audit log.
func (s *Store) SetHold(ctx context.Context, hold job.Hold, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM hold`); err != nil {
			return err
		}
		if hold.Held {
			if _, err := tx.ExecContext(ctx, `INSERT INTO hold (one, who, origin, why, kind, since, until) VALUES (1, ?, ?, ?, ?, ?, ?)`,
				hold.Who, hold.Origin, hold.Why, hold.Kind, hold.Since, hold.Until); err != nil {
				return err
			}
		}
		return addEntry(ctx, tx, entry)
	})
}
