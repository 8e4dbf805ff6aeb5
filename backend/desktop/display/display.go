// Package display finds out, before a window is made, whether there is a screen to put it on and how
// large a first window may be there. It makes no window, and decides nothing about one.
package display

import "fmt"

// Size is a width and a height, in the units in which windows are measured (not device pixels).
type Size struct{ Width, Height int }

// NoneError says that there is no screen.
type NoneError struct {
	// Because says what was looked for: "DISPLAY=:0 does not answer".
	Because string
}

func (e *NoneError) Error() string {
	return fmt.Sprintf("there is no display to open the window on (%s); without one, "+
		`"jobdeck serve" works jobs and schedules, and "jobdeck run LIST" works a list in the terminal`, e.Because)
}

// frame is how much of a screen the frame of a window takes, at the most: its title and its edges.
var frame = Size{Width: 16, Height: 48}

// Fitted is a size that has room on the screen, with the window's frame; unknown room is enough room.
func (s Size) Fitted(room Size) Size {
	if room.Width == 0 || room.Height == 0 {
		return s
	}
	return Size{Width: min(s.Width, room.Width-frame.Width), Height: min(s.Height, room.Height-frame.Height)}
}
