package job

import (
	"fmt"
	"slices"
	"time"
)

// Window is the part of the week in which a job may run: "22:00–07:00 on weekdays". A window
// whose end is not after its start runs past midnight and belongs to the day it starts on.
type Window struct {
	// From and Until are minutes after midnight, 0 to 1439, on the wall clock of Zone.
	From  int `json:"from"`
	Until int `json:"until"`
	// Days are the weekdays on which the window opens, 0 = Sunday; empty means every day.
	Days []int `json:"days,omitempty"`
	// Zone is an IANA time zone name; empty means that of who asks.
	Zone string `json:"zone,omitempty"`
}

// Check says what is wrong with the window, or nil.
func (w *Window) Check() error {
	if w.From < 0 || w.From > 1439 || w.Until < 0 || w.Until > 1439 {
		return fmt.Errorf("time window: times must be 00:00 to 23:59")
	}
	if w.From == w.Until {
		return fmt.Errorf("time window: it starts and ends at the same time")
	}
	for _, day := range w.Days {
		if day < 0 || day > 6 {
			return fmt.Errorf("time window: day %d: it must be 0 (Sunday) to 6", day)
		}
	}
	if _, err := w.location(time.UTC); err != nil {
		return fmt.Errorf("time window: %w", err)
	}
	return nil
}

// Open reports whether the window is open at t, and when that changes next. Where it names no time
// zone it is that of t.
func (w *Window) Open(t time.Time) (open bool, changes time.Time) {
	location, err := w.location(t.Location())
	if err != nil {
		location = t.Location()
	}
	local := t.In(location)
	// A window that opened yesterday may still be open; one within 8 days will open next.
	for offset := -1; offset <= 8; offset++ {
		day := time.Date(local.Year(), local.Month(), local.Day()+offset, 0, 0, 0, 0, time.UTC)
		if len(w.Days) > 0 && !slices.Contains(w.Days, int(day.Weekday())) {
			continue
		}
		from, until := w.on(day, location)
		if !from.Before(until) {
			continue // the clocks skip all of it
		}
		if t.Before(from) {
			return false, from
		}
		if t.Before(until) {
			return true, until
		}
	}
	return true, t.Add(24 * time.Hour)
}

// on is the window's opening and closing when it opens on this day, given as its midnight in UTC, by
// the wall clock: daylight saving makes the night longer or shorter, not the window's edges wrong.
func (w *Window) on(day time.Time, location *time.Location) (from, until time.Time) {
	at := func(dayOffset, minutes int) time.Time {
		return FirstShown(day.AddDate(0, 0, dayOffset).Add(time.Duration(minutes)*time.Minute), location)
	}
	if w.Until > w.From {
		return at(0, w.From), at(0, w.Until)
	}
	return at(0, w.From), at(1, w.Until)
}

// String is the window in words: "22:00–07:00 Mon, Tue".
func (w *Window) String() string {
	text := fmt.Sprintf("%02d:%02d–%02d:%02d", w.From/60, w.From%60, w.Until/60, w.Until%60)
	for i, day := range w.Days {
		separator := ", "
		if i == 0 {
			separator = " "
		}
		text += separator + time.Weekday(day).String()[:3]
	}
	if w.Zone != "" {
		text += " " + w.Zone
	}
	return text
}

func (w *Window) location(here *time.Location) (*time.Location, error) {
	if w.Zone == "" {
		return here, nil
	}
	return time.LoadLocation(w.Zone)
}
