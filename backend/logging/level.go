package logging

import "slices"

// Levels are the levels that a person may ask for, the least first.
var Levels = []string{"debug", "info", "warning", "error"}

// levels are all that lines can have.
var levels = []string{"trace", "debug", "info", "warning", "error", "fatal", "panic"}

// AtLeast reports whether a line's level is another one or worse. A line without a level is worse
// than none; anything is at least "".
func AtLeast(level, least string) bool {
	return least == "" || slices.Index(levels, level) >= max(0, slices.Index(levels, least))
}
