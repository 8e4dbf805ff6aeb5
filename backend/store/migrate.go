package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schemaTable is where goose keeps which migrations were made.
const schemaTable = goose.DefaultTablename

// newestSchema is the last migration that this program knows.
func newestSchema() (int64, error) {
	steps, err := migrations.ReadDir("migrations")
	if err != nil {
		return 0, fmt.Errorf("read the schema: %w", err)
	}
	var newest int64
	for _, step := range steps {
		number, err := goose.NumericComponent(step.Name())
		if err != nil {
			return 0, fmt.Errorf("read the schema: %w", err)
		}
		newest = max(newest, number)
	}
	return newest, nil
}

// schemaOf is the last migration that was made in a database, 0 when it has none of ours.
func schemaOf(ctx context.Context, db *sql.DB, tables []string) (int64, error) {
	if !slices.Contains(tables, schemaTable) {
		return 0, nil
	}
	var version sql.NullInt64
	err := db.QueryRowContext(ctx, `SELECT max(version_id) FROM `+schemaTable+` WHERE is_applied = 1`).Scan(&version)
	var from sqlite3.Error
	if errors.As(err, &from) && from.Code == sqlite3.ErrError {
		return 0, nil // another program's table of that name
	}
	return version.Int64, err
}

// migrate brings the schema forward. It never goes back: [Store.look] has refused a database from a
// newer program.
func migrate(ctx context.Context, db *sql.DB) error {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, steps)
	if err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	return identify(ctx, db, false)
}

// executor is a database, or a transaction in it.
type executor interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// identify gives a database an identity of its own, a random number in its header, when it has none
// or needs a new one: a copy is another database from then on. So a log that is left behind beside
// it is told from its own.
func identify(ctx context.Context, db executor, anew bool) error {
	var identity int32
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&identity); err != nil {
		return fmt.Errorf("read the database's identity: %w", err)
	}
	if identity != 0 && !anew {
		return nil
	}
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, 1+rand.Int32N(math.MaxInt32-1))); err != nil {
		return fmt.Errorf("give the database an identity: %w", err)
	}
	return nil
}
