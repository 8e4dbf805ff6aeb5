package job

import (
	"fmt"
	"slices"
	"strings"
)

// Filter chooses jobs. Its text form is what a person types: "status:paused kind:research acme".
// The zero Filter matches every job that is neither archived nor deleted.
type Filter struct {
	Statuses []Status
	// Kinds are processors: "preprocess", "command".
	Kinds []string
	// Archived asks for archived jobs instead of the others.
	Archived bool
	// Deleted asks for deleted jobs that are not purged yet, instead of the others.
	Deleted bool
	// Words must all be found in the job's name, recipe or file name, in any case.
	Words []string
}

// ParseFilter reads a filter's text form. Words in double quotes stay together.
func ParseFilter(text string) (Filter, error) {
	var filter Filter
	for _, word := range splitWords(text) {
		key, value, found := strings.Cut(word, ":")
		if !found || value == "" {
			filter.Words = append(filter.Words, strings.Trim(word, `"`))
			continue
		}
		switch strings.ToLower(key) {
		case "status":
			for name := range strings.SplitSeq(strings.ToLower(value), ",") {
				status := Status(name)
				if !status.Valid() {
					return Filter{}, fmt.Errorf("filter: no status is called %q (%s)", name, joinStatuses())
				}
				filter.Statuses = append(filter.Statuses, status)
			}
		case "kind":
			filter.Kinds = append(filter.Kinds, strings.Split(strings.ToLower(value), ",")...)
		case "is":
			switch strings.ToLower(value) {
			case "archived":
				filter.Archived = true
			case "deleted":
				filter.Deleted = true
			case "active":
				filter.addStatuses(Status.Active)
			case "ended":
				filter.addStatuses(Status.Ended)
			default:
				return Filter{}, fmt.Errorf("filter: is:%s is not known (active, ended, archived, deleted)", value)
			}
		default:
			return Filter{}, fmt.Errorf("filter: %q is not known (status, kind, is)", key+":")
		}
	}
	return filter, nil
}

func (f *Filter) addStatuses(which func(Status) bool) {
	for _, status := range Statuses {
		if which(status) && !slices.Contains(f.Statuses, status) {
			f.Statuses = append(f.Statuses, status)
		}
	}
}

func joinStatuses() string {
	names := make([]string, len(Statuses))
	for i, status := range Statuses {
		names[i] = string(status)
	}
	return strings.Join(names, ", ")
}

// splitWords splits at spaces outside double quotes; the quotes are left out.
func splitWords(text string) []string {
	var words []string
	var word strings.Builder
	quoted := false
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted && (r == ' ' || r == '\t' || r == '\n'):
			if word.Len() > 0 {
				words = append(words, word.String())
				word.Reset()
			}
		default:
			word.WriteRune(r)
		}
	}
	if word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}
