package schedule_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/task"
)

// stepping is a work of many steps that tells each.
func stepping(b *bundle) chan int64 {
	steps := make(chan int64)
	b.answer(func(ctx context.Context, order task.Order) (task.Result, error) {
		for n := int64(1); ; n++ {
			if err := order.Step(ctx); err != nil {
				return task.Result{Message: fmt.Sprintf("did %d", n-1)}, err
			}
			order.Progress(n, 0)
			select {
			case steps <- n:
			case <-ctx.Done():
				return task.Result{Message: fmt.Sprintf("did %d", n)}, ctx.Err()
			}
		}
	})
	return steps
}

// untilWaiting takes the step that was under way when a run was paused, if there was one, until
// the run waits. It gives the last step.
func (b *bundle) untilWaiting(id task.ID, steps <-chan int64, last int64) int64 {
	waits := make(chan struct{})
	go func() {
		defer close(waits)
		b.until(id, func(v task.View) bool { return v.Current.Waiting })
	}()
	for {
		select {
		case last = <-steps:
		case <-waits:
			return last
		}
	}
}

func TestAPausableRunWaitsBetweenItsStepsAndGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	for name, turn := range map[string]struct {
		pause, resume func(b *bundle, id task.ID)
		says          string
	}{
		"paused": {func(b *bundle, id task.ID) { b.do(task.PauseTask, id) }, func(b *bundle, id task.ID) { b.do(task.Resume, id) }, "waits: it is paused"},
		"held":   {func(b *bundle, _ task.ID) { b.setHold(true) }, func(b *bundle, _ task.ID) { b.setHold(false) }, "waits: everything is held"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			steps := stepping(b)
			id := b.save(everyHour(), does("patient"))
			b.Start()
			b.do(task.Start, id)
			require.EqualValues(t, 1, <-steps)
			turn.pause(b, id)
			next := b.untilWaiting(id, steps, 1)
			view := b.view(id)
			require.Equal(t, task.Running, view.Status)
			require.Equal(t, turn.says, view.Message)
			b.clock.Advance(100 * time.Millisecond)
			b.until(id, func(v task.View) bool { return v.Current.Done == next })
			turn.resume(b, id)
			require.Equal(t, next+1, <-steps)
			turn.pause(b, id)
			b.untilWaiting(id, steps, next+1)
			b.do(task.Cancel, id)
			require.Equal(t, []string{"manual: cancelled"}, inShort(b.runs(id)))
		})
	}
}

func TestWhatIsRunningGoesOnWhileItsTaskIsPaused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	steps := stepping(b)
	id := b.save(everyHour())
	b.Start()
	b.do(task.Start, id)
	<-steps
	b.do(task.PauseTask, id)
	for range 5 {
		<-steps
	}
	require.False(t, b.view(id).Current.Waiting)
	b.do(task.Cancel, id)
}

func TestRunsThatWaitStayWhileTheirTaskIsPaused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	id := b.save(everyHour(), overlap(task.QueueOverlap))
	b.Start()
	b.advance(time.Hour)
	b.advance(time.Hour)
	<-work.begun
	b.do(task.PauseTask, id)
	work.free <- struct{}{}
	b.until(id, func(v task.View) bool { return !v.Running })
	require.Equal(t, []string{"schedule: completed", "schedule: queued"}, inShort(b.runs(id)))
	require.Equal(t, "1 run waits to begin", b.view(id).Message)
	b.do(task.Resume, id)
	<-work.begun
	close(work.free)
	b.settled(id)
}
