package schedule

import (
	"math/bits"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"jobdeck/backend/job"
)

// cronLine is a line of cron. The library reads it; what its fields mean on the two nights of the
// year on which clocks are changed is decided here.
//
// A line that names hours follows the clock on the wall: what falls into the gap of spring fires
// at the first instant after it, and what comes twice in autumn fires the first time. A line for
// every hour follows time itself: it fires whenever the wall shows what it says, once in each
// real hour.
type cronLine struct {
	*cron.SpecSchedule

	zone *time.Location
	// everyHour says that the line names no hours.
	everyHour bool
	// perDay is how often it fires on a day of 24 hours.
	perDay int64
}

// star is the bit by which the library marks a field that was a star.
const star = 1 << 63

const fields = cron.Second | cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow

func parseCron(line, zone string, here *time.Location) (times, error) {
	location, err := parseZone(zone, here)
	if err != nil {
		return nil, err
	}
	line = strings.TrimSpace(line)
	switch {
	case line == "":
		return nil, job.Usagef("say when it shall run: five fields (minute hour day month weekday), six with seconds first, or a shortcut like @daily")
	case strings.HasPrefix(line, "@every"):
		return nil, job.Usagef("%q is an interval, not a time of day: choose the kind %q", line, "every")
	case strings.Contains(line, "TZ="):
		return nil, job.Usagef("the time zone does not stand in the line: it has a field of its own")
	case len(line) > longestLine:
		return nil, job.Usagef("a cron line has at most %d letters", longestLine)
	}
	options := fields | cron.Descriptor
	if len(strings.Fields(line)) == 5 {
		options = cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow
	}
	parsed, err := cron.NewParser(options).Parse(sundays(line))
	if err != nil {
		return nil, job.Usagef("%q: %v", line, err)
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, job.Usagef("%q is no time of day", line)
	}
	c := newLine(spec, location)
	if c.day(time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, job.Usagef("%q never fires: no such day comes", line)
	}
	return c, nil
}

const longestLine = 500

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

// sundays lets 7 be Sunday, as in every other cron.
func sundays(line string) string {
	parts := strings.Fields(line)
	if n := len(parts); n == 5 || n == 6 {
		parts[n-1] = sundaySeven(parts[n-1])
	}
	return strings.Join(parts, " ")
}

// sundaySeven writes a field of weekdays with 0 for 7: "7" is "0", "5-7" is "5-6,0".
func sundaySeven(field string) string {
	days := strings.Split(field, ",")
	for i, day := range days {
		span, step, stepped := strings.Cut(day, "/")
		from, to, ranged := strings.Cut(span, "-")
		switch {
		case span == "7" && !stepped:
			days[i] = "0"
		case ranged && to == "7" && !stepped && from == "7":
			days[i] = "0"
		case ranged && to == "7" && !stepped:
			days[i] = from + "-6,0"
		case ranged && to == "7" && step == "1":
			days[i] = from + "-6,0"
		}
	}
	return strings.Join(days, ",")
}

func newLine(spec *cron.SpecSchedule, zone *time.Location) *cronLine {
	const all = 1<<24 - 1
	return &cronLine{
		SpecSchedule: spec, zone: zone,
		everyHour: spec.Hour&all == all,
		perDay: int64(bits.OnesCount64(spec.Second&^star)) * int64(bits.OnesCount64(spec.Minute&^star)) *
			int64(bits.OnesCount64(spec.Hour&^star)),
	}
}

// fires says whether a day, given as its midnight in UTC, is one of the line's. As in every cron,
// when both the day of the month and the weekday are named, either is enough.
func (c *cronLine) fires(day time.Time) bool {
	if c.Month&(1<<day.Month()) == 0 {
		return false
	}
	inMonth, inWeek := c.Dom&(1<<day.Day()) != 0, c.Dow&(1<<day.Weekday()) != 0
	if c.Dom&star != 0 || c.Dow&star != 0 {
		return inMonth && inWeek
	}
	return inMonth || inWeek
}

// searched is how many days a search goes on: a Monday the 29th of February comes every 28 years,
// and every 40 where a century leaves one out.
const searched = 41 * 366

// day gives the line's first day at or after one, or the zero time when none comes.
func (c *cronLine) day(from time.Time) time.Time {
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
	if h := bit(c.Hour, hour); h != hour {
		hour, minute, second = h, 0, 0
	}
	if hour < 0 {
		return -1
	}
	if m := bit(c.Minute, minute); m != minute {
		minute, second = m, 0
	}
	if minute < 0 {
		return c.clock((hour + 1) * 3600)
	}
	if second = bit(c.Second, second); second < 0 {
		return c.clock(hour*3600 + (minute+1)*60)
	}
	return hour*3600 + minute*60 + second
}

// bit gives the first bit that is set at or after one, or -1.
func bit(set uint64, from int) int {
	if set = set &^ star >> from << from; set == 0 {
		return -1
	}
	return bits.TrailingZeros64(set)
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
	if day = c.day(day.AddDate(0, 0, 1)); day.IsZero() {
		return day
	}
	return day.Add(time.Duration(c.clock(0)) * time.Second)
}

func civilDay(wall time.Time) time.Time { return wall.Truncate(24 * time.Hour) }
