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

// There are places whose clocks change at midnight: a day then begins at one o'clock, or has
// midnight twice.
func TestATimeWindowIsRightWhereClocksChangeAtMidnight(t *testing.T) {
	t.Parallel()
	utc := func(text string) time.Time {
		at, err := time.Parse("2006-01-02 15:04", text)
		require.NoError(t, err)
		return at
	}
	hours := func(from, until float64, zone string, days ...int) *job.Window {
		return &job.Window{From: int(from * 60), Until: int(until * 60), Zone: zone, Days: days}
	}
	const santiago, havana, azores = "America/Santiago", "America/Havana", "Atlantic/Azores"
	const saturday, sunday, monday = 6, 0, 1
	for _, test := range []struct {
		name     string
		window   *job.Window
		now      string
		open     bool
		changing string
	}{
		// Santiago, 6 September 2026, a Sunday: 00:00 is skipped, 04:00 UTC is 01:00.
		{"a day without midnight is that day", hours(9, 17, santiago, sunday), "2026-09-05 16:00", false, "2026-09-06 12:00"},
		{"and only that", hours(9, 17, santiago, sunday), "2026-09-06 20:00", false, "2026-09-13 12:00"},
		{"the day after it is the next", hours(9, 17, santiago, monday), "2026-09-06 12:00", false, "2026-09-07 12:00"},
		{"a start that is skipped is after the gap", hours(0, 6, santiago, sunday), "2026-09-06 03:59", false, "2026-09-06 04:00"},
		{"from then on it is open", hours(0, 6, santiago, sunday), "2026-09-06 04:00", true, "2026-09-06 09:00"},
		{"an end that is skipped is after the gap", hours(22, 0.5, santiago, saturday), "2026-09-06 03:00", true, "2026-09-06 04:00"},
		{"a window that is skipped stays shut", hours(0, 0.5, santiago), "2026-09-06 03:00", false, "2026-09-07 03:00"},
		{"a night is an hour shorter", hours(22, 7, santiago, saturday), "2026-09-06 03:30", true, "2026-09-06 10:00"},
		// Santiago, 4 April 2026, a Saturday: 23:00 comes twice, at 02:00 and 03:00 UTC.
		{"an hour that comes twice opens at first", hours(23.5, 23.75, santiago), "2026-04-05 01:00", false, "2026-04-05 02:30"},
		{"and not again", hours(23.5, 23.75, santiago), "2026-04-05 03:30", false, "2026-04-06 03:30"},
		{"a night is an hour longer", hours(22, 7, santiago, saturday), "2026-04-05 03:30", true, "2026-04-05 11:00"},
		// Havana, 1 November 2026, a Sunday: 00:00 comes twice, at 04:00 and 05:00 UTC.
		{"a midnight that comes twice opens at first", hours(0, 5, havana, sunday), "2026-11-01 03:00", false, "2026-11-01 04:00"},
		{"and is open the second time", hours(0, 5, havana, sunday), "2026-11-01 05:00", true, "2026-11-01 10:00"},
		{"an end that comes twice is the first", hours(22, 0.5, havana, saturday), "2026-11-01 04:15", true, "2026-11-01 04:30"},
		// Azores, 29 March 2026, a Sunday: 00:00 is skipped, 01:00 UTC is 01:00.
		{"half past a skipped midnight is after the gap", hours(0.5, 4, azores), "2026-03-29 00:30", false, "2026-03-29 01:00"},
		{"the Azores in autumn", hours(0, 4, azores, sunday), "2026-10-25 00:30", true, "2026-10-25 05:00"},
	} {
		open, changes := test.window.Open(utc(test.now))
		require.Equal(t, test.open, open, test.name)
		require.Equal(t, test.changing, changes.UTC().Format("2006-01-02 15:04"), test.name)
	}
}
