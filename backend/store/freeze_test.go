package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

func TestWhoReadsOverOneInstantSeesNothingOfWhatIsWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	id := withJob(t, s, 10)
	require.NoError(t, s.Freeze(t.Context(), func(frozen *store.Frozen) error {
		first, _, err := frozen.Items(t.Context(), id, store.ItemFilter{}, 0, 5)
		require.NoError(t, err)
		require.Len(t, first, 5)
		batch := store.Batch{Job: id, Records: succeeded(9, 10), OutputColumns: []string{"late"}, Counts: job.Counts{Succeeded: 2}, Cursor: 1}
		require.NoError(t, s.Record(t.Context(), &batch), "nobody who writes waits for it")
		rest, _, err := frozen.Items(t.Context(), id, store.ItemFilter{}, 5, 100)
		require.NoError(t, err)
		require.Len(t, rest, 5)
		for _, item := range rest {
			require.Equal(t, job.Pending, item.Outcome)
		}
		pending, _, err := frozen.Items(t.Context(), id, store.ItemFilter{Outcome: job.Pending}, 0, 100)
		require.NoError(t, err)
		require.Len(t, pending, 10)
		j, err := frozen.Job(t.Context(), id)
		require.NoError(t, err)
		require.Empty(t, j.OutputColumns)
		return nil
	}))
	j, err := s.Job(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, []string{"late"}, j.OutputColumns)
}

func TestTheScreensHaveReadersLeftHoweverManyReadOverOneInstant(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	id := withJob(t, s, 1)
	inside, leave, left := make(chan struct{}), make(chan struct{}), make(chan error)
	for range 2 {
		go func() {
			left <- s.Freeze(t.Context(), func(frozen *store.Frozen) error {
				_, err := frozen.Job(t.Context(), id)
				inside <- struct{}{}
				<-leave
				return err
			})
		}()
		<-inside
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Freeze(ctx, func(*store.Frozen) error { return nil }), context.Canceled, "a third one waits, as long as it likes")
	_, err := s.Job(t.Context(), id)
	require.NoError(t, err)
	close(leave)
	require.NoError(t, <-left)
	require.NoError(t, <-left)
	require.NoError(t, s.Freeze(t.Context(), func(*store.Frozen) error { return nil }))
}
