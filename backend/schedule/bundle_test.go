package schedule_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/schedule"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	someone = job.Actor{Who: "ada", From: job.FromWindow}
	morning = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)
)

// bundle is a scheduler over a real store, with a clock and a work that the test holds.
type bundle struct {
	*schedule.Scheduler

	t       testing.TB
	dir     string
	store   *store.Store
	bus     *live.Bus
	clock   *clockwork.FakeClock
	log     *logrus.Logger
	works   []task.Work
	work    *work
	holding sync.Mutex
	hold    job.Hold
}

// work is a work whose every run the test can hold and answer.
type work struct{ do atomic.Value }

type answer = func(ctx context.Context, order task.Order) (task.Result, error)

func (w *work) run(ctx context.Context, order task.Order) (task.Result, error) {
	return w.do.Load().(answer)(ctx, order)
}

// answer says what runs do from now on.
func (b *bundle) answer(do answer) { b.work.do.Store(do) }

func done(context.Context, task.Order) (task.Result, error) {
	return task.Result{Message: "did it", Counts: map[string]int64{"things": 3}}, nil
}

// untilCancelled works in steps until it is asked to end, and tells what it had done.
func untilCancelled(ctx context.Context, _ task.Order) (task.Result, error) {
	<-ctx.Done()
	return task.Result{Message: "did 7 of 10"}, ctx.Err()
}

func setup(t testing.TB) *bundle {
	t.Helper()
	return setupAt(t, clockwork.NewFakeClockAt(morning))
}

func setupAt(t testing.TB, clock *clockwork.FakeClock) *bundle {
	t.Helper()
	b := &bundle{
		t: t, dir: t.TempDir(), bus: &live.Bus{}, clock: clock,
		work: &work{}, log: logrus.New(),
	}
	b.log.SetOutput(io.Discard)
	b.answer(done)
	b.works = []task.Work{
		{Does: "own", Label: "Own work", Interruptible: true, Run: b.work.run, DryRun: true, Settings: []form.Field{
			{Key: "days", Label: "Days", Kind: form.Number, Default: "30", Min: 1, Max: 365},
			{Key: "way", Label: "Way", Kind: form.Choice, Choices: []string{"fast", "slow"}, Default: "fast"},
			{Key: "loud", Label: "Loud", Kind: form.Switch, Default: "false"},
		}},
		{Does: "stubborn", Label: "Stubborn work", Because: "half of it is worse than none", Run: b.work.run},
		{Does: "patient", Label: "Patient work", Interruptible: true, Pausable: true, Run: b.work.run},
		{Does: "needy", Label: "Needy work", Interruptible: true, Run: b.work.run, Settings: []form.Field{
			{Key: "file", Label: "File", Kind: form.File, Required: true},
		}, Check: func(settings form.Values) error {
			if settings["file"] == "relative" {
				return errors.New("name the whole path")
			}
			return nil
		}},
		{
			Does: "sweeping", Label: "Sweeping", Summary: "Sweeps.", Shipped: true, Interruptible: true, Enabled: true,
			Schedule: task.Schedule{Kind: task.Cron, Cron: "0 3 * * *", Zone: "UTC"}, Run: b.work.run,
		},
	}
	b.open()
	t.Cleanup(b.close)
	return b
}

func (b *bundle) held() job.Hold {
	b.holding.Lock()
	defer b.holding.Unlock()
	return b.hold
}

// setHold does what the engine does.
func (b *bundle) setHold(held bool) {
	b.holding.Lock()
	b.hold = job.Hold{}
	if held {
		b.hold = job.Hold{Held: true, Who: "ada", Since: b.clock.Now().UnixMilli()}
	}
	hold := b.hold
	b.holding.Unlock()
	b.bus.Publish(live.Event{Topic: live.HoldChanged, Hold: &hold})
	b.Look(context.Background())
}

func (b *bundle) open() {
	b.t.Helper()
	var err error
	b.store, err = store.Open(context.Background(), b.dir)
	require.NoError(b.t, err)
	b.Scheduler, err = schedule.New(context.Background(), schedule.Options{
		Store: b.store, Bus: b.bus, Clock: b.clock, Log: b.log, Works: b.works, Held: b.held,
	})
	require.NoError(b.t, err)
}

func (b *bundle) close() {
	if b.store != nil {
		b.Close()
		require.NoError(b.t, b.store.Close())
		b.store = nil
	}
}

// kill takes the database away as the end of the process does: what is at work records nothing more.
func (b *bundle) kill() {
	require.NoError(b.t, b.store.Close())
	b.store = nil
	b.Close()
}

// restart closes Jobdeck, and opens it again after a while.
func (b *bundle) restart(after time.Duration) {
	b.t.Helper()
	b.close()
	b.clock.Advance(after)
	b.open()
	b.Start()
	b.Look(context.Background())
}

// advance lets the clock go on and decides what came due: in one step, as after a sleep.
func (b *bundle) advance(by time.Duration) {
	b.t.Helper()
	b.clock.Advance(by)
	b.Look(context.Background())
}

func everyHour() task.Schedule { return task.Schedule{Kind: task.Every, EveryMS: 3600_000} }

func (b *bundle) save(s task.Schedule, changes ...func(*task.Draft)) task.ID {
	b.t.Helper()
	draft := task.Draft{Name: "Mine", Does: "own", Schedule: s, Enabled: true, Actor: someone}
	for _, change := range changes {
		change(&draft)
	}
	view, err := b.Save(context.Background(), draft)
	require.NoError(b.t, err)
	return view.ID
}

func (b *bundle) do(verb task.Verb, id task.ID) task.ID {
	b.t.Helper()
	report, err := b.Apply(context.Background(), task.Command{Verb: verb, Tasks: []task.ID{id}, Actor: someone})
	require.NoError(b.t, err)
	require.Empty(b.t, report.LeftOut)
	require.Len(b.t, report.Done, 1)
	return report.Done[0]
}

// refused says why a verb is refused.
func (b *bundle) refused(verb task.Verb, id task.ID) string {
	b.t.Helper()
	report, err := b.Apply(context.Background(), task.Command{Verb: verb, Tasks: []task.ID{id}, Actor: someone})
	require.NoError(b.t, err)
	require.Empty(b.t, report.Done)
	require.Len(b.t, report.LeftOut, 1)
	require.True(b.t, report.LeftOut[0].Refused)
	return report.LeftOut[0].Why
}

func (b *bundle) view(id task.ID) task.View {
	b.t.Helper()
	view, err := b.Task(context.Background(), id)
	require.NoError(b.t, err)
	return view
}

// runs gives the runs of a task, oldest first.
func (b *bundle) runs(id task.ID) []task.Run {
	b.t.Helper()
	var runs []task.Run
	query := task.RunQuery{Task: id, Limit: 500}
	for more := true; more; {
		page, err := b.Runs(context.Background(), query)
		require.NoError(b.t, err)
		runs = append(runs, page.Runs...)
		if more = page.More; more {
			query.Before = page.Runs[len(page.Runs)-1].ID
		}
	}
	slices.Reverse(runs)
	return runs
}

// settled waits until nothing of a task is at work or waits, told by events, and gives its runs.
func (b *bundle) settled(id task.ID) []task.Run {
	b.t.Helper()
	b.until(id, func(view task.View) bool {
		// The end of a run is recorded first, and seen of its task right after.
		return !view.Running && !slices.ContainsFunc(b.runs(id), func(r task.Run) bool { return !r.Outcome.Ended() })
	})
	return b.runs(id)
}

// until waits until a task is as asked for.
func (b *bundle) until(id task.ID, is func(task.View) bool) task.View {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	events := b.bus.Subscribe(ctx)
	for {
		if view := b.view(id); is(view) {
			return view
		}
		_, err := events.Next(ctx)
		require.NoError(b.t, err, "the task does not come to be as expected: %+v", b.view(id))
	}
}

// inShort gives outcomes and triggers of runs in short.
func inShort(runs []task.Run) []string {
	short := []string{}
	for _, r := range runs {
		short = append(short, string(r.Trigger)+": "+string(r.Outcome))
	}
	return short
}
