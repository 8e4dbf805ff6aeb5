package deck

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/maintenance"
	"jobdeck/backend/news"
	"jobdeck/backend/processor/registry"
	"jobdeck/backend/schedule"
	"jobdeck/backend/settings"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
	"jobdeck/backend/trouble"
)

// Options say how a data folder is opened.
type Options struct {
	DataDir string
	Version string
	// Work says that queued jobs shall be worked. Without it jobs are only read, and what is
	// stored of them changed.
	Work bool
	// ByHand says that with Work no task fires by itself: only those run that are started.
	ByHand bool
	Log    *logrus.Logger
	// LogDir is the folder that Log writes to.
	LogDir string
	// Checking is told how far a check is that must be done before anything can be shown; nil: nobody
	// wants to know.
	Checking func(done, total int64)
	// Warn is told, once for a data folder, what a person should know of it; nil: nobody.
	Warn func(text string)
	// Clock is the one clock of all that the deck does. Its time zone is where "today" is.
	Clock clockwork.Clock
}

// Local is the deck of this process: it owns the data folder.
type Local struct {
	options   Options
	store     *store.Store
	engine    *engine.Engine
	works     []task.Work // all that a task can do
	scheduler *schedule.Scheduler
	news      *news.Desk
	bus       live.Bus
	clock     clockwork.Clock
	check     check
}

var _ Door = (*Local)(nil)

// openTries is how often a deck that shall work is opened while another program holds the database:
// the store waits some seconds each time. A command that only asks says so after the first.
const openTries = 4

// Open takes the data folder, makes it when it is new, and puts in order what the last session
// left. A database that was not left in good order is checked first: what is in it can be read
// meanwhile, see [Local.Settled]. Errors a caller decides on: [ErrInUse], [UnfitError].
func Open(ctx context.Context, options Options) (*Local, error) {
	for tries := 1; ; tries++ {
		l, err := open(ctx, options)
		if !trouble.Passes(err) || !options.Work || tries == openTries || ctx.Err() != nil {
			return l, err
		}
		options.Log.WithError(err).Warn("wait for the database")
	}
}

func open(ctx context.Context, options Options) (*Local, error) {
	dir, err := filepath.Abs(options.DataDir)
	if err != nil {
		return nil, fmt.Errorf("find the data folder: %w", err)
	}
	options.DataDir = dir
	l := &Local{options: options, clock: options.Clock}
	if l.store, err = store.OpenUnchecked(ctx, dir); err != nil {
		return nil, err
	}
	if err := l.open(ctx); err != nil {
		return nil, errors.Join(err, l.store.Close())
	}
	return l, nil
}

func (l *Local) open(ctx context.Context) error {
	if !l.store.Readable() {
		if err := l.checkFirst(ctx); err != nil {
			return err
		}
	}
	if err := l.openEngine(ctx); err != nil {
		return err
	}
	if err := l.openScheduler(ctx); err != nil {
		return err
	}
	l.openNews()
	if l.store.Unchecked() {
		l.checkBeside(ctx)
		return nil
	}
	return l.begin(ctx)
}

// begin lets the work begin. All is in order.
func (l *Local) begin(ctx context.Context) error {
	switch warning, err := l.store.Warning(ctx); {
	case err != nil:
		return err
	case warning != "":
		l.options.Log.Warn(warning)
		if l.options.Warn != nil {
			l.options.Warn(warning)
		}
	}
	if !l.options.Work {
		return nil
	}
	// News first: it knows what is new by what was there before the work begins.
	if err := l.news.Start(ctx); err != nil {
		return err
	}
	l.engine.Start()
	if l.options.ByHand {
		l.scheduler.StartByHand()
	} else {
		l.scheduler.Start()
	}
	return nil
}

func (l *Local) openEngine(ctx context.Context) error {
	values, err := l.values(ctx)
	if err != nil {
		return err
	}
	l.take(settings.LogLevel, values)
	l.engine, err = engine.New(ctx, engine.Options{
		Store: l.store, Bus: &l.bus, Find: registry.Find, Clock: l.clock, Log: l.options.Log,
		Slots: int(values.Number(settings.Slots)), WaitAfterRestart: values[settings.AfterRestart] == settings.Wait,
	})
	return err
}

func (l *Local) openScheduler(ctx context.Context) (err error) {
	l.works = append(l.ownWorks(), maintenance.Works(maintenance.Place{
		Store: l.store, Clock: l.clock, LogDir: l.options.LogDir, BackupDir: store.BackupDir(l.options.DataDir),
	})...)
	l.scheduler, err = schedule.New(ctx, schedule.Options{
		Store: l.store, Bus: &l.bus, Clock: l.clock, Log: l.options.Log, Works: l.works, Held: l.engine.Held,
	})
	return err
}

// Close ends the work in good order and lets go of the data folder. Running jobs go on at the next
// start.
func (l *Local) Close() error {
	l.engine.Asked()
	l.check.stop()
	l.scheduler.Close()
	l.engine.Close()
	l.news.Close()
	return l.store.Close()
}

// Apply answers the question of its name.
func (l *Local) Apply(ctx context.Context, command job.Command) (job.Report, error) {
	command.Actor = job.ActorOf(ctx)
	return l.engine.Apply(ctx, command)
}

// Adjust answers the question of its name.
func (l *Local) Adjust(ctx context.Context, request AdjustRequest) (job.Snapshot, error) {
	return l.engine.Adjust(ctx, request.Job, request.Changes, job.ActorOf(ctx))
}

// Move answers the question of its name.
func (l *Local) Move(ctx context.Context, request MoveRequest) error {
	return l.engine.Move(ctx, request.Job, request.Where, job.ActorOf(ctx))
}

// Hold answers the question of its name.
func (l *Local) Hold(ctx context.Context, request HoldRequest) (job.Hold, error) {
	return l.engine.Hold(ctx, job.Hold{Why: request.Why, Kind: request.Kind, Until: request.Until}, job.ActorOf(ctx))
}

// Release answers the question of its name.
func (l *Local) Release(ctx context.Context) (job.Hold, error) {
	return l.engine.Release(ctx, job.ActorOf(ctx))
}

// Overview answers the question of its name.
func (l *Local) Overview(ctx context.Context) (Summary, error) {
	counts, err := l.store.CountByStatus(ctx)
	if err != nil {
		return Summary{}, err
	}
	done, err := l.store.CompletedSince(ctx, job.DayOf(l.clock.Now()).UnixMilli())
	return Summary{
		Counts: counts, DoneToday: done, Rate: l.engine.Rate(), Hold: l.engine.Held(),
		Version: l.options.Version, DataDir: l.options.DataDir, Database: l.check.state(),
	}, err
}

// JobIDs answers the question of its name.
func (l *Local) JobIDs(ctx context.Context, filter string) ([]job.ID, error) {
	parsed, err := job.ParseFilter(filter)
	if err != nil {
		return nil, job.Usagef("%v", err)
	}
	ids, err := l.store.JobIDs(ctx, parsed)
	if ids == nil {
		ids = []job.ID{}
	}
	return ids, err
}

// Jobs answers the question of its name.
func (l *Local) Jobs(ctx context.Context, ids []job.ID) ([]job.Snapshot, error) {
	return l.engine.Snapshots(ctx, ids)
}

// Follow implements [Door].
func (l *Local) Follow(ctx context.Context) (*live.Subscription, error) {
	return l.bus.Subscribe(ctx), nil
}
