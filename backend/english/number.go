// Package english puts numbers into the words that people read.
package english

import (
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

var printer = message.NewPrinter(language.English)

// Number is a whole number with separators: 1,240.
func Number[N ~int | ~int64](n N) string { return printer.Sprintf("%d", int64(n)) }

// Count is a number with its noun: "1 row", "1,240 rows". Many of it are the noun with an s, unless they are given:
// "1,240 entries".
func Count[N ~int | ~int64](n N, one string, many ...string) string {
	switch {
	case n == 1:
		return "1 " + one
	case len(many) > 0:
		return Number(n) + " " + many[0]
	default:
		return Number(n) + " " + one + "s"
	}
}

// Size is a number of bytes as people say it: "3.4 MB".
func Size(n int64) string {
	const step = 1000
	if n < step {
		return fmt.Sprintf("%d bytes", n)
	}
	size, units := float64(n)/step, []string{"KB", "MB", "GB", "TB"}
	for size >= step && len(units) > 1 {
		size, units = size/step, units[1:]
	}
	if size >= 100 {
		return fmt.Sprintf("%.0f %s", size, units[0])
	}
	return fmt.Sprintf("%.1f %s", size, units[0])
}
