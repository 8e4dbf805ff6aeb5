package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"jobdeck/backend/english"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// progress shows how far a job is, on the error output.
type progress interface {
	// work shows how far the reading of the list is.
	work(live.Work)
	// job shows the job. It is called at least once a second.
	job(job.Snapshot)
	// held tells of the global pause.
	held(job.Hold)
	// note shows a line that stays.
	note(string)
	// end takes away what would stand in the way of the result. It may be called more than once.
	end()
}

// progress is a bar on a terminal, and a line now and then elsewhere.
func (p *program) progress(quiet bool) progress {
	switch {
	case quiet:
		return silence{p.streams.Err}
	case isTerminal(p.streams.Err):
		return &bar{to: p.streams.Err, now: p.now}
	default:
		return &lines{to: p.streams.Err, now: p.now, last: p.now()}
	}
}

// silence shows notes only: they answer what a person did.
type silence struct{ to io.Writer }

func (s silence) work(live.Work)   {}
func (s silence) job(job.Snapshot) {}
func (s silence) held(job.Hold)    {}
func (s silence) end()             {}
func (s silence) note(text string) { fmt.Fprintln(s.to, plain(text)) }

// lines shows a line for each change of status, and every few seconds.
type lines struct {
	to   io.Writer
	now  func() time.Time
	last time.Time
	said string
	hold job.Hold
}

// lineEvery is how often a line is shown while nothing but numbers change.
const lineEvery = 5 * time.Second

func (l *lines) work(work live.Work) {
	if l.now().Sub(l.last) >= lineEvery && !work.Ended {
		l.note(workWords(work))
	}
}

func (l *lines) job(s job.Snapshot) {
	state := fmt.Sprint(s.Status, s.Reason, s.Doing, l.hold.Held)
	if state == l.said && l.now().Sub(l.last) < lineEvery {
		return
	}
	l.said = state
	l.note(title(s) + " " + jobWords(s, l.hold, l.now()))
}

func (l *lines) held(hold job.Hold) { l.hold = hold }
func (l *lines) end()               {}

func (l *lines) note(text string) {
	l.last = l.now()
	fmt.Fprintln(l.to, plain(text))
}

// bar shows a bar that moves.
type bar struct {
	to    io.Writer
	now   func() time.Time
	shown *progressbar.ProgressBar
	total int64
	hold  job.Hold
}

func (b *bar) work(work live.Work) {
	if work.Ended {
		b.end()
		return
	}
	b.show(work.Done, work.Total, work.Label)
}

func (b *bar) job(s job.Snapshot) {
	b.show(done(s), s.Total, jobWords(s, b.hold, b.now()))
}

func (b *bar) held(hold job.Hold) { b.hold = hold }

func (b *bar) show(done, total int64, words string) {
	if b.shown == nil || b.total != total {
		b.end()
		b.total = total
		most := total
		if most == 0 {
			most = -1 // not known: a spinner
		}
		b.shown = progressbar.NewOptions64(most,
			progressbar.OptionSetWriter(b.to),
			progressbar.OptionSetWidth(24),
			progressbar.OptionSetTheme(progressbar.Theme{Saucer: "█", SaucerPadding: "░", BarStart: "", BarEnd: ""}),
			progressbar.OptionShowDescriptionAtLineEnd(),
			progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionUseANSICodes(true),
			progressbar.OptionClearOnFinish(),
		)
	}
	// The bar is only drawn: what it can't show is no reason to stop.
	b.shown.Describe(plain(words))
	_ = b.shown.Set64(done)
}

func (b *bar) note(text string) {
	if b.shown != nil {
		_ = b.shown.Clear()
	}
	fmt.Fprintln(b.to, plain(text))
}

func (b *bar) end() {
	if b.shown != nil {
		_ = b.shown.Clear()
		b.shown = nil
	}
}

// workWords: Importing targets: 61%. What is counted may be rows or bytes.
func workWords(work live.Work) string {
	if work.Total > 0 {
		return fmt.Sprintf("%s: %s", work.Label, percent(work.Done, work.Total))
	}
	return work.Label
}

// jobWords: running: 612 of 1,000 (61%), 598 succeeded, 9 failed, 212/min, about 4 min left.
func jobWords(s job.Snapshot, hold job.Hold, now time.Time) string {
	words := fmt.Sprintf("%s: %s of %s (%s)", status(s, now), english.Number(done(s)), english.Number(s.Total), percent(done(s), s.Total))
	if s.Failed > 0 {
		words += ", " + english.Number(s.Failed) + " failed"
	}
	if s.Status == job.Running && s.Rate > 0 {
		words += ", " + rate(s.Rate)
	}
	if s.Doing != "" {
		words += ", " + s.Doing
	} else if time := left(s); time != "" {
		words += ", " + time
	}
	if hold.Held {
		words += " · everything is held"
		if hold.Why != "" {
			words += ": " + hold.Why
		}
		words += " (jobdeck release lifts it)"
	}
	return words
}
