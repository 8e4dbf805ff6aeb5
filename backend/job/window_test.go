package job_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
)

func TestATimeWindowOpensAndClosesByTheWallClock(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, berlin) }
	night := &job.Window{From: 22 * 60, Until: 7 * 60, Days: []int{1, 2, 3, 4, 5}, Zone: "Europe/Berlin"}
	for _, test := range []struct {
		name    string
		window  *job.Window
		now     time.Time
		open    bool
		changes time.Time
	}{
		{"a Monday noon waits for the night", night, at(2, 12, 0), false, at(2, 22, 0)},
		{"it opens on the minute", night, at(2, 22, 0), true, at(3, 7, 0)},
		{"after midnight belongs to the day before", night, at(3, 3, 0), true, at(3, 7, 0)},
		{"it closes on the minute", night, at(3, 7, 0), false, at(3, 22, 0)},
		{"Friday's night runs into Saturday", night, at(7, 6, 59), true, at(7, 7, 0)},
		{"Saturday night stays shut until Monday", night, at(7, 23, 0), false, at(9, 22, 0)},
		{"Monday before dawn is Sunday's night", night, at(2, 3, 0), false, at(2, 22, 0)},
		{"the night clocks go forward is an hour shorter", &job.Window{From: 22 * 60, Until: 7 * 60, Zone: "Europe/Berlin"}, at(29, 1, 30), true, at(29, 7, 0)},
		{"office hours", &job.Window{From: 9 * 60, Until: 17 * 60, Zone: "Europe/Berlin"}, at(2, 12, 0), true, at(2, 17, 0)},
	} {
		open, changes := test.window.Open(test.now)
		require.Equal(t, test.open, open, test.name)
		require.True(t, test.changes.Equal(changes), "%s: changes at %s", test.name, changes)
	}
}

func TestAWindowThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	for _, window := range []job.Window{
		{From: 60, Until: 60},
		{From: -1, Until: 60},
		{From: 0, Until: 1440},
		{From: 0, Until: 60, Days: []int{7}},
		{From: 0, Until: 60, Zone: "Mars/Olympus"},
	} {
		require.Error(t, window.Check(), "%+v", window)
	}
	require.NoError(t, (&job.Window{From: 0, Until: 60, Days: []int{0}, Zone: "UTC"}).Check())
}

func TestAWindowIsSaidInWords(t *testing.T) {
	t.Parallel()
	require.Equal(t, "22:00–07:00 Mon, Tue UTC", (&job.Window{From: 22 * 60, Until: 7 * 60, Days: []int{1, 2}, Zone: "UTC"}).String())
}
