package desktop

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"jobdeck/backend/job"
)

// Places is how many jobs the menu shows.
const Places = 5

// Menu is everything that is visible of the tray. Two that are equal look the same.
type Menu struct {
	Icon    Icon
	Tooltip string
	Held    bool
	// Rows are the places for jobs. An empty one is not shown.
	Rows [Places]Row
	// More is "and 7 more…", or empty.
	More string
}

// Row is one job in the menu. The zero Row is an empty place.
type Row struct {
	Job   job.ID
	Label string
	// Pause and Resume say which of the two the job allows now.
	Pause, Resume bool
}

// Choice is what a person chose in the tray.
type Choice struct {
	What Chosen
	Job  job.ID // of OpenJob, PauseJob and ResumeJob
}

// Chosen is one of the things that the menu offers.
type Chosen string

// What the menu offers.
const (
	OpenWindow  Chosen = "open"
	HoldAll     Chosen = "hold"
	ReleaseAll  Chosen = "release"
	OpenJob     Chosen = "open job"
	PauseJob    Chosen = "pause"
	ResumeJob   Chosen = "resume"
	OpenJobs    Chosen = "open jobs"
	QuitProgram Chosen = "quit"
)

// The menu's words.
const (
	openLabel    = "Open Jobdeck"
	holdLabel    = "Hold everything"
	releaseLabel = "Lift the hold"
	openJobLabel = "Open"
	pauseLabel   = "Pause"
	resumeLabel  = "Resume"
	quitLabel    = "Quit"
)

// seating gives each job a place in the menu and leaves it there for as long as it is shown: what
// a person aims at must not move, nor become another job's while she clicks.
type seating struct {
	jobs [Places]job.ID
	left [Places]time.Time
}

// settle is how long a place stays empty after its job has left.
const settle = 2 * time.Second

// menu draws a state. It tells how soon to draw again for a job that waits for a place, or 0.
func (s *seating) menu(state State, now time.Time) (Menu, time.Duration) {
	wanted := slices.Concat(state.AtWork, state.Waiting)
	wanted = wanted[:min(len(wanted), Places)]
	again := s.seat(wanted, now)

	menu := Menu{Icon: state.Icon(), Tooltip: state.Tooltip(), Held: state.Held}
	var shown int64
	for _, snapshot := range wanted {
		if place := slices.Index(s.jobs[:], snapshot.ID); place >= 0 {
			menu.Rows[place] = row(snapshot)
			shown++
		}
	}
	if more := state.Active - shown; more > 0 {
		menu.More = fmt.Sprintf("and %d more…", more)
	}
	return menu, again
}

func (s *seating) seat(wanted []job.Snapshot, now time.Time) time.Duration {
	for place, id := range s.jobs {
		if id != 0 && !slices.ContainsFunc(wanted, func(w job.Snapshot) bool { return w.ID == id }) {
			s.jobs[place], s.left[place] = 0, now
		}
	}
	var again time.Duration
	for _, snapshot := range wanted {
		if slices.Contains(s.jobs[:], snapshot.ID) {
			continue
		}
		place, wait := s.free(now)
		if wait > 0 {
			again = wait
			break
		}
		s.jobs[place] = snapshot.ID
	}
	return again
}

// free finds an empty place that has settled, or says how long until one has. As many jobs are
// wanted as there are places, so that there is always an empty one for a job without.
func (s *seating) free(now time.Time) (place int, wait time.Duration) {
	wait = settle
	for i, id := range s.jobs {
		if id != 0 {
			continue
		}
		rest := settle - now.Sub(s.left[i])
		if rest <= 0 || s.left[i].IsZero() {
			return i, 0
		}
		wait = min(wait, rest)
	}
	return 0, wait
}

func row(s job.Snapshot) Row {
	resume := slices.Contains(s.Verbs, job.Resume)
	return Row{
		Job:    s.ID,
		Label:  short(s.Name) + " — " + standing(s),
		Pause:  !resume && slices.Contains(s.Verbs, job.Pause),
		Resume: resume,
	}
}

// standing is where a job stands, in a word or two.
func standing(s job.Snapshot) string {
	share := percent(finished(s), max(s.Total, 1))
	switch {
	case s.Standing == job.Held:
		return "held at " + share
	case s.Standing == job.NeedsYou:
		return "needs you, paused at " + share
	case s.Status == job.Running && s.Total == 0:
		return "starting"
	case s.Status == job.Running:
		return share
	case s.Status == job.Paused && finished(s) > 0:
		return "paused at " + share
	default:
		return string(s.Status)
	}
}

// longestName is how much of a job's name a menu shows.
const longestName = 40

// short makes a name fit for a menu: one line, nothing invisible, not too long. Names come from files.
func short(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r):
			return -1
		default:
			return r
		}
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	letters := []rune(name)
	if len(letters) > longestName {
		return strings.TrimSpace(string(letters[:longestName-1])) + "…"
	}
	return name
}
