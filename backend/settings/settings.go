// Package settings is the list of what a person can set: keys, defaults, limits and meanings. It
// keeps no values; the store does.
package settings

import (
	"fmt"
	"slices"
	"strings"

	"jobdeck/backend/form"
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

// Definition describes one setting: a field, and where screens show it.
type Definition struct {
	form.Field

	Group string
}

// in makes settings of fields. Only a text can be left empty; it is one line, and not long.
func in(group string, fields ...form.Field) []Definition {
	list := make([]Definition, len(fields))
	for i, field := range fields {
		field.Required = field.Kind != form.Text
		if more := field.Valid; field.Kind == form.Text {
			field.Valid = func(value string) error {
				if err := text(value); err != nil || more == nil {
					return err
				}
				return more(value)
			}
		}
		list[i] = Definition{Field: field, Group: group}
	}
	return list
}

// All lists the settings in the order in which screens show them.
var All = slices.Concat(jobs, log, notifications, mail, hook, window)

var jobs = in("Jobs",
	form.Field{
		Key: Slots, Default: "3", Kind: form.Number, Min: 1, Max: 16,
		Label: "Jobs at once", Help: "How many jobs run at the same time. The others wait in the queue.",
	},
	form.Field{
		Key: AfterRestart, Default: GoOn, Kind: form.Choice, Choices: []string{GoOn, Wait},
		Label: "After a restart", Help: "Whether jobs that were running when Jobdeck ended go on by themselves, or wait, paused.",
	},
)

var log = in("Log",
	form.Field{
		Key: LogLevel, Default: "info", Kind: form.Choice, Choices: []string{"debug", "info", "warning", "error"},
		Label: "Log level", Help: "How much is written to the log.",
	},
)

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
