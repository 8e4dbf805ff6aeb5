package maintenance

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// noun is a thing that is counted, one and many.
type noun struct{ one, many string }

// count is a number with its noun: "1 entry", "1,240 entries".
func (n noun) count(number int64) string {
	if number == 1 {
		return "1 " + n.one
	}
	return grouped(number) + " " + n.many
}

// of is how much was done of what was found: "214 entries", or after a cancel
// "120,000 of 1,000,000 entries".
func (n noun) of(done, total int64) string {
	if done >= total {
		return n.count(done)
	}
	return grouped(done) + " of " + n.count(total)
}

// grouped is a whole number with separators: 1,240.
func grouped(number int64) string {
	return message.NewPrinter(language.English).Sprintf("%d", number)
}

// amount is a size as people say it: "3.4 MB".
func amount(n int64) string {
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

// would puts a verb into what was done, or what a dry run would do.
func would(dryRun bool, did, do string) string {
	if dryRun {
		return "would " + do
	}
	return did
}

// keptNames is how many of what went wrong a message names.
const keptNames = 3

// names lists the first few of many: "a.log, b.log, c.log and 4 more".
func names(list []string, all int64) string {
	shown := list[:min(len(list), keptNames)]
	text := strings.Join(shown, "; ")
	if more := all - int64(len(shown)); more > 0 {
		text += " and " + grouped(more) + " more"
	}
	return text
}
