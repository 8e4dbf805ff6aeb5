package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

const (
	longestName  = 200
	longestGroup = 100
	longestText  = 10_000 // of a description
	longestValue = 100_000
)

// checkWords says what is wrong with a draft's name, group or description.
func checkWords(draft task.Draft) error {
	switch {
	case draft.Name == "":
		return job.Usagef("a task needs a name")
	case utf8.RuneCountInString(draft.Name) > longestName:
		return job.Usagef("a name has at most %d letters", longestName)
	case utf8.RuneCountInString(draft.Group) > longestGroup:
		return job.Usagef("a group has at most %d letters", longestGroup)
	case utf8.RuneCountInString(draft.Description) > longestText:
		return job.Usagef("a description has at most %d letters", longestText)
	case strings.ContainsFunc(draft.Name+draft.Group, unicode.IsControl):
		return job.Usagef("name and group are one line each")
	}
	return nil
}

// checkSettings says what is wrong with a work's settings.
func checkSettings(work *task.Work, settings map[string]string) error {
	for key := range settings {
		if !slices.ContainsFunc(work.Settings, func(s task.Setting) bool { return s.Key == key }) {
			return job.Usagef("%s has no setting %q", work.Label, key)
		}
	}
	full := fullSettings(work, settings)
	for _, setting := range work.Settings {
		if err := checkSetting(setting, full[setting.Key]); err != nil {
			return err
		}
	}
	if work.Check == nil {
		return nil
	}
	if err := work.Check(full); err != nil {
		return job.Usagef("%v", err)
	}
	return nil
}

func checkSetting(setting task.Setting, value string) error {
	switch {
	case strings.TrimSpace(value) == "" && setting.Required:
		return job.Usagef("%s is needed", setting.Label)
	case value == "":
		return nil
	case len(value) > longestValue:
		return job.Usagef("%s is too long", setting.Label)
	}
	switch setting.Kind {
	case "number":
		n, err := strconv.Atoi(value)
		if err != nil || (setting.Min != 0 || setting.Max != 0) && (n < setting.Min || n > setting.Max) {
			return job.Usagef("%s is %q: it must be a whole number from %d to %d", setting.Label, value, setting.Min, setting.Max)
		}
	case "choice":
		if !slices.Contains(setting.Choices, value) {
			return job.Usagef("%s is %q: it must be one of %s", setting.Label, value, strings.Join(setting.Choices, ", "))
		}
	case "switch":
		if value != "true" && value != "false" {
			return job.Usagef("%s is %q: it must be true or false", setting.Label, value)
		}
	}
	return nil
}

// describe puts into words, for the audit log, how a task is where it differs from another one;
// all of it when there is none.
func describe(t, other *task.Task) string {
	var words []string
	add := func(name, value, otherValue string) {
		if other == nil && value != "" || other != nil && value != otherValue {
			words = append(words, name+": "+value)
		}
	}
	from := other
	if from == nil {
		from = &task.Task{}
	}
	add("name", t.Name, from.Name)
	add("group", t.Group, from.Group)
	add("description", t.Description, from.Description)
	add("does", t.Does, from.Does)
	add("schedule", scheduleWords(t.Schedule), scheduleWords(from.Schedule))
	add("missed", string(t.Missed), string(from.Missed))
	add("missed at most", strconv.Itoa(t.MissedCap), strconv.Itoa(from.MissedCap))
	add("overlap", string(t.Overlap), string(from.Overlap))
	add("enabled", strconv.FormatBool(t.Enabled), strconv.FormatBool(from.Enabled))
	for _, key := range keysOf(t.Settings, from.Settings) {
		add(key, t.Settings[key], from.Settings[key])
	}
	return strings.Join(words, "; ")
}

// keysOf are the keys of two maps, sorted, each once.
func keysOf(a, b map[string]string) []string {
	var keys []string
	for key := range a {
		keys = append(keys, key)
	}
	for key := range b {
		if _, both := a[key]; !both {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func scheduleWords(s task.Schedule) string {
	words := ""
	switch s.Kind {
	case task.Cron:
		words = s.Cron
	case task.Every:
		words = fmt.Sprintf("every %d ms from %d", s.EveryMS, s.Anchor)
	case task.Once:
		words = "once at " + strconv.FormatInt(s.At, 10)
	}
	if s.Zone != "" {
		words += " in " + s.Zone
	}
	return words
}
