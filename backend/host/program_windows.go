package host

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// StartProgram starts the window's own program when this is the terminal's. On Windows a program is
// either for the terminal, which waits for it and gets what it prints, or for the desktop. So there
// are two of the same sources: Jobdeck.exe, and beside it bin\jobdeck.exe, which is in the PATH.
func StartProgram(arguments []string) (bool, error) {
	self, err := os.Executable()
	if err != nil {
		return false, fmt.Errorf("find the program: %w", err)
	}
	folder := filepath.Dir(self)
	program := filepath.Join(filepath.Dir(folder), "Jobdeck.exe")
	if !strings.EqualFold(filepath.Base(folder), "bin") {
		return false, nil
	}
	if _, err := os.Stat(program); err != nil {
		return false, nil //nolint:nilerr // built without it: this program opens the window itself
	}
	// It outlives this call: the terminal doesn't wait for a window.
	if err := exec.Command(program, arguments...).Start(); err != nil {
		return false, fmt.Errorf("open the window: %w", err)
	}
	return true, nil
}
