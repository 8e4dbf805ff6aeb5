// Package trouble knows the errors that pass by themselves: a machine that has no file handle or
// memory left for a moment, a file that another program holds. It is nobody's fault, no row's and no
// job's, so that whoever meets one waits and tries again. It waits for nobody itself.
package trouble

import (
	"errors"
	"slices"
	"strings"
	"syscall"
)

// Passing is a trouble of this machine that passes by itself, in words that a person can act on.
// Nothing of what was to be done was done.
type Passing struct {
	Words string
	Cause error
}

// Error is the words, and the cause.
func (p *Passing) Error() string { return p.Words + " (" + p.Cause.Error() + ")" }

// Unwrap is the cause.
func (p *Passing) Unwrap() error { return p.Cause }

// Passes reports whether what failed with an error may work later, with nobody doing anything to what
// was asked for.
func Passes(err error) bool {
	if _, found := errors.AsType[*Passing](err); found {
		return true
	}
	number, found := errors.AsType[syscall.Errno](err)
	return found && slices.Contains(numbers, number)
}

// Named reports whether a text ends in the words of such an error. It is for errors of libraries that
// keep the words alone, as net does of what went wrong with a question to DNS.
func Named(text string) bool {
	return slices.ContainsFunc(numbers, func(number syscall.Errno) bool { return strings.HasSuffix(text, number.Error()) })
}
