package engine_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/job"
)

var night = &job.Window{From: 22 * 60, Until: 7 * 60, Zone: "UTC"}

var steps = []step{
	verb(job.Pause, 0), verb(job.Pause, time.Hour), verb(job.PauseNow, 0), verb(job.Resume, 0), verb(job.Cancel, 0), verb(job.Retry, 0),
	verb(job.Delete, 0), verb(job.Undelete, 0), verb(job.Archive, 0), verb(job.Unarchive, 0), verb(job.Duplicate, 0), verb(job.RunRest, 0),
	atOnceStep(1), atOnceStep(1), atOnceStep(4), atOnceStep(8),
	windowStep("only at night", job.Changes{Window: night}), windowStep("at any time", job.Changes{ClearWindow: true}),
	moveStep("up"), moveStep("down"), holdStep(true), holdStep(true), holdStep(false), holdStep(false),
	clockStep(time.Second), clockStep(12 * time.Second), clockStep(10 * time.Hour), restartStep, calmStep, calmStep,
}

// Whatever is done to jobs, in any order, over restarts and while the clock leaps: what somebody was
// told is true, no row is done twice but those that failed and were tried again, what was done is
// kept, and at the end everything is as in an undisturbed run.
func TestAnySequenceOfStepsKeepsEveryPromise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		clock := clockwork.NewFakeClockAt(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
		h := newHouse(setup(t, withClock(clock)), r, clock)
		defer func() { h.leave() }()
		for range rapid.IntRange(0, 20).Draw(r, "steps") {
			at := rapid.IntRange(0, len(steps)-1).Draw(r, "step")
			id := h.ids[rapid.IntRange(0, 5).Draw(r, "job")%len(h.ids)]
			if one := steps[at]; len(h.ids) < 5 || one.name != string(job.Duplicate) && one.name != string(job.RunRest) {
				r.Logf("%s, job %d", one.name, id)
				one.do(h, id)
			}
			h.pass(rapid.IntRange(0, 9).Draw(r, "rows that go"))
		}
		h.end()
	})
}

// The same from several places at once: what each is told is true, whoever came first.
func TestAnyVerbsFromSeveralPlacesAtOnceKeepEveryPromise(t *testing.T) {
	t.Parallel()
	verbs := []job.Verb{job.Pause, job.Resume, job.Pause, job.Resume, job.PauseNow, job.Cancel, job.Retry, job.Delete, job.Undelete}
	rapid.Check(t, func(r *rapid.T) {
		clock := clockwork.NewFakeClockAt(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
		h := newHouse(setup(t, withClock(clock)), r, clock)
		defer func() { h.leave() }()
		var fronts sync.WaitGroup
		for range 3 {
			todo := rapid.SliceOfN(rapid.SampledFrom(verbs), 1, 12).Draw(r, "verbs")
			on := rapid.SampledFrom(h.ids).Draw(r, "job")
			fronts.Go(func() {
				for _, verb := range todo {
					_, err := h.Apply(t.Context(), job.Command{Verb: verb, Actor: someone, Jobs: []job.ID{on}})
					assert.NoError(t, err)
				}
			})
		}
		if rapid.Bool().Draw(r, "clock") {
			fronts.Go(func() { clock.Advance(12 * time.Second) })
		}
		if rapid.Bool().Draw(r, "hold") {
			fronts.Go(func() { h.hold(true) })
		}
		fronts.Go(func() { h.pass(60) })
		fronts.Wait()
		h.end()
	})
}

// end lets everything that is there run to its end, and looks whether it is as it should be.
func (h *house) end() {
	close(h.book.open)
	h.hold(false)
	h.book.mu.Lock()
	clear(h.book.bound)
	h.book.mu.Unlock()
	for _, id := range h.ids {
		s, there := h.look(id)
		if !there || s.Deleted > 0 {
			continue
		}
		_, err := h.Adjust(context.Background(), id, job.Changes{ClearWindow: true}, someone)
		require.NoError(h.r, err)
		s = h.finishes(id)
		good, _ := h.book.count(id)
		require.Equal(h.r, good, s.Succeeded, "what was done is kept")
		if s.Failed > 0 {
			pending := s.Pending
			h.apply(job.Unarchive, id)
			h.apply(job.Retry, id)
			s = h.finishes(id)
			require.Zero(h.r, s.Failed)
			require.Equal(h.r, pending, s.Pending, "what had not failed is not retried")
		}
		if s.Status == job.Completed {
			good, _ := h.book.count(id)
			require.Equal(h.r, s.Total, good)
			require.Equal(h.r, s.Total, s.Succeeded)
		}
	}
	h.book.mu.Lock()
	defer h.book.mu.Unlock()
	require.Empty(h.r, h.book.over)
}

// finishes waits until a job has ended, and resumes it when it is paused. The clock goes on meanwhile,
// so that rows that wait for another try have it.
func (h *house) finishes(id job.ID) job.Snapshot {
	ctx, cancel := context.WithCancel(h.t.Context())
	defer cancel()
	events := h.bus.Subscribe(ctx)
	for {
		s, _ := h.look(id)
		switch {
		case s.Status.Ended():
			return s
		case s.Status == job.Paused:
			h.apply(job.Resume, id)
		default:
			h.clock.Advance(time.Second)
			soon, enough := context.WithTimeout(ctx, 10*time.Millisecond)
			_, _ = events.Next(soon) // it may have happened before, and nothing come
			enough()
		}
	}
}

// apply does a verb, if it is possible now.
func (h *house) apply(verb job.Verb, id job.ID) {
	_, err := h.Apply(context.Background(), job.Command{Verb: verb, Actor: someone, Jobs: []job.ID{id}})
	require.NoError(h.r, err)
}
