// Package settings is the list of what a person can set: keys, defaults, limits and meanings. It
// keeps no values; the store does.
package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The keys.
const (
	// Slots is how many jobs run at once.
	Slots = "slots"
	// AfterRestart says what jobs do that were running at a quit or crash: [GoOn] or [Wait].
	AfterRestart = "after_restart"
	// LogLevel is how much is written to the log.
	LogLevel = "log_level"
)

// The choices of AfterRestart.
const (
	GoOn = "go_on"
	Wait = "wait"
)

// Definition describes one setting.
type Definition struct {
	Key     string
	Default string
	// Kind is "number", "text", "choice" or "switch".
	Kind     string
	Choices  []string
	Min, Max int // of a number
	Label    string
	Help     string
	Group    string
	// Valid says what is wrong with a text that is not empty, or nil: "it must be…".
	Valid func(value string) error
	// Private values are stored, but stand in no log: not even in the audit log.
	Private bool
}

// All lists the settings in the order in which screens show them.
var All = slices.Concat(work, notifications, mail, hook, window)

var work = []Definition{
	{
		Key: Slots, Default: "3", Kind: "number", Min: 1, Max: 16, Group: "Jobs",
		Label: "Jobs at once", Help: "How many jobs run at the same time. The others wait in the queue.",
	},
	{
		Key: AfterRestart, Default: GoOn, Kind: "choice", Choices: []string{GoOn, Wait}, Group: "Jobs",
		Label: "After a restart", Help: "Whether jobs that were running when Jobdeck ended go on by themselves, or wait, paused.",
	},
	{
		Key: LogLevel, Default: "info", Kind: "choice", Choices: []string{"debug", "info", "warning", "error"}, Group: "Log",
		Label: "Log level", Help: "How much is written to the log.",
	},
}

// Find gives the definition of a key; the error lists the keys there are.
func Find(key string) (Definition, error) {
	keys := make([]string, 0, len(All))
	for _, definition := range All {
		if definition.Key == key {
			return definition, nil
		}
		keys = append(keys, definition.Key)
	}
	return Definition{}, fmt.Errorf("no setting is called %q (%s)", key, strings.Join(keys, ", "))
}

// Check says what is wrong with a value, or nil.
func (d *Definition) Check(value string) error {
	switch d.Kind {
	case "text":
		if err := d.checkText(value); err != nil {
			return fmt.Errorf("%s can't be set: %w", d.Key, err)
		}
	case "number":
		n, err := strconv.Atoi(value)
		if err != nil || n < d.Min || n > d.Max {
			return fmt.Errorf("%s is %q: it must be a number from %d to %d", d.Key, value, d.Min, d.Max)
		}
	case "choice":
		if !slices.Contains(d.Choices, value) {
			return fmt.Errorf("%s is %q: it must be one of %s", d.Key, value, strings.Join(d.Choices, ", "))
		}
	case "switch":
		if value != "true" && value != "false" {
			return fmt.Errorf("%s is %q: it must be true or false", d.Key, value)
		}
	}
	return nil
}

func (d *Definition) checkText(value string) error {
	if err := text(value); err != nil {
		return err
	}
	if d.Valid == nil || value == "" {
		return nil
	}
	return d.Valid(value)
}

// Logged is a value as logs may show it.
func (d *Definition) Logged(value string) string {
	if d.Private && value != "" {
		return "set"
	}
	return value
}
