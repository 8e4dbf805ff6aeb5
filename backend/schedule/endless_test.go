package schedule_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/schedule"
	"jobdeck/backend/task"
)

// nothingInAField are lines with a field that holds no value at all.
var nothingInAField = []string{", * * * *", "* , * * *", "0 , * * *", ", , , , ,", "0 0 , * *", "0 0 * , *", "0 0 * * ,", ",, * * * * *"}

func TestALineWithNothingInAFieldIsRefusedAndSearchesNothing(t *testing.T) {
	t.Parallel()
	for _, line := range nothingInAField {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			err := schedule.Check(cronIn(line, "UTC"))
			require.ErrorAs(t, err, new(*job.UsageError))
			require.ErrorContains(t, err, "comma")
			require.Empty(t, schedule.Next(cronIn(line, "UTC"), morning, 5))
		})
	}
}

// A line may stand in the database that no check let in: an older Jobdeck wrote it, or a hand.
func TestAStoredLineThatCanNotBeReadHoldsUpNobody(t *testing.T) {
	t.Parallel()
	for _, line := range append(nothingInAField, "0 0 30 2 *", "1,,2 * * * *", "") {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			broken, whole := b.save(everyHour()), b.save(everyHour(), named("Whole"))
			stored, err := b.store.Task(t.Context(), broken)
			require.NoError(t, err)
			stored.Schedule = cronIn(line, "UTC")
			require.NoError(t, b.store.SaveTask(t.Context(), stored, job.Entry{}))
			b.restart(time.Minute)
			b.advance(59 * time.Minute)
			require.Equal(t, []string{"schedule: completed"}, inShort(b.settled(whole)))
			require.Empty(t, b.runs(broken))
			view := b.view(broken)
			require.NotEmpty(t, view.Problem)
			require.Contains(t, view.Message, view.Problem, "everybody sees why it does not fire")
			require.Zero(t, view.NextRun)
			_, err = b.Save(t.Context(), task.Draft{ID: broken, Name: "Mine", Schedule: everyHour(), Enabled: true, Actor: someone})
			require.NoError(t, err, "it is mended by another schedule")
			require.Empty(t, b.view(broken).Problem)
			require.Positive(t, b.view(broken).NextRun)
		})
	}
}

func named(name string) func(*task.Draft) { return func(d *task.Draft) { d.Name = name } }

func TestASearchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	parsed, err := schedule.Parse(cronIn("* * * * * *", "Europe/Berlin"))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = parsed.Search(ctx, morning, morning.AddDate(20, 0, 0), 1000)
	require.ErrorIs(t, err, context.Canceled)
}

func TestASearchWithoutEndHoldsUpNobodyAndEndsWithTheProgram(t *testing.T) {
	t.Parallel()
	b := setup(t)
	stuck, other := b.save(everyHour()), b.save(every3Hours(), named("Other"))
	b.Start()
	begun := b.SearchForEver(stuck, true)
	b.clock.Advance(time.Hour) // gocron rings
	<-begun
	b.do(task.Start, other)
	require.Equal(t, "manual: completed", inShort(b.settled(other))[0], "verbs are done meanwhile")
	require.Equal(t, task.Scheduled, b.view(stuck).Status, "and the panel opens")
	b.do(task.PauseTask, stuck)
	b.Close() // ends the search; the test would never end else
}

func TestASearchThatComesToItsBoundIsToldAndTheOthersFire(t *testing.T) {
	t.Parallel()
	b := setup(t)
	stuck, other := b.save(everyHour()), b.save(everyHour(), named("Other"))
	b.Start()
	b.SearchForEver(stuck, false)
	b.advance(time.Hour)
	require.Equal(t, []string{"schedule: completed"}, inShort(b.settled(other)))
	require.Contains(t, b.view(stuck).Message, "does not fire: its next firing can't be found")
	require.Zero(t, b.view(stuck).NextRun)
}
