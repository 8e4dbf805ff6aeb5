package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// column is a column of a table, with the place of its value in a row that is an R in Go. Lists of them
// say once what a table has; the SQL and the reading and writing of rows are made of the lists, the SQL
// when the program starts.
type column[R any] struct {
	name  string
	blank string           // as SQL: what stands for no value
	value func(row *R) any // on its way into the table
	place func(row *R) any // where it goes on its way out
	uses  use
}

// use is where a column is written, or left out, beside what holds for all.
type use uint8

func text[R any, T ~string](name string, of func(*R) *T) column[R] {
	return column[R]{name, `''`, func(row *R) any { return string(*of(row)) }, func(row *R) any { return of(row) }, 0}
}

func number[R any, T ~int | ~int64](name string, of func(*R) *T) column[R] {
	return column[R]{name, `0`, func(row *R) any { return int64(*of(row)) }, func(row *R) any { return of(row) }, 0}
}

func flag[R any](name string, of func(*R) *bool) column[R] {
	return column[R]{name, `0`, func(row *R) any { return *of(row) }, func(row *R) any { return of(row) }, 0}
}

// packed is a column that holds a value as JSON.
func packed[R, T any](name string, of func(*R) *T) column[R] {
	return column[R]{name, `''`, func(row *R) any { return pack(of(row)) }, func(row *R) any { return unpacking{of(row)} }, 0}
}

func (c column[R]) blankAs(sql string) column[R] {
	c.blank = sql
	return c
}

func (c column[R]) in(uses use) column[R] {
	c.uses = uses
	return c
}

// having gives the columns that are used so, and lacking the others.
func having[R any](columns []column[R], u use) []column[R] {
	return slices.DeleteFunc(slices.Clone(columns), func(c column[R]) bool { return c.uses&u == 0 })
}

func lacking[R any](columns []column[R], u use) []column[R] {
	return slices.DeleteFunc(slices.Clone(columns), func(c column[R]) bool { return c.uses&u != 0 })
}

// each writes columns one after the other in a form, with their names and blanks for NAME and BLANK.
func each[R any](columns []column[R], form string) string {
	texts := make([]string, len(columns))
	for i, c := range columns {
		texts[i] = strings.NewReplacer("NAME", c.name, "BLANK", c.blank).Replace(form)
	}
	return strings.Join(texts, ", ")
}

func values[R any](args []any, columns []column[R], row *R) []any {
	for i := range columns {
		args = append(args, columns[i].value(row))
	}
	return args
}

func places[R any](args []any, columns []column[R], row *R) []any {
	args = slices.Grow(args, len(columns))
	for i := range columns {
		args = append(args, columns[i].place(row))
	}
	return args
}

// unpacking reads JSON into what it points at.
type unpacking struct{ into any }

// Scan implements [sql.Scanner].
func (u unpacking) Scan(from any) error {
	var text []byte
	switch stored := from.(type) {
	case string:
		text = []byte(stored)
	case []byte:
		text = stored
	}
	if err := json.Unmarshal(text, u.into); err != nil {
		return fmt.Errorf("read what is stored: %w", err)
	}
	return nil
}

// pack is json.Marshal for our own types, which can't fail.
func pack(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("store: pack %T: %v", value, err))
	}
	return string(text)
}
