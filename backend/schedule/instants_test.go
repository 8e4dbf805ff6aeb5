package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/instants"
	"jobdeck/backend/schedule"
	"jobdeck/backend/task"
)

// A line without a time zone of its own goes by the clock's: once on each of the coming days, at its
// time or at the end of the gap that leaves it out.
func TestADailyLineFiresOnceADayWhateverTheNight(t *testing.T) {
	t.Parallel()
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			for line, minutes := range map[string]int{"0 0 * * *": 0, "30 1 * * *": 90, "30 2 * * *": 150, "30 23 * * *": 23*60 + 30} {
				due := clock.Now()
				for _, at := range schedule.Next(task.Schedule{Kind: task.Cron, Cron: line}, clock.Now(), 3) {
					require.True(t, at.After(due))
					require.Less(t, at.Sub(due), 26*time.Hour, "%s fires at %s", line, at)
					if shown := at.Hour()*60 + at.Minute(); shown != minutes {
						_, offset := at.Zone()
						_, before := at.Add(-time.Second).Zone()
						require.Greater(t, offset, before, "%s fires at %s", line, at)
					}
					due = at
				}
			}
		})
	}
}

func TestATaskFiresAtItsTimeByTheClockOfThePlace(t *testing.T) {
	t.Parallel()
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			b := setupAt(t, clock)
			id := b.save(task.Schedule{Kind: task.Cron, Cron: "0 5 * * *"})
			b.Start()
			due := time.UnixMilli(b.view(id).NextRun)
			require.Equal(t, "05:00", due.In(clock.Now().Location()).Format("15:04"))
			b.advance(due.Sub(clock.Now()) - time.Second)
			require.Empty(t, b.runs(id))
			b.advance(time.Second)
			require.Equal(t, []string{"schedule: completed"}, inShort(b.settled(id)))
			require.Equal(t, due.UnixMilli(), b.runs(id)[0].Due)
			clock.Advance(time.Minute)
			once := b.save(task.Schedule{Kind: task.Once, At: clock.Now().Add(time.Hour).UnixMilli()}, func(d *task.Draft) { d.Name = "Once" })
			b.advance(time.Hour)
			b.settled(once)
			require.Equal(t, "ran at "+clock.Now().Format("2006-01-02 15:04"), b.view(once).Message)
		})
	}
}
