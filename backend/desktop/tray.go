package desktop

import "context"

// Tray is the program's icon beside the system's clock, with a menu.
type Tray interface {
	// Start puts up the icon. What a person chooses in the menu goes to choose, which must not block.
	Start(choose func(Choice))
	// Show changes what is visible. It may be called before the icon is up.
	Show(menu Menu)
	// Host says whether the system shows tray icons now: only then can a window be closed and be
	// found again.
	Host(ctx context.Context) bool
	// Close takes the icon away.
	Close()
}
