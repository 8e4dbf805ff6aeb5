// Package form is what a person can fill in: a field with its meaning, its default and its limits, and the
// one check that all values go through. Settings, the settings of tasks and the options of processors are
// made of fields; the window, the command line and the docs show them from here.
package form

import (
	"fmt"
	"slices"
	"strings"
)

// Kind says what a field's value is.
type Kind string

// The kinds.
const (
	Text        Kind = "text"        // a short one
	LongText    Kind = "long_text"   // several lines
	Environment Kind = "environment" // lines of NAME=value, of which some may be keys
	Number      Kind = "number"      // a whole one, or one with decimals
	Duration    Kind = "duration"    // 90s, 5m or plain seconds
	Choice      Kind = "choice"      // one of its choices
	Switch      Kind = "switch"      // "true" or "false"
	File        Kind = "file"        // a path
	Folder      Kind = "folder"      // a path
	Recipe      Kind = "recipe"      // the name of one
)

// Field is one thing to fill in.
type Field struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Help    string   `json:"help"`
	Kind    Kind     `json:"kind"`
	Choices []string `json:"choices"`
	// Words are what choices are called whose value does not say it: "file" is "One file".
	Words   map[string]string `json:"words,omitempty"`
	Default string            `json:"default"`
	// Min and Max bound a number; both 0: any number.
	Min      int    `json:"min"`
	Max      int    `json:"max"`
	Decimals bool   `json:"decimals"` // a number need not be whole
	Unit     string `json:"unit"`     // of a number: "days"
	// Required says that it can't be left empty; without it an empty value is the default.
	Required bool `json:"required"`
	// OnlyIf says for which values of another field it counts, "source=newest|each"; empty: always.
	OnlyIf string `json:"only_if"`

	// Valid says what else is wrong with a value that is not empty, or nil: "it must be…".
	Valid func(value string) error `json:"-"`
	// Private values are stored, but stand in no log and no error.
	Private bool `json:"-"`
}

// Shown is a value as logs may show it.
func (f *Field) Shown(value string) string {
	if f.Private && value != "" {
		return "set"
	}
	return value
}

// Range says in words what a value can be.
func (f *Field) Range() string {
	switch f.Kind {
	case Choice:
		return strings.Join(f.Choices, ", ")
	case Switch:
		return "true, false"
	case Number:
		if f.bounded() {
			return strings.TrimSpace(fmt.Sprintf("%d to %d %s", f.Min, f.Max, f.Unit))
		}
		return f.numbers()
	case Duration:
		return "90s, 5m or plain seconds"
	case Environment:
		return "lines of NAME=value"
	default:
		return strings.ReplaceAll(string(f.Kind), "_", " ")
	}
}

// Counts tells whether a field counts with these values of the others.
func (f *Field) Counts(values map[string]string) bool {
	key, wanted, conditional := strings.Cut(f.OnlyIf, "=")
	return !conditional || slices.Contains(strings.Split(wanted, "|"), values[key])
}

// Find gives one of some fields, or nil.
func Find(fields []Field, key string) *Field {
	for i := range fields {
		if fields[i].Key == key {
			return &fields[i]
		}
	}
	return nil
}

// Keys are the keys of some fields.
func Keys(fields []Field) []string {
	keys := make([]string, len(fields))
	for i := range fields {
		keys[i] = fields[i].Key
	}
	return keys
}
