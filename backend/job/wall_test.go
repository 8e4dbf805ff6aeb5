package job_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/instants"
	"jobdeck/backend/job"
)

func TestADayBeginsAtItsFirstInstant(t *testing.T) {
	t.Parallel()
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			now := clock.Now()
			today, tomorrow := job.DayOf(now), instants.Midnight(now)
			require.Equal(t, now.YearDay(), today.YearDay())
			require.NotEqual(t, now.YearDay(), today.Add(-time.Nanosecond).YearDay())
			require.True(t, tomorrow.Equal(job.DayOf(tomorrow.Add(time.Hour))), "%s", job.DayOf(tomorrow))
			require.True(t, today.Equal(job.DayOf(tomorrow.Add(-time.Nanosecond))))
		})
	}
}

func TestADayThatLastsLongerBeginsOnce(t *testing.T) {
	t.Parallel()
	// In Havana midnight comes twice; the day begins with the first.
	havana, err := time.LoadLocation("America/Havana")
	require.NoError(t, err)
	begins := time.Date(2026, 11, 1, 4, 0, 0, 0, time.UTC)
	for _, later := range []time.Duration{0, time.Minute, time.Hour, time.Hour + time.Minute, 24 * time.Hour} {
		require.True(t, begins.Equal(job.DayOf(begins.Add(later).In(havana))), later)
	}
	require.False(t, begins.Equal(job.DayOf(begins.Add(25*time.Hour).In(havana))))
}

// A window is gone through minute by minute: it is open as the wall says, and it says when that changes.
func TestATimeWindowFollowsTheWallThroughEveryNight(t *testing.T) {
	t.Parallel()
	windows := map[string]job.Window{
		"a night":            {From: 22 * 60, Until: 7 * 60},
		"a day":              {From: 7 * 60, Until: 22 * 60},
		"from midnight":      {From: 0, Until: 4 * 60},
		"until midnight":     {From: 20 * 60},
		"from within a gap":  {From: 2*60 + 30, Until: 5 * 60},
		"until within a gap": {From: 23*60 + 40, Until: 2*60 + 15},
	}
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			for name, window := range windows {
				at := clock.Now().Truncate(time.Minute)
				open, changes := window.Open(at)
				for range 48 * 60 {
					at = at.Add(time.Minute)
					if at.Before(changes) {
						require.Equal(t, open, first(window.Open(at)), "%s at %s", name, at)
						continue
					}
					require.True(t, at.Equal(changes), "%s: it changes at %s", name, changes)
					require.Equal(t, !open, first(window.Open(at)), "%s at %s", name, at)
					shown := at.Hour()*60 + at.Minute()
					edge := map[bool]int{true: window.Until, false: window.From}[open]
					if shown != edge {
						before := at.Add(-time.Minute)
						since := func(minutes int) int { return (minutes - before.Hour()*60 - before.Minute() + 1440) % 1440 }
						require.Less(t, since(edge), since(shown), "%s: the wall leaves %d out at %s", name, edge, at)
					}
					open, changes = window.Open(at)
				}
			}
		})
	}
}

func first(open bool, _ time.Time) bool { return open }
