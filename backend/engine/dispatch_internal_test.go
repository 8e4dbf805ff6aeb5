package engine

import (
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
)

// A job is listed as due, and before it is resumed somebody makes it stay, or wait for longer.
func TestAJobThatWasJustMadeToStayIsNotResumed(t *testing.T) {
	t.Parallel()
	for _, later := range []time.Duration{0, time.Hour} {
		e, r, p := atWork(t, 5)
		clock := e.clock.(*clockwork.FakeClock)
		pause := func(until time.Duration) {
			command := job.Command{Verb: job.Pause, Jobs: []job.ID{r.id}}
			if until > 0 {
				command.Until = clock.Now().Add(until).UnixMilli()
			}
			report, err := e.Apply(t.Context(), command)
			require.NoError(t, err)
			require.Len(t, report.Done, 1)
		}
		pause(time.Minute)
		p.let <- struct{}{}
		<-r.done
		due, err := e.store.Due(t.Context(), clock.Now().Add(time.Minute).UnixMilli())
		require.NoError(t, err)
		require.Equal(t, []job.ID{r.id}, due)
		pause(later)
		require.NoError(t, e.resumeDue(t.Context(), r.id))
		s, err := e.Snapshot(t.Context(), r.id)
		require.NoError(t, err)
		require.Equal(t, job.Paused, s.Status)
	}
}
