// Package login starts Jobdeck, hidden, when its user logs in. How, stands in one file for each
// system: a desktop entry, a registry value, a launch agent.
package login

import (
	"fmt"
	"os"
	"path/filepath"
)

// HiddenFlag is what Jobdeck is started with at login: its window stays hidden.
const HiddenFlag = "--hidden"

// Item is the entry that starts a program at login.
type Item struct {
	// Program is the absolute path of the program; empty means this one.
	Program string
	// DataDir is the data folder, when it is not the system's place for it.
	DataDir string
	// Home is where the system looks for such entries of this user; empty means its own place.
	Home string
}

// Set makes the entry, or takes it away. It may be called again: an entry that names another place
// of the program is put right.
func (i Item) Set(on bool) error {
	if i.Program == "" {
		program, err := os.Executable()
		if err != nil {
			return fmt.Errorf("find this program: %w", err)
		}
		if i.Program, err = filepath.Abs(program); err != nil {
			return fmt.Errorf("find this program: %w", err)
		}
	}
	if on {
		return i.add()
	}
	return i.remove()
}

// arguments are what the program is started with.
func (i Item) arguments() []string {
	if i.DataDir == "" {
		return []string{HiddenFlag}
	}
	return []string{HiddenFlag, "--data-dir", i.DataDir}
}
