package news

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
	"jobdeck/backend/processor"
)

// answers is a processor that does with each item what the test says.
type answers func(item *job.Item) job.Outcome

func (a answers) Process(_ context.Context, item *job.Item) (job.Result, error) {
	if a(item) == job.Succeeded {
		return job.Result{Outcome: job.Succeeded}, nil
	}
	return job.Result{}, errors.New("no such company")
}

// engineOver runs an engine over the desk's store and bus. Its clock is the real one: only the
// desk's stands still.
func (b *bench) engineOver(answer func(item *job.Item) job.Outcome) *engine.Engine {
	b.t.Helper()
	e, err := engine.New(b.t.Context(), engine.Options{
		Store: b.store, Bus: b.bus, Clock: clockwork.NewRealClock(), Log: logging.Discard(), Slots: 4,
		Find: func(string) (processor.Spec, error) {
			return processor.Spec{Name: "test", New: func(map[string]string, clockwork.Clock) (processor.Processor, error) { return answers(answer), nil }}, nil
		},
	})
	require.NoError(b.t, err)
	require.NoError(b.t, b.Start(b.t.Context()))
	e.Start()
	b.t.Cleanup(e.Close)
	return e
}

func list(n int) iter.Seq2[engine.ListRow, error] {
	return func(yield func(engine.ListRow, error) bool) {
		for i := range n {
			if !yield(engine.ListRow{Row: int64(i + 2), Cells: []string{fmt.Sprintf("Company %d", i+1)}}, nil) {
				return
			}
		}
	}
}

var anna = job.Actor{Who: "anna", From: job.FromWindow}

func (b *bench) create(e *engine.Engine, rows int, options job.Options) job.ID {
	b.t.Helper()
	options.Processor, options.Concurrency = "test", 2
	s, err := e.Create(b.t.Context(), engine.NewJob{Name: "Q4", Rows: list(rows), Actor: anna, Options: options, List: job.List{Columns: []string{"name"}}})
	require.NoError(b.t, err)
	return s.ID
}

func TestARealJobIsToldOfWhenItEndsAndAgainWhenItIsRetried(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	e := b.engineOver(func(item *job.Item) job.Outcome {
		if item.Seq == 3 {
			return job.FailedItem
		}
		return job.Succeeded
	})
	id := b.create(e, 5, job.Options{})
	b.later(together)
	news := b.next()
	require.Equal(t, "Q4 completed with failures", news.Title)
	require.Equal(t, "4 succeeded, 1 failed", news.Text)
	require.Equal(t, id, news.Job)
	_, err := e.Apply(t.Context(), job.Command{Verb: job.Retry, Jobs: []job.ID{id}, Actor: anna})
	require.NoError(t, err)
	b.later(together)
	require.Equal(t, live.JobWithFailures, b.next().Kind)
	require.Len(t, b.inbox(), 2)
}

func TestARealJobThatTheAppPausedIsToldOf(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	e := b.engineOver(func(*job.Item) job.Outcome { return job.FailedItem })
	// More than can wait to be recorded, so that the pause comes before the end.
	b.create(e, 20_000, job.Options{MaxErrorRate: 0.2})
	b.later(together)
	news := b.next()
	require.Equal(t, live.JobAutoPaused, news.Kind)
	require.NotEmpty(t, news.Text)
	require.Equal(t, live.ResumeNews, news.Actions[0])
}

func TestWhatAPersonDoesToARealJobIsNoNews(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	release := make(chan struct{})
	e := b.engineOver(func(*job.Item) job.Outcome {
		<-release
		return job.Succeeded
	})
	id := b.create(e, 50, job.Options{})
	for _, verb := range []job.Verb{job.Pause, job.Resume, job.Cancel} {
		_, err := e.Apply(t.Context(), job.Command{Verb: verb, Jobs: []job.ID{id}, Actor: anna})
		require.NoError(t, err)
	}
	close(release)
	e.Close()
	b.Close()
	require.Empty(t, b.inbox())
}
