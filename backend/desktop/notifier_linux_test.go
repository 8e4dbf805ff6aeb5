package desktop

import (
	"context"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/sirupsen/logrus/hooks/test"

	"jobdeck/backend/bustest"
)

// service is a notification service.
type service struct {
	t     *testing.T
	bus   *dbus.Conn
	can   []string
	calls chan notified

	mu     sync.Mutex
	number uint32
}

type notified struct {
	number      uint32
	title, text string
	actions     []string
}

func serve(t *testing.T, bus *dbus.Conn, can ...string) *service {
	t.Helper()
	s := &service{t: t, bus: bus, can: can, calls: make(chan notified, 10)}
	if err := bus.Export(s, notificationsPath, notificationsInterface); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(notificationsName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return s
}

// GetCapabilities is what a notification service is asked.
func (s *service) GetCapabilities() ([]string, *dbus.Error) { return s.can, nil }

// Notify is what a notification service is told.
func (s *service) Notify(_ string, _ uint32, _, title, text string, actions []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number++
	s.calls <- notified{s.number, title, text, actions}
	return s.number, nil
}

func (s *service) emit(from *dbus.Conn, signal string, body ...any) {
	s.t.Helper()
	if err := from.Emit(notificationsPath, notificationsInterface+"."+signal, body...); err != nil {
		s.t.Fatal(err)
	}
}

func newNotifier(t *testing.T) (*SystemNotifier, chan string) {
	t.Helper()
	n := NewSystemNotifier(t.Context())
	chosen := make(chan string, 10)
	n.OnAction(func(notice, action string) { chosen <- notice + " " + action })
	t.Cleanup(n.Close)
	return n, chosen
}

var sample = Notice{ID: "12", Title: "Q4 <i> & co completed", Text: "<b>998</b> & 12", Buttons: []Button{{ActionOpen, "Open results"}}}

func TestANotificationAndItsButtonOnTheBus(t *testing.T) {
	bus := bustest.Session(t)
	s := serve(t, bus, "actions", "body", "body-markup")
	n, chosen := newNotifier(t)
	if !n.Supported() {
		t.Fatal("the service is not found")
	}
	if err := n.Show(sample); err != nil {
		t.Fatal(err)
	}
	got := <-s.calls
	if got.title != sample.Title || got.text != "&lt;b&gt;998&lt;/b&gt; &amp; 12" {
		t.Errorf("told was %q: %q: names must not become markup", got.title, got.text)
	}
	if want := "default Open open Open results"; strings.Join(got.actions, " ") != want {
		t.Errorf("offered was %q, want %q", got.actions, want)
	}

	// Another program that says it in the service's name; a notification of another program; one
	// that was dismissed: none is an answer.
	s.emit(bustest.Connect(t, os.Getenv("DBUS_SESSION_BUS_ADDRESS")), "ActionInvoked", got.number, "open")
	s.emit(bus, "ActionInvoked", got.number+100, "open")
	s.emit(bus, "ActionInvoked", got.number)
	if err := n.Show(sample); err != nil {
		t.Fatal(err)
	}
	second := <-s.calls
	s.emit(bus, "NotificationClosed", second.number, uint32(2))
	s.emit(bus, "ActionInvoked", second.number, "open")

	s.emit(bus, "ActionInvoked", got.number, "default")
	says(t, chosen, "12 open")
	s.emit(bus, "ActionInvoked", got.number, "open") // once is enough
	third := sample
	third.ID = "13"
	if err := n.Show(third); err != nil {
		t.Fatal(err)
	}
	s.emit(bus, "ActionInvoked", (<-s.calls).number, "resume")
	says(t, chosen, "13 resume")
}

func TestAServiceThatCanOnlyShowTextGetsText(t *testing.T) {
	s := serve(t, bustest.Session(t), "body")
	n, _ := newNotifier(t)
	if err := n.Show(sample); err != nil {
		t.Fatal(err)
	}
	if got := <-s.calls; got.text != sample.Text || len(got.actions) != 0 {
		t.Errorf("told was %q with %q", got.text, got.actions)
	}
}

func TestWithoutAServiceOrABusShowingFailsAndThatIsAll(t *testing.T) {
	bus := bustest.Session(t)
	n, chosen := newNotifier(t)
	if n.Supported() {
		t.Error("a service is found where there is none")
	}
	if err := n.Show(sample); err == nil {
		t.Error("it is shown to nobody")
	}
	// One that comes later is used.
	s := serve(t, bus, "actions")
	if err := n.Show(sample); err != nil || !n.Supported() {
		t.Errorf("a service came, and is not used: %v", err)
	}
	s.emit(bus, "ActionInvoked", (<-s.calls).number, "open")
	says(t, chosen, "12 open")

	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	nobody, _ := newNotifier(t)
	if nobody.Supported() || nobody.Show(sample) == nil {
		t.Error("there is no bus, and it is shown")
	}
}

func TestAnotherBusIsFoundWhenOneEnds(t *testing.T) {
	first := bustest.Session(t)
	s := serve(t, first)
	n, _ := newNotifier(t)
	if err := n.Show(sample); err != nil {
		t.Fatal(err)
	}
	<-s.calls
	n.mu.Lock()
	n.bus.Close() // as when the session's bus is started anew
	n.mu.Unlock()
	if err := n.Show(sample); err != nil {
		t.Fatalf("after a new start of the bus: %v", err)
	}
	<-s.calls
}

// panel is a StatusNotifierWatcher.
type panel struct {
	items chan string
	hosts atomic.Bool
}

// RegisterStatusNotifierItem is what an icon says when it is there.
func (p *panel) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	p.items <- string(sender)
	return nil
}

// Get is how properties are read.
func (p *panel) Get(_, name string) (dbus.Variant, *dbus.Error) {
	if name != "IsStatusNotifierHostRegistered" {
		return dbus.Variant{}, dbus.MakeFailedError(os.ErrNotExist)
	}
	return dbus.MakeVariant(p.hosts.Load()), nil
}

func TestAPanelIsAskedForNow(t *testing.T) {
	bus := bustest.Session(t)
	log, _ := test.NewNullLogger()
	tray := NewSystray(log)
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if tray.Host(t.Context()) || tray.Host(late) {
		t.Error("there is no panel, and the window may be closed")
	}
	p := &panel{items: make(chan string, 1)}
	for _, err := range []error{
		bus.Export(p, watcherPath, watcherName), bus.Export(p, watcherPath, "org.freedesktop.DBus.Properties"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := bus.RequestName(watcherName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	if tray.Host(t.Context()) {
		t.Error("a watcher that nobody draws for is taken for a panel")
	}
	p.hosts.Store(true)
	if !tray.Host(t.Context()) {
		t.Error("a panel is there, and not found")
	}
	if !tray.Host(late) {
		t.Error("a panel that is too busy to answer is taken for gone")
	}
	if _, err := bus.ReleaseName(watcherName); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if tray.Host(t.Context()) || tray.Host(late) || time.Since(began) > 2*hostPatience {
		t.Error("the panel is gone, and the window may be closed")
	}
}
