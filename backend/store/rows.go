package store

import (
	"context"
	"database/sql"
)

// row is a row that a query gave.
type row interface{ Scan(into ...any) error }

// readAll gives all rows of a query, each read with scan.
func readAll[T any](ctx context.Context, s *Store, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	all, err := collect(rows, scan)
	return all, s.explain(err)
}

// readPairs gives the rows of two values that a query has as a map.
func readPairs[K comparable, V any](ctx context.Context, s *Store, query string, args ...any) (map[K]V, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	all, err := pairs[K, V](rows)
	return all, s.explain(err)
}

// one reads a row of one value.
func one[T any](r row) (value T, err error) {
	err = r.Scan(&value)
	return value, err
}

// collect reads all rows with scan and closes them.
func collect[T any](rows *sql.Rows, scan func(row) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		found, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, found)
	}
	return all, rows.Err()
}

// pairs reads rows of two values as a map and closes them.
func pairs[K comparable, V any](rows *sql.Rows) (map[K]V, error) {
	defer rows.Close()
	all := make(map[K]V)
	for rows.Next() {
		var key K
		var value V
		if err := rows.Scan(&key, &value); err != nil {
			return nil, err
		}
		all[key] = value
	}
	return all, rows.Err()
}
