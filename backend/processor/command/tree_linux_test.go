package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Who leaves the process group, in a session of its own and with its parents gone, is found too.
func TestCancelFindsThoseWhoLeftTheGroup(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"detached":                  `echo $$ >> pids; setsid sh -c 'echo $$ >> pids; (sleep 600 & echo $! >> pids) ; echo up > ready; sleep 600'; true`,
		"orphaned":                  `echo $$ >> pids; setsid sh -c 'sleep 600 & echo $! >> pids; echo up > ready' & sleep 600`,
		"without their environment": `echo $$ >> pids; env -i setsid sh -c 'echo $$ >> pids; echo up > ready; sleep 600'; true`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			pids, ended := runFamily(ctx, t, map[string]string{"command": script})
			cancel()
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
			allGone(t, pids)
		})
	}
}

// A daemon that keeps the output open holds nobody up, and is ended.
func TestWhoHoldsTheOutputOpenHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cells := succeed(t, `setsid sleep 600 & echo $! > pid; while [ "$(ps -o sid= -p $(cat pid) | tr -d ' ')" != "$(cat pid)" ]; do :; done; echo done`,
		map[string]string{"dir": dir})
	if got := output(t, cells); got != "done" {
		t.Errorf("output %q", got)
	}
	text, err := os.ReadFile(filepath.Join(dir, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	allGone(t, []int{pid})
}

// When Jobdeck is killed, its programs go with it, and what those had started goes when the next
// Jobdeck works its first row.
func TestNothingOutlivesAKilledJobdeck(t *testing.T) {
	if dir := os.Getenv("JOBDECK_TEST_KILLED"); dir != "" {
		p := newProcessor(t, map[string]string{"command": family, "shell": "true", "dir": dir})
		_, err := p.Process(t.Context(), item("", "", ""))
		t.Fatalf("the row ended: %v", err)
	}
	t.Parallel()
	dir := t.TempDir()
	ready := filepath.Join(dir, "ready")
	if err := syscall.Mkfifo(ready, 0o600); err != nil {
		t.Fatal(err)
	}
	jobdeck := exec.Command(os.Args[0], "-test.run=^TestNothingOutlivesAKilledJobdeck$")
	jobdeck.Env = append(os.Environ(), "JOBDECK_TEST_KILLED="+dir)
	if err := jobdeck.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(ready); err != nil {
		t.Fatal(err)
	}
	var pids []int
	file, err := os.Open(filepath.Join(dir, "pids"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var pid int
		if _, err := fmt.Sscan(lines.Text(), &pid); err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	if err := jobdeck.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = jobdeck.Wait()
	allGone(t, pids[:1])
	if endsWithin(pids[2], 0) {
		t.Fatal("the test shows nothing: the grandchild ended by itself")
	}
	succeed(t, "true", nil)
	allGone(t, pids)
}

func TestALivingJobdecksProgramsAreLeftAlone(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pids, ended := runFamily(ctx, t, map[string]string{"command": family})
	new(census).endOrphans()
	for _, pid := range pids {
		if endsWithin(pid, 0) {
			t.Errorf("process %d was ended", pid)
		}
	}
	cancel()
	<-ended
	allGone(t, pids)
}

// endsWithin waits for a process to end, whoever's child it is, and whether or not anybody waits for it.
func endsWithin(pid int, limit time.Duration) bool {
	handle, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return errors.Is(err, unix.ESRCH)
	}
	defer unix.Close(handle)
	polls := []unix.PollFd{{Fd: int32(handle), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(polls, int(limit.Milliseconds()))
		if !errors.Is(err, unix.EINTR) {
			return err == nil && n == 1
		}
	}
}

func BenchmarkCensus(b *testing.B) {
	for b.Loop() {
		if len(new(census).take()) == 0 {
			b.Fatal("no process is there")
		}
	}
}
