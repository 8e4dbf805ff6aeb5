package maintenance

import (
	"strings"

	"jobdeck/backend/english"
)

// noun is a thing that is counted, one and many.
type noun struct{ one, many string }

// count is a number with its noun: "1 entry", "1,240 entries".
func (n noun) count(number int64) string {
	return english.Count(number, n.one, n.many)
}

// of is how much was done of what was found: "214 entries", or after a cancel
// "120,000 of 1,000,000 entries".
func (n noun) of(done, total int64) string {
	if done >= total {
		return n.count(done)
	}
	return english.Number(done) + " of " + n.count(total)
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
		text += " and " + english.Number(more) + " more"
	}
	return text
}
