package window

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/natefinch/atomic"
)

// Place is where the window is on its screen, in the screen's own pixels.
type Place struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
}

// The smallest window, and how much of it must be on a screen for a person to get hold of it.
const (
	MinWidth  = 900
	MinHeight = 600
	grip      = 80
)

// Screen is a screen's size, and whether the window is on it.
type Screen struct {
	Width, Height int
	Current       bool
}

// fitted is a place brought onto a screen, should the screen have become smaller.
func (p Place) fitted(screen Screen) Place {
	if screen.Width == 0 || screen.Height == 0 {
		return p
	}
	p.Width = max(MinWidth, min(p.Width, screen.Width))
	p.Height = max(MinHeight, min(p.Height, screen.Height))
	p.X = max(grip-p.Width, min(p.X, screen.Width-grip))
	p.Y = max(0, min(p.Y, screen.Height-grip))
	return p
}

// notes are what the window remembers by itself, beside the database: they are read before it is open.
type notes struct {
	path string
	// Places has the last place for each arrangement of screens.
	Places map[string]Place `json:"places"`
	// ToldClose says that a person was told once that closing the window doesn't end the work.
	ToldClose bool `json:"told_close"`
	saved     []byte
}

// notesName is their file in the data folder.
const notesName = "window.json"

// readNotes reads the notes of a data folder. What is not there, or damaged, is forgotten. Without a
// folder nothing is noted.
func readNotes(dir string) (*notes, error) {
	if dir == "" {
		return &notes{Places: make(map[string]Place)}, nil
	}
	n := &notes{path: filepath.Join(dir, notesName)}
	text, err := os.ReadFile(n.path)
	if err == nil {
		n.saved = text
		if json.Unmarshal(text, n) != nil {
			*n = notes{path: n.path}
		}
	}
	if n.Places == nil {
		n.Places = make(map[string]Place)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return n, fmt.Errorf("read where the window was: %w", err)
	}
	return n, nil
}

// save writes the notes when they have changed: whole, or not at all.
func (n *notes) save() error {
	text, err := json.MarshalIndent(n, "", "  ")
	if err != nil {
		return fmt.Errorf("write where the window is: %w", err)
	}
	if n.path == "" || bytes.Equal(text, n.saved) {
		return nil
	}
	if err := atomic.WriteFile(n.path, bytes.NewReader(text)); err != nil {
		return fmt.Errorf("write where the window is: %w", err)
	}
	n.saved = text
	return nil
}

// place finds the last place for an arrangement of screens. A window that was never shown may be on
// none of them yet: then it is where it was on any.
func (n *notes) place(screens []Screen) (place Place, current Screen, known bool) {
	name, current := arrangement(screens)
	if place, known = n.Places[name]; known || slices.ContainsFunc(screens, func(s Screen) bool { return s.Current }) {
		return place, current, known
	}
	for i := range screens {
		marked := slices.Clone(screens)
		marked[i].Current = true
		name, current = arrangement(marked)
		if place, known = n.Places[name]; known {
			return place, current, true
		}
	}
	return Place{}, Screen{}, false
}

// arrangement names an arrangement of screens, and the one of them that the window is on: a place is
// remembered for each.
func arrangement(screens []Screen) (name string, current Screen) {
	for _, screen := range screens {
		mark := " "
		if screen.Current {
			mark, current = "*", screen
		}
		name += fmt.Sprintf("%dx%d%s", screen.Width, screen.Height, mark)
	}
	return name, current
}
