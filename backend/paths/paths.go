// Package paths knows where Jobdeck keeps things on each system: the data folder, the logs, and
// the address of the local socket. It makes folders that only this user can open; it never reads
// or writes a file.
package paths

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
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
	dir := explicit(asked)
	if dir == "" {
		dir = filepath.Join(xdg.DataHome, folderName())
	}
	return absolute(dir)
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
		return absolute(filepath.Join(xdg.Home, "Library", "Logs", folderName()))
	case "windows":
		return absolute(filepath.Join(xdg.DataHome, folderName(), "logs"))
	default:
		return absolute(filepath.Join(xdg.StateHome, folderName(), "logs"))
	}
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
