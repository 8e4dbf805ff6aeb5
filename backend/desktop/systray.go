package desktop

import (
	"io"
	"log"
	"sync"

	"fyne.io/systray"
	"github.com/sirupsen/logrus"
)

// Systray is the real [Tray]. A program has one.
type Systray struct {
	log *logrus.Logger

	mu      sync.Mutex
	entries *entries // nil until the system's tray is ready
	menu    Menu     // as it shall look
	closed  bool
	hosted  bool // a panel said last that it shows the icon
}

// NewSystray makes the system's tray. It is seen after Start.
func NewSystray(log *logrus.Logger) *Systray {
	return &Systray{log: log, menu: Menu{Icon: Idle, Tooltip: State{}.Tooltip()}}
}

// Start implements [Tray]. How each system wants it is in the files named for them.
func (t *Systray) Start(choose func(Choice)) {
	// The library tells its troubles to the standard logger.
	log.SetFlags(0)
	log.SetOutput(lines{t.log.WithField("part", "tray")})
	systray.SetOnTapped(tapped(func() { choose(Choice{What: OpenWindow}) }))
	startSystray(func() { t.ready(choose) })
}

func (t *Systray) ready(choose func(Choice)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.entries = newEntries(systemBar{}, choose)
	t.entries.show(t.menu)
}

// Show implements [Tray].
func (t *Systray) Show(menu Menu) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.menu = menu
	if t.entries != nil && !t.closed {
		t.entries.show(menu)
	}
}

// systemBar is the [bar] that the library draws.
type systemBar struct{}

func (systemBar) setIcon(icon Icon) { setSystrayIcon(icon) }

func (systemBar) setTooltip(tooltip string) { systray.SetTooltip(tooltip) }

func (systemBar) addSeparator() { systray.AddSeparator() }

func (systemBar) label(text string) string { return menuLabel(text) }

func (systemBar) addEntry(title string, parent entry, chosen func()) entry {
	var line *systray.MenuItem
	if above, ok := parent.(*systray.MenuItem); ok {
		line = above.AddSubMenuItem(menuLabel(title), "")
	} else {
		line = systray.AddMenuItem(menuLabel(title), "")
	}
	// The library drops a click that nobody waits for: this waits for the next one at once.
	go func() {
		for range line.ClickedCh {
			chosen()
		}
	}()
	return line
}

// lines writes what comes as lines of the log.
type lines struct{ log *logrus.Entry }

var _ io.Writer = lines{}

func (l lines) Write(text []byte) (int, error) {
	l.log.Warn(string(text))
	return len(text), nil
}
