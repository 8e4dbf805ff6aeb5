package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
)

// Location is a place on its way into the store.
type Location struct {
	Name      string
	Latitude  float64
	Longitude float64
	At        int64 // when somebody was there, or 0
	// Cell is the square of the map that it lies in, Near are those in which its like may lie, Cell
	// among them.
	Cell int64
	Near []int64
}

// Same tells whether two places are one. It may only be so where one has a square of the other's
// Near, and they have the same name (in any case of a to z) or the same second, or neither of them
// has a name or a time: others are not looked for.
type Same func(a, b *Location) bool

// Import is a stretch of a file's places, to be stored together with how far the file was read.
type Import struct {
	Places []Location
	Same   Same
	Source string
	Added  int64
	// Cursor says how far its file is read; none is kept of a file without a task.
	Cursor FileCursor
}

// ImportLocations stores the places that are not there yet, and how far their file is read, in one
// transaction. It gives how many were new.
func (s *Store) ImportLocations(ctx context.Context, i *Import) (added int64, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		known, err := knownLocations(ctx, tx, i.Places, i.Same)
		if err != nil {
			return err
		}
		fresh := make([]Location, 0, len(i.Places))
		for n, place := range i.Places {
			if !known[n] {
				fresh = append(fresh, place)
			}
		}
		added, err = insertRows(ctx, tx, s.bulk.locations, s.bulk.location, rowsPerLocationInsert, i.Added, fresh,
			func(args []any, l *Location) []any {
				return append(args, l.Name, l.Latitude, l.Longitude, l.At, l.Cell, i.Source)
			})
		if err != nil {
			return err
		}
		if i.Cursor.Task == 0 {
			return nil
		}
		return moveCursor(ctx, tx, i.Cursor)
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// KnownLocations tells which places are there already. One that is the same as another before it
// in the list is known, too.
func (s *Store) KnownLocations(ctx context.Context, places []Location, same Same) ([]bool, error) {
	known, err := knownLocations(ctx, s.read, places, same)
	return known, s.explain(err)
}

// querier is a transaction, or the pool of readers.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// The two ways in which a place can be the same as one in the store: each finds few rows by its
// index, however many are in the square. A wanted row is [place, cell, …].
const (
	sameName = `SELECT w.value ->> 0, l.name, l.latitude, l.longitude, l.at FROM json_each(?) w CROSS JOIN locations l
		ON l.cell = w.value ->> 1 AND l.name = w.value ->> 2 COLLATE NOCASE AND l.at BETWEEN w.value ->> 3 AND w.value ->> 4`
	sameSecond = `SELECT w.value ->> 0, l.name, l.latitude, l.longitude, l.at FROM json_each(?) w CROSS JOIN locations l
		ON l.cell = w.value ->> 1 AND l.at BETWEEN w.value ->> 2 AND w.value ->> 3`
)

// knownLocations tells which places are in the store, or stand before in the list.
func knownLocations(ctx context.Context, db querier, places []Location, same Same) ([]bool, error) {
	known := make([]bool, len(places))
	settled, err := settledCells(ctx, db, places)
	if err != nil {
		return nil, err
	}
	byName, bySecond := wantedLocations(places, settled)
	for query, wanted := range map[string][][]any{sameName: byName, sameSecond: bySecond} {
		if err := markStored(ctx, db, query, wanted, places, known, same); err != nil {
			return nil, err
		}
	}
	markRepeated(places, known, same)
	return known, nil
}

// settledCells gives those squares near the places in which there is something: mostly few, and it
// is quick to find out.
func settledCells(ctx context.Context, db querier, places []Location) (map[int64]bool, error) {
	near := make([]int64, 0, 4*len(places))
	for i := range places {
		near = append(near, places[i].Near...)
	}
	slices.Sort(near)
	near = slices.Compact(near)
	rows, err := db.QueryContext(ctx, `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM locations WHERE cell = value)`, pack(near))
	if err != nil {
		return nil, err
	}
	found, err := collect(rows, one[int64])
	settled := make(map[int64]bool, len(found))
	for _, cell := range found {
		settled[cell] = true
	}
	return settled, err
}

// wantedLocations lists what to look for in the store.
func wantedLocations(places []Location, settled map[int64]bool) (byName, bySecond [][]any) {
	for i := range places {
		p := &places[i]
		second := p.At - p.At%1000
		for _, cell := range p.Near {
			if !settled[cell] {
				continue
			}
			switch {
			case p.Name != "":
				byName = append(byName, []any{i, cell, p.Name, int64(math.MinInt64), int64(math.MaxInt64)})
			case p.At == 0:
				byName = append(byName, []any{i, cell, "", 0, 0})
			}
			if p.At != 0 {
				bySecond = append(bySecond, []any{i, cell, second, second + 999})
			}
		}
	}
	return byName, bySecond
}

// markStored marks the places that are in the store.
func markStored(ctx context.Context, db querier, query string, wanted [][]any, places []Location, known []bool, same Same) error {
	if len(wanted) == 0 {
		return nil
	}
	rows, err := db.QueryContext(ctx, query, pack(wanted))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var i int
		var l Location
		if err := rows.Scan(&i, &l.Name, &l.Latitude, &l.Longitude, &l.At); err != nil {
			return err
		}
		if i < 0 || i >= len(places) {
			return fmt.Errorf("look for known places: there is no place %d", i)
		}
		known[i] = known[i] || same(&places[i], &l)
	}
	return rows.Err()
}

// markRepeated marks the places that are the same as one before them that is not marked.
func markRepeated(places []Location, known []bool, same Same) {
	byCell := make(map[int64][]int)
	for i := range places {
		p := &places[i]
		for _, cell := range p.Near {
			for _, before := range byCell[cell] {
				known[i] = known[i] || same(p, &places[before])
			}
		}
		if !known[i] {
			byCell[p.Cell] = append(byCell[p.Cell], i)
		}
	}
}
