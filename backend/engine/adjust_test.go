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
		set = func() (job.Hold, error) { return b.Hold(context.Background(), "", 0, someone) }
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
