package desktop

import (
	"fmt"
	"math"
	"strings"
	"time"

	"jobdeck/backend/english"
	"jobdeck/backend/job"
)

// State is what the tray tells of.
type State struct {
	Held bool
	// AtWork are all jobs that hold a slot, in the order screens show them.
	AtWork []job.Snapshot
	// Waiting are the first of the queued and paused jobs.
	Waiting []job.Snapshot
	// Active, Queued and Paused count jobs; Active has those at work, too.
	Active, Queued, Paused int64
	// Stuck are jobs that the app paused by itself and that a person must look at.
	Stuck int64
	// Unseen are news of failures that nobody has seen yet.
	Unseen int64
}

// Icon is which of the tray's icons is shown.
type Icon string

// The icons of the tray. Each file in the folder icons is named for one of them.
const (
	Idle      Icon = "idle"
	Running   Icon = "running"
	Held      Icon = "held"
	Attention Icon = "attention"
)

// Icon says which icon fits: what a person must look at comes before what she did herself.
func (s State) Icon() Icon {
	switch {
	case s.Stuck > 0 || s.Unseen > 0:
		return Attention
	case s.Held:
		return Held
	case len(s.AtWork) > 0:
		return Running
	default:
		return Idle
	}
}

// Tooltip sums up in one short line: "2 jobs running · 61% · about 4 min left". Windows cuts off
// after 127 letters; this stays well below.
func (s State) Tooltip() string {
	var words []string
	switch {
	case s.Stuck > 0:
		words = append(words, english.Count(s.Stuck, "job needs", "jobs need")+" attention")
	case s.Unseen > 0:
		words = append(words, english.Count(s.Unseen, "failure", "failures")+" not looked at")
	}
	switch {
	case s.Held:
		words = append(words, "Everything on hold")
		if going := int64(len(s.AtWork)) + s.Queued; going > 0 {
			words = append(words, english.Count(going, "job waits", "jobs wait"))
		}
	case len(s.AtWork) > 0:
		words = append(words, s.progress()...)
	case s.Queued > 0:
		words = append(words, english.Count(s.Queued, "job", "jobs")+" queued")
	case s.Paused > s.Stuck:
		words = append(words, english.Count(s.Paused-s.Stuck, "job", "jobs")+" paused")
	case len(words) == 0:
		words = append(words, "Jobdeck", "nothing running")
	}
	return strings.Join(words, " · ")
}

// progress is how far the jobs at work are, taken together. They run side by side: the time left
// is that of the slowest.
func (s State) progress() []string {
	var done, total, left int64 = 0, 0, -1
	for _, j := range s.AtWork {
		done += finished(j)
		total += j.Total
		if j.Status == job.Running {
			left = max(left, j.ETAMS)
		}
	}
	words := []string{english.Count(int64(len(s.AtWork)), "job", "jobs") + " running"}
	if total > 0 {
		words = append(words, percent(done, total))
	}
	if left >= 0 {
		words = append(words, timeLeft(time.Duration(left)*time.Millisecond))
	}
	return words
}

func finished(s job.Snapshot) int64 { return s.Succeeded + s.Failed + s.Skipped }

// percent never says 100% before all is done.
func percent(done, total int64) string {
	share := int64(math.Floor(float64(done) / float64(total) * 100))
	if done < total {
		share = min(share, 99)
	}
	return fmt.Sprintf("%d%%", share)
}

// timeLeft is coarse on purpose: what is only estimated shall not change with every look.
func timeLeft(left time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case left < 55*time.Second:
		return "less than a minute left"
	case left < time.Hour:
		return fmt.Sprintf("about %d min left", max(1, int64(left.Round(time.Minute)/time.Minute)))
	case left < day:
		tens := left.Round(10 * time.Minute)
		if minutes := int64(tens % time.Hour / time.Minute); minutes > 0 {
			return fmt.Sprintf("about %d h %d min left", int64(tens/time.Hour), minutes)
		}
		return fmt.Sprintf("about %d h left", int64(tens/time.Hour))
	default:
		return fmt.Sprintf("about %d d %d h left", int64(left/day), int64(left%day/time.Hour))
	}
}
