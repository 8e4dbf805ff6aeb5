package engine_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bundle is an engine over a real store, with a processor that the test answers.
type bundle struct {
	*engine.Engine
	t     testing.TB
	dir   string
	store *store.Store
	bus   *live.Bus
	clock clockwork.Clock
	work  *work
}

// work is a processor whose every try the test can hold and answer.
type work struct {
	process func(ctx context.Context, item *job.Item) (job.Result, error)
	started atomic.Int64
	mu      sync.Mutex
	seen    map[int64]int // tries by seq
}

func (w *work) Process(ctx context.Context, item *job.Item) (job.Result, error) {
	w.started.Add(1)
	w.mu.Lock()
	w.seen[item.Seq]++
	w.mu.Unlock()
	return w.process(ctx, item)
}

func (w *work) tries(seq int64) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen[seq]
}

func succeed(context.Context, *job.Item) (job.Result, error) {
	return job.Result{Outcome: job.Succeeded, Output: []job.Cell{{Column: "answer", Value: "yes"}}}, nil
}

type setting func(*bundle, *engine.Options)

func withClock(clock clockwork.Clock) setting {
	return func(b *bundle, o *engine.Options) { b.clock, o.Clock = clock, clock }
}

func inDir(dir string) setting { return func(b *bundle, _ *engine.Options) { b.dir = dir } }

func setup(t testing.TB, settings ...setting) *bundle {
	t.Helper()
	b := &bundle{t: t, dir: t.TempDir(), bus: &live.Bus{}, clock: clockwork.NewRealClock(), work: &work{process: succeed, seen: map[int64]int{}}}
	log := logrus.New()
	log.SetOutput(io.Discard)
	options := engine.Options{Bus: b.bus, Clock: b.clock, Log: log, Slots: 2, Find: func(name string) (processor.Spec, error) {
		if name != "test" {
			return processor.Spec{}, fmt.Errorf("no processor is called %q", name)
		}
		return processor.Spec{Name: "test", New: func(map[string]string, clockwork.Clock) (processor.Processor, error) { return b.work, nil }}, nil
	}}
	for _, set := range settings {
		set(b, &options)
	}
	var err error
	b.store, err = store.Open(t.Context(), b.dir)
	require.NoError(t, err)
	options.Store = b.store
	b.Engine, err = engine.New(t.Context(), options)
	require.NoError(t, err)
	t.Cleanup(b.stop)
	return b
}

func (b *bundle) stop() {
	b.Close()
	if b.store != nil {
		require.NoError(b.t, b.store.Close())
		b.store = nil
	}
}

// rows is a list of n accounts.
func rows(n int) iter.Seq2[engine.ListRow, error] {
	return func(yield func(engine.ListRow, error) bool) {
		for i := range n {
			if !yield(engine.ListRow{Row: int64(i + 2), Cells: []string{fmt.Sprintf("Company %d", i+1), fmt.Sprintf("c%d.com", i+1)}}, nil) {
				return
			}
		}
	}
}

var someone = job.Actor{Who: "ada", From: job.FromWindow}

func (b *bundle) create(n int, changes ...func(*engine.NewJob)) job.ID {
	b.t.Helper()
	made := engine.NewJob{
		Name: "Q4 targets", Recipe: "Test", Rows: rows(n), Actor: someone,
		Options: job.Options{Processor: "test", Concurrency: 2},
		List:    job.List{Source: "targets.csv", Columns: []string{"name", "domain"}, Mapping: []job.Field{job.CompanyName, job.Domain}},
	}
	for _, change := range changes {
		change(&made)
	}
	j, err := b.Create(context.Background(), made)
	require.NoError(b.t, err)
	return j.ID
}

func (b *bundle) do(verb job.Verb, ids ...job.ID) {
	b.t.Helper()
	report, err := b.Apply(context.Background(), job.Command{Verb: verb, Actor: someone, Jobs: ids})
	require.NoError(b.t, err)
	require.Empty(b.t, report.LeftOut)
	require.Len(b.t, report.Done, len(ids))
}

func (b *bundle) snapshot(id job.ID) job.Snapshot {
	b.t.Helper()
	s, err := b.Snapshot(context.Background(), id)
	require.NoError(b.t, err)
	require.Equal(b.t, s.Total, s.Pending+s.InFlight+s.Succeeded+s.Failed+s.Skipped, "every row is accounted for")
	return s
}

// reaches waits until a job has a status, told by events.
func (b *bundle) reaches(id job.ID, status job.Status) job.Snapshot {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	events := b.bus.Subscribe(ctx)
	for {
		if s := b.snapshot(id); s.Status == status {
			return s
		}
		_, err := events.Next(ctx)
		require.NoError(b.t, err)
	}
}

// held makes a processor that waits, for each item, until the test lets it go or its context ends.
// It tells each start.
type held struct {
	starts chan int64
	let    chan struct{}
}

func newHeld() *held { return &held{starts: make(chan int64, 100_000), let: make(chan struct{})} }

func (h *held) process(ctx context.Context, item *job.Item) (job.Result, error) {
	h.starts <- item.Seq
	select {
	case <-h.let:
		return succeed(ctx, item)
	case <-ctx.Done():
		return job.Result{}, ctx.Err()
	}
}

// underWay makes a job of held items and starts it; it returns when flying of them are in flight.
func (b *bundle) underWay(items, flying int, changes ...func(*engine.NewJob)) (job.ID, *held) {
	b.t.Helper()
	h := newHeld()
	b.work.process = h.process
	id := b.create(items, changes...)
	b.Start()
	for range flying {
		<-h.starts
	}
	return id, h
}

func oneAtATime(n *engine.NewJob) { n.Options.Concurrency = 1 }

// pass lets n items go.
func (h *held) pass(n int) {
	for range n {
		h.let <- struct{}{}
	}
}

func TestAJobRunsToItsEndAndEveryRowHasAnOutcome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.create(5000)
	b.Start()
	s := b.reaches(id, job.Completed)
	require.EqualValues(t, 5000, s.Succeeded)
	require.EqualValues(t, 5000, b.work.started.Load())
	items, _, err := b.store.Items(t.Context(), id, store.ItemFilter{}, 0, 10)
	require.NoError(t, err)
	require.JSONEq(t, `["Company 1", "c1.com"]`, items[0].Input)
	require.JSONEq(t, `{"answer": "yes"}`, items[0].Output)
}
