package desktop

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// MemoryTray is a [Tray] that shows nothing and tells what it would show.
type MemoryTray struct {
	mu      sync.Mutex
	choose  func(Choice)
	menus   []Menu
	changed chan struct{}
	// Hosted is what Host says.
	Hosted bool
}

// NewMemoryTray makes a tray in memory, on a system that shows it.
func NewMemoryTray() *MemoryTray { return &MemoryTray{changed: make(chan struct{}), Hosted: true} }

// Start implements [Tray].
func (t *MemoryTray) Start(choose func(Choice)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.choose = choose
}

// Show implements [Tray].
func (t *MemoryTray) Show(menu Menu) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.menus = append(t.menus, menu)
	close(t.changed)
	t.changed = make(chan struct{})
}

// Host implements [Tray].
func (t *MemoryTray) Host(context.Context) bool { return t.Hosted }

// Close implements [Tray].
func (t *MemoryTray) Close() {}

// Choose is a person's choice in the menu.
func (t *MemoryTray) Choose(choice Choice) {
	t.mu.Lock()
	choose := t.choose
	t.mu.Unlock()
	choose(choice)
}

// Menus are all that were shown, and a channel that is closed with the next one.
func (t *MemoryTray) Menus() ([]Menu, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.menus), t.changed
}

// MemoryNotifier is a [Notifier] that keeps what it is given.
type MemoryNotifier struct {
	// Shown has the notices, as they came.
	Shown chan Notice

	mu     sync.Mutex
	chosen func(notice, action string)
	broken bool
}

// errNoService is what a system without notifications says.
var errNoService = errors.New("no notification service answers")

// NewMemoryNotifier makes a notifier in memory.
func NewMemoryNotifier() *MemoryNotifier { return &MemoryNotifier{Shown: make(chan Notice, 100)} }

// Supported implements [Notifier].
func (n *MemoryNotifier) Supported() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return !n.broken
}

// Break makes it a system that shows no notifications.
func (n *MemoryNotifier) Break() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.broken = true
}

// Show implements [Notifier].
func (n *MemoryNotifier) Show(notice Notice) error {
	if !n.Supported() {
		return errNoService
	}
	n.Shown <- notice
	return nil
}

// OnAction implements [Notifier].
func (n *MemoryNotifier) OnAction(chosen func(notice, action string)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.chosen = chosen
}

// Close implements [Notifier].
func (n *MemoryNotifier) Close() {}

// Choose is a person's choice of a notice's button.
func (n *MemoryNotifier) Choose(notice, action string) {
	n.mu.Lock()
	chosen := n.chosen
	n.mu.Unlock()
	chosen(notice, action)
}
