package schedule_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/live"
	"jobdeck/backend/task"
)

func TestAnEventOfAnotherKindTellsNoProgressBeforeItsTime(t *testing.T) {
	t.Parallel()
	for name, shut := range map[string]func(b *bundle, id task.ID){
		"paused": func(b *bundle, id task.ID) { b.do(task.PauseTask, id) },
		"held":   func(b *bundle, _ task.ID) { b.setHold(true) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			said := make(chan struct{})
			b.answer(func(ctx context.Context, order task.Order) (task.Result, error) {
				order.Progress(1, 500)
				order.Progress(400, 500)
				close(said)
				<-ctx.Done()
				return task.Result{}, ctx.Err()
			})
			id := b.save(everyHour(), does("patient"))
			b.Start()
			b.do(task.Start, id)
			<-said
			events := b.bus.Subscribe(t.Context())
			shut(b, id)
			require.EqualValues(t, 1, lastOf(t, events, id).Current.Done)
			require.EqualValues(t, 1, b.view(id).Current.Done, "who asks sees what was told")
			b.clock.Advance(100 * time.Millisecond)
			require.EqualValues(t, 400, lastOf(t, events, id).Current.Done)
			b.setHold(false)
			b.do(task.Cancel, id)
		})
	}
}

// lastOf waits for news of a task, and gives the last.
func lastOf(t *testing.T, events *live.Subscription, id task.ID) task.View {
	t.Helper()
	for {
		batch, err := events.Next(t.Context())
		require.NoError(t, err)
		for _, event := range batch {
			if event.Task != nil && event.Task.ID == id {
				return *event.Task
			}
		}
	}
}

func TestWhatIsToldLastOfATaskIsTrue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var stragglers sync.WaitGroup
	b.answer(func(_ context.Context, order task.Order) (task.Result, error) {
		stragglers.Go(func() { order.Progress(1, 2) }) // it speaks while the run's end is told
		return task.Result{}, nil
	})
	id := b.save(everyHour())
	b.Start()
	ctx, end := context.WithCancel(t.Context())
	events := b.bus.Subscribe(ctx)
	stale := make(chan []task.Run)
	go func() {
		var ended task.RunID
		var found []task.Run
		for {
			batch, err := events.Next(t.Context())
			if err != nil || len(batch) == 0 {
				stale <- found
				return
			}
			for _, event := range batch {
				if event.Task.Current != nil && event.Task.Current.ID <= ended {
					found = append(found, *event.Task.Current)
				}
				if event.Task.LastRun != nil {
					ended = event.Task.LastRun.ID
				}
			}
		}
	}()
	for range 200 {
		b.do(task.Start, id)
		b.settled(id)
	}
	stragglers.Wait()
	end()
	require.Empty(t, <-stale, "a run that was told to have ended is never told to be at work")
}
