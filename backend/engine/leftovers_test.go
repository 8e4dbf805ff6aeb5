package engine_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// brokenAfter is a list that can't be read on after some rows.
func brokenAfter(rows int) engine.NewJob {
	return engine.NewJob{
		Name: "broken", Recipe: "Test", Options: job.Options{Processor: "test", Concurrency: 1}, List: job.List{Columns: []string{"name"}},
		Rows: func(yield func(engine.ListRow, error) bool) {
			for i := range rows {
				if !yield(engine.ListRow{Row: int64(i + 2), Cells: []string{fmt.Sprintf("Company %d", i)}}, nil) {
					return
				}
			}
			yield(engine.ListRow{}, errBroken)
		},
	}
}

var errBroken = errors.New("the list is damaged")

// left counts the rows of jobs that nobody sees.
func (b *bundle) left() (rows int64) {
	b.t.Helper()
	ids, err := b.store.Unfinished(b.t.Context())
	require.NoError(b.t, err)
	for _, id := range ids {
		n, err := b.store.CountRows(b.t.Context(), id)
		require.NoError(b.t, err)
		rows += n
	}
	return rows + int64(len(ids))
}

func TestWhatAFailedImportLeftIsClearedInTheBackgroundAndTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Start()
	events := b.bus.Subscribe(t.Context())
	_, err := b.Create(t.Context(), brokenAfter(30_000))
	require.ErrorIs(t, err, errBroken)
	follow(t, events, "clear-1", workEnded)
	require.Zero(t, b.left())
}

func TestWhatACrashLeftOfAnImportIsClearedAfterTheNextStartNotBeforeIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	id, err := before.BeginJob(t.Context(), job.Job{Name: "half", Options: job.Options{Processor: "test", Concurrency: 1}, Status: job.Queued})
	require.NoError(t, err)
	var rows []store.Row
	for i := range 12_000 {
		rows = append(rows, store.Row{Seq: int64(i + 1), Row: int64(i + 2), Input: `["Company"]`})
	}
	require.NoError(t, before.AppendRows(t.Context(), id, rows))
	require.NoError(t, before.Close())

	b := setup(t, inDir(dir))
	require.EqualValues(t, 12_001, b.left(), "nobody waits for it at the start")
	events := b.bus.Subscribe(t.Context())
	b.Start()
	follow(t, events, "clear-1", workEnded)
	require.Zero(t, b.left())
	require.EqualValues(t, 5, b.reaches(b.create(5), job.Completed).Succeeded)
}

func TestAnImportThatFailsWhereNothingIsWorkedIsClearedAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.Create(t.Context(), brokenAfter(100))
	require.ErrorIs(t, err, errBroken)
	require.Zero(t, b.left())
}
