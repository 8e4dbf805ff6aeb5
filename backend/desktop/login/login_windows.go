package login

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// What Windows starts when this user logs in.
const (
	runKey = `Software\Microsoft\Windows\CurrentVersion\Run`
	value  = "Jobdeck"
)

func (i Item) add() error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("start at login: %w", err)
	}
	defer key.Close()
	line := windows.ComposeCommandLine(append([]string{i.Program}, i.arguments()...))
	if err := key.SetStringValue(value, line); err != nil {
		return fmt.Errorf("start at login: %w", err)
	}
	return nil
}

func (i Item) remove() error {
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("no longer start at login: %w", err)
	}
	defer key.Close()
	if err := key.DeleteValue(value); err != nil && !errors.Is(err, registry.ErrNotExist) {
		return fmt.Errorf("no longer start at login: %w", err)
	}
	return nil
}
