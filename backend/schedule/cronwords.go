package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// words implements times: the line read back, by what it does and not by how it is written.
// "*/90 * * * *" is "Every hour".
func (c *cronLine) words() (words, note string) {
	for _, m := range c.marks() {
		if note == "" {
			note = m.note
		}
	}
	clock, days, everyDay := c.clockWords(), c.dayWords(), c.day.star && c.weekday.star
	everyDay = everyDay || !c.day.star && fields[3].full(c.day) || !c.weekday.star && fields[5].full(c.weekday)
	switch ofTimes := strings.HasPrefix(clock, "at ") && !c.everyHour; {
	case everyDay && ofTimes:
		return "Every day" + c.monthWords(" in ", "") + " " + clock, note
	case everyDay:
		return capital(clock) + c.monthWords(" in ", ""), note
	default:
		return capital(clock) + days, note
	}
}

// clockWords: at 02:00 and 14:00; every 15 minutes between 09:00 and 17:59; at minute 30 of every hour
func (c *cronLine) clockWords() string {
	seconds, minutes, hours := c.second.values(), c.minute.values(), c.hour.values()
	if c.everyHour {
		return c.minuteWords(" of every hour")
	}
	if len(seconds) == 1 && len(minutes) == 1 {
		first := clockText(hours[0], minutes[0], seconds[0])
		last := clockText(hours[len(hours)-1], minutes[0], seconds[0])
		switch pace := even(hours, 24); {
		case pace > 1 && len(hours) > 2:
			return fmt.Sprintf("every %d hours from %s", pace, first)
		case len(hours) > 2 && len(spans(hours)) == 1:
			return fmt.Sprintf("every hour from %s to %s", first, last)
		}
	}
	if len(seconds)*len(minutes)*len(hours) <= mostTimes || len(seconds)*len(minutes) == 1 {
		var times []string
		for _, hour := range hours {
			for _, minute := range minutes {
				for _, second := range seconds {
					times = append(times, clockText(hour, minute, second))
				}
			}
		}
		return "at " + and(times)
	}
	var between []string
	for _, span := range spans(hours) {
		between = append(between, fmt.Sprintf("between %02d:00 and %02d:59", span[0], span[1]))
	}
	return c.minuteWords("") + " " + and(between)
}

// mostTimes is how many times of day are told one by one.
const mostTimes = 6

// minuteWords: every minute; every 15 minutes; at minutes 0 and 45 of every hour
func (c *cronLine) minuteWords(ofHour string) string {
	seconds, minutes := c.second.values(), c.minute.values()
	everyMinute := fields[1].full(c.minute)
	switch pace := even(minutes, 60); {
	case everyMinute && fields[0].full(c.second):
		return "every second"
	case everyMinute && even(seconds, 60) > 0 && seconds[0] == 0:
		return fmt.Sprintf("every %d seconds", even(seconds, 60))
	case everyMinute && len(seconds) == 1 && seconds[0] == 0:
		return "every minute"
	case everyMinute:
		return "at " + fields[0].someWords(seconds) + " of every minute"
	case len(seconds) > 1 || seconds[0] > 0:
		return "at " + fields[0].someWords(seconds) + " of " + fields[1].someWords(minutes) + ofHour
	case pace > 0 && minutes[0] == 0:
		return fmt.Sprintf("every %d minutes", pace)
	case len(minutes) == 1 && minutes[0] == 0 && ofHour != "":
		return "every hour"
	default:
		return "at " + fields[1].someWords(minutes) + ofHour
	}
}

// dayWords: , Monday to Friday; on day 1 of every month; on day 13 of every month and on Fridays
func (c *cronLine) dayWords() string {
	inMonth := " on " + fields[3].someWords(c.day.values()) + c.monthWords(" of ", " of every month")
	inWeek := c.weekWords()
	switch {
	case c.day.star:
		return inWeek + c.monthWords(" in ", "")
	case c.weekday.star:
		return inMonth
	default:
		return inMonth + " and " + strings.TrimPrefix(strings.TrimPrefix(inWeek, ","), " ") + c.monthWords(" in ", "")
	}
}

// weekWords: , Monday to Friday; on Mondays and Sundays
func (c *cronLine) weekWords() string {
	var days []int // from Monday on, as people count them
	for _, day := range c.weekday.values() {
		days = append(days, (day+6)%7)
	}
	slices.Sort(days)
	name := func(day int) string { return time.Weekday((day + 1) % 7).String() }
	if len(days) > 2 && len(spans(days)) == 1 {
		return ", " + name(days[0]) + " to " + name(days[len(days)-1])
	}
	var names []string
	for _, day := range days {
		names = append(names, name(day)+"s")
	}
	return " on " + and(names)
}

// monthWords: " in " January and March; every is for a line that names none
func (c *cronLine) monthWords(before, every string) string {
	if fields[4].full(c.month) {
		return every
	}
	all := spans(c.month.values())
	if first, last := time.Month(all[0][0]), time.Month(all[0][1]); len(all) == 1 && last-first > 1 {
		return strings.Replace(every, "every", "each", 1) + fmt.Sprintf(" from %s to %s", first, last)
	}
	var names []string
	for _, span := range all {
		first, last := time.Month(span[0]), time.Month(span[1])
		switch last - first {
		case 0:
			names = append(names, first.String())
		case 1:
			names = append(names, first.String(), last.String())
		default:
			names = append(names, first.String()+" to "+last.String())
		}
	}
	return before + and(names)
}

// someWords: minute 5; minutes 0 and 45; days 1 to 7
func (f *field) someWords(values []int) string {
	if len(values) == 1 {
		return f.name + " " + strconv.Itoa(values[0])
	}
	var some []string
	for _, span := range spans(values) {
		switch span[1] - span[0] {
		case 0:
			some = append(some, strconv.Itoa(span[0]))
		case 1:
			some = append(some, strconv.Itoa(span[0]), strconv.Itoa(span[1]))
		default:
			some = append(some, fmt.Sprintf("%d to %d", span[0], span[1]))
		}
	}
	return f.name + "s " + and(some)
}

// spans are values as runs of neighbours, each with its first and its last.
func spans(values []int) [][2]int {
	var all [][2]int
	for _, value := range values {
		if n := len(all); n > 0 && all[n-1][1] == value-1 {
			all[n-1][1] = value
			continue
		}
		all = append(all, [2]int{value, value})
	}
	return all
}

// even gives how far values stand apart that do so evenly, over the end of their cycle too; else 0.
func even(values []int, cycle int) int {
	pace := cycle / len(values)
	if len(values) < 2 || cycle%len(values) != 0 {
		return 0
	}
	for i := range len(values) - 1 {
		if values[i+1]-values[i] != pace {
			return 0
		}
	}
	return pace
}

func clockText(hour, minute, second int) string {
	text := fmt.Sprintf("%02d:%02d", hour, minute)
	if second > 0 {
		text += fmt.Sprintf(":%02d", second)
	}
	return text
}

// and puts words in a row: a, b and c.
func and(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func capital(words string) string { return strings.ToUpper(words[:1]) + words[1:] }
