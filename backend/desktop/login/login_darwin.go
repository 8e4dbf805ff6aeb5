package login

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// agent is a launch agent; the program and its arguments are put in, escaped.
const agent = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key><string>io.jobdeck.login</string>
	<key>ProgramArguments</key><array>%s</array>
	<key>RunAtLoad</key><true/>
</dict>
</plist>
`

func (i Item) add() error {
	path, err := i.path()
	if err != nil {
		return err
	}
	var words bytes.Buffer
	for _, word := range append([]string{i.Program}, i.arguments()...) {
		words.WriteString("<string>")
		if err := xml.EscapeText(&words, []byte(word)); err != nil {
			return fmt.Errorf("start at login: %w", err)
		}
		words.WriteString("</string>")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // the folder is shared by the user's programs
		return fmt.Errorf("start at login: %w", err)
	}
	entry := fmt.Sprintf(agent, words.String())
	if err := os.WriteFile(path, []byte(entry), 0o644); err != nil { //nolint:gosec // nothing in it is secret
		return fmt.Errorf("start at login: %w", err)
	}
	return nil
}

func (i Item) remove() error {
	path, err := i.path()
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no longer start at login: %w", err)
	}
	return nil
}

func (i Item) path() (string, error) {
	home := i.Home
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			return "", fmt.Errorf("start at login: %w", err)
		}
	}
	return filepath.Join(home, "Library", "LaunchAgents", "io.jobdeck.login.plist"), nil
}
