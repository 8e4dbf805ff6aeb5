package schedule

import (
	"strings"
	"time"

	"jobdeck/backend/job"
)

// cronLine is a line of cron: the values of its fields, and what they mean on the two nights of the
// year on which clocks are changed.
//
// A line that names hours follows the clock on the wall: what falls into the gap of spring fires
// at the first instant after it, and what comes twice in autumn fires the first time. A line for
// every hour follows time itself: it fires whenever the wall shows what it says, once in each
// real hour.
type cronLine struct {
	second, minute, hour, day, month, weekday marks

	zone *time.Location
	// everyHour says that the line names no hours.
	everyHour bool
	// perDay is how often it fires on a day of 24 hours.
	perDay int64
}

// shortcuts stand for a whole line.
var shortcuts = map[string]string{
	"@hourly":   "0 * * * *",
	"@daily":    "0 0 * * *",
	"@midnight": "0 0 * * *",
	"@weekly":   "0 0 * * 0",
	"@monthly":  "0 0 1 * *",
	"@yearly":   "0 0 1 1 *",
	"@annually": "0 0 1 1 *",
}

const longestLine = 500

// parseCron reads a line. What it gives fires at least once in 40 years, and so a search for its
// next firing ends.
func parseCron(line, zone string, here *time.Location) (*cronLine, error) {
	location, err := parseZone(zone, here)
	if err != nil {
		return nil, err
	}
	line = strings.TrimSpace(line)
	if err := checkLine(line); err != nil {
		return nil, err
	}
	texts := strings.Fields(line)
	if whole := shortcuts[strings.ToLower(line)]; whole != "" {
		texts = strings.Fields(whole)
	}
	switch len(texts) {
	case len(fields) - 1:
		texts = append([]string{"0"}, texts...)
	case len(fields):
	default:
		return nil, job.Usagef("%q: a line has five fields (minute hour day month weekday), or six with seconds first; this one has %d", line, len(texts))
	}
	c := &cronLine{zone: location}
	for i, m := range c.marks() {
		if *m, err = fields[i].read(texts[i]); err != nil {
			return nil, job.Usagef("%q: %v", line, err)
		}
	}
	c.everyHour = fields[2].full(c.hour)
	c.perDay = int64(c.second.count()) * int64(c.minute.count()) * int64(c.hour.count())
	if c.firstDay(time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, job.Usagef("%q never fires: no such day comes", line)
	}
	return c, nil
}

// marks are the line's, in the order of its fields.
func (c *cronLine) marks() []*marks {
	return []*marks{&c.second, &c.minute, &c.hour, &c.day, &c.month, &c.weekday}
}

// checkLine says what is wrong with a line as a whole.
func checkLine(line string) error {
	lower := strings.ToLower(line)
	switch {
	case line == "":
		return job.Usagef("say when it is to run: five fields (minute hour day month weekday), six with seconds first, or a shortcut like @daily")
	case len(line) > longestLine:
		return job.Usagef("a cron line has at most %d letters", longestLine)
	case strings.Contains(line, "TZ="):
		return job.Usagef("the time zone does not stand in the line: it has a field of its own")
	case strings.HasPrefix(lower, "@every"):
		return job.Usagef("%q is an interval, not a time of day: choose the kind %q", line, "every")
	case lower == "@reboot":
		return job.Usagef("%q is not possible: a task fires by the clock, not when the machine or Jobdeck starts", line)
	case strings.HasPrefix(line, "@") && shortcuts[lower] == "":
		return job.Usagef("%q is no shortcut: there are @hourly, @daily, @weekly, @monthly and @yearly", line)
	}
	return nil
}

// parseZone gives the zone of a name; the empty one is here.
func parseZone(zone string, here *time.Location) (*time.Location, error) {
	if zone == "" {
		return here, nil
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return nil, job.Usagef("no time zone is called %q: they are called like Europe/Berlin", zone)
	}
	return location, nil
}

// fires says whether a day, given as its midnight in UTC, is one of the line's. As in every cron,
// when both the day of the month and the weekday are named, either is enough.
func (c *cronLine) fires(day time.Time) bool {
	if !c.month.has(int(day.Month())) {
		return false
	}
	inMonth, inWeek := c.day.has(day.Day()), c.weekday.has(int(day.Weekday()))
	if c.day.star || c.weekday.star {
		return inMonth && inWeek
	}
	return inMonth || inWeek
}

// searched is how many days a search goes on: a Monday the 29th of February comes every 28 years,
// and every 40 where a century leaves one out.
const searched = 41 * 366

// firstDay gives the line's first day at or after one, or the zero time when none comes.
func (c *cronLine) firstDay(from time.Time) time.Time {
	for range searched {
		if c.fires(from) {
			return from
		}
		from = from.AddDate(0, 0, 1)
	}
	return time.Time{}
}

// clock gives the line's first time of day at or after one, in seconds from midnight, or -1.
func (c *cronLine) clock(from int) int {
	if from >= 24*3600 {
		return -1
	}
	hour, minute, second := from/3600, from/60%60, from%60
	if h := c.hour.from(hour); h != hour {
		hour, minute, second = h, 0, 0
	}
	if hour < 0 {
		return -1
	}
	if m := c.minute.from(minute); m != minute {
		minute, second = m, 0
	}
	if minute < 0 {
		return c.clock((hour + 1) * 3600)
	}
	if second = c.second.from(second); second < 0 {
		return c.clock(hour*3600 + (minute+1)*60)
	}
	return hour*3600 + minute*60 + second
}

// wallAfter gives the first time that the wall shows after what it shows at one, both as if the
// wall were in UTC; or the zero time.
func (c *cronLine) wallAfter(wall time.Time) time.Time {
	day := civilDay(wall)
	from := int(wall.Sub(day)/time.Second) + 1
	if c.fires(day) {
		if at := c.clock(from); at >= 0 {
			return day.Add(time.Duration(at) * time.Second)
		}
	}
	day, first := c.firstDay(day.AddDate(0, 0, 1)), c.clock(0)
	if day.IsZero() || first < 0 {
		return time.Time{}
	}
	return day.Add(time.Duration(first) * time.Second)
}

func civilDay(wall time.Time) time.Time { return wall.Truncate(24 * time.Hour) }
