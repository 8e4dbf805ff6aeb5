package command

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"
)

// splitLine splits a command line as Windows does: a backslash is a part of a path, double quotes
// keep spaces together.
func splitLine(line string) ([]string, error) {
	if strings.Count(line, `"`)%2 == 1 && !strings.Contains(line, `\"`) {
		return nil, errors.New("a double quote is not closed")
	}
	words, err := windows.DecomposeCommandLine(line)
	if err != nil {
		return nil, fmt.Errorf("split %q: %w", line, err)
	}
	if len(words) == 0 || words[0] == "" {
		return nil, errors.New("no program is named")
	}
	return words, checkOperators(line)
}

// shell is the user's own line, run by cmd. It is handed over as it stands: cmd does not read
// quotes as other programs do.
func shell(line string) *exec.Cmd {
	root := os.Getenv("SystemRoot")
	if root == "" {
		root = `C:\Windows`
	}
	program := exec.Command(filepath.Join(root, "System32", "cmd.exe")) //nolint:noctx // a context would end the shell alone, not its tree
	program.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd.exe /D /S /C "` + line + `"`}
	return program
}

func notAProgram(err error) bool { return errors.Is(err, windows.ERROR_BAD_EXE_FORMAT) }
