// Package schedule runs tasks when they are due, and holds the controls over them: start, pause,
// resume, cancel. gocron says when to look; what is due is worked out from the wall clock and the
// time up to which a task's firings have been decided, and the row of a run, unique by task and
// due time, is the truth. So neither sleep nor a changed clock nor a crash loses or doubles one.
package schedule

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
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// Options are what a scheduler is made of.
type Options struct {
	Store *store.Store
	Bus   *live.Bus
	Clock clockwork.Clock
	Log   *logrus.Logger
	// Works is all that a task can do; the shipped ones get their task at the first start.
	Works []task.Work
	// Held gives the global pause: while it lasts nothing fires.
	Held func() job.Hold
}

// Scheduler runs tasks. Make it with [New], start it with [Scheduler.Start], end it with
// [Scheduler.Close].
type Scheduler struct {
	store *store.Store
	bus   *live.Bus
	clock clockwork.Clock
	log   *logrus.Entry
	works map[string]*task.Work
	held  func() job.Hold

	shipped []task.Work // each of those that ship gets a task

	// passing makes looks for what is due follow one another. Nothing else waits for it.
	passing sync.Mutex
	// deciding makes a decision, its transaction and what is remembered of it one step: whoever
	// changes anything of a task holds it. Nobody goes through years of firings while holding it.
	deciding sync.Mutex
	started  int64 // when firings began to be on time; 0 before Start
	byHand   bool  // nothing fires by itself
	hold     job.Hold
	alarm    *alarm
	patience time.Duration // how long the last look took: firings that waited for it are not late
	unsaved  []task.Run    // ended, but the store could not take it yet

	// mu guards what screens see. It is held for moments only, never over a transaction, so the
	// panel opens while the database is being compacted.
	mu    sync.Mutex
	cards map[task.ID]*card

	wake   chan struct{} // holds a token when something may be due
	cancel context.CancelFunc
	ended  sync.WaitGroup // the watch and the runs
}

// card is a task with all that is known of it in this process. It is changed by holders of
// deciding only, and under mu.
type card struct {
	task    task.Task
	work    *task.Work // nil when this program does not know it
	plan    plan
	version int // counts up with every change of task and plan
	last    *task.Run
	current *runner
	waiting []task.Run // oldest first
}

// plan is what a task's schedule comes to.
type plan struct {
	times       times  // nil when the schedule can't be used
	problem     string // why it can't
	words, note string
	due         time.Time // the next undecided firing; zero when there is none
}

// New makes the tasks that ship, and settles the runs that a crash left open. Nothing fires before
// [Scheduler.Start].
func New(ctx context.Context, options Options) (*Scheduler, error) {
	s := &Scheduler{
		store: options.Store,
		bus:   options.Bus,
		clock: options.Clock,
		log:   options.Log.WithField("room", "schedule"),
		works: make(map[string]*task.Work, len(options.Works)),
		held:  options.Held,
		hold:  options.Held(),
		cards: make(map[task.ID]*card),
		wake:  make(chan struct{}, 1),

		shipped: options.Works,
	}
	for _, work := range options.Works {
		s.works[work.Does] = &work
	}
	if s.store.Unchecked() {
		return s, s.load(ctx)
	}
	return s, s.PutInOrder(ctx)
}

// PutInOrder makes the tasks that ship, settles the runs that a crash left open, and reads the tasks.
// [New] has done it, unless the database was still being checked then. Nobody else changes tasks
// meanwhile.
func (s *Scheduler) PutInOrder(ctx context.Context) error {
	if err := s.ship(ctx, s.shipped); err != nil {
		return fmt.Errorf("make the tasks that ship: %w", err)
	}
	n, err := s.store.InterruptRuns(ctx, s.now(), "Jobdeck ended while it was at work")
	if err != nil {
		return fmt.Errorf("settle the runs that a crash left: %w", err)
	}
	if n > 0 {
		s.log.WithField("runs", n).Warn("runs were interrupted by a crash")
	}
	return s.load(ctx)
}

// load reads the tasks.
func (s *Scheduler) load(ctx context.Context) error {
	tasks, err := s.store.Tasks(ctx)
	if err != nil {
		return fmt.Errorf("read the tasks: %w", err)
	}
	cards := make(map[task.ID]*card, len(tasks))
	for _, t := range tasks {
		c, err := s.card(ctx, t)
		if err != nil {
			return err
		}
		if c.last, err = s.store.LastRun(ctx, t.ID); err != nil {
			return err
		}
		cards[t.ID] = c
	}
	open, err := s.store.OpenRuns(ctx)
	if err != nil {
		return fmt.Errorf("read the runs that wait: %w", err)
	}
	for _, run := range open {
		if c := cards[run.Task]; c != nil {
			c.waiting = append(c.waiting, run)
		}
	}
	s.mu.Lock()
	s.cards = cards
	s.mu.Unlock()
	return nil
}

// card is what is known of a task that was just read.
func (s *Scheduler) card(ctx context.Context, t task.Task) (*card, error) {
	p, err := s.plan(ctx, &t)
	return &card{task: t, work: s.works[t.Does], plan: p}, err
}

// plan reads a task's schedule, and looks for its next firing. A stored schedule that can't be used
// is told, and is nobody else's trouble; the error is ctx's.
func (s *Scheduler) plan(ctx context.Context, t *task.Task) (plan, error) {
	parsed, err := parse(t.Schedule, s.here())
	if err != nil {
		s.log.WithError(err).WithField("task", t.ID).Error("a stored schedule can't be used")
		return plan{problem: err.Error()}, nil
	}
	p := plan{times: parsed}
	p.words, p.note = parsed.words()
	if !t.Enabled || t.Pause != nil {
		return p, nil
	}
	look := newSearch(ctx)
	p.due = parsed.next(look, time.UnixMilli(t.HandledUntil))
	if errors.Is(look.err, errEndless) {
		return s.givenUp(t), nil
	}
	return p, look.err
}

// givenUp is the plan of a task whose firings no search comes to the end of.
func (s *Scheduler) givenUp(t *task.Task) plan {
	s.log.WithField("task", t.ID).Error("a search for firings was given up")
	return plan{problem: errEndless.Error()}
}

// Start lets tasks fire, until Close.
func (s *Scheduler) Start() {
	ctx, cancel := context.WithCancel(context.Background())
	s.deciding.Lock()
	defer s.deciding.Unlock()
	var err error
	if s.alarm, err = newAlarm(s.clock, s.log, s.look); err != nil {
		s.log.WithError(err).Error("no alarm clock: firings are found by the check every few seconds")
	}
	s.cancel, s.started = cancel, s.now()
	for _, c := range s.cards {
		s.alarm.set(c.task.ID, c.plan.due)
	}
	events := s.bus.Subscribe(ctx)
	ticker := s.clock.NewTicker(checkEvery)
	s.ended.Go(func() { s.listen(ctx, events) })
	s.ended.Go(func() { s.watch(ctx, ticker) })
	s.look()
}

// StartByHand lets runs begin that people start, until Close. Nothing fires by itself: what comes
// due meanwhile is decided at the next Start. A command that ends soon must not begin a backup.
func (s *Scheduler) StartByHand() {
	s.byHand = true
	s.Start()
}

// patienceOfClose is how long Close waits for work that does not end when it is asked to.
const patienceOfClose = 30 * time.Second

var (
	errClosing   = errors.New("jobdeck is closing")
	errCancelled = errors.New("cancelled")
)

// Close asks the runs under way to end, waits for them, and records what they had done.
func (s *Scheduler) Close() {
	s.deciding.Lock()
	cancel := s.cancel
	s.cancel, s.started = nil, 0 // nothing begins any more
	s.noticeHold(context.Background())
	var runners []*runner
	for _, c := range s.cards {
		if c.current != nil {
			runners = append(runners, c.current)
		}
	}
	s.deciding.Unlock()
	if cancel == nil {
		return
	}
	cancel()
	s.alarm.close()
	for _, r := range runners {
		r.cancel(errClosing)
	}
	late := s.clock.NewTimer(patienceOfClose)
	defer late.Stop()
	for _, r := range runners {
		select {
		case <-r.done:
		case <-late.Chan():
			s.log.WithField("task", r.run.Task).Error("a run does not end: Jobdeck ends without it")
			return
		}
	}
	s.ended.Wait()
	s.saveUnsaved(context.Background())
}

// here is the time zone that the clock shows.
func (s *Scheduler) here() *time.Location { return s.clock.Now().Location() }

// now is the wall clock in milliseconds UTC.
func (s *Scheduler) now() int64 { return s.clock.Now().UnixMilli() }

// look makes the watch look for what is due.
func (s *Scheduler) look() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// working reports whether runs may begin. Callers hold deciding.
func (s *Scheduler) working() bool { return s.started > 0 }

// itself is the actor of what fires by itself.
var itself = job.Actor{Who: "jobdeck", From: job.FromSchedule}
