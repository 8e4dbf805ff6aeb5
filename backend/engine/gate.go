package engine

import (
	"context"
	"slices"
	"sync"
	"time"

	"jobdeck/backend/job"
)

// shutBy says why a gate is shut. Several reasons can hold at once; items start when none does.
type shutBy uint8

const (
	pausing shutBy = 1 << iota // a verb: pause, pause now, cancel
	holding                    // the global pause
	stalled                    // outcomes can't be recorded
	closing                    // the program ends
)

// gate stands between a run's workers and their next item. After shut returned no item starts, after
// bound and after the pace was set none starts that the new bound forbids, whoever holds it already;
// and the gate knows at every instant which items are in flight.
type gate struct {
	clock func() time.Time
	board *board
	pace  *pace

	mu      sync.Mutex
	moved   sync.Cond // something that a worker waits for changed
	shutFor shutBy
	ended   bool
	places  int                        // how many items may be in flight
	flying  [job.MaxConcurrency]flight // by worker
	flown   int                        // how many of them are in use
	// settled gets a token whenever nothing is in flight behind a shut gate.
	settled chan struct{}
	// work is the context of items in flight; interrupt ends it, and the next item gets a new one.
	work context.Context
	cut  context.CancelCauseFunc
	// shutting is closed when the gate shuts: who waits to try again gives its item back.
	shutting chan struct{}
}

// flight is an item that a worker works on.
type flight struct {
	seq     int64
	attempt int
	started time.Time
	steps   []job.Step
}

func newGate(clock func() time.Time, board *board, pace *pace, places int, shutFor shutBy) *gate {
	g := &gate{clock: clock, board: board, pace: pace, places: places, shutFor: shutFor, settled: make(chan struct{}, 1)}
	g.moved.L = &g.mu
	if shutFor == 0 {
		g.shutting = make(chan struct{})
	}
	g.account()
	return g
}

// shut closes the gate for a reason. When it returns no item starts any more.
func (g *gate) shut(why shutBy) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shutFor == 0 {
		close(g.shutting)
	}
	g.shutFor |= why
	g.account()
	g.settle()
}

// open takes a reason away. Items start again when it was the last one.
func (g *gate) open(why shutBy) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shutFor&why == 0 {
		return
	}
	g.shutFor &^= why
	if g.shutFor == 0 {
		g.shutting = make(chan struct{})
	}
	g.account()
	g.moved.Broadcast()
}

// bound changes how many items may be in flight. More than that may still be: they finish.
func (g *gate) bound(places int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.places = places
	g.moved.Broadcast()
}

// shutNow gives the reasons for which no item may start; 0 when it may.
func (g *gate) shutNow() shutBy {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shutFor
}

// quiet reports whether the gate is shut with nothing in flight.
func (g *gate) quiet() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shutFor != 0 && g.flown == 0
}

// isShut reports whether the gate is shut for a reason.
func (g *gate) isShut(why shutBy) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shutFor&why != 0
}

// nudge makes the supervisor look again whether the gate is quiet.
func (g *gate) nudge() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.settle()
}

// end sends waiting workers home: the gate will not open again.
func (g *gate) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ended = true
	g.moved.Broadcast()
}

// interrupt ends the contexts of all items in flight.
func (g *gate) interrupt(cause error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.cut != nil {
		g.cut(cause)
		g.work, g.cut = nil, nil
	}
}

// await waits until the gate is open and has a place, and gives a channel that is closed when it
// shuts again; false means that it has ended.
func (g *gate) await() (shutting <-chan struct{}, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for (g.shutFor != 0 || g.flown >= g.places) && !g.ended {
		g.moved.Wait()
	}
	return g.shutting, !g.ended
}

// enter starts an item, if the gate is open and has a place and the pace allows it, and gives the
// context of its work.
func (g *gate) enter(worker int, seq int64, attempt int, now time.Time) (ctx context.Context, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shutFor != 0 || g.ended || g.flown >= g.places || !g.pace.take() {
		return nil, false
	}
	if g.work == nil {
		g.work, g.cut = context.WithCancelCause(context.Background())
	}
	f := &g.flying[worker]
	f.seq, f.attempt, f.started, f.steps = seq, attempt, now, f.steps[:0]
	g.flown++
	return g.work, true
}

// leave ends an item's flight. What became of the item must be with the recorder by then.
func (g *gate) leave(worker int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.flying[worker].seq = 0
	g.flown--
	g.moved.Broadcast()
	g.settle()
}

// step notes what is being done with a worker's item.
func (g *gate) step(worker int, name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f := &g.flying[worker]
	if f.seq == 0 {
		return // told after the item was given back
	}
	now := g.clock().UnixMilli()
	f.endStep(now)
	f.steps = append(f.steps, job.Step{Name: name, Started: now})
}

// steps gives the steps of a worker's item so far.
func (g *gate) steps(worker int) []job.Step {
	g.mu.Lock()
	defer g.mu.Unlock()
	f := &g.flying[worker]
	f.endStep(g.clock().UnixMilli())
	return slices.Clone(f.steps)
}

func (f *flight) endStep(now int64) {
	if n := len(f.steps); n > 0 && f.steps[n-1].DurationMS == 0 {
		f.steps[n-1].DurationMS = now - f.steps[n-1].Started
	}
}

// attempt notes which try of a worker's item this is.
func (g *gate) attempt(worker, attempt int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.flying[worker].attempt = attempt
}

// flights lists what is in flight, oldest first, at most limit (0 means all), and says how many
// that are.
func (g *gate) flights(limit int) (list []job.Flight, flown int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	list = make([]job.Flight, 0, g.flown)
	for i := range g.flying {
		f := &g.flying[i]
		if f.seq == 0 {
			continue
		}
		shown := job.Flight{Seq: f.seq, Started: f.started.UnixMilli(), Attempt: f.attempt}
		if n := len(f.steps); n > 0 {
			shown.Step = f.steps[n-1].Name
		}
		list = append(list, shown)
	}
	slices.SortFunc(list, func(a, b job.Flight) int { return int(a.Started - b.Started) })
	if limit > 0 && len(list) > limit {
		list = list[:limit]
	}
	return list, g.flown
}

// settle gives the settled token when nothing is in flight behind a shut gate. Callers hold mu.
func (g *gate) settle() {
	if g.shutFor == 0 || g.flown > 0 {
		return
	}
	g.account()
	select {
	case g.settled <- struct{}{}:
	default:
	}
}

// account starts or stops the job's clock: it runs while items may start or are in flight.
// Callers hold mu.
func (g *gate) account() {
	g.board.atWork(g.shutFor == 0 || g.flown > 0, g.clock())
}
