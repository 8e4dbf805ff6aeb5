package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// withJob stores a job of n rows.
func withJob(t *testing.T, s *store.Store, n int) job.ID {
	t.Helper()
	ctx := t.Context()
	id, err := s.BeginJob(ctx, job.Job{Name: "Q4", Options: job.Options{Processor: "preprocess", Concurrency: 5}, Status: job.Queued, Created: 1})
	require.NoError(t, err)
	var rows []store.Row
	for i := range n {
		rows = append(rows, store.Row{Seq: int64(i + 1), Row: int64(i + 2), Input: fmt.Sprintf(`["Company %d"]`, i+1)})
	}
	require.NoError(t, s.AppendRows(ctx, id, rows))
	require.NoError(t, s.FinishJob(ctx, id, job.List{Columns: []string{"name"}}, int64(n), nil, job.Entry{Job: id, What: "start"}))
	return id
}

func succeeded(seqs ...int64) []store.Record {
	var records []store.Record
	for _, seq := range seqs {
		records = append(records, store.Record{Seq: seq, Ending: job.Ending{Outcome: job.Succeeded, Attempts: 1, Ended: 5}})
	}
	return records
}

func TestASecondProcessIsToldWhoHoldsTheDataFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, dir)
	_, err := store.Open(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrInUse)
	require.ErrorContains(t, err, fmt.Sprintf("process %d", os.Getpid()))
	require.ErrorContains(t, err, dir)
}

func TestADatabaseOfANewerProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	change(t, dir, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
	_, err = store.Open(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrNewer)
	require.ErrorContains(t, err, "it has schema 99")
}

func change(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), statement)
	require.NoError(t, err)
	require.NoError(t, db.Close())
}

func TestAFileThatIsNoDatabaseIsSaidToBeDamagedAndLeftAsItIs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, store.FileName)
	require.NoError(t, os.WriteFile(file, []byte("this is a shopping list, not a database, and it is long enough"), 0o600))
	_, err := store.Open(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrDamaged)
	require.ErrorContains(t, err, file)
	left, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(left), "shopping list")
}

func TestAnOutcomeIsRecordedExactlyOnce(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	id := withJob(t, s, 300)
	first := store.Batch{Job: id, Records: succeeded(1, 2, 3), Counts: job.Counts{Succeeded: 3}, Cursor: 4}
	require.NoError(t, s.Record(t.Context(), &first))
	again := store.Batch{Job: id, Records: succeeded(4, 3), Counts: job.Counts{Succeeded: 2}, Cursor: 5}
	require.ErrorContains(t, s.Record(t.Context(), &again), "1 of 2 items have one already")
	j, err := s.Job(t.Context(), id)
	require.NoError(t, err)
	require.EqualValues(t, 3, j.Counts.Succeeded, "outcomes and counters are one transaction")
	item, err := s.Item(t.Context(), id, 4)
	require.NoError(t, err)
	require.Equal(t, job.Pending, item.Outcome)
}

func TestOfTwoChangesOnTheSameSightOfAJobOneWins(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	id := withJob(t, s, 1)
	cancel := store.Change{Job: job.Job{ID: id, Status: job.Cancelled, Ended: 7}}
	complete := store.Change{Job: job.Job{ID: id, Status: job.Completed}}
	made, err := s.Apply(t.Context(), []store.Change{cancel, complete})
	require.NoError(t, err)
	require.Equal(t, []bool{true, false}, made)
	j, err := s.Job(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, job.Cancelled, j.Status)
}

func TestWhatACrashLeftOfAnImportIsKnownAndCanBeTakenAway(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	id, err := s.BeginJob(t.Context(), job.Job{Name: "half", Status: job.Queued})
	require.NoError(t, err)
	require.NoError(t, s.AppendRows(t.Context(), id, []store.Row{{Seq: 1, Row: 2, Input: `["x"]`}}))
	_, err = s.Job(t.Context(), id)
	require.ErrorIs(t, err, store.ErrNotFound, "nobody sees it")
	require.NoError(t, s.Close())
	s = open(t, dir)
	left, err := s.Unfinished(t.Context())
	require.NoError(t, err)
	require.Equal(t, []job.ID{id}, left)
	require.NoError(t, s.Discard(t.Context(), id))
	items, _, err := s.Items(t.Context(), id, store.ItemFilter{}, 0, 10)
	require.NoError(t, err)
	require.Empty(t, items)
}

func TestItemsComeInPagesByOutcomeAndText(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	id := withJob(t, s, 10)
	records := succeeded(1, 2, 5)
	records = append(records,
		store.Record{Seq: 3, Ending: job.Ending{Outcome: job.FailedItem, Error: "no 100% answer"}},
		store.Record{Seq: 4, Ending: job.Ending{Outcome: job.Pending, Attempts: 2}},
		store.Record{Seq: 6, Ending: job.Ending{Outcome: job.Skipped}})
	require.NoError(t, s.Record(t.Context(), &store.Batch{Job: id, Records: records, Counts: job.Counts{Succeeded: 3, Failed: 1, Skipped: 1}, Cursor: 7}))
	for _, test := range []struct {
		filter store.ItemFilter
		after  int64
		want   []int64
	}{
		{store.ItemFilter{}, 0, []int64{1, 2, 3, 4}},
		{store.ItemFilter{}, 8, []int64{9, 10}},
		{store.ItemFilter{Outcome: job.Succeeded}, 1, []int64{2, 5}},
		{store.ItemFilter{Outcome: job.FailedItem}, 0, []int64{3}},
		{store.ItemFilter{Outcome: job.Skipped}, 0, []int64{6}},
		{store.ItemFilter{Outcome: job.Pending}, 0, []int64{4, 7, 8, 9}},
		{store.ItemFilter{Outcome: job.Pending}, 4, []int64{7, 8, 9, 10}},
		{store.ItemFilter{Text: "company 1"}, 0, []int64{1, 10}},
		{store.ItemFilter{Text: "100%"}, 0, []int64{3}},
		{store.ItemFilter{Text: "100_"}, 0, nil},
	} {
		items, _, err := s.Items(t.Context(), id, test.filter, test.after, 4)
		require.NoError(t, err)
		var seqs []int64
		for _, item := range items {
			seqs = append(seqs, item.Record.Seq)
		}
		require.Equal(t, test.want, seqs, "%+v after %d", test.filter, test.after)
	}
}

// A page in the middle of a long list must be found by its key and never by counting through.
func TestNoQueryOfAScreenReadsAWholeTable(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	id := withJob(t, s, 10)
	db, err := sql.Open("sqlite3", filepath.Join(s.Dir(), store.FileName))
	require.NoError(t, err)
	defer db.Close()
	for _, query := range []string{
		`SELECT seq FROM outcomes WHERE job = ? AND outcome = 'failed' AND outcome <> 'succeeded' AND seq > 5 ORDER BY seq LIMIT 5`,
		`SELECT seq FROM outcomes WHERE job = ? AND seq >= 5 ORDER BY seq`,
		`SELECT seq FROM items WHERE job = ? AND seq > 5 ORDER BY seq LIMIT 5`,
		`SELECT id FROM audit WHERE job = ? ORDER BY id DESC LIMIT 5`,
	} {
		rows, err := db.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+query, id)
		require.NoError(t, err)
		for rows.Next() {
			var a, b, c int
			var plan string
			require.NoError(t, rows.Scan(&a, &b, &c, &plan))
			require.NotContains(t, plan, "SCAN", query)
			require.NotContains(t, plan, "TEMP B-TREE", query)
		}
		require.NoError(t, rows.Err())
		require.NoError(t, rows.Close())
	}
}

func TestAPurgeGoesInStepsAndLeavesOtherJobsAlone(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	gone, kept := withJob(t, s, 12_000), withJob(t, s, 3)
	steps := 0
	for more := true; more; steps++ {
		var err error
		more, err = s.PurgeChunk(t.Context(), gone)
		require.NoError(t, err)
	}
	require.GreaterOrEqual(t, steps, 3)
	_, err := s.Job(t.Context(), gone)
	require.ErrorIs(t, err, store.ErrNotFound)
	items, _, err := s.Items(t.Context(), kept, store.ItemFilter{}, 0, 10)
	require.NoError(t, err)
	require.Len(t, items, 3)
}

func TestRecipesAreKeptByNameInAnyCase(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	require.NoError(t, s.SaveRecipe(t.Context(), store.Recipe{Name: "Nightly", Options: job.Options{Processor: "command"}}, job.Entry{}))
	require.NoError(t, s.SaveRecipe(t.Context(), store.Recipe{Name: "nightly", Options: job.Options{Processor: "preprocess"}}, job.Entry{}))
	recipes, err := s.Recipes(t.Context())
	require.NoError(t, err)
	require.Len(t, recipes, 1)
	require.Equal(t, "preprocess", recipes[0].Options.Processor)
	require.NoError(t, s.DeleteRecipe(t.Context(), "NIGHTLY", job.Entry{}))
	require.ErrorIs(t, s.DeleteRecipe(t.Context(), "NIGHTLY", job.Entry{}), store.ErrNotFound)
}

func TestANameWithOddLettersIsAFineDataFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "my data? 100% #1 ü & co")
	s := open(t, dir)
	withJob(t, s, 1)
	require.FileExists(t, filepath.Join(dir, store.FileName))
}

func TestAnEndedContextChangesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	id := withJob(t, s, 3)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := s.Record(ctx, &store.Batch{Job: id, Records: succeeded(1), Counts: job.Counts{Succeeded: 1}, Cursor: 2})
	require.True(t, errors.Is(err, context.Canceled))
	j, err := s.Job(t.Context(), id)
	require.NoError(t, err)
	require.Zero(t, j.Counts.Succeeded)
}

func TestNobodyElseCanReadTheDatabase(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("rights are those of the folder there")
	}
	s := open(t, t.TempDir())
	withJob(t, s, 1)
	files, err := filepath.Glob(filepath.Join(s.Dir(), store.FileName+"*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		status, err := os.Stat(file)
		require.NoError(t, err)
		require.Zero(t, status.Mode().Perm()&0o077, file)
	}
}
