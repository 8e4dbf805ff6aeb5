//go:build !linux

package command

import (
	"os"
	"os/exec"
)

// waitFor waits for a program; the channel is closed when it has ended.
func waitFor(program *exec.Cmd) chan struct{} {
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		_ = program.Wait() // the state tells everything
	}()
	return exited
}

func exitOf(state *os.ProcessState) exit { return exit{code: state.ExitCode(), words: state.String()} }
