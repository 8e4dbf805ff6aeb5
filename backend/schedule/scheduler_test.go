package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/task"
)

func TestATaskFiresWhenItIsDue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.Start()
	require.Equal(t, morning.Add(time.Hour).UnixMilli(), b.view(id).NextRun)
	require.Equal(t, task.Scheduled, b.view(id).Status)

	b.advance(time.Hour - time.Millisecond)
	require.Empty(t, b.runs(id))
	b.clock.Advance(time.Millisecond) // nobody looks: gocron rings
	view := b.until(id, func(v task.View) bool { return v.LastRun != nil })
	require.Equal(t, []string{"schedule: completed"}, inShort(b.runs(id)))
	require.Equal(t, "did it", view.LastRun.Message)
	require.Equal(t, map[string]int64{"things": 3}, view.LastRun.Counts)
	require.Equal(t, morning.Add(time.Hour).UnixMilli(), view.LastRun.Due)
	require.Equal(t, morning.Add(2*time.Hour).UnixMilli(), view.NextRun)
}

func TestShippedTasksAreThereFromTheFirstStartAndKeepWhatIsChanged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	views, err := b.Tasks(t.Context())
	require.NoError(t, err)
	require.Len(t, views, 1)
	require.Equal(t, "Sweeping", views[0].Name)
	require.Equal(t, "Maintenance", views[0].Group)
	require.True(t, views[0].Shipped)

	draft := task.Draft{ID: views[0].ID, Name: "Sweeping", Group: "House", Schedule: everyHour(), Actor: someone}
	_, err = b.Save(t.Context(), draft)
	require.NoError(t, err)
	draft.Name = "Cleaning"
	_, err = b.Save(t.Context(), draft)
	require.ErrorContains(t, err, "its name stays")

	b.restart(time.Minute)
	views, err = b.Tasks(t.Context())
	require.NoError(t, err)
	require.Len(t, views, 1)
	require.Equal(t, "House", views[0].Group)
	require.Equal(t, task.Disabled, views[0].Status)
}
