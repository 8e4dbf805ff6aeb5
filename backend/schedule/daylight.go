package schedule

import (
	"time"

	"jobdeck/backend/job"
)

// next implements times.
func (c *cronLine) next(s *search, after time.Time) time.Time {
	if c.everyHour {
		return c.nextOfTime(s, after)
	}
	// Later on the wall is later or equal in time, so the first that is later in time is the one.
	for wall := c.wallAfter(job.OnWall(after, c.zone)); !wall.IsZero() && s.goesOn(); wall = c.wallAfter(wall) {
		if at := job.FirstShown(wall, c.zone); at.After(after) {
			return at.In(c.zone)
		}
	}
	return time.Time{}
}

// nextOfTime gives the next instant at which the wall shows a time of the line, the second time
// in autumn too. A clock that is put forward by whole hours shows every minute of the hour as
// before; where it is by half an hour, what the gap leaves out fires at its end.
func (c *cronLine) nextOfTime(s *search, after time.Time) time.Time {
	wall := job.OnWall(after, c.zone)
	for range mostShifts {
		if !s.goesOn() {
			break
		}
		shown := c.wallAfter(wall)
		if shown.IsZero() {
			return time.Time{}
		}
		_, offset := after.In(c.zone).Zone()
		at := shown.Add(-time.Duration(offset) * time.Second)
		_, end := after.In(c.zone).ZoneBounds()
		if end.IsZero() || at.Before(end) {
			return at.In(c.zone)
		}
		// Look on from the shift, as if a moment before it, by the clock of after it.
		behind := job.OnWall(end, c.zone)
		gap := behind.Sub(job.OnWall(end.Add(-time.Second), c.zone)) - time.Second
		if gap > 0 && gap%time.Hour != 0 && shown.Before(behind) {
			return end.In(c.zone)
		}
		after, wall = end, behind.Add(-time.Second)
	}
	return time.Time{}
}

// mostShifts bounds a search: two shifts a year over the years that a day is searched for.
const mostShifts = 4 * 41

// count implements times. Days with 24 hours are counted as a whole, so that a line for every
// second over years of absence takes no longer than one over a day.
func (c *cronLine) count(s *search, after, until time.Time) int64 {
	first, last := civilDay(job.OnWall(after, c.zone)).AddDate(0, 0, 2), civilDay(job.OnWall(until, c.zone)).AddDate(0, 0, -2)
	if !last.After(first) {
		return c.each(s, after, until)
	}
	from, n := after, int64(0)
	for day := first; day.Before(last) && s.goesOn(); day = day.AddDate(0, 0, 1) {
		if c.plain(day) {
			continue
		}
		// A day with a shift is gone through one by one.
		begin, end := c.midnight(day), c.midnight(day.AddDate(0, 0, 1))
		n += c.days(s, from, begin) + c.each(s, begin, end)
		from = end
	}
	return n + c.days(s, from, until)
}

// each counts one by one.
func (c *cronLine) each(s *search, after, until time.Time) (n int64) {
	for at := c.next(s, after); !at.IsZero() && !at.After(until) && s.goesOn(); at = c.next(s, at) {
		n++
	}
	return n
}

// days counts over a span without a shift, but for the days at its ends.
func (c *cronLine) days(s *search, after, until time.Time) (n int64) {
	day := civilDay(job.OnWall(after, c.zone)).AddDate(0, 0, 1)
	begin := c.midnight(day)
	if !begin.Before(until) {
		return c.each(s, after, until)
	}
	n = c.each(s, after, begin)
	for s.goesOn() {
		tomorrow := c.midnight(day.AddDate(0, 0, 1))
		if tomorrow.After(until) {
			return n + c.each(s, c.midnight(day), until)
		}
		if c.fires(day) {
			n += c.perDay
		}
		day = day.AddDate(0, 0, 1)
	}
	return n
}

// plain says that a day has 24 hours.
func (c *cronLine) plain(day time.Time) bool {
	return c.midnight(day.AddDate(0, 0, 1)).Sub(c.midnight(day)) == 24*time.Hour
}

// midnight is the instant just before a day begins, so that what is due at midnight comes after it.
func (c *cronLine) midnight(day time.Time) time.Time {
	return job.FirstShown(day, c.zone).Add(-time.Millisecond)
}
