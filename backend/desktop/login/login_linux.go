package login

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jobdeck/backend/paths"
)

// add writes a desktop entry into the folder of those that are started at login.
func (i Item) add() error {
	path := i.path()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // the folder is shared by the user's programs
		return fmt.Errorf("start at login: %w", err)
	}
	exec := quote(i.Program)
	for _, argument := range i.arguments() {
		exec += " " + quote(argument)
	}
	entry := strings.Join([]string{
		"[Desktop Entry]",
		"Type=Application",
		"Name=Jobdeck",
		"Comment=A tape deck for batch jobs",
		"Exec=" + exec,
		"Icon=jobdeck",
		"Terminal=false",
		"X-GNOME-Autostart-enabled=true",
		"",
	}, "\n")
	if err := os.WriteFile(path, []byte(entry), 0o644); err != nil {
		return fmt.Errorf("start at login: %w", err)
	}
	return nil
}

func (i Item) remove() error {
	if err := os.Remove(i.path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no longer start at login: %w", err)
	}
	return nil
}

func (i Item) path() string {
	home := i.Home
	if home == "" {
		home, _ = paths.ConfigHome() // who logs in has a home folder
	}
	return filepath.Join(home, "autostart", "jobdeck.desktop")
}

// quote writes a path as the Exec key wants it.
func quote(path string) string {
	escaped := strings.NewReplacer(`\`, `\\\\`, `"`, `\\"`, "`", "\\\\`", `$`, `\\$`, `%`, `%%`).Replace(path)
	return `"` + escaped + `"`
}
