package window_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"jobdeck/backend/deck"
	"jobdeck/backend/desktop/window"
	"jobdeck/backend/job"
	"jobdeck/backend/logging"
	"jobdeck/backend/settings"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var anna = job.Actor{Who: "anna", From: job.FromWindow}

// frame is a window in memory.
type frame struct {
	mu      sync.Mutex
	place   window.Place
	screens []window.Screen
	shown   bool
	events  []string
	asked   []window.Question
	quit    chan struct{}
	// before is asked when the window quits, as Wails does.
	before func() bool
}

func (f *frame) Show()                   { f.set(func() { f.shown = true }) }
func (f *frame) Hide()                   { f.set(func() { f.shown = false }) }
func (f *frame) SetPlace(p window.Place) { f.set(func() { f.place = p }) }

func (f *frame) Quit() {
	if !f.before() {
		close(f.quit)
	}
}

func (f *frame) Place() window.Place {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.place
}

func (f *frame) Screens() []window.Screen { return f.screens }

func (f *frame) Emit(event string, data any) {
	f.set(func() {
		f.events = append(f.events, event)
		if question, ok := data.(window.Question); ok {
			f.asked = append(f.asked, question)
		}
	})
}

func (f *frame) GoTo(address string) { f.set(func() { f.events = append(f.events, address) }) }

func (f *frame) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *frame) visible() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.shown
}

func (f *frame) ends(t *testing.T) {
	t.Helper()
	select {
	case <-f.quit:
	case <-time.After(30 * time.Second):
		t.Fatal("the window does not quit")
	}
}

func (f *frame) stays(t *testing.T) {
	t.Helper()
	select {
	case <-f.quit:
		t.Fatal("the window quits")
	default:
	}
}

// bundle is a window over a real deck that works nothing by itself.
type bundle struct {
	*window.Window
	t     *testing.T
	frame *frame
	deck  *deck.Local
	told  []string
	tray  bool
	clock *clockwork.FakeClock
}

func setup(t *testing.T, tray bool) *bundle {
	t.Helper()
	dir := t.TempDir()
	d, err := deck.Open(t.Context(), deck.Options{DataDir: dir, LogDir: filepath.Join(dir, "logs"), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	b := &bundle{t: t, deck: d, tray: tray, clock: clockwork.NewFakeClock()}
	b.open(dir, false)
	return b
}

// open starts the window as at a program's start.
func (b *bundle) open(dir string, hidden bool) {
	b.frame = &frame{quit: make(chan struct{}), screens: []window.Screen{{Width: 1920, Height: 1080, Current: true}}}
	b.frame.place = window.Place{X: 10, Y: 20, Width: 1280, Height: 800}
	b.Window = window.New(window.Options{
		Frame: b.frame, DataDir: dir, Hidden: hidden, Clock: b.clock, Log: logging.Discard(),
	})
	b.frame.before = func() bool { return b.BeforeClose(context.Background()) }
	b.Serve(b.deck, b)
}

// Host and Say are the tray's.
func (b *bundle) Host(context.Context) bool { return b.tray }
func (b *bundle) Say(title, _ string)       { b.told = append(b.told, title) }

// work makes a job that waits in the queue.
func (b *bundle) work() job.ID {
	b.t.Helper()
	list := filepath.Join(b.t.TempDir(), "list.csv")
	require.NoError(b.t, os.WriteFile(list, []byte("company_name\nAcme\n"), 0o600))
	snapshot, err := b.deck.Create(job.WithActor(b.t.Context(), anna), deck.Draft{Path: list, Recipe: "preprocess"})
	require.NoError(b.t, err)
	return snapshot.ID
}

func (b *bundle) onClose(value string) {
	b.t.Helper()
	require.NoError(b.t, b.deck.SetSetting(job.WithActor(b.t.Context(), anna), deck.SettingChange{Key: settings.OnClose, Value: value}))
}

func TestClosingKeepsTheWorkGoingInTheTrayAndSaysSoOnce(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	b.work()
	b.Ready()
	require.True(t, b.frame.visible())
	require.True(t, b.BeforeClose(t.Context()))
	require.False(t, b.frame.visible())
	require.Equal(t, []string{"Jobdeck keeps working"}, b.told)
	b.Show()
	require.True(t, b.BeforeClose(t.Context()))
	require.Len(t, b.told, 1)
	b.frame.stays(t)
}

func TestClosingWithoutATrayAsksInsteadOfHiding(t *testing.T) {
	t.Parallel()
	b := setup(t, false)
	b.Ready()
	require.True(t, b.BeforeClose(t.Context()))
	require.True(t, b.frame.visible())
	require.Equal(t, []window.Question{{Jobs: 0, NoTray: true}}, b.frame.asked)
	b.Answer(t.Context(), window.Stay)
	require.True(t, b.BeforeClose(t.Context()), "it asks again")
	require.False(t, b.BeforeClose(t.Context()), "who closes it while it asks wants to quit")
}

func TestClosingQuitsWhenThatIsTheSettingAndAsksWhenJobsAreAtWork(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	b.onClose("quit")
	b.Ready()
	require.False(t, b.BeforeClose(t.Context()))
	b.work()
	require.True(t, b.BeforeClose(t.Context()))
	require.Equal(t, []window.Question{{Jobs: 1}}, b.frame.asked)
	b.Answer(t.Context(), window.QuitNow)
	b.frame.ends(t)
}

func TestQuittingWaitsForTheJobsWhenAskedTo(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	id := b.work()
	b.Ready()
	b.Quit()
	require.Equal(t, []window.Question{{Jobs: 1}}, b.frame.asked)
	b.Answer(t.Context(), window.QuitDone)
	b.frame.stays(t)
	require.False(t, b.frame.visible(), "it waits in the tray")
	_, err := b.deck.Apply(job.WithActor(t.Context(), anna), job.Command{Verb: job.Cancel, Jobs: []job.ID{id}})
	require.NoError(t, err)
	b.frame.ends(t)
}

func TestQuittingAsksNobodyWhenNothingIsAtWork(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	b.Ready()
	b.Quit()
	b.frame.ends(t)
	require.Empty(t, b.frame.asked)
}

func TestTheWindowOpensWhereItWasEvenAfterAKill(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	dir := b.dataDir()
	ctx, cancel := context.WithCancel(t.Context())
	remembered := make(chan struct{})
	go func() {
		defer close(remembered)
		b.Remember(ctx)
	}()
	b.Ready()
	b.frame.SetPlace(window.Place{X: 300, Y: 200, Width: 1000, Height: 700})
	require.NoError(t, b.clock.BlockUntilContext(t.Context(), 1))
	b.clock.Advance(5 * time.Second)
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(filepath.Join(dir, "window.json"))
		return err == nil && len(text) > 0
	}, 30*time.Second, 5*time.Millisecond)
	cancel()
	<-remembered

	b.open(dir, false)
	b.Ready()
	require.Equal(t, window.Place{X: 300, Y: 200, Width: 1000, Height: 700}, b.frame.Place())

	b.open(dir, false)
	b.frame.screens = []window.Screen{{Width: 1920, Height: 1080}, {Width: 2560, Height: 1440, Current: true}}
	b.Ready()
	require.Equal(t, window.Place{X: 10, Y: 20, Width: 1280, Height: 800}, b.frame.Place(), "another arrangement has a place of its own")

	b.open(dir, false)
	b.frame.screens = []window.Screen{{Width: 1920, Height: 1080}}
	b.Ready()
	require.Equal(t, window.Place{X: 300, Y: 200, Width: 1000, Height: 700}, b.frame.Place(), "a window that was never shown is on no screen yet")
}

func TestAPlaceThatIsNoLongerOnTheScreenIsBroughtBack(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	dir := b.dataDir()
	places := `{"places": {"1920x1080*": {"x": 5000, "y": -300, "width": 4000, "height": 100}}}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "window.json"), []byte(places), 0o600))
	b.open(dir, false)
	b.Ready()
	require.Equal(t, window.Place{X: 1840, Y: 0, Width: 1920, Height: 600}, b.frame.Place())

	require.NoError(t, os.WriteFile(filepath.Join(dir, "window.json"), []byte("{damaged"), 0o600))
	b.open(dir, false)
	b.Ready()
	require.True(t, b.frame.visible(), "damaged notes are forgotten")
}

func TestStartedHiddenItStaysSoWhereATrayBringsItBack(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	dir := b.dataDir()
	b.open(dir, true)
	b.Ready()
	require.False(t, b.frame.visible())
	b.OpenList("/lists/q4.csv")
	require.True(t, b.frame.visible())
	require.Equal(t, []string{window.OpenFile}, b.frame.events)

	b.tray = false
	b.open(dir, true)
	b.Ready()
	require.True(t, b.frame.visible())
}

func (b *bundle) dataDir() string {
	b.t.Helper()
	overview, err := b.deck.Overview(b.t.Context())
	require.NoError(b.t, err)
	return overview.DataDir
}

func TestAWindowIsSeenUnlessItIsHiddenOrMinimised(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	require.False(t, b.Seen(), "it is not shown yet")
	b.Ready()
	onScreen := window.Place{X: 10, Y: 10, Width: 900, Height: 600}
	b.frame.SetPlace(onScreen)
	require.True(t, b.Seen())
	b.frame.SetPlace(window.Place{}) // as a minimised one is nowhere
	require.False(t, b.Seen())
	b.frame.SetPlace(onScreen)
	require.True(t, b.BeforeClose(t.Context()))
	require.False(t, b.Seen(), "it is closed")
	b.Show()
	require.True(t, b.Seen())
}

func TestWhatWouldBeToldWaitsWhileTheWindowIsHidden(t *testing.T) {
	t.Parallel()
	b := setup(t, true)
	b.Ready()
	b.Await(t.Context()) // at once
	require.True(t, b.BeforeClose(t.Context()))
	told := make(chan bool)
	go func() {
		b.Await(t.Context())
		told <- b.frame.visible()
	}()
	b.Show()
	require.True(t, <-told)

	require.True(t, b.BeforeClose(t.Context()))
	ended, end := context.WithCancel(t.Context())
	end()
	b.Await(ended)
}

func TestTheSystemNeedNotAnswerAnything(t *testing.T) {
	t.Parallel()
	b := setup(t, false)
	b.work()
	b.Ready()
	require.True(t, b.BeforeClose(t.Context()), "it asks")
	b.QuitNow()
	b.frame.ends(t)
}
