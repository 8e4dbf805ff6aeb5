package news

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/settings"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// switches has for each kind the setting that turns it off.
var switches = map[live.NewsKind]string{
	live.JobCompleted:    settings.NotifyCompleted,
	live.JobWithFailures: settings.NotifyFailures,
	live.JobFailed:       settings.NotifyFailed,
	live.JobAutoPaused:   settings.NotifyPaused,
	live.ScheduleMissed:  settings.NotifySchedule,
	live.RunFailed:       settings.NotifySchedule,
}

// wanted leaves out the kinds that a person turned off.
func wanted(found []finding, values map[string]string) []finding {
	return slices.DeleteFunc(found, func(f finding) bool { return values[switches[f.kind]] == "false" })
}

// compose makes one news of all findings of a kind. Jobs that are completed are told together,
// whether items of them failed or not. Times of day are those of the place where it is told.
func compose(found []finding, at time.Time) []store.News {
	groups := map[live.NewsKind][]finding{}
	for _, f := range found {
		kind := f.kind
		if kind == live.JobWithFailures {
			kind = live.JobCompleted
		}
		groups[kind] = append(groups[kind], f)
	}
	var news []store.News
	for _, kind := range []live.NewsKind{live.JobFailed, live.JobAutoPaused, live.JobCompleted, live.ScheduleMissed, live.RunFailed} {
		group := groups[kind]
		if len(group) == 0 {
			continue
		}
		n := one(&group[0], at.Location())
		if len(group) > 1 {
			n = several(group)
		}
		n.At, n.Title, n.Text = at.UnixMilli(), line(n.Title, longestTitle), line(n.Text, longestText)
		news = append(news, n)
	}
	return news
}

// one is the news of one finding.
func one(f *finding, place *time.Location) store.News {
	n := store.News{Kind: string(f.kind)}
	if f.job != nil {
		n.Job = f.job.ID
	} else {
		n.Task = f.task.ID
	}
	name := f.name()
	switch f.kind {
	case live.JobCompleted:
		n.Title, n.Text = name+" completed", counts(f.job)+lasted(f.job.ActiveMS)
	case live.JobWithFailures:
		n.Title, n.Text = name+" "+f.job.Standing.Words(), counts(f.job)+lasted(f.job.ActiveMS)
	case live.JobFailed:
		n.Title, n.Text = name+" failed", f.job.Reason
		if n.Text == "" {
			n.Text = counts(f.job)
		}
	case live.JobAutoPaused:
		n.Title, n.Text = name+" is paused", f.job.Reason
		if f.job.ResumesAt > 0 {
			n.Text += fmt.Sprintf(" (goes on by itself at %s)", clockTime(f.job.ResumesAt, place))
		}
	case live.ScheduleMissed:
		n.Title, n.Text = name+" missed its schedule", missed(f.task, place)
	case live.RunFailed:
		n.Title, n.Text = name+" failed", f.task.LastRun.Message
	}
	return n
}

// several is the news of several findings of a kind.
func several(group []finding) store.News {
	kind := group[0].kind
	n := store.News{Kind: string(kind), Text: names(group)}
	switch kind {
	case live.JobCompleted, live.JobWithFailures:
		return completed(group)
	case live.JobFailed:
		n.Title = number("%d jobs failed", len(group))
	case live.JobAutoPaused:
		n.Title = number("%d jobs are paused", len(group))
		reason := group[0].job.Reason
		if !slices.ContainsFunc(group, func(f finding) bool { return f.job.Reason != reason }) {
			n.Text = reason + ": " + n.Text
		}
	case live.ScheduleMissed:
		n.Title = number("%d tasks missed their schedule", len(group))
	case live.RunFailed:
		n.Title = number("%d scheduled runs failed", len(group))
	}
	return n
}

// completed is the news of several completed jobs.
func completed(group []finding) store.News {
	var all job.Snapshot
	var withFailures int
	for _, f := range group {
		all.Succeeded, all.Failed, all.Skipped = all.Succeeded+f.job.Succeeded, all.Failed+f.job.Failed, all.Skipped+f.job.Skipped
		if f.kind == live.JobWithFailures {
			withFailures++
		}
	}
	n := store.News{Kind: string(live.JobCompleted), Text: counts(&all) + ": " + names(group)}
	n.Title = number("%d jobs completed", len(group))
	if withFailures > 0 {
		n.Kind = string(live.JobWithFailures)
		n.Title += number(", %d with failures", withFailures)
	}
	return n
}

// missed tells which firings were missed, and what becomes of them.
func missed(v *task.View, place *time.Location) string {
	m := v.MissedFirings
	text := "It was due on " + date(m.Last, place)
	if m.Count > 1 {
		text = number("It was due %d times, last on ", m.Count) + date(m.Last, place)
	}
	text += ", while Jobdeck was closed or the machine asleep"
	switch v.Missed {
	case task.RunOnce:
		return text + "; one run makes up for it"
	case task.RunAll:
		return text + "; it is made up for"
	default:
		return text + "; it was left out"
	}
}

// counts is what became of a job's items.
func counts(s *job.Snapshot) string {
	parts := []string{number("%d succeeded", s.Succeeded)}
	if s.Failed > 0 {
		parts = append(parts, number("%d failed", s.Failed))
	}
	if s.Skipped > 0 {
		parts = append(parts, number("%d skipped", s.Skipped))
	}
	if s.Pending > 0 {
		parts = append(parts, number("%d not done", s.Pending))
	}
	return strings.Join(parts, ", ")
}

// lasted is how long a job was at work: " in 2 h 5 min". Less than a second is not worth a word.
func lasted(ms int64) string {
	took := time.Duration(ms) * time.Millisecond
	switch {
	case took < time.Second:
		return ""
	case took < time.Minute:
		return fmt.Sprintf(" in %d s", took/time.Second)
	case took < time.Hour:
		return fmt.Sprintf(" in %d min", took/time.Minute)
	default:
		return fmt.Sprintf(" in %d h %d min", took/time.Hour, took%time.Hour/time.Minute)
	}
}

// named is how many names news of several lists.
const named = 3

func names(group []finding) string {
	var list []string
	for i := range group[:min(named, len(group))] {
		list = append(list, line(group[i].name(), longestName))
	}
	text := strings.Join(list, ", ")
	if more := len(group) - named; more > 0 {
		text += number(" and %d more", more)
	}
	return text
}

func (f *finding) name() string {
	if f.job != nil {
		return line(f.job.Name, longestName)
	}
	return line(f.task.Name, longestName)
}

// How long texts may be, in characters.
const (
	longestName  = 60
	longestTitle = 120
	longestText  = 500
)

// line makes one line of a text that may have come from a file or another machine: nothing in it
// moves the cursor, breaks a mail's header, or turns the reading direction around.
func line(text string, longest int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		default:
			return r
		}
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > longest {
		text = strings.TrimSpace(string(runes[:longest-1])) + "…"
	}
	return text
}

var english = message.NewPrinter(language.English)

// number formats with thousands: "1,240 succeeded".
func number(format string, values ...any) string { return english.Sprintf(format, values...) }

func clockTime(ms int64, place *time.Location) string {
	return time.UnixMilli(ms).In(place).Format("15:04")
}

func date(ms int64, place *time.Location) string {
	return time.UnixMilli(ms).In(place).Format("Mon 2 Jan, 15:04")
}
