//go:build unix

package acceptance_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// watchPeak notes the most memory that a process ever had, until ended is closed. On Linux the
// kernel's own figure at the end is of no use: it counts what the test, which is much larger with
// the race detector in it, had when it started the process. So the peak of the program itself is
// read while it runs.
func (p *process) watchPeak(ended <-chan struct{}) {
	if runtime.GOOS != "linux" {
		return
	}
	status := fmt.Sprintf("/proc/%d/status", p.command.Process.Pid)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		p.peak = max(p.peak, highWater(status))
		select {
		case <-tick.C:
		case <-ended:
			return
		}
	}
}

// highWater reads a process's peak in bytes from the kernel's words; 0 when it is gone.
func highWater(status string) int64 {
	text, err := os.ReadFile(status)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmHWM:" {
			kilobytes, err := strconv.ParseInt(fields[1], 10, 64)
			if err == nil {
				return kilobytes << 10
			}
		}
	}
	return 0
}

// peakOf is the same from the kernel's account of an ended process, where that can be trusted.
func peakOf(usage *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return usage.Maxrss // in bytes there
	}
	return usage.Maxrss << 10
}
