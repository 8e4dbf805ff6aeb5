package engine_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/store"
)

var everything = store.ItemFilter{}

func failOdd(_ context.Context, item *job.Item) (job.Result, error) {
	if item.Seq%2 == 1 {
		return job.Result{}, &processor.Failure{Message: "no answer", Reason: "timeout"}
	}
	return job.Result{Outcome: job.Succeeded}, nil
}

func TestFailedItemsDoNotFailTheJobAndRetryRunsThemAndOnlyThem(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.work.process = failOdd
	id := b.create(100)
	b.Start()
	s := b.reaches(id, job.Completed)
	require.EqualValues(t, 50, s.Failed)
	require.EqualValues(t, 50, s.Reasons["timeout"])

	b.work.process = succeed
	b.work.started.Store(0)
	b.do(job.Retry, id)
	s = b.reaches(id, job.Completed)
	require.EqualValues(t, 100, s.Succeeded)
	require.Zero(t, s.Failed)
	require.Zero(t, s.Reasons["timeout"])
	require.EqualValues(t, 50, b.work.started.Load())
}

func TestATryThatMayHelpIsRepeatedAfterAGrowingWait(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	var tries atomic.Int64
	b.work.process = func(context.Context, *job.Item) (job.Result, error) {
		if tries.Add(1) < 4 {
			return job.Result{}, &processor.Failure{Message: "busy", Retry: true}
		}
		return job.Result{Outcome: job.Succeeded}, nil
	}
	id := b.create(1, func(n *engine.NewJob) { n.Options.Retries = 3 })
	b.Start()
	for _, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		b.waitsToRetry(clock, id)
		clock.Advance(wait * 7 / 10)
		b.waitsToRetry(clock, id)
		clock.Advance(wait/2 + time.Millisecond)
	}
	s := b.reaches(id, job.Completed)
	require.EqualValues(t, 1, s.Succeeded)
	item, err := b.store.Item(t.Context(), id, 1)
	require.NoError(t, err)
	require.Equal(t, 4, item.Attempts)
}

// waitsToRetry waits until dispatcher, purger, a worker and who tells of it all wait for the clock.
func (b *bundle) waitsToRetry(clock *clockwork.FakeClock, _ job.ID) {
	b.t.Helper()
	require.NoError(b.t, clock.BlockUntilContext(context.Background(), 4))
}

func TestRetriesEndAndTheItemIsFailedWithItsReason(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.work.process = func(context.Context, *job.Item) (job.Result, error) {
		return job.Result{}, &processor.Failure{Message: "exit code 3", Retry: true}
	}
	id := b.create(1, func(n *engine.NewJob) { n.Options.Retries, n.Options.RetryDelayMS = 2, 1 })
	b.Start()
	s := b.reaches(id, job.Completed)
	require.EqualValues(t, 1, s.Failed)
	require.EqualValues(t, 3, b.work.started.Load())
	item, err := b.store.Item(t.Context(), id, 1)
	require.NoError(t, err)
	require.Equal(t, "exit code 3", item.Error)
}

func TestPauseDoesNotWaitForARetryAndTheTriesAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	failing := make(chan struct{})
	var fail atomic.Bool
	fail.Store(true)
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		if fail.Load() {
			select {
			case failing <- struct{}{}:
			case <-ctx.Done():
			}
			return job.Result{}, &processor.Failure{Message: "busy", Retry: true}
		}
		return succeed(ctx, item)
	}
	id := b.create(1, func(n *engine.NewJob) { n.Options.Retries, n.Options.RetryDelayMS = 1, 3_600_000 })
	b.Start()
	<-failing
	b.do(job.Pause, id)
	b.reaches(id, job.Paused)
	item, err := b.store.Item(t.Context(), id, 1)
	require.NoError(t, err)
	require.Equal(t, job.Pending, item.Outcome)
	require.Equal(t, 1, item.Attempts)
	fail.Store(false)
	b.do(job.Resume, id)
	b.reaches(id, job.Completed)
	item, err = b.store.Item(t.Context(), id, 1)
	require.NoError(t, err)
	require.Equal(t, 2, item.Attempts)
}

func TestAProcessorThatPanicsFailsItsItemOnly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		if item.Seq == 3 {
			panic("index out of range")
		}
		return succeed(ctx, item)
	}
	id := b.create(5)
	b.Start()
	s := b.reaches(id, job.Completed)
	require.EqualValues(t, 4, s.Succeeded)
	item, err := b.store.Item(t.Context(), id, 3)
	require.NoError(t, err)
	require.Equal(t, "the processor broke on this row: index out of range", item.Error)
}

func TestARecipeThatDoesNotWorkFailsTheJobWithTheReason(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.create(5, func(n *engine.NewJob) { n.Options.Processor = "gone" })
	b.Start()
	s := b.reaches(id, job.Failed)
	require.Equal(t, `no processor is called "gone"`, s.Reason)
	require.EqualValues(t, 5, s.Pending)
}

func TestAnErrorRateOverTheLimitPausesTheJobWithItsReason(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.work.process = failOdd
	id := b.create(100_000, func(n *engine.NewJob) { n.Options.MaxErrorRate = 0.3 })
	b.Start()
	s := b.reaches(id, job.Paused)
	require.Equal(t, job.ByErrorRate, s.ReasonKind)
	require.Contains(t, s.Reason, "the limit is 30 %")
	require.NotZero(t, s.Pending)
}

func TestARejectedKeyPausesTheJobAndNoItemIsBurnt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.work.process = func(context.Context, *job.Item) (job.Result, error) {
		return job.Result{}, &processor.Failure{Message: "the key was rejected", Pause: job.ByCredentials}
	}
	id := b.create(50)
	b.Start()
	s := b.reaches(id, job.Paused)
	require.Equal(t, job.ByCredentials, s.ReasonKind)
	require.EqualValues(t, 50, s.Pending)
	require.Zero(t, s.ResumesAt, "a person must act first")
}

func TestConcurrencyCanBeChangedWhileTheJobRuns(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(5000, 1, oneAtATime)
	four := 4
	_, err := b.Adjust(t.Context(), id, job.Changes{Concurrency: &four}, someone)
	require.NoError(t, err)
	for range 3 {
		<-h.starts
	}
	require.EqualValues(t, 4, b.snapshot(id).InFlight)
	one := 1
	_, err = b.Adjust(t.Context(), id, job.Changes{Concurrency: &one}, someone)
	require.NoError(t, err)
	for b.snapshot(id).InFlight > 1 {
		h.pass(1)
	}
	for range 3 {
		h.pass(1)
		require.LessOrEqual(t, b.snapshot(id).InFlight, int64(1))
	}
	_, err = b.Adjust(t.Context(), id, job.Changes{Concurrency: new(int)}, someone)
	require.ErrorContains(t, err, "it must be 1 to 64")
	close(h.let)
	b.reaches(id, job.Completed)
}

func TestARateCanBeChangedWhileItemsWaitForIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.create(20, func(n *engine.NewJob) { n.Options.RatePerMinute = 0.01 })
	b.Start()
	events := b.bus.Subscribe(t.Context())
	for b.snapshot(id).Succeeded < 1 {
		_, err := events.Next(t.Context())
		require.NoError(t, err)
	}
	unbound := 0.0
	_, err := b.Adjust(t.Context(), id, job.Changes{RatePerMinute: &unbound}, someone)
	require.NoError(t, err)
	require.EqualValues(t, 20, b.reaches(id, job.Completed).Succeeded)
}

func TestAListThatCanNotBeReadLeavesNoJobBehind(t *testing.T) {
	t.Parallel()
	b := setup(t)
	broken := errors.New("row 3 can't be read")
	_, err := b.Create(t.Context(), engine.NewJob{
		Name: "x", Options: job.Options{Processor: "test", Concurrency: 1},
		Rows: func(yield func(engine.ListRow, error) bool) { yield(engine.ListRow{}, broken) },
	})
	require.ErrorIs(t, err, broken)
	ids, err := b.store.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.Empty(t, ids)
}

func TestStepsOfAnItemAreShownAndKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	h := newHeld()
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		processor.Step(ctx, "reading careers page")
		return h.process(ctx, item)
	}
	id := b.create(1)
	b.Start()
	<-h.starts
	require.Equal(t, "reading careers page", b.snapshot(id).Flights[0].Step)
	h.pass(1)
	b.reaches(id, job.Completed)
	item, err := b.store.Item(t.Context(), id, 1)
	require.NoError(t, err)
	require.Contains(t, item.Steps, "reading careers page")
}

func TestRetryOfACancelledJobRunsTheFailedItemsOnlyAndItStaysCancelled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	h := newHeld()
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		if item.Seq <= 2 {
			return job.Result{}, &processor.Failure{Message: "no answer"}
		}
		return h.process(ctx, item)
	}
	id := b.create(10, oneAtATime)
	b.Start()
	<-h.starts
	b.do(job.Cancel, id)
	require.EqualValues(t, 2, b.reaches(id, job.Cancelled).Failed)
	b.work.process = succeed
	b.work.started.Store(0)
	events := b.bus.Subscribe(t.Context())
	b.do(job.Retry, id)
	for b.snapshot(id).Succeeded < 2 {
		_, err := events.Next(t.Context())
		require.NoError(t, err)
	}
	s := b.reaches(id, job.Cancelled)
	require.EqualValues(t, 2, b.work.started.Load())
	require.EqualValues(t, 8, s.Pending)
	require.Zero(t, s.Failed)
}

func TestResultsHaveTwoThousandColumnsAtMostAndTheNextRowFailsClearly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.work.process = func(_ context.Context, item *job.Item) (job.Result, error) {
		column := fmt.Sprintf("company-%d.example", item.Seq)
		if item.Seq > 2001 {
			column = "company-1.example"
		}
		return job.Result{Outcome: job.Succeeded, Output: []job.Cell{{Column: column, Value: "1"}}}, nil
	}
	id := b.create(2010, oneAtATime)
	b.Start()
	s := b.reaches(id, job.Completed)
	require.EqualValues(t, 2009, s.Succeeded, "a row whose columns are known goes on")
	require.EqualValues(t, 1, s.Failed)
	item, err := b.store.Item(t.Context(), id, 2001)
	require.NoError(t, err)
	require.Equal(t, job.FailedItem, item.Outcome)
	require.Contains(t, item.Error, `the column "company-2001.example"`)
	require.Contains(t, item.Error, "there can be 2000")
	require.Empty(t, item.Output)
	j, err := b.store.Job(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, j.OutputColumns, 2000)
}
