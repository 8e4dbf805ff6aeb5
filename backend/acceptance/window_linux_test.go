package acceptance_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"jobdeck/backend/job"
)

// Closing hides the window and keeps its jobs going; the tray brings it back; a second start brings
// it forward and hands over its file; quitting with a job at work asks first.
func TestTheWindowHidesComesBackAndStaysTheOnlyOne(t *testing.T) {
	d, s := newDesk(t), newScreen(t)
	program := desktopProgram(t)
	p := d.open(s, program)
	tray := s.icon()
	s.window()
	gate := d.gate()
	id := d.hand(d.list(20), waits)
	d.await(id, "at work", func(j job.Snapshot) bool { return j.InFlight == 5 })

	told := s.toldOfClosing()
	s.until("the window is hidden", func() bool { return !s.visible() })
	if told.title != "Jobdeck keeps working" {
		t.Errorf("told was %q", told.title)
	}
	gate.pass(5)
	d.await(id, "further", func(j job.Snapshot) bool { return j.Succeeded == 5 })
	tray.click(tray.shows("Open Jobdeck", ""))
	window := s.window()

	// Said once: closing it again is quiet, and a second start is another way back.
	s.closes(window)
	s.until("the window is hidden again", func() bool { return !s.visible() })
	second := d.open(s, program, d.list(3))
	if ended := second.ends(); ended.code != 0 {
		t.Errorf("the second start ended with %d: %s%s", ended.code, ended.out, ended.err)
	}
	s.window()

	s.answersQuit(tray, gate, d, id)
	if ended := p.ends(); ended.code != 0 {
		t.Errorf("it quit with %d: %s%s", ended.code, ended.out, ended.err)
	}
	select {
	case more := <-s.notices:
		t.Errorf("told once more: %q", more.title)
	default:
	}
}

// answersQuit quits from the tray while a job is at work: the window asks, and the job goes on
// meanwhile. Who chooses Quit again has answered.
func (s *screen) answersQuit(tray icon, gate *gate, d *desk, id job.ID) {
	s.t.Helper()
	quit := tray.shows("Quit", "")
	tray.click(quit)
	gate.pass(5)
	d.await(id, "further", func(j job.Snapshot) bool { return j.Succeeded == 10 })
	tray.click(quit)
}

// Where no tray can bring it back, closing asks; and whatever ends the program, the window opens
// where it was.
func TestWithoutATrayClosingAsksAndTheWindowOpensWhereItWas(t *testing.T) {
	d, s := newDesk(t), newScreen(t)
	if _, err := s.bus.ReleaseName("org.kde.StatusNotifierWatcher"); err != nil {
		t.Fatal(err)
	}
	program := desktopProgram(t)
	p := d.open(s, program)
	window := s.window()
	// Moved first: a place with the new size is one with the new position, too.
	for _, change := range [][]string{{"windowmove", "--sync", window, "150", "60"}, {"windowsize", "--sync", window, "1000", "650"}} {
		if _, err := s.xdotool(change...); err != nil {
			t.Fatal(err)
		}
	}
	s.until("its place is remembered", func() bool {
		var notes struct {
			Places map[string]struct{ Width, Height int }
		}
		text, err := os.ReadFile(filepath.Join(d.data, "window.json"))
		if err != nil || json.Unmarshal(text, &notes) != nil {
			return false
		}
		for _, place := range notes.Places {
			return place.Width == 1000 && place.Height == 650
		}
		return false
	})
	before := s.geometry(window)
	if before.width != 1000 || before.height != 650 {
		t.Fatalf("the window is %+v", before)
	}
	p.kill()
	s.until("the screen has noticed", func() bool { return !s.visible() })

	p = d.open(s, program)
	window = s.window()
	var now geometry
	for late := time.After(patience); !now.near(before); now = s.geometry(window) {
		select {
		case <-late:
			t.Fatalf("the window was %+v, and opens %+v", before, now)
		case <-time.After(lookEvery):
		}
	}
	s.closes(window)
	s.until("it asks, and stays", func() bool { return s.visible() })
	s.closes(window)
	if ended := p.ends(); ended.code != 0 {
		t.Errorf("it quit with %d: %s%s", ended.code, ended.out, ended.err)
	}
}

// closes asks a window to close, as its frame's button does.
func (s *screen) closes(window string) {
	s.t.Helper()
	// xdotool's windowclose destroys the window; this is what a person's click sends.
	command := exec.Command("xdotool", "windowactivate", "--sync", window, "key", "--clearmodifiers", "alt+F4")
	command.Env = s.environment()
	if out, err := command.CombinedOutput(); err != nil {
		s.t.Fatalf("close the window: %v: %s", err, out)
	}
}

func (s *screen) visible() bool {
	out, err := s.xdotool("search", "--onlyvisible", "--name", "^Jobdeck")
	return err == nil && out != ""
}

// geometry is where a window is, and how large, as the screen says it.
type geometry struct{ x, y, width, height int }

// near allows for the frame of the window manager, which the screen counts in or not.
func (g geometry) near(other geometry) bool {
	const frame = 60
	return g.width == other.width && g.height == other.height && max(g.x-other.x, other.x-g.x) <= frame && max(g.y-other.y, other.y-g.y) <= frame
}

func (s *screen) geometry(window string) (g geometry) {
	s.t.Helper()
	out, err := s.xdotool("getwindowgeometry", "--shell", window)
	if err != nil {
		return geometry{}
	}
	for line := range strings.Lines(out) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		number, _ := strconv.Atoi(value)
		switch key {
		case "X":
			g.x = number
		case "Y":
			g.y = number
		case "WIDTH":
			g.width = number
		case "HEIGHT":
			g.height = number
		}
	}
	return g
}
