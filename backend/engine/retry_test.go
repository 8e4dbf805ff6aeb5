package engine_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/processor"
)

// patient makes a job of rows, one at a time, whose rows with these numbers fail and whose row after
// them waits, for an hour, to be tried again. It returns when that one waits.
func (b *bundle) patient(rows int, failing ...int64) job.ID {
	b.t.Helper()
	last := failing[len(failing)-1]
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		switch {
		case slices.Contains(failing, item.Seq):
			return job.Result{}, &processor.Failure{Message: "no"}
		case item.Seq == last+1:
			return job.Result{}, &processor.Failure{Message: "later", Retry: true}
		}
		return succeed(ctx, item)
	}
	id := b.create(rows, oneAtATime, func(n *engine.NewJob) { n.Options.Retries, n.Options.RetryDelayMS = 5, 3_600_000 })
	b.Start()
	for waits := false; !waits; {
		for _, flight := range b.Flights(id) {
			waits = strings.HasPrefix(flight.Step, "waiting")
		}
	}
	return id
}

func (b *bundle) outcomes(id job.ID) (text string) {
	b.t.Helper()
	items, _, err := b.store.Items(b.t.Context(), id, everything, 0, 100)
	require.NoError(b.t, err)
	for _, item := range items {
		text += string(item.Outcome[:1])
	}
	return text
}

func TestRetryDoesNotRunWhatOnlyWaitedForAnotherTry(t *testing.T) {
	t.Parallel()
	b := setup(t, withClock(clockwork.NewFakeClock()))
	id := b.patient(6, 1, 3)
	b.do(job.Cancel, id)
	s := b.reaches(id, job.Cancelled)
	require.Equal(t, "fsfppp", b.outcomes(id))
	require.EqualValues(t, 2, s.Failed)

	b.work.process = succeed
	b.work.started.Store(0)
	b.do(job.Retry, id)
	b.settles(id, job.Cancelled)
	require.Equal(t, "sssppp", b.outcomes(id))
	require.EqualValues(t, 2, b.work.started.Load())
	require.Equal(t, 1, b.work.tries(4), "it never failed")

	report, err := b.Apply(t.Context(), job.Command{Verb: job.RunRest, Actor: someone, Jobs: []job.ID{id}})
	require.NoError(t, err)
	require.EqualValues(t, 3, b.reaches(report.Done[0], job.Completed).Succeeded)
}

// settles waits until a job that is queued by now has a status.
func (b *bundle) settles(id job.ID, status job.Status) job.Snapshot {
	b.t.Helper()
	events := b.bus.Subscribe(b.t.Context())
	for {
		s := b.snapshot(id)
		if s.Status == status && s.Failed == 0 {
			return s
		}
		_, err := events.Next(b.t.Context())
		require.NoError(b.t, err)
	}
}

func TestARetryThatIsPausedGoesOnWithWhatFailedOnly(t *testing.T) {
	t.Parallel()
	b := setup(t, withClock(clockwork.NewFakeClock()))
	id := b.patient(6, 1, 2)
	b.do(job.Cancel, id)
	b.reaches(id, job.Cancelled)
	h := newHeld()
	var busy atomic.Bool
	busy.Store(true)
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		if item.Seq == 2 && busy.Load() {
			h.starts <- item.Seq
			<-ctx.Done()
			return job.Result{}, ctx.Err()
		}
		return succeed(ctx, item)
	}
	b.do(job.Retry, id)
	<-h.starts
	b.do(job.PauseNow, id)
	b.reaches(id, job.Paused)
	busy.Store(false)
	b.do(job.Resume, id)
	b.settles(id, job.Cancelled)
	require.Equal(t, "sspppp", b.outcomes(id))
	require.Equal(t, 1, b.work.tries(3))
}

func TestASecondRetryRunsWhatFailedSinceTheFirst(t *testing.T) {
	t.Parallel()
	b := setup(t, withClock(clockwork.NewFakeClock()))
	id := b.patient(6, 1, 2)
	b.do(job.Cancel, id)
	b.reaches(id, job.Cancelled)
	h := newHeld()
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		if item.Seq == 1 {
			return job.Result{}, &processor.Failure{Message: "no again"}
		}
		return h.process(ctx, item)
	}
	b.do(job.Retry, id)
	require.EqualValues(t, 2, <-h.starts)
	b.do(job.Cancel, id) // row 2 was asked for, and cancelled: it is pending
	b.reaches(id, job.Cancelled)
	require.Equal(t, "fppppp", b.outcomes(id))
	b.work.process = succeed
	b.do(job.Retry, id)
	b.settles(id, job.Cancelled)
	require.Equal(t, "sppppp", b.outcomes(id))
}
