package schedule_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/job"
	"jobdeck/backend/schedule"
	"jobdeck/backend/task"
)

func cronIn(line, zone string) task.Schedule {
	return task.Schedule{Kind: task.Cron, Cron: line, Zone: zone}
}

// A night is from the evening before a shift to the morning after it.
var nights = map[string]struct{ zone, from, until string }{
	"Berlin, spring":    {"Europe/Berlin", "2026-03-29T00:00:00+01:00", "2026-03-29T05:00:00+02:00"},       // 2:00 → 3:00
	"Berlin, autumn":    {"Europe/Berlin", "2026-10-25T00:00:00+02:00", "2026-10-25T05:00:00+01:00"},       // 3:00 → 2:00
	"New York, spring":  {"America/New_York", "2026-03-08T00:00:00-05:00", "2026-03-08T05:00:00-04:00"},    // 2:00 → 3:00
	"New York, autumn":  {"America/New_York", "2026-11-01T00:00:00-04:00", "2026-11-01T05:00:00-05:00"},    // 2:00 → 1:00
	"Lord Howe, spring": {"Australia/Lord_Howe", "2026-10-04T00:00:00+10:30", "2026-10-04T05:00:00+11:00"}, // 2:00 → 2:30
	"Lord Howe, autumn": {"Australia/Lord_Howe", "2026-04-05T00:00:00+11:00", "2026-04-05T05:00:00+10:30"}, // 2:00 → 1:30
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return parsed
}

// within gives the times of a schedule in a night, as the clock on the wall shows them.
func within(t *testing.T, s task.Schedule, night string) string {
	t.Helper()
	zone, err := time.LoadLocation(nights[night].zone)
	require.NoError(t, err)
	var shown []string
	for _, one := range schedule.Next(s, at(t, nights[night].from), 1000) {
		if one.After(at(t, nights[night].until)) {
			break
		}
		shown = append(shown, one.In(zone).Format("15:04 -0700"))
	}
	return strings.Join(shown, ", ")
}

func TestALineThatNamesHoursFollowsTheClockOnTheWallThroughTheNightsOfTheShifts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ night, line, want string }{
		// In the gap: at the first instant after it.
		{"Berlin, spring", "30 2 * * *", "03:00 +0200"},
		{"Berlin, spring", "0 2 * * *", "03:00 +0200"},
		{"Berlin, spring", "59 1 * * *", "01:59 +0100"},
		{"Berlin, spring", "0 3 * * *", "03:00 +0200"},
		{"Berlin, spring", "30 3 * * *", "03:30 +0200"},
		{"New York, spring", "30 2 * * *", "03:00 -0400"},
		{"Lord Howe, spring", "15 2 * * *", "02:30 +1100"},
		{"Lord Howe, spring", "30 2 * * *", "02:30 +1100"},
		{"Lord Howe, spring", "45 2 * * *", "02:45 +1100"},
		// Several in the gap are one.
		{"Berlin, spring", "*/15 2 * * *", "03:00 +0200"},
		{"Berlin, spring", "30 2,3 * * *", "03:00 +0200, 03:30 +0200"},
		{"Berlin, spring", "0 2,3 * * *", "03:00 +0200"},
		// Twice on the wall: the first time only.
		{"Berlin, autumn", "30 2 * * *", "02:30 +0200"},
		{"Berlin, autumn", "0 2 * * *", "02:00 +0200"},
		{"Berlin, autumn", "0 3 * * *", "03:00 +0100"},
		{"Berlin, autumn", "*/20 2 * * *", "02:00 +0200, 02:20 +0200, 02:40 +0200"},
		{"New York, autumn", "30 1 * * *", "01:30 -0400"},
		{"New York, autumn", "0 2 * * *", "02:00 -0500"},
		{"Lord Howe, autumn", "45 1 * * *", "01:45 +1100"},
		{"Lord Howe, autumn", "30 1 * * *", "01:30 +1100"},
		{"Lord Howe, autumn", "15 1 * * *", "01:15 +1100"},
		{"Lord Howe, autumn", "0 2 * * *", "02:00 +1030"},
		{"Berlin, spring", "0 */2 * * *", "03:00 +0200, 04:00 +0200"},
		{"Berlin, autumn", "0 */2 * * *", "02:00 +0200, 04:00 +0100"},
	} {
		t.Run(test.night+" "+test.line, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, within(t, cronIn(test.line, nights[test.night].zone), test.night))
		})
	}
}

func TestALineForEveryHourFollowsTimeItselfThroughTheNightsOfTheShifts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ night, line, want string }{
		{"Berlin, spring", "0 * * * *", "01:00 +0100, 03:00 +0200, 04:00 +0200, 05:00 +0200"},
		{"Berlin, spring", "30 * * * *", "00:30 +0100, 01:30 +0100, 03:30 +0200, 04:30 +0200"},
		{"Berlin, autumn", "0 * * * *", "01:00 +0200, 02:00 +0200, 02:00 +0100, 03:00 +0100, 04:00 +0100, 05:00 +0100"},
		{"Berlin, autumn", "30 0-23 * * *", "00:30 +0200, 01:30 +0200, 02:30 +0200, 02:30 +0100, 03:30 +0100, 04:30 +0100"},
		{"New York, spring", "@hourly", "01:00 -0500, 03:00 -0400, 04:00 -0400, 05:00 -0400"},
		{"New York, autumn", "@hourly", "01:00 -0400, 01:00 -0500, 02:00 -0500, 03:00 -0500, 04:00 -0500, 05:00 -0500"},
		// Half an hour: the wall shows half of an hour less, or once more.
		{"Lord Howe, spring", "0 * * * *", "01:00 +1030, 02:30 +1100, 03:00 +1100, 04:00 +1100, 05:00 +1100"},
		{"Lord Howe, spring", "45 * * * *", "00:45 +1030, 01:45 +1030, 02:45 +1100, 03:45 +1100, 04:45 +1100"},
		{"Lord Howe, autumn", "0 * * * *", "01:00 +1100, 02:00 +1030, 03:00 +1030, 04:00 +1030, 05:00 +1030"},
		{"Lord Howe, autumn", "45 * * * *", "00:45 +1100, 01:45 +1100, 01:45 +1030, 02:45 +1030, 03:45 +1030, 04:45 +1030"},
	} {
		t.Run(test.night+" "+test.line, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, within(t, cronIn(test.line, nights[test.night].zone), test.night))
		})
	}
}

func TestWhatFiresEveryFewMinutesKeepsItsPaceThroughEveryShift(t *testing.T) {
	t.Parallel()
	for night, span := range nights {
		for line, pace := range map[string]time.Duration{
			"*/15 * * * *": 15 * time.Minute, "* * * * *": time.Minute, "*/10 * * * * *": 10 * time.Second, "0,30 * * * *": 30 * time.Minute,
		} {
			t.Run(night+" "+line, func(t *testing.T) {
				t.Parallel()
				before := at(t, span.from)
				for before.Before(at(t, span.until)) {
					next := schedule.Next(cronIn(line, span.zone), before, 1)[0]
					require.Equal(t, pace, next.Sub(before), "after %s", before)
					before = next
				}
			})
		}
		t.Run(night+" interval", func(t *testing.T) {
			t.Parallel()
			times := schedule.Next(task.Schedule{Kind: task.Every, EveryMS: 3600_000}, at(t, span.from), 10)
			for i := 1; i < len(times); i++ {
				require.Equal(t, time.Hour, times[i].Sub(times[i-1]))
			}
		})
	}
}

func TestEveryDayHasItsFiringThroughAllShiftsOfAllZones(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{
		"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "America/Santiago", "America/Havana", "Africa/Casablanca",
		"Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "UTC",
	} {
		for _, line := range []string{"30 2 * * *", "0 0 * * *", "30 23 * * *", "15 1 * * *", "45 1 * * *"} {
			t.Run(zone+" "+line, func(t *testing.T) {
				t.Parallel()
				from := time.Date(2025, 12, 31, 12, 0, 0, 0, time.UTC)
				times := schedule.Next(cronIn(line, zone), from, 365)
				require.Len(t, times, 365)
				for i, one := range times[1:] {
					require.InDelta(t, 24, one.Sub(times[i]).Hours(), 1.01)
				}
			})
		}
	}
}

func TestADayThatAZoneLeftOutFiresAtItsEnd(t *testing.T) {
	t.Parallel()
	// Samoa had no 30th of December 2011.
	times := schedule.Next(cronIn("0 9 * * *", "Pacific/Apia"), time.Date(2011, 12, 29, 20, 0, 0, 0, time.UTC), 2)
	require.Equal(t, "2011-12-31T00:00:00+14:00", times[0].Format(time.RFC3339))
	require.Equal(t, "2011-12-31T09:00:00+14:00", times[1].Format(time.RFC3339))
}

func TestLinesOfCron(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // a Thursday
	for line, want := range map[string]string{
		"*/5 * * * *":       "2026-01-01T00:05:00Z",
		"*/7 * * * * *":     "2026-01-01T00:00:07Z",
		"0 0 29 2 *":        "2028-02-29T00:00:00Z",
		"0 0 29 2 1":        "2026-02-02T00:00:00Z", // either the day or the weekday
		"0 9 * * mon-fri":   "2026-01-01T09:00:00Z",
		"0 9 * * 7":         "2026-01-04T09:00:00Z",
		"0 9 * * 0":         "2026-01-04T09:00:00Z",
		"0 9 * * 6-7":       "2026-01-03T09:00:00Z",
		"0 9 * * 7-7":       "2026-01-04T09:00:00Z",
		"0 9 * * 7-1":       "2026-01-04T09:00:00Z",
		"0 9 * * SAT-sun":   "2026-01-03T09:00:00Z",
		"0 9 ? JAN ?":       "2026-01-01T09:00:00Z",
		"0\t9\t*\t*\t*":     "2026-01-01T09:00:00Z",
		"@Daily":            "2026-01-02T00:00:00Z",
		"0 9 31 * *":        "2026-01-31T09:00:00Z",
		"30 5 6 7 8 *":      "2026-08-07T06:05:30Z",
		"@hourly":           "2026-01-01T01:00:00Z",
		"@daily":            "2026-01-02T00:00:00Z",
		"@midnight":         "2026-01-02T00:00:00Z",
		"@weekly":           "2026-01-04T00:00:00Z",
		"@monthly":          "2026-02-01T00:00:00Z",
		"@yearly":           "2027-01-01T00:00:00Z",
		"@annually":         "2027-01-01T00:00:00Z",
		"  0   9 * * FRI  ": "2026-01-02T09:00:00Z",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, schedule.Check(cronIn(line, "UTC")))
			require.Equal(t, want, schedule.Next(cronIn(line, "UTC"), from, 1)[0].Format(time.RFC3339))
		})
	}
}

func TestAScheduleThatMakesNoSenseIsRefusedInWords(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		schedule task.Schedule
		want     string
	}{
		"nothing":             {task.Schedule{}, `is "cron", "every" or "once"`},
		"empty line":          {cronIn(" ", ""), "say when it is to run"},
		"four fields":         {cronIn("* * * *", ""), "this one has 4"},
		"seven fields":        {cronIn("* * * * * * *", ""), "this one has 7"},
		"words":               {cronIn("every day at nine", ""), "five fields (minute hour day month weekday), or six with seconds first"},
		"five words":          {cronIn("run it each day please", ""), `"run" is no minute: it is a number from 0 to 59`},
		"61 minutes":          {cronIn("61 * * * *", ""), "there is no minute 61: it is a number from 0 to 59"},
		"24 o'clock":          {cronIn("0 24 * * *", ""), "there is no hour 24"},
		"day 0":               {cronIn("0 0 0 * *", ""), "there is no day 0: it is a number from 1 to 31"},
		"month 13":            {cronIn("0 0 1 13 *", ""), "there is no month 13: it is a number from 1 to 12, or a name like feb"},
		"weekday 8":           {cronIn("0 0 * * 8", ""), "(or 7 for Sunday), or a name like mon"},
		"a whole name":        {cronIn("0 0 * july *", ""), `"july" is no month`},
		"minus one":           {cronIn("-1 * * * *", ""), "the minute is missing"},
		"plus one":            {cronIn("+1 * * * *", ""), `"+1" is no minute`},
		"behind a star":       {cronIn("*-5 * * * *", ""), `"*" is no minute`},
		"two hyphens":         {cronIn("1-2-3 * * * *", ""), `"2-3" is no minute`},
		"no end of a range":   {cronIn("0 9- * * *", ""), "the hour is missing"},
		"huge":                {cronIn("99999999999999999999 * * * *", ""), "is no minute"},
		"other digits":        {cronIn("٣ * * * *", ""), `"٣" is no minute`},
		"a dash of a letter":  {cronIn("0 9–17 * * *", ""), `"9–17" is no hour`},
		"no step":             {cronIn("*/0 * * * *", ""), "the step behind the slash must be a whole number from 1 on"},
		"step of a range":     {cronIn("1-5/0 * * * *", ""), "the step behind the slash"},
		"empty step":          {cronIn("*/ * * * *", ""), "the step behind the slash"},
		"two steps":           {cronIn("*/2/3 * * * *", ""), "the step behind the slash"},
		"huge step":           {cronIn("*/99999999999999999999 * * * *", ""), "the step behind the slash"},
		"nothing between":     {cronIn("1,,2 * * * *", ""), "nothing stands before or behind a comma"},
		"comma at the end":    {cronIn("0 9, * * *", ""), `in the field of the hour, "9,"`},
		"backwards":           {cronIn("0 22-2 * * *", ""), `runs backwards in "22-2": write "22-23,0-2"`},
		"week backwards":      {cronIn("0 0 * * 5-1", ""), `write "5-6,0-1"`},
		"last day":            {cronIn("0 0 L * *", ""), `"L" is no day: L, W and # are signs of other programs`},
		"day before the last": {cronIn("0 0 L-3 * *", ""), "L, W and #"},
		"last Friday":         {cronIn("0 0 * * 5L", ""), "L, W and #"},
		"nearest weekday":     {cronIn("0 0 15W * *", ""), "L, W and #"},
		"second Friday":       {cronIn("0 0 * * fri#2", ""), "L, W and #"},
		"a remark":            {cronIn("0 0 * * * # nightly", ""), "this one has 7"},
		"a year":              {cronIn("0 0 0 1 1 * 2027", ""), "this one has 7"},
		"30 February":         {cronIn("0 0 30 2 *", ""), "never fires"},
		"31 of short months":  {cronIn("0 0 31 4,6,9,11 *", ""), "never fires"},
		"@every":              {cronIn("@every 5m", ""), "interval"},
		"@reboot":             {cronIn("@reboot", ""), "not when the machine or Jobdeck starts"},
		"@noon":               {cronIn("@noon", ""), "no shortcut: there are @hourly"},
		"zone in the line":    {cronIn("TZ=UTC 0 0 * * *", ""), "field of its own"},
		"zone alone":          {cronIn("TZ=UTC", ""), "field of its own"},
		"unknown zone":        {cronIn("@daily", "Europe/Atlantis"), "Europe/Atlantis"},
		"zone as a path":      {cronIn("@daily", "../../etc/passwd"), "no time zone"},
		"half a second":       {task.Schedule{Kind: task.Every, EveryMS: 999}, "at least a second"},
		"back in time":        {task.Schedule{Kind: task.Every, EveryMS: -5000}, "at least a second"},
		"too long":            {task.Schedule{Kind: task.Every, EveryMS: 1 << 62}, "hundred years"},
		"anchor in nowhere":   {task.Schedule{Kind: task.Every, EveryMS: 1000, Anchor: 1 << 62}, "out of range"},
		"once, no time":       {task.Schedule{Kind: task.Once}, "a date and a time"},
		"once, too late":      {task.Schedule{Kind: task.Once, At: 1 << 62}, "a date and a time"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := schedule.Check(test.schedule)
			require.ErrorContains(t, err, test.want)
			require.ErrorAs(t, err, new(*job.UsageError))
			require.Empty(t, schedule.Next(test.schedule, morning, 3))
		})
	}
}

func TestIntervalsAreCountedFromTheirAnchorBothWays(t *testing.T) {
	t.Parallel()
	anchor := morning.Add(7 * time.Minute)
	s := task.Schedule{Kind: task.Every, EveryMS: 600_000, Anchor: anchor.UnixMilli()}
	require.Equal(t, anchor.UnixMilli(), schedule.Next(s, morning, 1)[0].UnixMilli())
	require.Equal(t, anchor.Add(10*time.Minute).UnixMilli(), schedule.Next(s, anchor, 1)[0].UnixMilli())
	require.Equal(t, anchor.Add(-20*time.Minute).UnixMilli(), schedule.Next(s, anchor.Add(-30*time.Minute), 1)[0].UnixMilli())
}

// In a zone without shifts the library itself is right: both must agree.
func TestLinesAgreeWithTheLibraryWhereNoClockIsChanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := drawLine(t)
		spec, err := cron.NewParser(cron.Second | cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(line)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		after := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "after"), 0).UTC()
		for _, got := range schedule.Next(cronIn(line, "UTC"), after, 5) {
			want := spec.Next(after)
			if !got.Equal(want) {
				t.Fatalf("%q after %s: got %s, want %s", line, after, got, want)
			}
			after = want
		}
	})
}

func drawLine(t *rapid.T) string {
	field := func(name string, from, to int) string {
		return rapid.OneOf(
			rapid.Just("*"),
			rapid.Custom(func(t *rapid.T) string { return fmt.Sprint(rapid.IntRange(from, to).Draw(t, name)) }),
			rapid.Custom(func(t *rapid.T) string { return fmt.Sprintf("*/%d", rapid.IntRange(1, to).Draw(t, name)) }),
			rapid.Custom(func(t *rapid.T) string {
				first := rapid.IntRange(from, to).Draw(t, name)
				return fmt.Sprintf("%d-%d", first, rapid.IntRange(first, to).Draw(t, name))
			}),
		).Draw(t, name)
	}
	return strings.Join([]string{
		field("second", 0, 59), field("minute", 0, 59), field("hour", 0, 23),
		field("day", 1, 28), field("month", 1, 12), field("weekday", 0, 6),
	}, " ")
}

func TestCountingAsAWholeAgreesWithCountingOneByOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Beirut", "America/Santiago"}).Draw(t, "zone")
		line := rapid.SampledFrom([]string{
			"0 */10 * * * *", "0 30 2 * * *", "0 0 0 * * *", "0 */30 0-3 * * *", "0 59 23 * * *", "0 0 * * * 1", "15 0 */2 1-7 * *",
		}).Draw(t, "line")
		parsed, err := schedule.Parse(cronIn(line, zone))
		if err != nil {
			t.Fatal(err)
		}
		from := time.UnixMilli(rapid.Int64Range(1_760_000_000_000, 1_800_000_000_000).Draw(t, "from"))
		until := from.Add(time.Duration(rapid.Int64Range(0, int64(40*24*time.Hour)).Draw(t, "span")))
		var all []time.Time
		for one := parsed.Next(from); !one.After(until); one = parsed.Next(one) {
			all = append(all, one)
		}
		if got := parsed.Count(from, until); got != int64(len(all)) {
			t.Fatalf("%q in %s from %s until %s: counted %d, there are %d", line, zone, from, until, got, len(all))
		}
		n := rapid.IntRange(1, 20).Draw(t, "n")
		last := parsed.Newest(from, until, n)
		want := all[max(0, len(all)-n):]
		if len(last) != len(want) {
			t.Fatalf("newest %d: got %d, want %d", n, len(last), len(want))
		}
		for i := range want {
			if !last[i].Equal(want[i]) {
				t.Fatalf("newest %d: got %s, want %s", n, last[i], want[i])
			}
		}
	})
}

func TestThreeYearsOfSecondsAreCountedDayByDay(t *testing.T) {
	t.Parallel()
	parsed, err := schedule.Parse(cronIn("* * * * * *", "Europe/Berlin"))
	require.NoError(t, err)
	from := time.Date(2016, 6, 1, 12, 0, 0, 0, time.UTC)
	until := from.AddDate(3, 0, 0)
	require.Equal(t, int64(until.Sub(from)/time.Second), parsed.Count(from, until))
	require.Len(t, parsed.Newest(from, until, 100), 100)
}

func FuzzNoLineBreaksTheReader(f *testing.F) {
	for _, line := range []string{"* * * * *", "* , * * *", "5-7/2 * * * sat-sun", "0 0 L * *", "@daily", "TZ=", "5-7/2 * * * 7", "*/99999999999999999999 * * * *", "1-0 * * * *", ",,, - / * *"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		s := cronIn(line, "Europe/Berlin")
		if schedule.Check(s) == nil && len(schedule.Next(s, morning, 2)) != 2 {
			t.Errorf("%q passes the check and does not fire", line)
		}
	})
}
