package desktop

import (
	"sync"

	"jobdeck/backend/job"
)

// entry is a line of a system's menu.
type entry interface {
	SetTitle(title string)
	Show()
	Hide()
}

// bar is a system's tray: what changes there beside the menu's lines.
type bar interface {
	setIcon(icon Icon)
	setTooltip(tooltip string)
	// addEntry adds a line at the end of the menu, or of a line's own menu.
	addEntry(title string, parent entry, chosen func()) entry
	addSeparator()
	// label makes a title of a text: what the system takes for more than a letter is escaped.
	label(text string) string
}

// entries draws menus on a bar. All lines are made once; after that, only what differs from what
// is shown is touched: an open menu does not flicker, and one that did not change costs nothing.
type entries struct {
	bar    bar
	choose func(Choice)

	mu            sync.Mutex
	shown         Menu
	hold, release entry
	rows          [Places]rowEntries
	more          entry
}

type rowEntries struct{ top, open, pause, resume entry }

// newEntries puts up the menu of an idle program.
func newEntries(b bar, choose func(Choice)) *entries {
	e := &entries{bar: b, choose: choose}
	simple := func(what Chosen) func() { return func() { choose(Choice{What: what}) } }
	b.addEntry(openLabel, nil, simple(OpenWindow))
	b.addSeparator()
	e.hold = b.addEntry(holdLabel, nil, simple(HoldAll))
	e.release = b.addEntry(releaseLabel, nil, simple(ReleaseAll))
	e.release.Hide()
	b.addSeparator()
	for place := range e.rows {
		row := &e.rows[place]
		row.top = b.addEntry("", nil, func() {})
		row.open = b.addEntry(openJobLabel, row.top, e.ofRow(place, OpenJob))
		row.pause = b.addEntry(pauseLabel, row.top, e.ofRow(place, PauseJob))
		row.resume = b.addEntry(resumeLabel, row.top, e.ofRow(place, ResumeJob))
		row.pause.Hide()
		row.resume.Hide()
		row.top.Hide()
	}
	e.more = b.addEntry("", nil, simple(OpenJobs))
	e.more.Hide()
	b.addSeparator()
	b.addEntry(quitLabel, nil, simple(QuitProgram))
	return e
}

// ofRow is what happens when something of a row is chosen: it goes to the job that is shown there.
func (e *entries) ofRow(place int, what Chosen) func() {
	return func() {
		e.mu.Lock()
		id := e.shown.Rows[place].Job
		e.mu.Unlock()
		if id != 0 {
			e.choose(Choice{What: what, Job: id})
		}
	}
}

// show changes what differs.
func (e *entries) show(menu Menu) {
	e.mu.Lock()
	was := e.shown
	e.shown = menu
	e.mu.Unlock()
	if menu.Icon != was.Icon {
		e.bar.setIcon(menu.Icon)
	}
	if menu.Tooltip != was.Tooltip {
		e.bar.setTooltip(menu.Tooltip)
	}
	visible(e.hold, !was.Held, !menu.Held)
	visible(e.release, was.Held, menu.Held)
	for place, row := range menu.Rows {
		e.showRow(e.rows[place], was.Rows[place], row)
	}
	e.title(e.more, was.More, menu.More)
	visible(e.more, was.More != "", menu.More != "")
}

// showRow changes what is inside before it shows a row, and after it hides one.
func (e *entries) showRow(row rowEntries, was, now Row) {
	var none job.ID
	if now.Job == none {
		visible(row.top, was.Job != none, false)
	}
	visible(row.pause, was.Pause, now.Pause)
	visible(row.resume, was.Resume, now.Resume)
	e.title(row.top, was.Label, now.Label)
	if now.Job != none {
		visible(row.top, was.Job != none, true)
	}
}

// title changes a line's text. A line that is going to be hidden keeps the one it has.
func (e *entries) title(line entry, was, now string) {
	if now != was && now != "" {
		line.SetTitle(e.bar.label(now))
	}
}

func visible(line entry, was, now bool) {
	switch {
	case now && !was:
		line.Show()
	case was && !now:
		line.Hide()
	}
}
