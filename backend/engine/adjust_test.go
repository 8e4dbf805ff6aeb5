package engine_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
)

// crowd is a held processor that knows how many items were in flight at most.
type crowd struct {
	*held
	flying, most atomic.Int64
}

func newCrowd() *crowd { return &crowd{held: newHeld()} }

func (c *crowd) process(ctx context.Context, item *job.Item) (job.Result, error) {
	flying := c.flying.Add(1)
	defer c.flying.Add(-1)
	for most := c.most.Load(); flying > most; most = c.most.Load() {
		if c.most.CompareAndSwap(most, flying) {
			break
		}
	}
	return c.held.process(ctx, item)
}

func atOnce(n int) func(*engine.NewJob) {
	return func(made *engine.NewJob) { made.Options.Concurrency = n }
}

func (b *bundle) adjust(id job.ID, changes job.Changes) job.Snapshot {
	b.t.Helper()
	s, err := b.Adjust(context.Background(), id, changes, someone)
	require.NoError(b.t, err)
	return s
}

func (b *bundle) hold(held bool) {
	b.t.Helper()
	set := func() (job.Hold, error) { return b.Release(context.Background(), someone) }
	if held {
		set = func() (job.Hold, error) { return b.Hold(context.Background(), job.Hold{}, someone) }
	}
	_, err := set()
	require.NoError(b.t, err)
}

func TestFewerAtOnceHoldsForRowsThatWorkersHaveAlready(t *testing.T) {
	t.Parallel()
	one, all := 1, job.MaxConcurrency
	for name, test := range map[string]struct{ shut, open func(*bundle, job.ID) }{
		"held meanwhile": {
			shut: func(b *bundle, _ job.ID) { b.hold(true) },
			open: func(b *bundle, _ job.ID) { b.hold(false) },
		},
		"pausing meanwhile": {
			shut: func(b *bundle, id job.ID) { b.do(job.Pause, id) },
			open: func(b *bundle, id job.ID) { b.do(job.Resume, id) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			c := newCrowd()
			b.work.process = c.process
			id := b.create(400, atOnce(all))
			b.Start()
			for range all {
				<-c.starts
			}
			test.shut(b, id)
			c.pass(all - 1) // these workers take the next row, and stand before the gate with it
			b.adjust(id, job.Changes{Concurrency: &one})
			for c.flying.Load() > 1 {
				b.Flights(id)
			}
			c.most.Store(0)
			test.open(b, id)
			c.pass(200)
			require.LessOrEqual(t, c.most.Load(), int64(1))

			c.most.Store(0)
			b.adjust(id, job.Changes{Concurrency: &all})
			for c.flying.Load() < int64(all) {
				<-c.starts
			}
			close(c.let)
			require.EqualValues(t, 400, b.reaches(id, job.Completed).Succeeded)
			require.EqualValues(t, all, c.most.Load(), "and more at once again")
		})
	}
}

func TestFewerAtOnceHoldsForRowsThatWaitForTheRate(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	c := newCrowd()
	b.work.process = c.process
	id := b.create(30, atOnce(16), func(n *engine.NewJob) { n.Options.RatePerMinute = 60 })
	b.Start()
	<-c.starts
	one := 1
	b.adjust(id, job.Changes{Concurrency: &one})
	for range 20 {
		clock.Advance(time.Second)
	}
	require.EqualValues(t, 1, b.snapshot(id).InFlight)
	for range 29 {
		c.pass(1)
		for started := false; !started; {
			select {
			case <-c.starts:
				started = true
			default:
				clock.Advance(100 * time.Millisecond)
			}
		}
	}
	c.pass(1)
	b.reaches(id, job.Completed)
	require.EqualValues(t, 1, c.most.Load())
}

func TestALowerRateHoldsForRowsThatWorkersHaveAlready(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	c := newCrowd()
	b.work.process = c.process
	id := b.create(400, atOnce(job.MaxConcurrency))
	b.Start()
	for range job.MaxConcurrency {
		<-c.starts
	}
	b.do(job.Pause, id)
	c.pass(job.MaxConcurrency - 1)
	rate := 1.0
	b.adjust(id, job.Changes{RatePerMinute: &rate})
	b.do(job.Resume, id)
	<-c.starts
	clock.Advance(59 * time.Second)
	c.pass(2) // the one that was in flight all along, and the first by the new rate
	require.Empty(t, c.starts)
	require.EqualValues(t, job.MaxConcurrency+1, b.work.started.Load())
	close(c.let)
	clock.Advance(time.Second)
	<-c.starts
	require.EqualValues(t, job.MaxConcurrency+2, b.work.started.Load())
}

func (b *bundle) pauseUntil(id job.ID, until int64) job.Report {
	b.t.Helper()
	report, err := b.Apply(context.Background(), job.Command{Verb: job.Pause, Actor: someone, Jobs: []job.ID{id}, Until: until})
	require.NoError(b.t, err)
	return report
}

func TestPauseNowKeepsTheTimeAtWhichAJobGoesOn(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	id, h := b.underWay(10, 2)
	until := clock.Now().Add(time.Hour).UnixMilli()
	b.pauseUntil(id, until)
	b.do(job.PauseNow, id)
	s := b.reaches(id, job.Paused)
	require.Equal(t, until, s.ResumesAt)
	close(h.let)
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(time.Hour + time.Second)
	b.reaches(id, job.Completed)
}

func TestPauseNowWithATimeOfItsOwnSetsThatOne(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, _ := b.underWay(10, 2)
	b.pauseUntil(id, b.clock.Now().Add(time.Hour).UnixMilli())
	other := b.clock.Now().Add(2 * time.Hour).UnixMilli()
	report, err := b.Apply(t.Context(), job.Command{Verb: job.PauseNow, Actor: someone, Jobs: []job.ID{id}, Until: other})
	require.NoError(t, err)
	require.Len(t, report.Done, 1)
	require.Equal(t, other, b.reaches(id, job.Paused).ResumesAt)
}

func TestAJobThatWaitsByItselfCanBePausedByHand(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	clock := clockwork.NewFakeClockAt(noon)
	b := setup(t, withClock(clock))
	id := b.create(3, func(n *engine.NewJob) { n.Options.Window = &job.Window{From: 22 * 60, Until: 7 * 60, Zone: "UTC"} })
	b.Start()
	s := b.reaches(id, job.Paused)
	require.NotZero(t, s.ResumesAt)
	require.Contains(t, s.Verbs, job.Pause)
	b.do(job.Pause, id)
	s = b.snapshot(id)
	require.Equal(t, job.Paused, s.Status)
	require.Equal(t, job.ByHand, s.ReasonKind)
	require.Zero(t, s.ResumesAt)
	require.NotContains(t, s.Verbs, job.Pause)
	report := b.pauseUntil(id, 0)
	require.Equal(t, "can't pause a job that is paused", report.LeftOut[0].Why)

	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(11 * time.Hour)
	b.ticked(clock)
	require.Equal(t, job.Paused, b.snapshot(id).Status, "it stays")
	require.Len(t, b.pauseUntil(id, clock.Now().Add(time.Minute).UnixMilli()).Done, 1)
	clock.Advance(2 * time.Minute)
	b.reaches(id, job.Completed)
}

// ticked returns when the dispatcher has looked at the clock since the last advance: a job that is
// due for a moment from now on has gone on.
func (b *bundle) ticked(clock *clockwork.FakeClock) {
	b.t.Helper()
	probe := b.create(1, func(n *engine.NewJob) { n.StartPaused = true })
	b.pauseUntil(probe, clock.Now().Add(time.Millisecond).UnixMilli())
	clock.Advance(2 * upkeepEvery)
	b.reaches(probe, job.Completed)
}

const upkeepEvery = time.Second

func TestAPauseOfAPersonsIsNotOverruled(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClockAt(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
	b := setup(t, withClock(clock))
	id, h := b.underWay(10, 2)
	b.do(job.Pause, id)
	b.adjust(id, job.Changes{Window: &job.Window{From: 22 * 60, Until: 7 * 60, Zone: "UTC"}})
	h.pass(2)
	s := b.reaches(id, job.Paused)
	require.Equal(t, job.ByHand, s.ReasonKind)
	b.adjust(id, job.Changes{ClearWindow: true})
	require.Equal(t, job.Paused, b.snapshot(id).Status)
}

func TestAChangedTimeWindowCountsAtOnce(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	night := &job.Window{From: 22 * 60, Until: 7 * 60, Zone: "UTC"}
	evening := &job.Window{From: 18 * 60, Until: 20 * 60, Zone: "UTC"}
	day := &job.Window{From: 8 * 60, Until: 18 * 60, Zone: "UTC"}
	clock := clockwork.NewFakeClockAt(noon)
	b := setup(t, withClock(clock))
	h := newHeld()
	b.work.process = h.process
	id := b.create(20, func(n *engine.NewJob) { n.Options.Window = night })
	b.Start()
	require.Equal(t, noon.Add(10*time.Hour).UnixMilli(), b.reaches(id, job.Paused).ResumesAt)

	require.Equal(t, noon.Add(6*time.Hour).UnixMilli(), b.adjust(id, job.Changes{Window: evening}).ResumesAt, "it opens earlier")
	for _, changes := range []job.Changes{{Window: day}, {ClearWindow: true}} {
		b.adjust(id, changes)
		b.reaches(id, job.Running)
		<-h.starts
		<-h.starts
		s := b.adjust(id, job.Changes{Window: night})
		require.Equal(t, job.Pausing, s.Status)
		require.Equal(t, job.ByWindow, s.ReasonKind)
		require.Equal(t, job.Running, b.adjust(id, changes).Status, "before it was drained, too")
		b.adjust(id, job.Changes{Window: night})
		h.pass(2)
		b.reaches(id, job.Paused)
	}
	close(h.let)
	b.adjust(id, job.Changes{ClearWindow: true})
	b.reaches(id, job.Completed)
}
