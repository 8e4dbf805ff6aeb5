// Package paths knows where Jobdeck keeps things on each system: the data folder, the logs, and
// the address of the local socket. It makes folders that only this user can open; it never reads
// or writes a file.
package paths

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"
)

// Variable is the environment variable that names the data folder.
const Variable = "JOBDECK_DATA_DIR"

// DataDir is the absolute path of the data folder: the one that was asked for (--data-dir), else
// the one that [Variable] names, else the system's place for it: $XDG_DATA_HOME/jobdeck on Linux,
// ~/Library/Application Support/Jobdeck on macOS, %LOCALAPPDATA%\Jobdeck on Windows. The folder
// need not exist; [Make] makes it.
func DataDir(asked string) (string, error) {
	if dir := explicit(asked); dir != "" {
		return absolute(dir)
	}
	data, err := system(xdg.DataHome, ".local", "share")
	return filepath.Join(data, folderName()), err
}

// LogDir is the absolute path of the folder for logs. It goes with [DataDir]: beside an explicit
// data folder's content in "logs", else in the system's place for logs: $XDG_STATE_HOME/jobdeck/logs
// on Linux, ~/Library/Logs/Jobdeck on macOS, %LOCALAPPDATA%\Jobdeck\logs on Windows.
func LogDir(asked string) (string, error) {
	if dir := explicit(asked); dir != "" {
		return absolute(filepath.Join(dir, "logs"))
	}
	switch runtime.GOOS {
	case "darwin":
		home, err := Home()
		return filepath.Join(home, "Library", "Logs", folderName()), err
	case "windows":
		data, err := system(xdg.DataHome)
		return filepath.Join(data, folderName(), "logs"), err
	default:
		state, err := system(xdg.StateHome, ".local", "state")
		return filepath.Join(state, folderName(), "logs"), err
	}
}

// ConfigHome is the absolute path of the folder in which programs keep what this user set:
// $XDG_CONFIG_HOME or ~/.config on Linux.
func ConfigHome() (string, error) { return system(xdg.ConfigHome, ".config") }

// User is what the system calls the user who runs this program.
func User() string {
	if current, err := user.Current(); err == nil && current.Username != "" {
		return current.Username
	}
	return "somebody"
}

// Home is the absolute path of this user's home folder: what $HOME says, or where it says nothing
// that makes sense, as in a service of the system, what the system knows of the user.
func Home() (string, error) {
	if home, err := os.UserHomeDir(); err == nil && filepath.IsAbs(home) {
		return home, nil
	}
	known, err := user.Current()
	if err != nil || !filepath.IsAbs(known.HomeDir) {
		return "", fmt.Errorf("this user has no home folder to keep things in: set HOME, or name a data folder with --data-dir or %s", Variable)
	}
	return known.HomeDir, nil
}

// system is one of the system's folders: the one that xdg found, as long as that did not have to
// guess the home folder, else the one in the home folder.
func system(found string, inHome ...string) (string, error) {
	guessed := filepath.Join(append([]string{string(filepath.Separator)}, inHome...)...)
	if filepath.IsAbs(found) && (found != guessed || runtime.GOOS == "windows") {
		return found, nil
	}
	home, err := Home()
	if err != nil {
		return "", err
	}
	return filepath.Join(append([]string{home}, inHome...)...), nil
}

// Make makes a folder, and those above it that are missing, so that only this user can open
// them. A folder that is there already keeps its permissions.
func Make(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("make the folder %s: this user may not write there: %w", dir, err)
	default:
		return fmt.Errorf("make the folder %s: %w", dir, err)
	}
}

func explicit(asked string) string {
	if asked != "" {
		return asked
	}
	return os.Getenv(Variable)
}

// folderName is what the system's folders for programs call Jobdeck's.
func folderName() string {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		return "Jobdeck"
	}
	return "jobdeck"
}

func absolute(dir string) (string, error) {
	path, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the folder %s: %w", dir, err)
	}
	return path, nil
}
