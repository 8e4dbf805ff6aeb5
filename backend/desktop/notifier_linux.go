package desktop

import (
	"context"
	"fmt"
	"html"
	"slices"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// What shows notifications, on Linux.
const (
	notificationsName      = "org.freedesktop.Notifications"
	notificationsPath      = "/org/freedesktop/Notifications"
	notificationsInterface = "org.freedesktop.Notifications"
)

// notifyPatience is how long the notification service may take for an answer.
const notifyPatience = 5 * time.Second

// SystemNotifier is the real [Notifier]. It speaks to the desktop's notification service itself:
// the window library's way takes a dismissed notification for a clicked one, shows names as markup,
// and can't tell whether anybody listens.
type SystemNotifier struct {
	mu     sync.Mutex
	bus    *dbus.Conn // nil, or closed by the other side: the next call opens it again
	shown  map[uint32]string
	chosen func(notice, action string)
	closed bool
	reads  sync.WaitGroup
}

// NewSystemNotifier makes the system's notifier. It asks the system for nothing yet.
func NewSystemNotifier(context.Context) *SystemNotifier {
	return &SystemNotifier{shown: make(map[uint32]string), chosen: func(string, string) {}}
}

// OnAction implements [Notifier].
func (n *SystemNotifier) OnAction(chosen func(notice, action string)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.chosen = chosen
}

// Supported implements [Notifier]: a service is there, or is started when it is called.
func (n *SystemNotifier) Supported() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), notifyPatience)
	defer cancel()
	bus, err := n.connect()
	if err != nil {
		return false
	}
	var running bool
	if err := bus.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, notificationsName).Store(&running); err == nil && running {
		return true
	}
	var startable []string
	err = bus.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.ListActivatableNames", 0).Store(&startable)
	return err == nil && slices.Contains(startable, notificationsName)
}

// Show implements [Notifier]. The lock is held until the service has said which number it gave: an
// answer to it can't overtake that.
func (n *SystemNotifier) Show(notice Notice) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), notifyPatience)
	defer cancel()
	bus, err := n.connect()
	if err != nil {
		return err
	}
	service := bus.Object(notificationsName, notificationsPath)
	var can []string
	if err := service.CallWithContext(ctx, notificationsInterface+".GetCapabilities", 0).Store(&can); err != nil {
		return fmt.Errorf("ask the notification service: %w", err)
	}
	text := notice.Text
	if slices.Contains(can, "body-markup") {
		text = html.EscapeString(text)
	}
	actions := []string{}
	if slices.Contains(can, "actions") {
		actions = append(actions, "default", "Open")
		for _, button := range notice.Buttons {
			actions = append(actions, button.Action, button.Label)
		}
	}
	hints := map[string]dbus.Variant{
		"desktop-entry": dbus.MakeVariant("jobdeck"),
		"category":      dbus.MakeVariant("transfer"),
	}
	var number uint32
	if err := service.CallWithContext(ctx, notificationsInterface+".Notify", 0, "Jobdeck", uint32(0), "jobdeck",
		notice.Title, text, actions, hints, int32(-1)).Store(&number); err != nil {
		return fmt.Errorf("show a notification: %w", err)
	}
	n.shown[number] = notice.ID
	return nil
}

// Close implements [Notifier]. What is shown stays; its buttons do nothing any more.
func (n *SystemNotifier) Close() {
	n.mu.Lock()
	n.closed = true
	if n.bus != nil {
		_ = n.bus.Close() // what is closed twice is closed
	}
	n.mu.Unlock()
	n.reads.Wait()
}

// connect gives the connection to the session's bus. A service that was there before knows nothing
// of what another connection showed: its numbers are forgotten.
func (n *SystemNotifier) connect() (*dbus.Conn, error) {
	if n.closed {
		return nil, dbus.ErrClosed
	}
	if n.bus != nil && n.bus.Connected() {
		return n.bus, nil
	}
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil, fmt.Errorf("reach the session's bus: %w", err)
	}
	// Only what the service itself says counts: the bus leaves out what others send in its name.
	for _, signal := range []string{"ActionInvoked", "NotificationClosed"} {
		err := bus.AddMatchSignal(dbus.WithMatchSender(notificationsName),
			dbus.WithMatchInterface(notificationsInterface), dbus.WithMatchMember(signal))
		if err != nil {
			_ = bus.Close() // the first error says it all
			return nil, fmt.Errorf("listen to the notification service: %w", err)
		}
	}
	signals := make(chan *dbus.Signal, 16)
	bus.Signal(signals)
	n.bus = bus
	clear(n.shown)
	n.reads.Go(func() { n.read(signals) })
	return bus, nil
}

// read follows what happens to notifications, until the connection is closed.
func (n *SystemNotifier) read(signals <-chan *dbus.Signal) {
	for signal := range signals {
		if len(signal.Body) < 2 {
			continue
		}
		number, isNumber := signal.Body[0].(uint32)
		action, isAction := signal.Body[1].(string)
		n.mu.Lock()
		notice, ours := n.shown[number]
		delete(n.shown, number)
		chosen := n.chosen
		n.mu.Unlock()
		if !isNumber || !ours || !isAction { // closed, or another program's
			continue
		}
		if action == "default" {
			action = ActionOpen
		}
		chosen(notice, action)
	}
}
