package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// How many rows one INSERT carries: enough that the statement's own cost vanishes, few enough
// that its arguments stay below SQLite's bound of 32,766. Measured: 50 to 200 make no difference.
const (
	rowsPerItemInsert     = 200
	rowsPerOutcomeInsert  = 100
	rowsPerLocationInsert = 100
)

const (
	itemArguments     = 3 // beside the job's number, which all rows of a statement share
	locationArguments = 6 // beside the time they share
)

const (
	insertItems     = `INSERT INTO items (job, seq, row, input) VALUES `
	insertLocations = `INSERT INTO locations (added, name, latitude, longitude, at, cell, source) VALUES `
)

// bulkStatements are the prepared statements of the hot paths: lists, outcomes and places.
type bulkStatements struct {
	items, item         *sql.Stmt // many rows, one row
	outcomes, outcome   *sql.Stmt
	locations, location *sql.Stmt
}

func prepareBulk(ctx context.Context, db *sql.DB) (*bulkStatements, error) {
	b := &bulkStatements{}
	for _, statement := range []struct {
		into **sql.Stmt
		text string
	}{
		{&b.items, insertItems + rowsOf(rowsPerItemInsert, itemArguments)},
		{&b.item, insertItems + rowsOf(1, itemArguments)},
		{&b.outcomes, insertOutcomes + rowsOf(rowsPerOutcomeInsert, 1+len(outcomeColumns)) + whenPending},
		{&b.outcome, insertOutcomes + rowsOf(1, 1+len(outcomeColumns)) + whenPending},
		{&b.locations, insertLocations + rowsOf(rowsPerLocationInsert, locationArguments)},
		{&b.location, insertLocations + rowsOf(1, locationArguments)},
	} {
		prepared, err := db.PrepareContext(ctx, statement.text)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("prepare a statement: %w", err), b.close())
		}
		*statement.into = prepared
	}
	return b, nil
}

// rowsOf is "(?1, ?2, ?3), (?1, ?4, ?5)": rows that share their first argument.
func rowsOf(rows, arguments int) string {
	var text strings.Builder
	next := 2
	for row := range rows {
		if row > 0 {
			text.WriteString(", ")
		}
		text.WriteString("(?1")
		for range arguments {
			fmt.Fprintf(&text, ", ?%d", next)
			next++
		}
		text.WriteByte(')')
	}
	return text.String()
}

func (b *bulkStatements) close() error {
	var problems []error
	for _, statement := range []*sql.Stmt{b.items, b.item, b.outcomes, b.outcome, b.locations, b.location} {
		if statement != nil {
			problems = append(problems, statement.Close())
		}
	}
	return errors.Join(problems...)
}

// insertRows runs many-row statements and then one-row ones for what is left, and gives the
// number of rows changed. arguments appends a row's arguments.
func insertRows[T any](ctx context.Context, tx *sql.Tx, many, one *sql.Stmt, perInsert int, first any, rows []T,
	arguments func(args []any, row *T) []any,
) (int64, error) {
	many, one = tx.StmtContext(ctx, many), tx.StmtContext(ctx, one)
	var changed int64
	var args []any
	for len(rows) > 0 {
		statement, n := many, perInsert
		if len(rows) < perInsert {
			statement, n = one, 1
		}
		args = append(args[:0], first)
		for i := range rows[:n] {
			args = arguments(args, &rows[i])
		}
		result, err := statement.ExecContext(ctx, args...)
		if err != nil {
			return changed, err
		}
		affected, err := result.RowsAffected()
		if err != nil {
			return changed, err
		}
		changed += affected
		rows = rows[n:]
	}
	return changed, nil
}
