package engine

import (
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
)

func (p *pace) delay() time.Duration {
	delay, _ := p.look()
	return delay
}

func TestALowerRateHoldsForWhoPassedTheHigherOneAlready(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	p := newPace(clock)
	p.set(60)
	require.True(t, p.take())
	clock.Advance(time.Second)
	leave, ok := p.wait(t.Context(), nil)
	require.True(t, ok)
	require.True(t, p.take())
	leave()
	clock.Advance(time.Second)
	leave, ok = p.wait(t.Context(), nil)
	require.True(t, ok, "by one a second the next may start")
	p.set(1)
	p.set(0.5)
	for p.delay() > 0 {
		require.False(t, p.take(), "but not by one in two minutes")
		clock.Advance(p.delay())
	}
	require.True(t, p.take())
	leave()
}

func TestChangingTheRateGivesNoStartForFree(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	p := newPace(clock)
	p.set(1)
	require.True(t, p.take())
	for _, perMinute := range []float64{2, 1, 4, 1, 1} {
		p.set(perMinute)
		require.False(t, p.take(), perMinute)
	}
	require.Equal(t, time.Minute, p.delay())
	p.set(2)
	require.Equal(t, 30*time.Second, p.delay())
	p.set(0)
	require.True(t, p.take())
}

func TestWaitersStartInTheOrderInWhichTheyCame(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	p := newPace(clock)
	p.set(60)
	require.True(t, p.take())
	leave, ok := make(chan func()), make(chan bool, 2)
	go func() {
		turn, waited := p.wait(t.Context(), nil)
		leave <- turn
		ok <- waited
	}()
	require.NoError(t, clock.BlockUntilContext(t.Context(), 1))
	stop := make(chan struct{})
	go func() {
		_, waited := p.wait(t.Context(), stop)
		ok <- waited
	}()
	clock.Advance(time.Second)
	turn := <-leave
	require.True(t, <-ok)
	close(stop)
	require.False(t, <-ok, "who is behind another does not overtake it, and can be called back")
	require.True(t, p.take())
	turn()
}

func TestPauseAndResumeGiveNoStartForFree(t *testing.T) {
	t.Parallel()
	e, r, p := atWork(t, 5)
	one := 1.0
	_, err := e.Adjust(t.Context(), r.id, job.Changes{RatePerMinute: &one}, job.Actor{})
	require.NoError(t, err)
	require.Zero(t, r.pace.delay(), "without a bound nothing was counted")
	p.let <- struct{}{}
	<-p.starts
	require.Equal(t, time.Minute, r.pace.delay())
	require.NoError(t, e.changeBy(t.Context(), r.id, cause{verb: job.Pause}))
	p.let <- struct{}{}
	<-r.done
	require.NoError(t, e.changeBy(t.Context(), r.id, cause{verb: job.Resume}))
	for e.run(r.id) == nil {
		e.look()
	}
	require.Equal(t, time.Minute, e.run(r.id).pace.delay())
}
