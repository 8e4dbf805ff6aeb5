// Package engine works the jobs: it alone changes their status, hands out slots, and runs items
// through processors. A verb goes through [Engine.Apply], one table decides, one compare-and-swap
// in the store makes it true, and then the run is told. The engine knows no screen and no file
// format: lists come to it as rows, and what happens goes out over a [live.Bus].
package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/store"
)

// Options are what an engine is made of.
type Options struct {
	Store *store.Store
	Bus   *live.Bus
	// Find gives the processor of a name.
	Find  func(name string) (processor.Spec, error)
	Clock clockwork.Clock
	Log   *logrus.Logger
	// Space gives the free and total bytes of the data folder's disk; nil asks the system.
	Space func() (free, total uint64, err error)
	// Stay names the time since the machine was started; empty asks the system. A program that died
	// in another one did not crash.
	Stay string
	// Slots is how many jobs run at once, at least 1.
	Slots int
	// WaitAfterRestart makes jobs that were running at a crash or quit wait, paused, at the next
	// start; else they go on by themselves.
	WaitAfterRestart bool
}

// Engine works jobs. Make it with [New], start it with [Engine.Start], end it with [Engine.Close].
type Engine struct {
	store *store.Store
	bus   *live.Bus
	find  func(name string) (processor.Spec, error)
	clock clockwork.Clock
	space func() (free, total uint64, err error)
	log   *logrus.Entry
	wait  bool   // jobs that were running wait after a restart
	stay  string // see Options; empty when the system does not say
	sky   sky

	// changing makes a change of status and what it tells the run one step: two verbs at once reach
	// store and run in the same order. Who holds it may wait for the disk, so nobody who only looks
	// takes it.
	changing sync.Mutex
	paces    map[job.ID]*pace // of the jobs that have worked and not ended

	// mu guards what readers see; it is held for moments, never over the store. Runs, hold and
	// working are written by who holds both, and so read by who holds either; mu is taken second.
	mu      sync.Mutex
	runs    map[job.ID]*run
	hold    job.Hold
	slots   int
	working bool // Start was called and Close was not

	left    leftovers
	wake    chan struct{} // holds a token when the dispatcher has something to look at
	closing chan struct{} // closed when Close begins
	asked   bool          // the program was asked to end; mu guards it
	cancel  context.CancelFunc
	ended   sync.WaitGroup // dispatcher, purger and runs
}

// New opens the engine over a store: what a crash or quit left half-way is put in order, but
// nothing is worked before [Engine.Start].
func New(ctx context.Context, options Options) (*Engine, error) {
	e := &Engine{
		store: options.Store,
		bus:   options.Bus,
		find:  options.Find,
		clock: options.Clock,
		space: options.Space,
		log:   options.Log.WithField("room", "engine"),
		paces: make(map[job.ID]*pace),
		runs:  make(map[job.ID]*run),
		slots: max(1, options.Slots),
		wake:  make(chan struct{}, 1),
		left:  leftovers{news: make(chan struct{}, 1)},
		wait:  options.WaitAfterRestart,

		closing: make(chan struct{}),
	}
	if e.space == nil {
		e.space = e.store.Space
	}
	var err error
	if e.stay = options.Stay; e.stay == "" {
		if e.stay, err = stay(); err != nil {
			e.log.WithError(err).Warn("no crash is counted")
		}
	}
	if e.hold, err = e.store.Hold(ctx); err != nil {
		return nil, fmt.Errorf("read the hold: %w", err)
	}
	if e.store.Unchecked() {
		return e, nil
	}
	return e, e.PutInOrder(ctx)
}

// PutInOrder puts in order what a crash or quit left half-way. [New] has done it, unless the
// database was still being checked then.
func (e *Engine) PutInOrder(ctx context.Context) error {
	if err := e.recover(ctx, e.wait); err != nil {
		return fmt.Errorf("put in order what the last session left: %w", err)
	}
	unfinished, err := e.store.Unfinished(ctx)
	if err != nil {
		return fmt.Errorf("look for what the last session left: %w", err)
	}
	for _, id := range unfinished {
		e.left.add(id, clearing(id))
	}
	return nil
}

// Start begins to work queued jobs, until Close.
func (e *Engine) Start() {
	ctx, cancel := context.WithCancel(context.Background())
	e.changing.Lock()
	e.mu.Lock()
	e.working, e.cancel = true, cancel
	e.mu.Unlock()
	e.changing.Unlock()
	e.ended.Go(func() { e.dispatch(ctx) })
	e.ended.Go(func() { e.purge(ctx) })
	e.look()
}

// grace is how long items in flight may take to finish when the program ends.
const grace = 2 * time.Second

// Asked notes that the program was asked to end. However it ends from now on, killed by somebody whose
// patience is over for instance, what is in flight is not to blame. It comes before Close, which
// may have to wait for others.
func (e *Engine) Asked() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = true
	for _, r := range e.runs {
		r.asked()
	}
}

// Close ends the work in good order: no item starts any more, items in flight may finish for two
// seconds and are then interrupted, and everything done is recorded. Running jobs stay running in
// the store and go on at the next start.
func (e *Engine) Close() {
	e.Asked()
	runs, worked := e.shutAll()
	if !worked {
		return
	}
	late := e.clock.AfterFunc(grace, func() {
		for _, r := range runs {
			r.gate.interrupt(errClosing)
		}
	})
	for _, r := range runs {
		<-r.done
	}
	late.Stop()
	e.cancel()
	e.ended.Wait()
}

// shutAll shuts all runs for good, and lets no new ones begin. False means that none could anyway.
func (e *Engine) shutAll() (runs []*run, worked bool) {
	e.changing.Lock()
	defer e.changing.Unlock()
	e.mu.Lock()
	defer e.mu.Unlock()
	if worked, e.working = e.working, false; worked {
		close(e.closing)
	}
	for _, r := range e.runs {
		r.gate.shut(closing)
		runs = append(runs, r)
	}
	return runs, worked
}

// SetSlots changes how many jobs run at once. More begin at once; fewer takes effect as jobs end.
func (e *Engine) SetSlots(slots int) {
	e.mu.Lock()
	e.slots = max(1, slots)
	e.mu.Unlock()
	e.look()
}

// look wakes the dispatcher.
func (e *Engine) look() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// now is the wall clock in milliseconds UTC.
func (e *Engine) now() int64 { return e.clock.Now().UnixMilli() }

// itself is the actor of what the engine does by itself.
var itself = job.Actor{Who: "jobdeck", From: job.FromEngine}

var errClosing = errors.New("jobdeck is closing")

// Snapshots gives jobs as they are at this instant, in the order asked for.
func (e *Engine) Snapshots(ctx context.Context, ids []job.ID) ([]job.Snapshot, error) {
	jobs, err := e.store.Jobs(ctx, ids)
	if err != nil {
		return nil, err
	}
	snapshots := make([]job.Snapshot, len(jobs))
	for i := range jobs {
		snapshots[i] = e.snapshot(&jobs[i], e.run(jobs[i].ID))
	}
	return snapshots, nil
}

// Snapshot gives one job as it is at this instant.
func (e *Engine) Snapshot(ctx context.Context, id job.ID) (job.Snapshot, error) {
	j, err := e.store.Job(ctx, id)
	if err != nil {
		return job.Snapshot{}, err
	}
	return e.snapshot(&j, e.run(id)), nil
}

// Rate is items a minute over all running jobs; those count for nothing that may start none.
func (e *Engine) Rate() float64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	var rate float64
	for _, r := range e.runs {
		if r.gate.shutNow() == 0 {
			rate += r.board.rate()
		}
	}
	return rate
}

// Flights gives what is in flight of a job, oldest first; nothing when it isn't running.
func (e *Engine) Flights(id job.ID) []job.Flight {
	if r := e.run(id); r != nil {
		list, _ := r.gate.flights(0)
		return list
	}
	return nil
}

func (e *Engine) run(id job.ID) *run {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.runs[id]
}

func (e *Engine) isWorking() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.working
}

// tidy folds the database's log back when no job is at work: nobody minds the tenth of a second.
func (e *Engine) tidy() {
	e.mu.Lock()
	idle := len(e.runs) == 0
	e.mu.Unlock()
	if !idle {
		return
	}
	if err := e.store.Checkpoint(context.Background()); err != nil {
		e.log.WithError(err).Warn("fold the database's log back")
	}
}
