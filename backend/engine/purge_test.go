package engine_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// ended makes n jobs, cancels them and starts the engine; none has worked.
func (b *bundle) ended(n, rows int) []job.ID {
	b.t.Helper()
	ids := make([]job.ID, n)
	for i := range ids {
		ids[i] = b.create(rows, func(j *engine.NewJob) { j.StartPaused = true })
	}
	b.do(job.Cancel, ids...)
	b.Start()
	return ids
}

// follow waits for an event of some work of the engine's that done accepts.
func follow(t *testing.T, events *live.Subscription, id string, done func(*live.Work) bool) {
	t.Helper()
	for {
		told, err := events.Next(t.Context())
		require.NoError(t, err)
		for _, event := range told {
			if event.Topic == live.WorkProgress && event.Key == id && done(event.Work) {
				return
			}
		}
	}
}

func anyProgress(*live.Work) bool { return true }

func workEnded(work *live.Work) bool { return work.Ended }

func TestWhatUndeleteSaysIsBackStaysThoughAPurgeIsUnderWay(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	ids := b.ended(300, 1)
	last := ids[len(ids)-1]
	b.do(job.Delete, ids...)
	first, all := b.bus.Subscribe(t.Context()), b.bus.Subscribe(t.Context())
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(engine.UndoFor + 3*time.Second)
	follow(t, first, fmt.Sprintf("purge-%d", ids[0]), anyProgress)
	report, err := b.Apply(t.Context(), job.Command{Verb: job.Undelete, Actor: someone, Jobs: ids[:len(ids)-1]})
	require.NoError(t, err)
	require.NotEmpty(t, report.LeftOut, "the first one came too late")
	for _, left := range report.LeftOut {
		require.Regexp(t, "there is no job|is being purged", left.Why)
	}
	follow(t, all, fmt.Sprintf("purge-%d", last), workEnded)
	back, err := b.store.Jobs(t.Context(), report.Done)
	require.NoError(t, err)
	require.Len(t, back, len(report.Done))
}

func TestADuplicateOfAJobThatIsPurgedMeanwhileIsWholeOrRefused(t *testing.T) {
	t.Parallel()
	for _, verb := range []job.Verb{job.Duplicate, job.RunRest} {
		clock := clockwork.NewFakeClock()
		b := setup(t, withClock(clock))
		const rows = 45_000
		source := b.ended(1, rows)[0]
		events := b.bus.Subscribe(t.Context())
		reports := make(chan job.Report)
		go func() {
			report, err := b.Apply(t.Context(), job.Command{Verb: verb, Actor: someone, Jobs: []job.ID{source}})
			assert.NoError(t, err)
			reports <- report
		}()
		follow(t, events, fmt.Sprintf("import-%d", source+1), anyProgress)
		b.do(job.Delete, source)
		require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
		clock.Advance(engine.UndoFor + 3*time.Second)
		report := <-reports
		for _, id := range report.Done {
			require.EqualValues(t, rows, b.snapshot(id).Total)
		}
		for _, left := range report.LeftOut {
			require.Equal(t, source, left.Job)
			require.True(t, left.Refused)
			require.Regexp(t, "changed meanwhile|is being purged", left.Why)
		}
		require.Equal(t, 1, len(report.Done)+len(report.LeftOut))
		ids, err := b.store.JobIDs(t.Context(), job.Filter{})
		require.NoError(t, err)
		require.Equal(t, report.Done, append([]job.ID{}, ids...), "nothing is left of a copy that was refused")
	}
}

func TestADeletedJobIsNotChanged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.ended(1, 1)[0]
	b.do(job.Delete, id)
	name := "Q1"
	_, err := b.Adjust(t.Context(), id, job.Changes{Name: &name}, someone)
	require.ErrorContains(t, err, "can't change: it is deleted: undelete it first")
	b.do(job.Undelete, id)
	s, err := b.Adjust(t.Context(), id, job.Changes{Name: &name}, someone)
	require.NoError(t, err)
	require.Equal(t, name, s.Name)
	b.do(job.Archive, id) // a change of options is a change like others: the next one sees it
}
