package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

const (
	longestName  = 200
	longestGroup = 100
	longestText  = 10_000 // of a description
)

// checkWords says what is wrong with a draft's name, group or description.
func checkWords(draft task.Draft) error {
	switch {
	case draft.Name == "":
		return &job.UsageError{Field: "name", Message: "a task needs a name"}
	case utf8.RuneCountInString(draft.Name) > longestName:
		return &job.UsageError{Field: "name", Message: fmt.Sprintf("a name has at most %d letters", longestName)}
	case utf8.RuneCountInString(draft.Group) > longestGroup:
		return job.Usagef("a group has at most %d letters", longestGroup)
	case utf8.RuneCountInString(draft.Description) > longestText:
		return job.Usagef("a description has at most %d letters", longestText)
	case strings.ContainsFunc(draft.Name+draft.Group, unicode.IsControl):
		return job.Usagef("name and group are one line each")
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

// scheduleWords are a schedule in words that anybody can read back: instants in UTC, for an entry is read anywhere.
func scheduleWords(s task.Schedule) string {
	words := ""
	switch s.Kind {
	case task.Cron:
		words = s.Cron
	case task.Every:
		every, _ := interval{s.EveryMS, s.Anchor}.words()
		words = strings.ToLower(every)
		if s.Anchor != 0 {
			words += " from " + instantWords(s.Anchor)
		}
	case task.Once:
		words = "once at " + instantWords(s.At)
	}
	if s.Zone != "" {
		words += " in " + s.Zone
	}
	return words
}

func instantWords(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02 15:04:05 UTC") }
