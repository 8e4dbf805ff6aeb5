package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"jobdeck/backend/job"
)

// Recipe is what happens to each item, saved under a name.
type Recipe struct {
	Name        string
	Description string
	Options     job.Options
	Changed     int64
}

// Recipes gives the saved recipes by name.
func (s *Store) Recipes(ctx context.Context) ([]Recipe, error) {
	return readAll(ctx, s, func(r row) (Recipe, error) {
		var recipe Recipe
		return recipe, r.Scan(&recipe.Name, &recipe.Description, unpacking{&recipe.Options}, &recipe.Changed)
	}, `SELECT name, description, options, changed FROM recipes ORDER BY name`)
}

// SaveRecipe stores a recipe; one with the same name, in any case, is replaced.
func (s *Store) SaveRecipe(ctx context.Context, recipe Recipe, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO recipes (name, description, options, changed) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET name = excluded.name, description = excluded.description, options = excluded.options, changed = excluded.changed`,
			recipe.Name, recipe.Description, pack(recipe.Options), recipe.Changed)
		return errors.Join(err, addEntry(ctx, tx, entry))
	})
}

// DeleteRecipe takes a recipe away. Jobs started with it keep their options.
func (s *Store) DeleteRecipe(ctx context.Context, name string, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM recipes WHERE name = ?`, name)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("recipe %q: %w", name, ErrNotFound))
		}
		return addEntry(ctx, tx, entry)
	})
}
