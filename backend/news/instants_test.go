package news

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/instants"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/task"
)

func TestNewsTellsTimesByTheWallOfThePlace(t *testing.T) {
	t.Parallel()
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			now, later := clock.Now(), clock.Now().Add(2*time.Hour)
			news := compose([]finding{
				{kind: live.JobAutoPaused, job: &job.Snapshot{Name: "Q4", Reason: "rate limit", ResumesAt: later.UnixMilli()}},
				{kind: live.ScheduleMissed, task: &task.View{Task: task.Task{Name: "Nightly"}, MissedFirings: task.Missed{Count: 1, Last: now.UnixMilli()}}},
			}, now)
			require.Contains(t, news[0].Text, "goes on by itself at "+later.Format("15:04"))
			require.Contains(t, news[1].Text, "It was due on "+now.Format("Mon 2 Jan, 15:04"))
			require.Equal(t, now.UnixMilli(), news[0].At)
		})
	}
}
