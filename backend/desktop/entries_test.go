package desktop

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jobdeck/backend/job"
)

// paper is a bar that writes down what is done to it.
type paper struct {
	lines   []*line
	changes []string
}

type line struct {
	paper  *paper
	title  string
	parent *line
	hidden bool
	chosen func()
}

func (l *line) note(what string) { l.paper.changes = append(l.paper.changes, what+" "+l.title) }

func (l *line) SetTitle(title string) {
	l.title = title
	l.note("title")
}

func (l *line) Show() {
	l.hidden = false
	l.note("show")
}

func (l *line) Hide() {
	l.hidden = true
	l.note("hide")
}

func (p *paper) setIcon(icon Icon)         { p.changes = append(p.changes, "icon "+string(icon)) }
func (p *paper) setTooltip(tooltip string) { p.changes = append(p.changes, "tooltip "+tooltip) }
func (p *paper) addSeparator()             {}
func (p *paper) label(text string) string  { return strings.ReplaceAll(text, "_", "__") }

func (p *paper) addEntry(title string, parent entry, chosen func()) entry {
	above, _ := parent.(*line)
	added := &line{paper: p, title: title, parent: above, chosen: chosen}
	p.lines = append(p.lines, added)
	return added
}

// seen is the menu as a person sees it: lines, and what is in the menus of lines.
func (p *paper) seen() []string {
	var out []string
	for _, l := range p.lines {
		switch {
		case l.hidden || (l.parent != nil && l.parent.hidden):
		case l.parent != nil:
			out = append(out, l.parent.title+" > "+l.title)
		default:
			out = append(out, l.title)
		}
	}
	return out
}

func (p *paper) choose(t *testing.T, what string) {
	t.Helper()
	for _, l := range p.lines {
		full := l.title
		if l.parent != nil {
			full = l.parent.title + " > " + l.title
		}
		if full == what {
			l.chosen()
			return
		}
	}
	t.Fatalf("the menu has no %q: %q", what, p.seen())
}

func newPaper() (*paper, *entries, *[]Choice) {
	p, choices := &paper{}, &[]Choice{}
	e := newEntries(p, func(c Choice) { *choices = append(*choices, c) })
	p.changes = nil
	return p, e, choices
}

func TestTheMenuOffersWhatItShould(t *testing.T) {
	t.Parallel()
	p, e, choices := newPaper()
	var seats seating
	state := State{AtWork: many(1, 1), Active: 3, Queued: 2}
	menu, _ := seats.menu(state, time.Now())
	e.show(menu)
	want := []string{
		"Open Jobdeck", "Hold everything", "Q4 targets — 1%", "Q4 targets — 1% > Open", "Q4 targets — 1% > Pause", "and 2 more…", "Quit",
	}
	if got := p.seen(); !slices.Equal(got, want) {
		t.Errorf("the menu shows %q, want %q", got, want)
	}
	for _, what := range want {
		if what != "Q4 targets — 1%" {
			p.choose(t, what)
		}
	}
	menu.Held = true
	e.show(menu)
	if got := p.seen()[1]; got != "Lift the hold" {
		t.Errorf("held, the menu offers %q", got)
	}
	p.choose(t, "Lift the hold")
	wantChoices := []Choice{{What: OpenWindow}, {What: HoldAll}, {OpenJob, 1}, {PauseJob, 1}, {What: OpenJobs}, {What: QuitProgram}, {What: ReleaseAll}}
	if !slices.Equal(*choices, wantChoices) {
		t.Errorf("chosen: %v, want %v", *choices, wantChoices)
	}
}

func TestOnlyWhatDiffersIsTouched(t *testing.T) {
	t.Parallel()
	p, e, _ := newPaper()
	var seats seating
	now := time.Now()
	state := State{AtWork: many(1, 5), Active: 500}
	show := func() []string {
		menu, _ := seats.menu(state, now)
		p.changes = nil
		e.show(menu)
		return p.changes
	}
	show()
	if changes := show(); len(changes) != 0 {
		t.Errorf("nothing changed, and touched was %q", changes)
	}
	state.AtWork[2].Succeeded = 60
	want := []string{"tooltip 5 jobs running · 14%", "title Q4 targets — 60%"}
	if changes := show(); !slices.Equal(changes, want) {
		t.Errorf("touched was %q, want %q", changes, want)
	}
}

func TestFiveHundredJobsComeAndGoInTheSameLines(t *testing.T) {
	t.Parallel()
	p, e, _ := newPaper()
	var seats seating
	now := time.Now()
	made := len(p.lines)
	for i := range 500 {
		jobs := many(job.ID(i+1), 5)
		menu, _ := seats.menu(State{AtWork: jobs, Active: int64(500 - i)}, now)
		p.changes = nil
		e.show(menu)
		// One job leaves and one comes: its row, the tooltip and the count of the others.
		if i > 5 && len(p.changes) > 12 {
			t.Fatalf("step %d touches %d lines: %q", i, len(p.changes), p.changes)
		}
		now = now.Add(settle)
	}
	if len(p.lines) != made {
		t.Errorf("the menu grew from %d to %d lines", made, len(p.lines))
	}
}

func TestAnEmptyPlaceDoesNothing(t *testing.T) {
	t.Parallel()
	p, e, choices := newPaper()
	e.show(Menu{Rows: [Places]Row{{Job: 1, Label: "a_b", Pause: true}}})
	p.choose(t, "a__b > Pause")
	e.show(Menu{})
	p.choose(t, "a__b > Pause") // a click that was on its way
	if want := []Choice{{PauseJob, 1}}; !slices.Equal(*choices, want) {
		t.Errorf("chosen: %v, want %v", *choices, want)
	}
	if seen := fmt.Sprint(p.seen()); strings.Contains(seen, "a__b") {
		t.Errorf("a job that is gone is still shown: %s", seen)
	}
}
