package deck

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
)

// listOf makes a job over a list with a header and rows, and gives the deck that holds it.
func listOf(t *testing.T, header string, rows int) (*Local, job.ID) {
	t.Helper()
	l, err := Open(t.Context(), Options{DataDir: t.TempDir(), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	var text strings.Builder
	text.WriteString(header + "\n")
	for i := range rows {
		text.WriteString(fmt.Sprintf("Company %d", i) + strings.Repeat(",x", strings.Count(header, ",")) + "\n")
	}
	path := filepath.Join(t.TempDir(), "list.csv")
	require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o600))
	column, _, _ := strings.Cut(header, ",")
	made, err := l.Create(t.Context(), Draft{Path: path, Recipe: "preprocess", StartPaused: true, Mapping: map[string]job.Field{column: job.CompanyName}})
	require.NoError(t, err)
	return l, made.ID
}

// readBack reads an exported list: its columns, and its rows by column.
func readBack(t *testing.T, path string) (columns []string, rows []map[string]string) {
	t.Helper()
	reader, err := table.Open(path, table.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, reader.Close()) }()
	require.Empty(t, reader.Problems(), "no header comes twice")
	columns = reader.Layout().Columns
	for {
		row, err := reader.Next()
		if err == io.EOF { //nolint:errorlint // Next gives it bare
			return columns, rows
		}
		require.NoError(t, err)
		named := make(map[string]string)
		for i, cell := range row.Cells {
			named[columns[i]] = cell
		}
		rows = append(rows, named)
	}
}

func TestRowsThatSayTheySucceededHaveTheirResultsInAnExportMadeDuringTheRun(t *testing.T) {
	t.Parallel()
	for _, ending := range []string{".csv", ".jsonl", ".xlsx"} {
		t.Run(ending, func(t *testing.T) {
			t.Parallel()
			const rows = 8_000
			l, id := listOf(t, "name", rows)
			events := l.bus.Subscribe(t.Context())
			out := filepath.Join(t.TempDir(), "out"+ending)
			done := make(chan error, 1)
			go func() {
				_, err := l.Export(t.Context(), ExportRequest{Job: id, Path: out})
				done <- err
			}()
			for begun := false; !begun; { // the first page is written: the last rows get their results now
				told, err := events.Next(t.Context())
				require.NoError(t, err)
				begun = slices.ContainsFunc(told, func(e live.Event) bool { return strings.HasPrefix(e.Key, "export-") })
			}
			batch := store.Batch{Job: id, OutputColumns: []string{"answer"}, Cursor: 1}
			for i := range 500 {
				batch.Records = append(batch.Records, store.Record{Seq: int64(rows - i), Outcome: job.Succeeded, Output: `{"answer":"42"}`, Attempts: 1})
				batch.Counts.Succeeded++
			}
			require.NoError(t, l.store.Record(t.Context(), &batch))
			require.NoError(t, <-done)
			_, written := readBack(t, out)
			require.Len(t, written, rows)
			for _, row := range written {
				if row["jobdeck_outcome"] == "succeeded" {
					require.Equal(t, "42", row["answer"])
				}
			}
			_, err := l.Export(t.Context(), ExportRequest{Job: id, Path: out})
			require.NoError(t, err)
			_, written = readBack(t, out)
			require.Equal(t, "42", written[rows-1]["answer"])
		})
	}
}

func TestNoTwoColumnsOfAnExportAreCalledTheSame(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header string
		output []string
		want   []string
	}{
		"a result called as a column":  {"name,site", []string{"site"}, []string{"name", "site", "site (result)", "jobdeck_outcome", "jobdeck_reason"}},
		"in another case":              {"name,Site", []string{"site", "SITE"}, []string{"name", "Site", "site (result)", "SITE (result) (2)", "jobdeck_outcome", "jobdeck_reason"}},
		"the other name is taken, too": {"name,site,site (result)", []string{"site"}, []string{"name", "site", "site (result)", "site (result) (2)", "jobdeck_outcome", "jobdeck_reason"}},
		"an export that was fed in again": {
			"name,jobdeck_outcome,jobdeck_reason", nil,
			[]string{"name", "jobdeck_outcome", "jobdeck_reason", "jobdeck_outcome (2)", "jobdeck_reason (2)"},
		},
		"a result called as what is added": {"name", []string{"jobdeck_outcome"}, []string{"name", "jobdeck_outcome", "jobdeck_outcome (2)", "jobdeck_reason"}},
		"a header that comes twice":        {"name,site,site", []string{"site (2)"}, []string{"name", "site", "site (2)", "site (2) (result)", "jobdeck_outcome", "jobdeck_reason"}},
		"spaces that are read as one":      {"name,my site", []string{" my  site"}, []string{"name", "my site", "my site (result)", "jobdeck_outcome", "jobdeck_reason"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, id := listOf(t, test.header, 1)
			if test.output != nil {
				record := store.Record{Seq: 1, Outcome: job.Succeeded, Attempts: 1}
				require.NoError(t, l.store.Record(t.Context(), &store.Batch{
					Job: id, OutputColumns: test.output, Cursor: 2, Records: []store.Record{record}, Counts: job.Counts{Succeeded: 1},
				}))
			}
			for _, ending := range []string{".csv", ".tsv", ".xlsx", ".jsonl"} {
				out := filepath.Join(t.TempDir(), "out"+ending)
				_, err := l.Export(t.Context(), ExportRequest{Job: id, Path: out})
				require.NoError(t, err)
				columns, _ := readBack(t, out)
				require.Equal(t, test.want, columns, ending)
			}
		})
	}
}
