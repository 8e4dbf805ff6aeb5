// Package desktop is Jobdeck outside its window: the tray's icon and menu, and the system's
// notifications. What they show is decided here once, from the deck's state ([State], [Menu],
// [Notice]); a thin file per operating system draws it. What is clicked goes to the deck, as
// everything does.
package desktop
