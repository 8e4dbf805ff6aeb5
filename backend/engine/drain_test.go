package engine_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
)

// ledger is a processor that counts, for each row, how often it gave a result.
type ledger struct {
	given []atomic.Int64 // by seq
	all   atomic.Int64
	some  chan struct{} // closed when the first few have been given
}

const aFew = 20

func newLedger(rows int) *ledger {
	return &ledger{given: make([]atomic.Int64, rows+1), some: make(chan struct{})}
}

func (l *ledger) process(ctx context.Context, item *job.Item) (job.Result, error) {
	if ctx.Err() != nil {
		return job.Result{}, ctx.Err()
	}
	l.given[item.Seq].Add(1)
	if l.all.Add(1) == aFew {
		close(l.some)
	}
	return succeed(ctx, item)
}

// twice lists the rows for which a result was given more than once: the first one was thrown away.
func (l *ledger) twice() []int {
	var seqs []int
	for seq := range l.given {
		if l.given[seq].Load() > 1 {
			seqs = append(seqs, seq)
		}
	}
	return seqs
}

// fronts does verbs on a job from several places at once, each beginning at another one, until it
// was done so often or the job has ended. What the status refuses is left out, as for people.
func (b *bundle) fronts(n, rounds int, id job.ID, verbs ...job.Verb) {
	b.t.Helper()
	var all sync.WaitGroup
	for front := range n {
		all.Go(func() {
			for round := range rounds {
				verb := verbs[(front+round)%len(verbs)]
				_, err := b.Apply(context.Background(), job.Command{Verb: verb, Actor: someone, Jobs: []job.ID{id}})
				assert.NoError(b.t, err)
			}
		})
	}
	all.Wait()
}

func TestPauseAndResumeFromSeveralPlacesAtOnceThrowNothingAway(t *testing.T) {
	t.Parallel()
	for name, verbs := range map[string][]job.Verb{
		"pause, resume":                    {job.Pause, job.Resume},
		"pause, resume, pause now, resume": {job.Pause, job.Resume, job.PauseNow, job.Resume},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const rows = 20_000
			b := setup(t)
			l := newLedger(rows)
			b.work.process = l.process
			id := b.create(rows, func(n *engine.NewJob) { n.Options.Concurrency = 8 })
			b.Start()
			<-l.some
			b.fronts(3, 150, id, verbs...)
			if b.snapshot(id).Status != job.Completed {
				_, err := b.Apply(t.Context(), job.Command{Verb: job.Pause, Actor: someone, Jobs: []job.ID{id}})
				require.NoError(t, err)
				if s := b.restsAt(id); s.Status == job.Paused {
					require.Equal(t, l.all.Load(), s.Succeeded, "what was done is kept")
					b.do(job.Resume, id)
				}
			}
			require.EqualValues(t, rows, b.reaches(id, job.Completed).Succeeded)
			require.Empty(t, l.twice())
		})
	}
}

func TestCancelAfterFastPausesKeepsWhatWasDone(t *testing.T) {
	t.Parallel()
	const rows = 20_000
	b := setup(t)
	l := newLedger(rows)
	b.work.process = l.process
	id := b.create(rows, func(n *engine.NewJob) { n.Options.Concurrency = 8 })
	b.Start()
	<-l.some
	b.fronts(3, 100, id, job.Pause, job.Resume)
	b.fronts(2, 1, id, job.Cancel)
	require.Equal(t, l.all.Load(), b.restsAt(id).Succeeded)
	require.Empty(t, l.twice())
}

// restsAt waits until a job is paused or has ended.
func (b *bundle) restsAt(id job.ID) job.Snapshot {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	events := b.bus.Subscribe(ctx)
	for {
		if s := b.snapshot(id); s.Status == job.Paused || s.Status.Ended() {
			return s
		}
		_, err := events.Next(ctx)
		require.NoError(b.t, err)
	}
}
