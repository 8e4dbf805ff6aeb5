package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/task"
)

// A command that starts one task is there for a moment: it begins nothing that it would break off.
func TestByHandOnlyWhatIsStartedRunsAndTheRestIsLeftForTheNextStart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	due, other := b.save(everyHour()), b.save(everyHour(), func(d *task.Draft) { d.Name = "Other" })
	b.StartByHand()
	b.advance(5*time.Hour + time.Minute)
	report, err := b.Apply(t.Context(), task.Command{Verb: task.Start, Tasks: []task.ID{other}, Actor: someone})
	require.NoError(t, err)
	require.Empty(t, report.LeftOut)
	require.Equal(t, []string{"manual: completed"}, inShort(b.settled(other)))
	require.Empty(t, b.settled(due))

	b.restart(time.Minute)
	runs := b.settled(due)
	require.Equal(t, []string{"missed: completed"}, inShort(runs))
	require.EqualValues(t, 5, runs[0].StandsFor)
}
