package cli

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"jobdeck/backend/english"
	"jobdeck/backend/job"
)

// duration is a stretch of time as a person says it: "850 ms", "12 s", "3 min 20 s", "2 h 05 min".
func duration(ms int64) string {
	d := time.Duration(ms) * time.Millisecond
	switch seconds := int64(d.Round(time.Second) / time.Second); {
	case ms < 1000:
		return fmt.Sprintf("%d ms", ms)
	case ms < 10_000:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case seconds < 60:
		return fmt.Sprintf("%d s", seconds)
	case seconds < 3600:
		return fmt.Sprintf("%d min %02d s", seconds/60, seconds%60)
	case seconds < 86400:
		return fmt.Sprintf("%d h %02d min", seconds/3600, seconds%3600/60)
	default:
		return fmt.Sprintf("%d d %d h", seconds/86400, seconds%86400/3600)
	}
}

// moment is a time in local words, or a dash when there is none. Seconds matter today only.
func moment(ms int64, now time.Time) string {
	if ms == 0 {
		return "–"
	}
	at := time.UnixMilli(ms).In(now.Location())
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format(time.TimeOnly)
	}
	return at.Format("2006-01-02 15:04")
}

// percent is how much of a whole is done. It is 100 only when all is.
func percent(done, total int64) string {
	if total == 0 {
		return "100%"
	}
	return fmt.Sprintf("%d%%", done*100/total)
}

// rate is items a minute in words.
func rate(perMinute float64) string {
	switch {
	case perMinute <= 0:
		return "–"
	case perMinute < 10:
		return fmt.Sprintf("%.1f/min", perMinute)
	default:
		return english.Number(int64(perMinute+0.5)) + "/min"
	}
}

// done is how many items of a job have an outcome.
func done(s job.Snapshot) int64 { return s.Succeeded + s.Failed + s.Skipped }

// title names a job: job 3 "Q4 targets".
func title(s job.Snapshot) string {
	if s.Name == "" {
		return fmt.Sprintf("job %d", s.ID)
	}
	return fmt.Sprintf("job %d %q", s.ID, plain(s.Name))
}

// status is a job's status in words, with why and how long.
func status(s job.Snapshot, now time.Time) string {
	words := s.Standing.Words()
	if s.Status == job.Pausing && s.InFlight > 0 {
		words += fmt.Sprintf(" (%s in flight)", english.Number(s.InFlight))
	}
	if s.Reason != "" {
		words += ": " + s.Reason
	}
	if s.Status == job.Paused && s.ResumesAt > 0 {
		words += fmt.Sprintf(" (resumes %s)", moment(s.ResumesAt, now))
	}
	return words
}

// outcomes says how the items of a job came out: "598 succeeded, 9 failed, 5 skipped (3 duplicate, 2 inactive)".
func outcomes(s job.Snapshot) string {
	words := english.Number(s.Succeeded) + " succeeded"
	if s.Failed > 0 {
		words += ", " + english.Number(s.Failed) + " failed"
	}
	if s.Skipped > 0 {
		words += ", " + english.Number(s.Skipped) + " skipped"
	}
	if reasons := reasonWords(s.Reasons); reasons != "" {
		words += " (" + reasons + ")"
	}
	return words
}

func reasonWords(reasons map[job.Reason]int64) string {
	var words []string
	for reason, n := range reasons {
		if n > 0 && reason != "" {
			words = append(words, english.Number(n)+" "+string(reason))
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

// left is the time left in words, or what is done before it is known, or "" where it makes no
// sense.
func left(s job.Snapshot) string {
	switch {
	case s.Status != job.Running || s.Standing == job.Held:
		return ""
	case s.Doing != "":
		return s.Doing
	case s.ETAMS < 0:
		return "estimating…"
	default:
		return roughly(s.ETAMS) + " left"
	}
}

// roughly is a stretch of time that is estimated: no more exact than it can be.
func roughly(ms int64) string {
	switch {
	case ms < 10_000:
		return "a few seconds"
	case ms < 60_000:
		return fmt.Sprintf("about %d s", (ms+4999)/5000*5)
	case ms < 3_600_000:
		return fmt.Sprintf("about %d min", (ms+30_000)/60_000)
	default:
		return "about " + duration(ms)
	}
}

// cut shortens text to a number of characters.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

// jobNumbers lists some jobs: "3, 4, 5 and 1,200 more".
func jobNumbers(ids []job.ID) string {
	const most = 8
	var words []string
	for i, id := range ids {
		if i == most && len(ids) > most+1 {
			return strings.Join(words, ", ") + " and " + english.Number(len(ids)-most) + " more"
		}
		words = append(words, fmt.Sprint(id))
	}
	return strings.Join(words, ", ")
}

// sorted goes over a map in the order of its keys.
func sorted[V any](values map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(values)) {
			if !yield(key, values[key]) {
				return
			}
		}
	}
}
