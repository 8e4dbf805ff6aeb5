package desktop

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// room is a desktop on a pile, with everything in memory.
type room struct {
	t        *testing.T
	clock    *clockwork.FakeClock
	pile     *pile
	tray     *MemoryTray
	notifier *MemoryNotifier
	window   glass
	desktop  *Desktop

	mu      sync.Mutex
	focused bool
	seen    int // how many menus were looked at
}

func newRoom(t *testing.T, prepare func(*room)) *room {
	t.Helper()
	r := &room{
		t: t, clock: clockwork.NewFakeClock(), pile: &pile{calls: make(chan string, 100)},
		tray: NewMemoryTray(), notifier: NewMemoryNotifier(), window: glass{make(chan string, 100)},
	}
	if prepare != nil {
		prepare(r)
	}
	var err error
	r.desktop, err = Start(t.Context(), Options{
		Deck: r.pile, Tray: r.tray, Notifier: r.notifier, Window: r.window, Who: "ada",
		Focused: func() bool {
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.focused
		},
		Since: 1000, Clock: r.clock, Log: logging.Discard(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.desktop.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *room) focus(focused bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.focused = focused
}

// rest lets the time between two looks at the deck pass.
func (r *room) rest() {
	r.t.Helper()
	if err := r.clock.BlockUntilContext(r.t.Context(), 1); err != nil {
		r.t.Fatal(err)
	}
	r.clock.Advance(drawAtMost)
}

// next waits for the next menu.
func (r *room) next() Menu {
	r.t.Helper()
	late := time.After(10 * time.Second)
	for {
		menus, changed := r.tray.Menus()
		if len(menus) > r.seen {
			r.seen++
			return menus[r.seen-1]
		}
		select {
		case <-changed:
		case <-late:
			r.t.Fatal("the tray does not change")
		}
	}
}

// says waits for what comes out of a channel.
func says[T comparable](t *testing.T, from <-chan T, want T) {
	t.Helper()
	select {
	case got := <-from:
		if got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
	case <-time.After(10 * time.Second):
		t.Fatalf("%v does not come", want)
	}
}

func TestTheTrayFollowsTheDeck(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	if menu := r.next(); menu.Icon != Idle || menu.Rows[0].Job != 0 {
		t.Errorf("the first menu is %+v", menu)
	}
	r.rest()
	r.pile.set(running(7, 10, 100, -1))
	if menu := r.next(); menu.Icon != Running || menu.Rows[0].Label != "Q4 targets — 10%" {
		t.Errorf("a job began, and the menu is %+v", menu)
	}
	asked := r.asked()
	r.rest()
	r.pile.set(running(7, 61, 100, -1))
	if menu := r.next(); menu.Rows[0].Label != "Q4 targets — 61%" || menu.Tooltip != "1 job running · 61%" {
		t.Errorf("it went on, and the menu is %+v", menu)
	}
	if again := r.asked(); again != asked {
		t.Errorf("progress alone had the deck asked %d times", again-asked)
	}
	r.rest()
	paused := running(7, 61, 100, -1)
	paused.Status, paused.Verbs, paused.ReasonKind = job.Paused, job.Allowed(job.Paused), job.ByErrorRate
	r.pile.set(paused)
	if menu := r.next(); menu.Icon != Attention || !menu.Rows[0].Resume || menu.Rows[0].Label != "Q4 targets — needs you, paused at 61%" {
		t.Errorf("it was paused by the app, and the menu is %+v", menu)
	}
}

func (r *room) asked() int {
	r.pile.mu.Lock()
	defer r.pile.mu.Unlock()
	return r.pile.asked
}

func TestManyChangesAreDrawnOnce(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	r.next()
	if err := r.clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for done := range int64(500) {
		for id := range job.ID(5) {
			r.pile.set(running(id+1, done, 500, -1))
		}
	}
	r.clock.Advance(drawAtMost)
	if menu := r.next(); menu.Rows[0].Label != "Q4 targets — 99%" {
		t.Errorf("the menu is %+v", menu)
	}
	r.rest()
	r.pile.set(running(1, 500, 500, -1))
	r.next()
	if menus, _ := r.tray.Menus(); len(menus) != 3 {
		t.Errorf("2,501 changes were drawn %d times", len(menus)-1)
	}
}

func TestVerbsOfTheTrayGoToTheDeck(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	for _, test := range []struct {
		choice Choice
		call   string
	}{
		{Choice{PauseJob, 7}, "pause [7] by ada from tray"},
		{Choice{ResumeJob, 7}, "resume [7] by ada from tray"},
		{Choice{What: HoldAll}, "hold from tray"},
		{Choice{What: ReleaseAll}, "release from tray"},
	} {
		r.tray.Choose(test.choice)
		says(t, r.pile.calls, test.call)
	}
	for _, test := range []struct {
		choice Choice
		call   string
	}{
		{Choice{What: OpenWindow}, "open "},
		{Choice{OpenJob, 7}, "open #/jobs/7"},
		{Choice{What: OpenJobs}, "open #/jobs"},
		{Choice{What: QuitProgram}, "quit"},
	} {
		r.tray.Choose(test.choice)
		says(t, r.window.calls, test.call)
	}
}

func TestAVerbThatIsRefusedIsTold(t *testing.T) {
	t.Parallel()
	r := newRoom(t, func(r *room) {
		r.pile.jobs = []job.Snapshot{running(7, 1, 2, -1)}
		r.pile.fails = errors.New("can't pause: already completed")
	})
	r.focus(true) // it is an answer to her: not kept from her
	r.tray.Choose(Choice{PauseJob, 7})
	notice := r.notice()
	if notice.Title != "Can't pause Q4 targets" || notice.Text != "can't pause: already completed" {
		t.Errorf("told is %+v", notice)
	}
	r.tray.Choose(Choice{What: HoldAll})
	if notice := r.notice(); notice.Title != "Can't hold everything" {
		t.Errorf("told is %+v", notice)
	}
}

func TestWhatIsSaidIsShownAndLeadsToTheWindow(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	r.desktop.Say("Jobdeck goes on", "It is in the tray.")
	said := r.notice()
	if said.Title != "Jobdeck goes on" || said.Text != "It is in the tray." {
		t.Errorf("said is %+v", said)
	}
	r.notifier.Choose(said.ID, ActionOpen)
	says(t, r.window.calls, "open ")
}

func (r *room) notice() Notice {
	r.t.Helper()
	select {
	case notice := <-r.notifier.Shown:
		return notice
	case <-time.After(10 * time.Second):
		r.t.Fatal("nothing is told")
		return Notice{}
	}
}

func completedNews(id int64) live.News {
	return live.News{
		ID: id, At: 2000, Kind: live.JobCompleted, Title: "Q4 targets completed", Text: "998 succeeded, 12 failed",
		Job: 7, Actions: []live.NewsAction{live.OpenNews},
	}
}

func TestNewsIsShownOnceWithItsButtons(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	r.next()
	for range 3 { // told again, as by an inbox that is read twice
		r.rest()
		r.pile.tell(completedNews(1))
	}
	r.rest()
	paused := completedNews(2)
	paused.Kind, paused.Title, paused.Actions = live.JobAutoPaused, "Q4 targets is paused", []live.NewsAction{live.ResumeNews, live.OpenNews}
	r.pile.tell(paused)

	first := r.notice()
	if first.Title != "Q4 targets completed" || !slices.Equal(first.Buttons, []Button{{"open", "Open results"}}) {
		t.Errorf("the first is %+v", first)
	}
	second := r.notice()
	if second.Title != "Q4 targets is paused" || !slices.Equal(second.Buttons, []Button{{"resume", "Resume"}, {"open", "Open"}}) {
		t.Errorf("the second is %+v", second)
	}

	r.notifier.Choose(first.ID, ActionOpen)
	says(t, r.window.calls, "open #/jobs/7")
	says(t, r.pile.calls, "see [1]")
	r.notifier.Choose(second.ID, ActionResume)
	says(t, r.pile.calls, "resume [7] by ada from notification")
	says(t, r.pile.calls, "see [2]")
	r.notifier.Choose("of another time", ActionResume)
	says(t, r.window.calls, "open ")
}

func TestNotificationsAreQuietWhileTheWindowIsLookedAt(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	r.next()
	r.focus(true)
	r.rest()
	r.pile.tell(completedNews(1))
	r.rest()
	try := completedNews(0)
	try.Kind, try.Title = live.TestNews, "It works"
	r.pile.tell(try)
	if notice := r.notice(); notice.Title != "It works" {
		t.Errorf("told is %+v", notice)
	}
	r.focus(false)
	r.rest()
	r.pile.tell(completedNews(1)) // she had it before her eyes
	r.rest()
	r.pile.tell(completedNews(2))
	if notice := r.notice(); notice.ID != "2" {
		t.Errorf("told is %+v", notice)
	}
}

func TestWhatCameWhileTheDeckWasOpenedIsTold(t *testing.T) {
	t.Parallel()
	r := newRoom(t, func(r *room) {
		old, seen, missed := completedNews(1), completedNews(2), completedNews(3)
		old.At, seen.Seen, missed.Kind, missed.Title = 999, true, live.ScheduleMissed, "Backup missed its schedule"
		r.pile.inbox = []live.News{missed, seen, old}
	})
	if notice := r.notice(); notice.Title != "Backup missed its schedule" {
		t.Errorf("told is %+v", notice)
	}
	r.next()
	r.rest()
	r.pile.tell(completedNews(4))
	if notice := r.notice(); notice.ID != "4" {
		t.Errorf("told is %+v, as if it were new", notice)
	}
}

func TestFailuresNeedAttentionUntilTheyAreSeen(t *testing.T) {
	t.Parallel()
	r := newRoom(t, nil)
	r.next()
	r.rest()
	failed := completedNews(1)
	failed.Kind = live.JobFailed
	r.pile.tell(failed)
	if menu := r.next(); menu.Icon != Attention {
		t.Errorf("the menu is %+v", menu)
	}
	r.rest()
	r.pile.mu.Lock()
	r.pile.inbox[0].Seen = true
	r.pile.mu.Unlock()
	r.pile.bus.Publish(live.Event{Topic: live.NewsChanged})
	if menu := r.next(); menu.Icon != Idle {
		t.Errorf("it was seen, and the menu is %+v", menu)
	}
}

func TestWithoutNotificationsNothingBreaks(t *testing.T) {
	t.Parallel()
	r := newRoom(t, func(r *room) { r.notifier.Break() })
	r.next()
	r.rest()
	failed := completedNews(1)
	failed.Kind = live.JobFailed
	r.pile.tell(failed)
	if menu := r.next(); menu.Icon != Attention {
		t.Errorf("the menu is %+v", menu)
	}
	r.tray.Choose(Choice{PauseJob, 7})
	says(t, r.pile.calls, "pause [7] by ada from tray")
}

// stuckTray is a system that does not answer.
type stuckTray struct {
	*MemoryTray
	asked, until chan struct{}
}

func (s stuckTray) Show(Menu) {
	close(s.asked)
	<-s.until
}

func TestASystemThatHangsDoesNotKeepTheProgramFromEnding(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	tray := stuckTray{NewMemoryTray(), make(chan struct{}), make(chan struct{})}
	p := &pile{calls: make(chan string, 1)}
	d, err := Start(t.Context(), Options{
		Deck: p, Tray: tray, Notifier: NewMemoryNotifier(), Window: glass{}, Focused: func() bool { return false },
		Clock: clock, Log: logging.Discard(),
	})
	if err != nil {
		t.Fatal(err)
	}
	<-tray.asked
	closed := make(chan error, 1)
	go func() { closed <- d.Close() }()
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	clock.Advance(patience)
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	close(tray.until)
	d.works.Wait()
}
