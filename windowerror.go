package main

import (
	"encoding/json"
	"errors"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// WindowError is an error as the window gets it.
type WindowError struct {
	Message string `json:"message"`
	Details string `json:"details"`
	// Kind is "refused", "not_found", "usage" or "error".
	Kind string `json:"kind"`
	// Field is the key of the field that has a wrong value, or empty.
	Field string `json:"field"`
}

// formatError turns errors of bound methods into what the window shows: a [WindowError] as JSON
// text, for Wails makes an Error of what it gets, and of an object that says "[object Object]".
func formatError(err error) any {
	formatted := WindowError{Message: err.Error(), Kind: "error"}
	var refused *job.RefusedError
	var taskRefused *task.RefusedError
	var usage *deck.UsageError
	switch {
	case errors.As(err, &refused), errors.As(err, &taskRefused):
		formatted.Kind = "refused"
	case errors.As(err, &usage):
		formatted.Kind, formatted.Field = "usage", usage.Field
	case errors.Is(err, deck.ErrNotFound):
		formatted.Kind = "not_found"
	}
	text, err := json.Marshal(formatted)
	if err != nil {
		return formatted.Message
	}
	return string(text)
}
