package engine_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
)

func TestHoldStartsNothingAndLiftingItWakesNobodyWhoWasPausedByHand(t *testing.T) {
	t.Parallel()
	b := setup(t)
	h := newHeld()
	b.work.process = h.process
	running := b.create(10)
	paused := b.create(10)
	b.do(job.Pause, paused)
	b.Start()
	<-h.starts
	<-h.starts
	_, err := b.Hold(t.Context(), job.Hold{Why: "a demo"}, someone)
	require.NoError(t, err)
	h.pass(2)
	queued := b.create(1)
	require.Equal(t, job.Running, b.snapshot(running).Status, "each job keeps its own state underneath")
	require.EqualValues(t, 2, b.work.started.Load())
	require.Equal(t, job.Queued, b.snapshot(queued).Status)
	_, err = b.Release(t.Context(), someone)
	require.NoError(t, err)
	close(h.let)
	b.reaches(running, job.Completed)
	b.reaches(queued, job.Completed)
	require.Equal(t, job.Paused, b.snapshot(paused).Status)
}

func TestAHeldJobSaysSoAndTellsNoRateAndNoTimeLeft(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	id, h := b.underWay(100, 2)
	clock.Advance(10 * time.Second)
	h.pass(10)
	for b.snapshot(id).Succeeded < 10 {
		clock.Advance(100 * time.Millisecond) // results are recorded in groups, a moment apart
	}
	s := b.snapshot(id)
	require.Equal(t, job.Standing(job.Running), s.Standing)
	require.Positive(t, s.Rate)
	require.Positive(t, s.ETAMS)
	require.Positive(t, b.Rate())

	each, _ := b.toldOf(func() {
		_, err := b.Hold(t.Context(), job.Hold{Why: "a demo"}, someone)
		require.NoError(t, err)
	})
	require.Equal(t, []job.ID{id}, each, "at once, not with the next item")
	s = b.snapshot(id)
	require.Equal(t, job.Held, s.Standing, "also while items in flight finish")
	require.Equal(t, job.Running, s.Status)
	require.Zero(t, s.Rate)
	require.EqualValues(t, -1, s.ETAMS)
	require.Zero(t, b.Rate())

	_, err := b.Release(t.Context(), someone)
	require.NoError(t, err)
	s = b.snapshot(id)
	require.Equal(t, job.Standing(job.Running), s.Standing)
	require.Positive(t, s.Rate, "what is known is known again")

	b.do(job.Pause, id)
	s = b.snapshot(id)
	require.Equal(t, job.Standing(job.Pausing), s.Standing)
	require.Zero(t, s.Rate)
	require.EqualValues(t, -1, s.ETAMS)
	h.pass(2)
	b.reaches(id, job.Paused)
}

func TestPauseEndsAHeldJobToo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(10, 2)
	_, err := b.Hold(t.Context(), job.Hold{}, someone)
	require.NoError(t, err)
	h.pass(2)
	b.do(job.Pause, id)
	b.reaches(id, job.Paused)
	_, err = b.Release(t.Context(), someone)
	require.NoError(t, err)
	require.Equal(t, job.Paused, b.snapshot(id).Status)
}

func TestJobsTakeSlotsByPriorityAndPlace(t *testing.T) {
	t.Parallel()
	b := setup(t, func(_ *bundle, o *engine.Options) { o.Slots = 1 })
	var ids []job.ID
	for range 4 {
		ids = append(ids, b.create(1, oneAtATime))
	}
	high := 5
	_, err := b.Adjust(t.Context(), ids[2], job.Changes{Priority: &high}, someone)
	require.NoError(t, err)
	require.NoError(t, b.Move(t.Context(), ids[3], "up", someone))
	require.NoError(t, b.Move(t.Context(), ids[0], "bottom", someone))
	want := []job.ID{ids[2], ids[3], ids[1], ids[0]}
	queue, err := b.store.Queue(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, want, queue)

	b.Start()
	var started []int64
	for _, id := range want {
		started = append(started, b.reaches(id, job.Completed).Started)
	}
	require.IsIncreasing(t, append([]int64{0}, uniq(started)...))
	require.ErrorContains(t, b.Move(t.Context(), ids[0], "up", someone), "already completed")
}

// uniq leaves out neighbours that are equal: two jobs may start within a millisecond.
func uniq(times []int64) []int64 {
	var list []int64
	for _, at := range times {
		if len(list) == 0 || list[len(list)-1] != at {
			list = append(list, at)
		}
	}
	return list
}

func TestAPauseUntilATimeEndsByItself(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	id := b.create(3)
	until := clock.Now().Add(time.Hour).UnixMilli()
	_, err := b.Apply(t.Context(), job.Command{Verb: job.Pause, Actor: someone, Jobs: []job.ID{id}, Until: until})
	require.NoError(t, err)
	require.Equal(t, until, b.snapshot(id).ResumesAt)
	b.Start()
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(59 * time.Minute)
	require.Equal(t, job.Paused, b.snapshot(id).Status)
	clock.Advance(2 * time.Minute)
	b.reaches(id, job.Completed)
}

func TestAHoldUntilATimeLiftsByItself(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	_, err := b.Hold(t.Context(), job.Hold{Why: "lunch", Until: clock.Now().Add(time.Hour).UnixMilli()}, someone)
	require.NoError(t, err)
	id := b.create(3)
	b.Start()
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(61 * time.Minute)
	b.reaches(id, job.Completed)
	require.False(t, b.Held().Held)
}

func TestAJobRunsOnlyInItsTimeWindow(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	clock := clockwork.NewFakeClockAt(noon)
	b := setup(t, withClock(clock))
	h := newHeld()
	b.work.process = h.process
	night := &job.Window{From: 22 * 60, Until: 7 * 60, Zone: "UTC"}
	id := b.create(10, func(n *engine.NewJob) { n.Options.Window = night })
	b.Start()
	s := b.reaches(id, job.Paused)
	require.Equal(t, job.ByWindow, s.ReasonKind)
	require.Equal(t, noon.Add(10*time.Hour).UnixMilli(), s.ResumesAt)

	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(10*time.Hour + time.Second)
	<-h.starts
	<-h.starts
	clock.Advance(9 * time.Hour)
	b.reaches(id, job.Pausing)
	h.pass(2)
	s = b.reaches(id, job.Paused)
	require.Equal(t, noon.Add(34*time.Hour).UnixMilli(), s.ResumesAt, "it opens again the next night")
	close(h.let)
}

func TestActiveTimeLeavesOutPausesAndHolds(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	id, h := b.underWay(4, 1, oneAtATime)
	clock.Advance(10 * time.Second)
	b.do(job.Pause, id)
	h.pass(1)
	b.reaches(id, job.Paused)
	clock.Advance(time.Hour)
	require.EqualValues(t, 10_000, b.snapshot(id).ActiveMS)
	b.do(job.Resume, id)
	<-h.starts
	clock.Advance(5 * time.Second)
	close(h.let)
	require.EqualValues(t, 15_000, b.reaches(id, job.Completed).ActiveMS)
}

func TestADiskThatIsNearlyFullPausesRunningJobsWithTheReason(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	var free atomic.Uint64
	free.Store(1 << 40)
	b := setup(t, withClock(clock), func(_ *bundle, o *engine.Options) {
		o.Space = func() (uint64, uint64, error) { return free.Load(), 1 << 40, nil }
	})
	id, h := b.underWay(10, 2)
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(2 * time.Second)
	require.Equal(t, job.Running, b.snapshot(id).Status)
	free.Store(100 << 20)
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(2 * time.Second)
	b.reaches(id, job.Pausing)
	h.pass(2)
	s := b.reaches(id, job.Paused)
	require.Equal(t, job.ByDisk, s.ReasonKind)
	require.Contains(t, s.Reason, "100 MB are left")
	close(h.let)
}
