package schedule_test

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/task"
)

func overlap(policy task.Overlap) func(*task.Draft) {
	return func(d *task.Draft) { d.Overlap = policy }
}

func does(work string) func(*task.Draft) {
	return func(d *task.Draft) { d.Does, d.Name = work, work }
}

// held is a work that goes on until the test lets it go.
type held struct {
	begun, free chan struct{}
}

func holdRuns(b *bundle) held {
	h := held{begun: make(chan struct{}, 1000), free: make(chan struct{})}
	b.answer(func(ctx context.Context, _ task.Order) (task.Result, error) {
		h.begun <- struct{}{}
		select {
		case <-h.free:
			return task.Result{Message: "did it"}, nil
		case <-ctx.Done():
			return task.Result{Message: "did a part"}, ctx.Err()
		}
	})
	return h
}

func TestAFiringDuringARunIsSkippedAndSaysSo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	id := b.save(everyHour(), overlap(task.SkipOverlap))
	b.Start()
	b.advance(time.Hour)
	<-work.begun
	require.Equal(t, task.Running, b.view(id).Status)
	b.advance(time.Hour)
	close(work.free)
	runs := b.settled(id)
	require.Equal(t, []string{"schedule: completed", "schedule: skipped"}, inShort(runs))
	require.Equal(t, "the run before it was still at work", runs[1].Message)
	require.Equal(t, runs[0].ID, b.view(id).LastRun.ID, "a firing that did not run is not the last run")
}

func TestAFiringDuringARunWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	id := b.save(everyHour(), overlap(task.QueueOverlap))
	b.Start()
	for range 3 {
		b.advance(time.Hour)
	}
	<-work.begun
	require.Equal(t, []string{"schedule: running", "schedule: queued", "schedule: queued"}, inShort(b.runs(id)))
	require.Equal(t, "2 more wait for their turn", b.view(id).Message)
	work.free <- struct{}{}
	<-work.begun
	require.Equal(t, []string{"schedule: completed", "schedule: running", "schedule: queued"}, inShort(b.runs(id)))
	close(work.free)
	require.Equal(t, []string{"schedule: completed", "schedule: completed", "schedule: completed"}, inShort(b.settled(id)))
}

func TestAHundredRunsWaitAtMost(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	id := b.save(task.Schedule{Kind: task.Every, EveryMS: 1000}, overlap(task.QueueOverlap))
	b.Start()
	for range 103 {
		b.advance(time.Second)
	}
	count := map[task.Outcome]int{}
	for _, run := range b.runs(id) {
		count[run.Outcome]++
	}
	require.Equal(t, map[task.Outcome]int{task.AtWork: 1, task.Queued: 100, task.Skipped: 2}, count)
	b.do(task.Cancel, id)
	require.Len(t, b.settled(id), 103)
	_ = work
}

func TestAPanicIsAFailedRunAndNotTheEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var log bytes.Buffer
	b.log.SetOutput(&log)
	b.answer(func(context.Context, task.Order) (task.Result, error) { panic("index out of range, as it were") })
	id := b.save(everyHour())
	b.Start()
	b.advance(time.Hour)
	run := b.settled(id)[0]
	require.Equal(t, task.Failed, run.Outcome)
	require.Contains(t, run.Message, "index out of range, as it were")
	b.answer(done)
	b.advance(time.Hour)
	require.Equal(t, []string{"schedule: failed", "schedule: completed"}, inShort(b.settled(id)))
	b.close()
	require.Contains(t, log.String(), "run_test.go", "the stack is in the log")
}

func TestAFailureKeepsItsReasonAndWhatWasDone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.answer(func(context.Context, task.Order) (task.Result, error) {
		return task.Result{Message: "deleted 3 files", Counts: map[string]int64{"deleted": 3}}, errors.New("the folder is gone")
	})
	id := b.save(everyHour())
	b.Start()
	b.do(task.Start, id)
	run := b.settled(id)[0]
	require.Equal(t, task.Failed, run.Outcome)
	require.Equal(t, "the folder is gone (before that: deleted 3 files)", run.Message)
	require.EqualValues(t, 3, run.Counts["deleted"])
}

func TestStartRunsNowAndLeavesTheScheduleAsItIs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	id := b.save(everyHour())
	b.Start()
	b.advance(10 * time.Minute)
	b.do(task.Start, id)
	<-work.begun
	require.Equal(t, "can't start: it is at work already", b.refused(task.Start, id))
	require.Equal(t, morning.Add(time.Hour).UnixMilli(), b.view(id).NextRun)
	close(work.free)
	run := b.settled(id)[0]
	require.Equal(t, task.ByHand, run.Trigger)
	require.Equal(t, "ada", run.Who)
	b.advance(50 * time.Minute)
	require.Equal(t, []string{"manual: completed", "schedule: completed"}, inShort(b.settled(id)))
}

func TestAPausedOrDisabledTaskCanBeStartedByHand(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour(), does("patient"))
	b.answer(func(ctx context.Context, order task.Order) (task.Result, error) {
		return task.Result{Message: "did it"}, order.Step(ctx)
	})
	b.Start()
	b.do(task.PauseTask, id)
	b.do(task.Start, id)
	require.Equal(t, []string{"manual: completed"}, inShort(b.settled(id)))
	require.Equal(t, task.Paused, b.view(id).Status)
	b.do(task.Disable, id)
	b.do(task.Start, id)
	require.Len(t, b.settled(id), 2)
}

func TestTasksRunSideBySide(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	one := b.save(everyHour())
	two := b.save(everyHour(), func(d *task.Draft) { d.Name = "Other" })
	b.Start()
	b.advance(time.Hour)
	<-work.begun
	<-work.begun
	require.True(t, b.view(one).Running)
	require.True(t, b.view(two).Running)
	close(work.free)
	b.settled(one)
	b.settled(two)
}

func TestCancelEndsTheRunAndThoseThatWaitAndKeepsWhatWasDone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.answer(untilCancelled)
	id := b.save(everyHour(), overlap(task.QueueOverlap))
	b.Start()
	b.advance(time.Hour)
	b.advance(time.Hour)
	b.do(task.Cancel, id)
	runs := b.runs(id) // no waiting: cancel returns when the run has ended
	require.Equal(t, []string{"schedule: cancelled", "schedule: cancelled"}, inShort(runs))
	require.Equal(t, "did 7 of 10", runs[0].Message)
	require.Equal(t, "cancelled before it began", runs[1].Message)
	require.Equal(t, "can't cancel: nothing of it is at work", b.refused(task.Cancel, id))
	require.Equal(t, task.Scheduled, b.view(id).Status, "the schedule goes on")
}

func TestACancelledRunIsCancelledEvenIfItsWorkSaysItIsDone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.answer(func(ctx context.Context, _ task.Order) (task.Result, error) {
		<-ctx.Done()
		return task.Result{Message: "half"}, nil
	})
	id := b.save(everyHour())
	b.Start()
	b.do(task.Start, id)
	b.do(task.Cancel, id)
	require.Equal(t, []string{"manual: cancelled"}, inShort(b.runs(id)))
}

func TestCancelWaitsASecondForWorkThatDoesNotListen(t *testing.T) {
	t.Parallel()
	b := setup(t)
	free := make(chan struct{})
	letGo := sync.OnceFunc(func() { close(free) })
	defer letGo()
	b.answer(func(context.Context, task.Order) (task.Result, error) {
		<-free
		return task.Result{Message: "at last"}, nil
	})
	id := b.save(everyHour())
	b.Start()
	b.do(task.Start, id)
	returned := make(chan struct{})
	go func() {
		defer close(returned)
		b.do(task.Cancel, id)
	}()
	b.until(id, func(v task.View) bool { return v.Message == "is being cancelled" })
	require.Contains(t, b.refused(task.Cancel, id), "it is being cancelled already")
	require.NoError(t, b.clock.BlockUntilContext(t.Context(), 4)) // the check, alarms of two tasks, and the cancel that waits
	b.clock.Advance(time.Second)
	<-returned
	letGo()
	require.Equal(t, []string{"manual: cancelled"}, inShort(b.settled(id)))
}

func TestWhatCannotBeInterruptedSaysWhy(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	id := b.save(everyHour(), does("stubborn"))
	b.Start()
	b.do(task.Start, id)
	<-work.begun
	view := b.view(id)
	require.False(t, view.Interruptible)
	require.Equal(t, "half of it is worse than none", view.CancelWhy)
	require.NotContains(t, view.Verbs, task.Cancel)
	require.Equal(t, "can't cancel: half of it is worse than none", b.refused(task.Cancel, id))
	close(work.free)
	require.Equal(t, []string{"manual: completed"}, inShort(b.settled(id)))
}

func TestProgressIsToldTenTimesASecondAtMostAndTheLastOneAlways(t *testing.T) {
	t.Parallel()
	b := setup(t)
	said := make(chan struct{})
	b.answer(func(ctx context.Context, order task.Order) (task.Result, error) {
		for n := range int64(10_000) {
			order.Progress(n+1, 10_000)
		}
		close(said)
		<-ctx.Done()
		return task.Result{}, ctx.Err()
	})
	id := b.save(everyHour())
	b.Start()
	events := b.bus.Subscribe(t.Context())
	b.do(task.Start, id)
	<-said
	batch, err := events.Next(t.Context())
	require.NoError(t, err)
	require.Len(t, batch, 1)
	require.EqualValues(t, 1, batch[0].Task.Current.Done, "the first is told at once, the others wait")
	b.clock.Advance(100 * time.Millisecond)
	batch, err = events.Next(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 10_000, batch[0].Task.Current.Done)
	require.EqualValues(t, 10_000, batch[0].Task.Current.Total)
	page, err := b.Runs(t.Context(), task.RunQuery{Task: id, Limit: 1})
	require.NoError(t, err)
	require.EqualValues(t, 10_000, page.Runs[0].Done)
	require.EqualValues(t, 100, page.Runs[0].DurationMS)
	b.do(task.Cancel, id)
}

func TestClosingInterruptsRunsAndKeepsWhatTheyDid(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.answer(untilCancelled)
	id := b.save(everyHour(), overlap(task.QueueOverlap))
	b.Start()
	b.advance(time.Hour)
	b.advance(time.Hour)
	b.close()
	b.answer(done)
	b.open()
	runs := b.runs(id)
	require.Equal(t, []string{"schedule: interrupted", "schedule: queued"}, inShort(runs))
	require.Equal(t, "did 7 of 10", runs[0].Message)
	b.Start()
	require.Equal(t, []string{"schedule: interrupted", "schedule: completed"}, inShort(b.settled(id)), "what waited runs at the next start")
}

func TestAfterAKillWhatRanIsInterruptedAndWhatWaitedRuns(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.answer(untilCancelled)
	id := b.save(everyHour(), overlap(task.QueueOverlap))
	b.Start()
	b.advance(time.Hour)
	b.advance(time.Hour)
	b.kill()
	b.answer(done)
	b.clock.Advance(time.Minute)
	b.open()
	runs := b.runs(id)
	require.Equal(t, []string{"schedule: interrupted", "schedule: queued"}, inShort(runs))
	require.Equal(t, "Jobdeck ended while it was at work", runs[0].Message)
	require.Equal(t, task.Interrupted, b.view(id).LastRun.Outcome)
	b.Start()
	require.Equal(t, []string{"schedule: interrupted", "schedule: completed"}, inShort(b.settled(id)))
}

func TestAStartWithoutAnybodyAtWorkWaitsForTheNextStart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.do(task.Start, id) // as by the command line, while no Jobdeck runs
	require.Equal(t, []string{"manual: queued"}, inShort(b.runs(id)))
	b.restart(time.Minute)
	require.Equal(t, []string{"manual: completed"}, inShort(b.settled(id)))
}
