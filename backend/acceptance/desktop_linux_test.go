package acceptance_test

import (
	"os"
	"path/filepath"
	"testing"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/remote"
)

// The program as users get it, on a screen of its own: what is clicked in its tray's menu, and in
// its notifications, happens to a real job.
func TestTheTrayAndNotificationsControlRealJobs(t *testing.T) {
	d, s := newDesk(t), newScreen(t)
	p := d.open(s, desktopProgram(t))
	tray := s.icon()
	window := s.window()
	tray.shows("Open Jobdeck", "")
	if width := tray.width(); width != 44 {
		t.Errorf("the icon is %d wide", width)
	}

	tellsOfAJobThatTheMenuPaused(t, d, s, tray, window)
	resumesFromANotification(t, d, s)

	// A click on the icon itself brings the window back, too.
	s.minimise(window)
	if err := s.bus.Object(tray.name, "/StatusNotifierItem").Call("org.kde.StatusNotifierItem.Activate", 0, int32(0), int32(0)).Err; err != nil {
		t.Fatal(err)
	}
	s.window()

	// A panel that is started anew gets the icon again.
	s.restartPanel()
	tray = s.icon()

	tray.click(tray.shows("Quit", ""))
	if ended := p.ends(); ended.code != 0 {
		t.Errorf("it quit with %d: %s%s", ended.code, ended.out, ended.err)
	}
	select {
	case more := <-s.notices:
		t.Errorf("told once more: %q", more.title)
	default:
	}
}

// tellsOfAJobThatTheMenuPaused pauses and resumes a job, holds everything, and opens the results.
func tellsOfAJobThatTheMenuPaused(t *testing.T, d *desk, s *screen, tray icon, window string) {
	t.Helper()
	gate := d.gate()
	id := d.hand(d.list(40), waits)
	d.await(id, "at work", func(j job.Snapshot) bool { return j.Status == job.Running && j.InFlight == 5 })
	tray.click(tray.shows("list40 — ", " > Pause"))
	d.status(id, job.Pausing)
	gate.pass(5)
	adds(t, d.status(id, job.Paused))
	tray.shows("list40 — paused at 12%", " > Resume")

	tray.click(tray.shows("Hold everything", ""))
	tray.shows("Lift the hold", "")
	if tip := tray.tooltip(); tip != "Everything on hold" {
		t.Errorf("held, the tooltip says %q", tip)
	}
	tray.click(tray.shows("Lift the hold", ""))
	tray.shows("Hold everything", "")

	s.minimise(window) // notifications are quiet while somebody looks at it
	tray.click(tray.shows("list40 — ", " > Resume"))
	d.await(id, "at work again", func(j job.Snapshot) bool { return j.Status == job.Running && j.InFlight > 0 })
	tray.shows("list40 — ", " > Pause")
	gate.pass(40)
	adds(t, d.status(id, job.Completed))
	if starts := d.starts(); len(starts) != 40 {
		t.Errorf("%d of 40 rows were done", len(starts))
	}
	for seq, times := range d.starts() {
		if times != 1 {
			t.Errorf("row %d was done %d times", seq, times)
		}
	}
	for _, verb := range []string{"pause", "resume"} {
		if !onTimeline(d.show(id), verb, job.FromTray) {
			t.Errorf("the timeline has no %s from the tray: %+v", verb, d.show(id).Timeline)
		}
	}
	told := s.notified()
	if told.title != "list40 completed" {
		t.Errorf("told was %q: %q", told.title, told.text)
	}
	s.presses(told, "open")
	s.window() // it is back
	d.seen(told.title)
	s.minimise(window)
}

// resumesFromANotification has a job pause itself, and goes on with it.
func resumesFromANotification(t *testing.T, d *desk, s *screen) {
	t.Helper()
	d.write("broken", "")
	id := d.hand(d.list(60), choosy, "--max-error-rate", "0.2", "--retries", "0")
	told := s.notified()
	if told.title != "list60 is paused" {
		t.Errorf("told was %q: %q", told.title, told.text)
	}
	if kind := d.show(id).ReasonKind; kind != job.ByErrorRate {
		t.Fatalf("it is paused by %q", kind)
	}
	if err := os.Remove(filepath.Join(d.work, "broken")); err != nil {
		t.Fatal(err)
	}
	s.presses(told, "resume")
	adds(t, d.status(id, job.Completed))
	if !onTimeline(d.show(id), "resume", job.FromNotification) {
		t.Errorf("the timeline has no resume from a notification: %+v", d.show(id).Timeline)
	}
	if told := s.notified(); told.title != "list60 completed with failures" {
		t.Errorf("told was %q: %q", told.title, told.text)
	}
}

// onTimeline says whether a job's timeline has a verb once, from a place.
func onTimeline(detail deck.JobDetail, verb string, from job.Origin) bool {
	n := 0
	for _, entry := range detail.Timeline {
		if entry.What == verb && entry.Origin == from {
			n++
		}
	}
	return n == 1
}

// seen waits until news is marked as seen.
func (d *desk) seen(title string) {
	d.t.Helper()
	client, err := remote.Dial(d.t.Context(), d.data)
	if err != nil {
		d.t.Fatal(err)
	}
	defer client.Close()
	events, err := client.Follow(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	for {
		inbox, err := deck.News.Ask(d.t.Context(), client)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, news := range inbox {
			if news.Title == title && news.Seen {
				return
			}
		}
		if batch, err := events.Next(d.t.Context()); err != nil || len(batch) == 0 {
			d.t.Fatalf("%q is not seen: %+v, %v", title, inbox, err)
		}
	}
}
