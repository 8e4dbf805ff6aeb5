package table

import "fmt"

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

// refuse makes a refusal without a cause.
func refuse(path, format string, arguments ...any) *Refusal {
	return &Refusal{Path: path, What: fmt.Sprintf(format, arguments...)}
}
