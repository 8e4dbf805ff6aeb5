package acceptance_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"jobdeck/backend/bustest"
	"jobdeck/backend/deck"
	"jobdeck/backend/live"
	"jobdeck/backend/remote"
)

// screen is a desktop of its own: a screen without a monitor, a window manager, a bus with a panel
// and a notification service, both played by the test.
type screen struct {
	t       *testing.T
	display string   // "DISPLAY=:7", or "WAYLAND_DISPLAY=/tmp/wl/screen"
	more    []string // what else its session says
	address string
	bus     *dbus.Conn
	home    string
	data    string // of the program that is opened
	// panel gets the name of each tray icon; notices what is shown.
	panel   chan string
	notices chan notice
	number  atomic.Uint32
	layouts chan *dbus.Signal
}

type notice struct {
	number      uint32
	title, text string
	actions     []string
}

func newScreen(t *testing.T) *screen {
	t.Helper()
	return newScreenOf(t, "1280x800")
}

// newScreenOf makes one of a size: "1280x800".
func newScreenOf(t *testing.T, size string) *screen {
	t.Helper()
	s := newDesktop(t, "Xvfb", "openbox", "xdotool")
	// Xvfb takes a free display by itself, and says which one.
	s.display = "DISPLAY=:" + s.background(exec.Command("Xvfb", "-displayfd", "1", "-screen", "0", size+"x24", "-nolisten", "tcp"))
	manager := exec.Command("openbox")
	manager.Env = s.environment()
	s.background(manager)
	return s
}

// newDesktop makes a desktop that has no screen yet, out of programs that must be there.
func newDesktop(t *testing.T, tools ...string) *screen {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: make deps-test does it", tool)
		}
	}
	s := &screen{
		t: t, home: t.TempDir(), panel: make(chan string, 10), notices: make(chan notice, 10), layouts: make(chan *dbus.Signal, 1000),
	}
	s.address = bustest.Start(t)
	s.bus = bustest.Connect(t, s.address)
	s.play()
	return s
}

// environment is that of a person in front of this screen. Nothing of the user's own takes part.
func (s *screen) environment() []string {
	environment := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "WAYLAND") || strings.HasPrefix(variable, "DISPLAY=") || strings.HasPrefix(variable, "XDG_") ||
			strings.HasPrefix(variable, "JOBDECK")
	})
	return append(append(environment, s.more...), s.display, "DBUS_SESSION_BUS_ADDRESS="+s.address, "HOME="+s.home, "XDG_RUNTIME_DIR="+s.home,
		"NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory", "LC_ALL=C.UTF-8")
}

// background starts a program that lives as long as the test, and gives the first line it says.
func (s *screen) background(command *exec.Cmd) string {
	s.t.Helper()
	out, err := command.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait() // killed
	})
	if command.Args[0] == "openbox" { // it says nothing
		return ""
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.t.Fatalf("%s does not start: %v", command.Args[0], err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // until it is killed
	return strings.TrimSpace(line)
}

// play makes the test the panel and the notification service.
func (s *screen) play() {
	s.t.Helper()
	for _, err := range []error{
		s.bus.Export(watcher{s}, "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher"),
		s.bus.Export(watcher{s}, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties"),
		s.bus.Export(service{s}, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"),
		s.bus.AddMatchSignal(dbus.WithMatchInterface("com.canonical.dbusmenu"), dbus.WithMatchMember("LayoutUpdated")),
	} {
		if err != nil {
			s.t.Fatal(err)
		}
	}
	s.bus.Signal(s.layouts)
	for _, name := range []string{"org.kde.StatusNotifierWatcher", "org.freedesktop.Notifications"} {
		if _, err := s.bus.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
			s.t.Fatal(err)
		}
	}
}

// watcher is a panel that shows tray icons.
type watcher struct{ s *screen }

// RegisterStatusNotifierItem is what an icon says when it is there.
func (w watcher) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	w.s.panel <- string(sender)
	return nil
}

// restartPanel ends the panel and starts it again.
func (s *screen) restartPanel() {
	s.t.Helper()
	const name = "org.kde.StatusNotifierWatcher"
	if _, err := s.bus.ReleaseName(name); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.bus.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
		s.t.Fatal(err)
	}
}

// Get is how properties are read.
func (w watcher) Get(_, _ string) (dbus.Variant, *dbus.Error) { return dbus.MakeVariant(true), nil }

// service shows notifications.
type service struct{ s *screen }

// GetCapabilities is what a notification service is asked.
func (n service) GetCapabilities() ([]string, *dbus.Error) {
	return []string{"actions", "body", "body-markup"}, nil
}

// Notify is what a notification service is told.
func (n service) Notify(_ string, _ uint32, _, title, text string, actions []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	number := n.s.number.Add(1)
	n.s.notices <- notice{number, title, text, actions}
	return number, nil
}

// toldOfClosing closes the window until it is hidden, and gives what is told of it. A window that has just come up on
// a busy machine may miss a close: then it is closed again, as a person would.
func (s *screen) toldOfClosing() notice {
	s.t.Helper()
	hidden := func() bool { return !s.visible() }
	for range 3 {
		s.closes(s.window())
		if s.within(patience/6, hidden) {
			break
		}
	}
	s.until("the closed window is hidden", hidden)
	return s.notified()
}

// notified waits for the next notification.
func (s *screen) notified() notice {
	s.t.Helper()
	select {
	case n := <-s.notices:
		return n
	case <-time.After(patience):
		s.t.Fatalf("no notification comes, the inbox has %+v, and the log says:\n%s", s.inbox(), s.log())
		return notice{}
	}
}

// log is what the program wrote of itself, for whoever has to find out why something did not come.
func (s *screen) log() string {
	written, err := os.ReadFile(filepath.Join(s.data, "logs", "jobdeck.log"))
	if err != nil {
		return err.Error()
	}
	return string(written)
}

// inbox is what the program has to tell.
func (s *screen) inbox() []live.News {
	s.t.Helper()
	client, err := remote.Dial(s.t.Context(), s.data)
	if err != nil {
		s.t.Fatal(err)
	}
	defer client.Close()
	inbox, err := deck.News.Ask(s.t.Context(), client)
	if err != nil {
		s.t.Fatal(err)
	}
	return inbox
}

// presses a button of a notification.
func (s *screen) presses(n notice, action string) {
	s.t.Helper()
	if at := slices.Index(n.actions, action); at < 0 || at%2 != 0 {
		s.t.Fatalf("%q offers %q, not %s", n.title, n.actions, action)
	}
	if err := s.bus.Emit("/org/freedesktop/Notifications", "org.freedesktop.Notifications.ActionInvoked", n.number, action); err != nil {
		s.t.Fatal(err)
	}
}

// xdotool asks the screen something, or does something there.
func (s *screen) xdotool(args ...string) (string, error) {
	command := exec.Command("xdotool", args...)
	command.Env = s.environment()
	out, err := command.Output()
	return strings.TrimSpace(string(out)), err
}

// until waits for something on the screen, of which nothing tells.
func (s *screen) until(what string, is func() bool) {
	s.t.Helper()
	if !s.within(patience, is) {
		s.t.Fatalf("it does not become true: %s; the log says:\n%s", what, s.log())
	}
}

// within tells whether something becomes true within a time.
func (s *screen) within(long time.Duration, is func() bool) bool {
	for deadline := time.Now().Add(long); !is(); <-time.After(lookEvery) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}

// window waits until a window is seen, and gives its number.
func (s *screen) window() string {
	s.t.Helper()
	var found string
	s.until("a window is there", func() bool {
		out, err := s.xdotool("search", "--onlyvisible", "--name", "^Jobdeck")
		found, _, _ = strings.Cut(out, "\n")
		return err == nil && found != ""
	})
	return found
}

// minimise takes a window out of sight.
func (s *screen) minimise(window string) {
	s.t.Helper()
	if _, err := s.xdotool("windowminimize", "--sync", window); err != nil {
		s.t.Fatal(err)
	}
}

// desktopProgram is Jobdeck as users get it: with the window, the tray and the notifications.
func desktopProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "jobdeck")
	build := exec.Command("go", "build", "-tags", "desktop,production,webkit2_41", "-o", program, ".")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program with its window: %v\n%s", err, out)
	}
	return program
}

// open starts the program with its window on a screen.
func (d *desk) open(s *screen, program string, args ...string) *process {
	d.t.Helper()
	s.data = d.data
	p := &process{t: d.t, command: exec.Command(program, args...), ended: make(chan struct{})}
	p.out.grew, p.err.grew = make(chan struct{}, 1), make(chan struct{}, 1)
	p.command.Dir = d.work
	p.command.Env = append(s.environment(), "JOBDECK_DATA_DIR="+d.data)
	p.command.Stdout, p.command.Stderr = &p.out, &p.err
	p.command.WaitDelay = 10 * time.Second
	if err := p.command.Start(); err != nil {
		d.t.Fatal(err)
	}
	go p.wait()
	d.t.Cleanup(func() {
		_ = p.command.Process.Kill() // one that has ended can't be killed, which is what is wanted
		p.ends()
		if d.t.Failed() {
			fmt.Fprintf(os.Stderr, "the program said:\n%s%s\n", p.out.String(), p.err.String())
		}
	})
	return p
}
