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
	"github.com/tidwall/gjson"

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
// readBack reads an export as it stands, what became of the rows too.
func readBack(t *testing.T, path string) (columns []string, rows []map[string]string) {
	t.Helper()
	if filepath.Ext(path) == ".jsonl" {
		return readObjects(t, path)
	}
	reader, err := table.Open(path, table.Reading{Header: table.NoHeader})
	require.NoError(t, err)
	defer func() { require.NoError(t, reader.Close()) }()
	for {
		row, err := reader.Next()
		if err == io.EOF { //nolint:errorlint // Next gives it bare
			return columns, rows
		}
		require.NoError(t, err)
		if columns == nil {
			columns = slices.Clone(row.Cells)
			continue
		}
		named := make(map[string]string)
		for i, cell := range row.Cells {
			named[columns[i]] = cell
		}
		rows = append(rows, named)
	}
}

// readObjects reads JSON Lines, and the keys in their order.
func readObjects(t *testing.T, path string) (columns []string, rows []map[string]string) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	for line := range strings.Lines(string(content)) {
		columns = nil
		row := make(map[string]string)
		gjson.Parse(line).ForEach(func(key, value gjson.Result) bool {
			columns = append(columns, key.String())
			row[key.String()] = value.String()
			return true
		})
		rows = append(rows, row)
	}
	return columns, rows
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
				batch.Records = append(batch.Records, store.Record{Seq: int64(rows - i), Ending: job.Ending{Outcome: job.Succeeded, Attempts: 1}, Output: `{"answer":"42"}`})
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
		"a result called as a column":  {"name,site", []string{"site"}, []string{"name", "site", "jobdeck_outcome", "jobdeck_reason", "site (result)"}},
		"in another case":              {"name,Site", []string{"site", "SITE"}, []string{"name", "Site", "jobdeck_outcome", "jobdeck_reason", "site (result)", "SITE (result) (2)"}},
		"the other name is taken, too": {"name,site,site (result)", []string{"site"}, []string{"name", "site", "site (result)", "jobdeck_outcome", "jobdeck_reason", "site (result) (2)"}},
		"an export that was fed in again": {
			"name,jobdeck_outcome,jobdeck_reason", nil,
			[]string{"name", "jobdeck_outcome", "jobdeck_reason"},
		},
		"a result called as what is added": {"name", []string{"jobdeck_outcome"}, []string{"name", "jobdeck_outcome", "jobdeck_reason", "jobdeck_outcome (result)"}},
		"a header that comes twice":        {"name,site,site", []string{"site (2)"}, []string{"name", "site", "site (2)", "jobdeck_outcome", "jobdeck_reason", "site (2) (result)"}},
		"spaces that are read as one":      {"name,my site", []string{" my  site"}, []string{"name", "my site", "jobdeck_outcome", "jobdeck_reason", " my  site (result)"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, id := listOf(t, test.header, 1)
			if test.output != nil {
				record := store.Record{Seq: 1, Ending: job.Ending{Outcome: job.Succeeded, Attempts: 1}}
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

// Rows that failed are exported, mended, and fed in again: whatever the columns are called.
func TestAnExportIsReadBackAsTheListItWasMadeFrom(t *testing.T) {
	t.Parallel()
	for _, header := range []string{"Company,Website", "Company Name,Website", "Account Name,Website", "Firma,Webseite", "Kunde,Homepage", "company_name,domain", "company_name,domain,note"} {
		t.Run(header, func(t *testing.T) {
			t.Parallel()
			l, err := Open(t.Context(), Options{DataDir: t.TempDir(), Log: logging.Discard(), Work: true, Clock: clockwork.NewRealClock()})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, l.Close()) })
			folder := t.TempDir()
			run := func(path string) job.ID {
				made, err := l.Create(t.Context(), Draft{Path: path, Recipe: "preprocess"})
				require.NoError(t, err)
				endOf(t, l, made.ID)
				return made.ID
			}
			list, again, third := filepath.Join(folder, "in.csv"), filepath.Join(folder, "again.csv"), filepath.Join(folder, "third.csv")
			require.NoError(t, os.WriteFile(list, []byte(header+"\nAcme,acme\nBolt,bolt.com\n"), 0o600))
			_, err = l.Export(t.Context(), ExportRequest{Job: run(list), Path: again, Outcomes: []job.Outcome{job.FailedItem}})
			require.NoError(t, err)
			text, err := os.ReadFile(again)
			require.NoError(t, err)
			mended := strings.Replace(string(text), "Acme,acme,", "Acme,acme.com,", 1)
			require.NotEqual(t, string(text), mended)
			require.NoError(t, os.WriteFile(again, []byte(mended), 0o600))
			second := run(again)
			item, err := l.Item(t.Context(), ItemRequest{Job: second, Seq: 1})
			require.NoError(t, err)
			require.Equal(t, "acme.com", item.Output["domain"])
			_, err = l.Export(t.Context(), ExportRequest{Job: second, Path: third})
			require.NoError(t, err)
			before, _ := readBack(t, again)
			after, rows := readBack(t, third)
			require.Equal(t, before, after, "the columns stay the same however often it is fed in")
			require.Equal(t, "succeeded", rows[0]["jobdeck_outcome"])
			require.Empty(t, rows[0]["jobdeck_reason"])
			clean := filepath.Join(folder, "clean.csv")
			_, err = l.Export(t.Context(), ExportRequest{Job: second, Path: clean, Cleaned: true})
			require.NoError(t, err)
			own, _ := readBack(t, clean)
			require.Equal(t, strings.Split(header, ","), own, "the cleaned list has the list's own columns alone")
		})
	}
}

// endOf waits until a job has ended.
func endOf(t *testing.T, l *Local, id job.ID) {
	t.Helper()
	events, err := l.Follow(t.Context())
	require.NoError(t, err)
	defer events.Close()
	for {
		s, err := l.engine.Snapshot(t.Context(), id)
		require.NoError(t, err)
		if s.Status.Ended() {
			return
		}
		_, err = events.Next(t.Context())
		require.NoError(t, err)
	}
}

func TestASemicolonListComesOutWithSemicolons(t *testing.T) {
	t.Parallel()
	l, err := Open(t.Context(), Options{DataDir: t.TempDir(), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	list, out := filepath.Join(t.TempDir(), "in.csv"), filepath.Join(t.TempDir(), "out.csv")
	require.NoError(t, os.WriteFile(list, []byte("Firma;Ort\nAcme;Bonn, Köln\n"), 0o600))
	made, err := l.Create(t.Context(), Draft{Path: list, Recipe: "preprocess", StartPaused: true})
	require.NoError(t, err)
	_, err = l.Export(t.Context(), ExportRequest{Job: made.ID, Path: out})
	require.NoError(t, err)
	text, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Equal(t, "\ufeffFirma;Ort;jobdeck_outcome;jobdeck_reason\nAcme;Bonn, Köln;pending;\n", string(text))
}

// Where no row succeeded there are no results, and columns that are called as results are the list's own.
func TestAnExportWithoutResultsKeepsItsOwnColumns(t *testing.T) {
	t.Parallel()
	for _, header := range []string{"company_name,domain", "id,company_name,domain,industry,owner,note", "Account,URL,note"} {
		t.Run(header, func(t *testing.T) {
			t.Parallel()
			l, err := Open(t.Context(), Options{DataDir: t.TempDir(), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, l.Close()) })
			list, again, third := filepath.Join(t.TempDir(), "in.csv"), filepath.Join(t.TempDir(), "again.csv"), filepath.Join(t.TempDir(), "third.csv")
			width := strings.Count(header, ",") + 1
			require.NoError(t, os.WriteFile(list, []byte(header+"\n"+strings.Repeat("Acme,", width-1)+"acme.com\n"), 0o600))
			for _, step := range [][2]string{{list, again}, {again, third}} {
				made, err := l.Create(t.Context(), Draft{Path: step[0], Recipe: "preprocess", StartPaused: true})
				require.NoError(t, err)
				_, err = l.Export(t.Context(), ExportRequest{Job: made.ID, Path: step[1]})
				require.NoError(t, err)
				columns, rows := readBack(t, step[1])
				require.Equal(t, strings.Split(header+",jobdeck_outcome,jobdeck_reason", ","), columns)
				require.Len(t, rows, 1)
			}
		})
	}
}
