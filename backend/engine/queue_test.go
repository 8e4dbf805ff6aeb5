package engine_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
)

func (b *bundle) queue() []job.ID {
	b.t.Helper()
	queue, err := b.store.Queue(b.t.Context(), 100)
	require.NoError(b.t, err)
	return queue
}

func TestUpByOneIsUpByOneAlsoIntoAHigherPriority(t *testing.T) {
	t.Parallel()
	b := setup(t)
	oldest := b.create(1)
	first, second := b.create(1, withPriority(5)), b.create(1, withPriority(5))
	require.Equal(t, []job.ID{first, second, oldest}, b.queue())
	require.NoError(t, b.Move(t.Context(), oldest, "up", someone))
	require.Equal(t, []job.ID{first, oldest, second}, b.queue())
	require.Equal(t, 5, b.snapshot(oldest).Priority)
	require.NoError(t, b.Move(t.Context(), oldest, "down", someone))
	require.Equal(t, []job.ID{first, second, oldest}, b.queue())
}

func withPriority(priority int) func(*engine.NewJob) {
	return func(n *engine.NewJob) { n.Priority = priority }
}

// Whatever the priorities and the moves, the queue is the list that a person sees move.
func TestTheQueueFollowsEveryMove(t *testing.T) {
	t.Parallel()
	b := setup(t)
	rapid.Check(t, func(r *rapid.T) {
		b.t = t
		var ids []job.ID
		for i, priority := range rapid.SliceOfN(rapid.IntRange(-1, 2), 1, 7).Draw(r, "priorities") {
			ids = append(ids, b.create(1, withPriority(priority), func(n *engine.NewJob) { n.Name = fmt.Sprint(i) }))
		}
		want := b.queue()
		for range rapid.IntRange(1, 10).Draw(r, "moves") {
			at := rapid.IntRange(0, len(want)-1).Draw(r, "which")
			where := rapid.SampledFrom([]string{"up", "down", "top", "bottom"}).Draw(r, "where")
			id := want[at]
			require.NoError(r, b.Move(t.Context(), id, where, someone))
			to := map[string]int{"up": max(0, at-1), "down": min(len(want)-1, at+1), "top": 0, "bottom": len(want) - 1}[where]
			want = slices.Insert(slices.Delete(want, at, at+1), to, id)
			require.Equal(r, want, b.queue(), where)
		}
		b.do(job.Cancel, ids...)
	})
}
