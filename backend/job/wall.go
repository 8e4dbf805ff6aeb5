package job

import "time"

// OnWall gives what a clock on the wall shows at an instant, as if the wall were in UTC.
func OnWall(at time.Time, zone *time.Location) time.Time {
	_, offset := at.In(zone).Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}

// FirstShown gives the instant at which the wall of a zone shows a time, given as if the wall were
// in UTC, for the first time; or, when the wall leaves that time out, the first instant after the gap.
func FirstShown(wall time.Time, zone *time.Location) time.Time {
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	start, end := at.ZoneBounds()
	shown := OnWall(at, zone)
	switch {
	case shown.After(wall): // read with the offset before the gap
		return start
	case shown.Before(wall): // read with the one after it
		return end
	case start.IsZero():
		return at
	}
	// The offset before this one may have shown it too.
	_, before := start.Add(-time.Second).In(zone).Zone()
	if earlier := wall.Add(-time.Duration(before) * time.Second); earlier.Before(start) {
		return earlier.In(zone)
	}
	return at
}

// DayOf gives the first instant of the day that a time belongs to, where it is. In some places the
// day on which clocks are put forward has no midnight.
func DayOf(at time.Time) time.Time {
	return FirstShown(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), at.Location())
}
