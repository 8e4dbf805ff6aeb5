package table

import (
	"fmt"
	"math"
	"strings"
	"time"
)

const (
	// lastDay is the number of the last day that a spreadsheet knows, the end of the year 9999.
	lastDay = 2_958_465
	// days1904 is how many days later those workbooks begin to count that do so in 1904.
	days1904 = 1462
	// longestClock is how many days a time may have that is no date.
	longestClock = 366
	dayLength    = 24 * 60 * 60 * 1000 // in milliseconds
)

// dateText writes a number of days as a date, with its time where there is one; a time without a date is
// written alone. It is empty when there is no such day.
func dateText(days float64, from1904 bool) string {
	day, moment := splitDay(days)
	if from1904 {
		day += days1904
	}
	if days < 0 || day > lastDay || day == 0 && moment == 0 {
		return ""
	}
	if day == 0 {
		return clockText(moment)
	}
	text := "1900-02-29" // the day that there never was, and that spreadsheets know
	if day != 60 {
		if day < 60 {
			day++
		}
		text = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(day)).Format(time.DateOnly)
	}
	if moment > 0 {
		text += " " + clockText(moment)
	}
	return text
}

// timeText writes a part of a day as a time, and more than a day as its hours; elapsed says that the
// sheet shows it so itself. What is shown as a time and is a date is written as one.
func timeText(days float64, from1904, elapsed bool) string {
	if days < 0 || days > lastDay {
		return ""
	}
	if days >= longestClock && !elapsed {
		return dateText(days, from1904)
	}
	day, moment := splitDay(days)
	return clockText(day*dayLength + moment)
}

// splitDay gives the days, and the milliseconds beyond them.
func splitDay(days float64) (day, moment int64) {
	whole := math.Floor(days)
	day, moment = int64(whole), int64(math.Round((days-whole)*dayLength))
	if moment == dayLength {
		return day + 1, 0
	}
	return day, moment
}

// clockText writes milliseconds as hours, minutes and seconds.
func clockText(moment int64) string {
	seconds := moment / 1000
	text := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if thousandths := moment % 1000; thousandths > 0 {
		text += fmt.Sprintf(".%03d", thousandths)
	}
	return text
}

// writtenDate reads a date that a sheet has as a text of ISO's form, and writes it as the others.
func writtenDate(text string) string {
	text = strings.TrimSpace(text)
	for _, layout := range []string{"2006-01-02T15:04:05.999Z07:00", "2006-01-02T15:04:05.999", "2006-01-02T15:04", time.DateOnly} {
		at, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		written := at.Format(time.DateOnly)
		if moment := at.Sub(at.Truncate(24 * time.Hour)).Milliseconds(); moment > 0 {
			written += " " + clockText(moment)
		}
		return written
	}
	return strings.TrimPrefix(text, "T")
}
