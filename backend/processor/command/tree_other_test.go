//go:build unix && !linux

package command

import (
	"errors"
	"syscall"
	"time"
)

// endsWithin waits for a process to end. Nothing tells of the end of a process that is not a child,
// so that it is looked for again and again.
func endsWithin(pid int, limit time.Duration) bool {
	over := time.After(limit)
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	for !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		select {
		case <-again.C:
		case <-over:
			return false
		}
	}
	return true
}
