package deck

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/logging"
	"jobdeck/backend/store"
)

// withHistory opens a deck with lines in its audit log.
func withHistory(t *testing.T, entries ...job.Entry) *Local {
	t.Helper()
	l, err := Open(t.Context(), Options{DataDir: t.TempDir(), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	for _, entry := range entries {
		require.NoError(t, l.store.AddEntry(t.Context(), entry))
	}
	return l
}

func TestTheHistoryIsReadInPages(t *testing.T) {
	t.Parallel()
	l := withHistory(t,
		job.Entry{At: 1, Who: "anna", Origin: job.FromTray, What: "hold"},
		job.Entry{At: 1, Who: "anna", Origin: job.FromTray, What: "release"},
		job.Entry{At: 2, Who: "anna", Origin: job.FromTray, What: "hold"},
	)
	var all []string
	query := ActivityQuery{Limit: 2, Origins: []job.Origin{job.FromTray}}
	for {
		page, err := l.Activity(t.Context(), query)
		require.NoError(t, err)
		for _, row := range page.Rows {
			require.Equal(t, Change, row.Kind)
			all = append(all, row.What)
		}
		if query.Before = page.Next; page.Next == "" {
			break
		}
	}
	require.Equal(t, []string{"hold", "release", "hold"}, all)
}

func TestAPlaceInTheHistoryKeepsItsMeaningAsText(t *testing.T) {
	t.Parallel()
	for _, key := range []store.HappeningKey{{At: 1, ID: 2}, {At: 3, Run: true, ID: 4}, {At: -5, ID: 1 << 60}} {
		read, err := readKey(writeKey(key))
		require.NoError(t, err)
		require.Equal(t, key, read)
	}
}

func TestTheHistoryRefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	l := withHistory(t)
	for _, query := range []ActivityQuery{
		{},
		{Limit: 501},
		{Limit: 1, Kind: "verb"},
		{Limit: 1, Origins: []job.Origin{"moon"}},
		{Limit: 1, Since: -1},
		{Limit: 1, Text: strings.Repeat("x", 1001)},
		{Limit: 1, Before: "1.change"},
		{Limit: 1, Before: "1.change.x"},
		{Limit: 1, Before: "x.run.1"},
		{Limit: 1, Before: "1.verb.1"},
	} {
		_, err := l.Activity(t.Context(), query)
		var usage *job.UsageError
		require.ErrorAs(t, err, &usage, "%+v", query)
	}
}

func TestTheHistoryIsExportedHarmlesslyAndThatIsNotedDown(t *testing.T) {
	t.Parallel()
	l := withHistory(t,
		job.Entry{At: 1_000, Who: "anna", Origin: job.FromTray, What: "hold", Why: "=HYPERLINK(1)"},
		job.Entry{At: 2_000, Who: "bert", Origin: job.FromWindow, What: "release"},
	)
	path := filepath.Join(t.TempDir(), "history.csv")
	actor := job.Actor{Who: "carla", From: job.FromWindow}
	report, err := l.ExportActivity(job.WithActor(t.Context(), actor), ActivityExport{Query: ActivityQuery{Origins: []job.Origin{job.FromTray}}, Path: path})
	require.NoError(t, err)
	require.Equal(t, ExportReport{Path: path, Rows: 1}, report)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(content), "time,kind,who,from,what,before,after,why")
	require.Contains(t, string(content), ",change,anna,tray,hold,,,'=HYPERLINK(1)")
	require.NotContains(t, string(content), "bert")

	page, err := l.Activity(t.Context(), ActivityQuery{Limit: 1, Text: "EXPORT activity"})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1)
	require.Equal(t, "carla", page.Rows[0].Who)
	require.Equal(t, "1 rows", page.Rows[0].After)
	require.Equal(t, path, page.Rows[0].Why)
}

func TestAnExportOfTheHistoryThatCannotBeWrittenLeavesNothing(t *testing.T) {
	t.Parallel()
	l := withHistory(t)
	var usage *job.UsageError
	_, err := l.ExportActivity(t.Context(), ActivityExport{Path: "history.csv"})
	require.ErrorAs(t, err, &usage)
	dir := t.TempDir()
	for _, name := range []string{"history.pdf", filepath.Join("nowhere", "history.csv")} {
		_, err := l.ExportActivity(t.Context(), ActivityExport{Path: filepath.Join(dir, name)})
		require.Error(t, err)
	}
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
	page, err := l.Activity(t.Context(), ActivityQuery{Limit: 500, Text: "export"})
	require.NoError(t, err)
	require.Empty(t, page.Rows)
}
