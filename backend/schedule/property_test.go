package schedule_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/task"
)

// Whatever happens to a task (time, sleep, closing, kill, pause, disable, hold, runs that take long, a clock
// that jumps by seconds or days and back), every firing is accounted for exactly as the model says,
// none begins while nothing may, and in the end the task goes on at its pace.
func TestEachFiringIsAccountedForExactlyOnceWhateverHappens(t *testing.T) {
	t.Parallel()
	checks := 0
	rapid.Check(t, func(r *rapid.T) {
		if checks++; checks > 40 { // each has a database on a real disk: a hundred take a minute
			return
		}
		p := newPlay(t, r)
		defer p.close()
		for range rapid.IntRange(1, 14).Draw(r, "steps") {
			p.step()
		}
		p.finish()
	})
}

// play is a task with its model, to which things happen.
type play struct {
	*bundle

	draw *rapid.T
	id   task.ID
	must model
	// begun is how many runs had begun when nothing more might begin.
	begun int
	work  *doors
}

// doors let runs end, or not yet.
type doors struct {
	mu   sync.Mutex
	open chan struct{} // closed when runs may end
	shut bool
}

func (d *doors) turn(shut bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case shut && !d.shut:
		d.open = make(chan struct{})
	case !shut && d.shut:
		close(d.open)
	}
	d.shut = shut
}

func (d *doors) pass(ctx context.Context, _ task.Order) (task.Result, error) {
	d.mu.Lock()
	open := d.open
	d.mu.Unlock()
	select {
	case <-open:
		return task.Result{}, nil
	case <-ctx.Done():
		return task.Result{}, ctx.Err()
	}
}

func newPlay(t *testing.T, r *rapid.T) *play {
	t.Helper()
	p := &play{bundle: setup(t), draw: r, work: &doors{open: make(chan struct{}), shut: true}}
	p.work.turn(false)
	p.answer(p.work.pass)
	policy := rapid.SampledFrom([]task.MissedPolicy{task.SkipMissed, task.RunOnce, task.RunAll}).Draw(r, "policy")
	p.id = p.save(task.Schedule{Kind: task.Every, EveryMS: period.Milliseconds()}, missed(policy), overlap(task.QueueOverlap),
		func(d *task.Draft) { d.MissedCap = 5 })
	p.Start()
	p.must = model{upTo: p.clock.Now(), started: p.clock.Now()}
	return p
}

// span draws a length of time: seconds, minutes, hours or days.
func (p *play) span() time.Duration {
	unit := rapid.SampledFrom([]time.Duration{time.Second, time.Minute, time.Minute, time.Hour, 24 * time.Hour}).Draw(p.draw, "unit")
	return time.Duration(rapid.IntRange(1, 59).Draw(p.draw, "units")) * unit
}

func (p *play) step() {
	switch rapid.SampledFrom([]string{
		"time", "time", "firing", "sleep", "ahead for a moment", "back for a moment", "ahead", "back", "restart", "kill", "pause", "disable", "hold", "work",
	}).Draw(p.draw, "step") {
	case "time": // awake for a while
		for range rapid.IntRange(1, 6).Draw(p.draw, "times") {
			p.move(rapid.SampledFrom([]time.Duration{period / 2, period, 20 * time.Second}).Draw(p.draw, "each"))
		}
	case "firing": // to the next one exactly
		p.move(p.clock.Now().Truncate(period).Add(period).Sub(p.clock.Now()))
	case "sleep", "ahead":
		p.move(p.span())
	case "back":
		p.move(-p.span())
	case "ahead for a moment":
		by := p.span()
		p.move(by)
		p.move(-by)
	case "back for a moment":
		by := p.span()
		p.move(-by)
		p.move(by)
	case "restart":
		p.restart(p.either(p.span()))
		p.opened()
	case "kill":
		p.kill()
		p.clock.Advance(p.either(p.span()))
		p.open()
		p.Start()
		p.Look(context.Background())
		p.opened()
	case "pause":
		p.turn(&p.must.paused, task.PauseTask, task.Resume)
	case "disable":
		p.turn(&p.must.disabled, task.Disable, task.Enable)
	case "hold":
		p.setHold(!p.must.held)
		if p.must.held {
			p.must.passOver(p.clock.Now())
		}
		p.change(func() { p.must.held = !p.must.held })
		p.must.look(p.clock.Now())
	case "work": // takes long from now on, or ends
		p.work.turn(!p.work.shut)
		p.rest()
	}
	if p.must.off() {
		require.Equal(p.t, p.begun, p.started(), "a run began while nothing might")
	}
}

// either is a length of time forward, or now and then back: the clock was set while Jobdeck was closed.
func (p *play) either(by time.Duration) time.Duration {
	if rapid.IntRange(0, 3).Draw(p.draw, "back") == 0 {
		return -by
	}
	return by
}

func (p *play) move(by time.Duration) {
	p.advance(by)
	p.must.look(p.clock.Now())
	p.rest()
}

func (p *play) opened() {
	p.must.started = p.clock.Now()
	p.must.look(p.clock.Now())
	p.rest()
}

// turn does a verb or the one that takes it back, when the task lets it.
func (p *play) turn(flag *bool, on, off task.Verb) {
	verb := on
	if *flag {
		verb = off
	}
	report, err := p.Apply(context.Background(), task.Command{Verb: verb, Tasks: []task.ID{p.id}, Actor: someone})
	require.NoError(p.t, err)
	if len(report.Done) == 0 { // a disabled one is not paused
		return
	}
	if *flag {
		p.must.passOver(p.clock.Now())
	}
	p.change(func() { *flag = !*flag })
	p.rest()
}

// change changes whether something may begin.
func (p *play) change(flags func()) {
	before := p.must.off()
	flags()
	if !before && p.must.off() {
		p.begun = p.started()
	}
}

// started is how many runs have begun.
func (p *play) started() (n int) {
	for _, run := range p.runs(p.id) {
		if run.Started > 0 {
			n++
		}
	}
	return n
}

// rest waits until what may begin and end has.
func (p *play) rest() {
	switch {
	case p.work.shut:
	case p.must.off():
		p.until(p.id, func(v task.View) bool { return !v.Running })
	default:
		p.settled(p.id)
	}
}

// finish lifts all that is in the way, and looks at what came of it.
func (p *play) finish() {
	p.work.turn(false)
	if p.must.paused {
		p.turn(&p.must.paused, task.PauseTask, task.Resume)
	}
	if p.must.disabled {
		p.turn(&p.must.disabled, task.Disable, task.Enable)
	}
	if p.must.held {
		p.setHold(false)
		p.must.passOver(p.clock.Now())
		p.must.held = false
		p.must.look(p.clock.Now())
	}
	p.rest()
	runs := p.settled(p.id)
	require.Equal(p.t, p.must.expected, accounted(runs), "firings that runs stand for")
	const more = 6
	for range more {
		p.move(p.clock.Now().Truncate(period).Add(period).Sub(p.clock.Now()))
	}
	after := p.settled(p.id)[len(runs):]
	require.GreaterOrEqual(p.t, accounted(after), int64(more-1), "it goes on at its pace: one that comes again alone may be left out")
	for _, run := range after {
		require.Equal(p.t, task.BySchedule, run.Trigger)
		require.Equal(p.t, task.Completed, run.Outcome)
	}
	require.Equal(p.t, p.must.expected, accounted(p.settled(p.id)))
}
