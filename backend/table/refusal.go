package table

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// Refusal is why a list can't be read or written, said to a person: which file, what is wrong with
// it and, where there is something to do, what to do. Under it may lie the system's error, found
// with [errors.Is] and [errors.As].
type Refusal struct {
	// Path is the file, as it was given.
	Path string
	// What says what is wrong, as a sentence that goes on after the path: "is empty".
	What string
	// Cause is the error under it, or nil.
	Cause error
}

// Error is the whole sentence.
func (r *Refusal) Error() string { return r.Path + " " + r.What }

// Unwrap is the error under it.
func (r *Refusal) Unwrap() error { return r.Cause }

// Final says that the file's own content is at fault: read again unchanged, it is refused again.
// Otherwise something stood in the way, a permission, the disk, the network, and later it may not.
func (r *Refusal) Final() bool {
	if _, ok := errors.AsType[*fs.PathError](r.Cause); ok {
		return false
	}
	if _, ok := errors.AsType[*os.SyscallError](r.Cause); ok {
		return false
	}
	_, ok := errors.AsType[syscall.Errno](r.Cause)
	return !ok
}

// survive makes a refusal of a panic: what a file makes its reader do must not end the program, nor
// keep anybody from the other files.
func survive(path string, err *error) {
	if thrown := recover(); thrown != nil {
		*err = &Refusal{Path: path, What: "is damaged: its reader broke down over it", Cause: fmt.Errorf("panic: %v", thrown)}
	}
}

// refuse makes a refusal without a cause.
func refuse(path, format string, arguments ...any) *Refusal {
	return &Refusal{Path: path, What: fmt.Sprintf(format, arguments...)}
}
