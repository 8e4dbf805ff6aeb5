package store

import (
	"context"
	"database/sql"
	"fmt"

	"jobdeck/backend/paths"
)

// prepareFolder makes the data folder, or looks whether it is safe to use.
func prepareFolder(dir string) (warning string, err error) {
	if err := paths.Make(dir); err != nil {
		return "", err
	}
	warning, err = paths.Check(dir)
	if err != nil {
		return "", fmt.Errorf("the data folder %w", err)
	}
	return warning, nil
}

// warnedOf is among the settings what a person was warned of already.
const warnedOf = "warned_of"

// Warning is what a person should know of the data folder, and gets to know once: that a group may
// write to it. Empty when there is nothing to say, or it was said before.
func (s *Store) Warning(ctx context.Context) (string, error) {
	if s.warning == "" {
		return "", nil
	}
	var first bool
	err := s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO settings (key, value) VALUES (?1, ?2)
			ON CONFLICT (key) DO UPDATE SET value = ?2 WHERE value <> ?2`, warnedOf, s.warning)
		if err != nil {
			return err
		}
		rows, err := result.RowsAffected()
		first = rows > 0
		return err
	})
	if err != nil || !first {
		return "", err
	}
	return "the data folder " + s.warning, nil
}
