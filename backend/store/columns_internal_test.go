package store

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
)

// fill gives every field of a record a value of its own.
func fill(value reflect.Value, next *int) {
	for _, field := range value.Fields() {
		*next++
		switch {
		case field.Kind() == reflect.Struct:
			fill(field, next)
		case field.CanInt():
			field.SetInt(int64(*next))
		default:
			field.SetString(fmt.Sprintf("value %d", *next))
		}
	}
}

func TestAnOutcomeIsReadAsItWasRecorded(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	id, err := s.BeginJob(t.Context(), job.Job{Name: "Q4"})
	require.NoError(t, err)
	require.NoError(t, s.AppendRows(t.Context(), id, []Row{{Seq: 1, Row: 2, Input: "[]"}}))

	var written Record
	next := 0
	fill(reflect.ValueOf(&written).Elem(), &next)
	written.Seq = 1
	again := written
	again.Outcome = job.Pending
	require.NoError(t, s.Record(t.Context(), &Batch{Job: id, Records: []Record{again}}))
	require.NoError(t, s.Record(t.Context(), &Batch{Job: id, Records: []Record{written}}), "a try that shall be repeated gives way")
	read, err := s.Item(t.Context(), id, 1)
	require.NoError(t, err)
	require.Equal(t, written, read.Record)
}

func TestEveryColumnIsInTheListOfItsTable(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	for table, listed := range map[string][]string{
		"outcomes": append(named(outcomeColumns), "job", "seq", "again"),
		"jobs":     append(named(jobColumns), "ready"),
	} {
		there, err := readAll(t.Context(), s, one[string], `SELECT name FROM pragma_table_info(?)`, table)
		require.NoError(t, err)
		require.ElementsMatch(t, there, listed, table)
	}
}

func named[R any](columns []column[R]) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.name
	}
	return list
}
