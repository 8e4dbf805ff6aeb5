package logging

import "slices"

// Levels are the levels that a person may ask for, the least first.
var Levels = []string{"debug", "info", "warning", "error"}

// levels are all that lines can have.
var levels = []string{"trace", "debug", "info", "warning", "error", "fatal", "panic"}

// From gives the levels that are at least another one.
func From(least string) []string { return levels[max(0, slices.Index(levels, least)):] }

// AtLeast reports whether a line's level is another one or worse. Anything is at least "", a line
// without a level nothing else.
func AtLeast(level, least string) bool { return least == "" || slices.Contains(From(least), level) }
