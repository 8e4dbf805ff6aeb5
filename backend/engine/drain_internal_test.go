package engine

import (
	"context"
	"io"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/store"
)

// letGo is a processor whose items wait until the test lets them go.
type letGo struct{ starts, let chan struct{} }

func (p *letGo) Process(context.Context, *job.Item) (job.Result, error) {
	p.starts <- struct{}{}
	<-p.let
	return job.Result{Outcome: job.Succeeded}, nil
}

// atWork makes an engine with a job of n rows, one at a time, whose first one is in flight. Its clock
// stands still, so that nothing is recorded but when somebody asks for it.
func atWork(t *testing.T, n int) (*Engine, *run, *letGo) {
	t.Helper()
	kept, err := store.Open(t.Context(), t.TempDir())
	require.NoError(t, err)
	log := logrus.New()
	log.SetOutput(io.Discard)
	p := &letGo{starts: make(chan struct{}, n), let: make(chan struct{})}
	e, err := New(t.Context(), Options{
		Store: kept, Bus: &live.Bus{}, Clock: clockwork.NewFakeClock(), Log: log,
		Find: func(string) (processor.Spec, error) {
			return processor.Spec{New: func(map[string]string, clockwork.Clock) (processor.Processor, error) { return p, nil }}, nil
		},
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		close(p.let)
		e.Close()
		require.NoError(t, kept.Close())
	})
	j, err := e.Create(t.Context(), NewJob{
		Name:    "Q4 targets",
		Options: job.Options{Processor: "x", Concurrency: 1}, List: job.List{Columns: []string{"a"}, Mapping: []job.Field{""}},
		Rows: func(yield func(ListRow, error) bool) {
			for row := range n {
				if !yield(ListRow{Row: int64(row + 2), Cells: []string{"a"}}, nil) {
					return
				}
			}
		},
	})
	require.NoError(t, err)
	e.Start()
	<-p.starts
	return e, e.run(j.ID), p
}

// Between the commit of a run that drains and the lock it ends under, the job may be resumed, do
// more, and be paused again. What it did then must not go with the run.
func TestWhatIsDoneWhileARunWaitsToEndIsKept(t *testing.T) {
	t.Parallel()
	for _, last := range []job.Verb{job.Pause, job.PauseNow, job.Cancel} {
		e, r, p := atWork(t, 5)
		verb := func(verb job.Verb) {
			require.NoError(t, e.changeLocked(t.Context(), r.id, cause{verb: verb}))
		}
		e.changing.Lock()
		verb(job.Pause)
		p.let <- struct{}{}
		r.recorder.mu.Lock()
		for r.recorder.durable < 1 {
			r.recorder.saved.Wait()
		}
		r.recorder.mu.Unlock()
		verb(job.Resume)
		<-p.starts
		verb(job.Pause) // the third row is not begun
		p.let <- struct{}{}
		r.gate.mu.Lock()
		for r.gate.flown > 0 {
			r.gate.mu.Unlock()
			r.gate.mu.Lock()
		}
		r.gate.mu.Unlock()
		if last != job.Pause {
			verb(last)
		}
		e.changing.Unlock()
		<-r.done
		j, err := e.store.Job(t.Context(), r.id)
		require.NoError(t, err)
		require.EqualValues(t, 2, j.Counts.Succeeded, last)
	}
}
