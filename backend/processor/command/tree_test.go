//go:build unix

package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"jobdeck/backend/processor"
)

// family is a script that writes a line to the named pipe "ready" when all of it is up: a shell, its
// child and its grandchild, whose process numbers stand in the file "pids".
const family = `echo $$ >> pids; sh -c 'echo $$ >> pids; sleep 600 & echo $! >> pids; echo up > ready; wait'; true`

// stubborn is the same, but nobody in it minds being asked to end.
const stubborn = `trap "" TERM; ` + family

// runFamily runs a script in a folder of its own and gives back its process numbers when it's up.
func runFamily(ctx context.Context, t *testing.T, set map[string]string) (pids []int, ended chan error) {
	t.Helper()
	dir := t.TempDir()
	ready := filepath.Join(dir, "ready")
	if err := syscall.Mkfifo(ready, 0o600); err != nil {
		t.Fatal(err)
	}
	set["dir"], set["shell"] = dir, "true"
	p := newProcessor(t, set)
	ended = make(chan error, 1)
	go func() {
		_, err := p.Process(ctx, item("", "", ""))
		ended <- err
	}()
	if _, err := os.ReadFile(ready); err != nil { // until the script has written
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "pids"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.FieldsSeq(string(text)) {
		pid, err := strconv.Atoi(line)
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids, ended
}

// allGone waits until each process has ended: one that was killed takes a moment to go, and longer
// where a lot else is to be done.
func allGone(t *testing.T, pids []int) {
	t.Helper()
	for _, pid := range pids {
		if !endsWithin(pid, 10*time.Second) {
			t.Errorf("process %d of %v is still there", pid, pids)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// It is not parallel: the other tests would take its second.
func TestCancelEndsTheWholeTreeWithinASecond(t *testing.T) {
	for name, script := range map[string]string{"willing": family, "stubborn": stubborn} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			pids, ended := runFamily(ctx, t, map[string]string{"command": script})
			if len(pids) != 3 {
				t.Fatalf("process numbers %v", pids)
			}
			began := time.Now()
			cancel()
			err := <-ended
			if took := time.Since(began); took > time.Second {
				t.Errorf("it took %s", took)
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
			allGone(t, pids)
		})
	}
}

func TestATimeLimitEndsTheWholeTree(t *testing.T) {
	t.Parallel()
	pids, ended := runFamily(t.Context(), t, map[string]string{"command": "echo half done >&2; " + stubborn, "timeout": "1.5"})
	err := <-ended
	var failure *processor.Failure
	if !errors.As(err, &failure) || !failure.Retry || failure.Message != "took longer than 1.5s: half done" {
		t.Errorf("error %+v", err)
	}
	allGone(t, pids)
}

func TestAProgramMayTidyUpWhenAsked(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	mark := filepath.Join(t.TempDir(), "tidied")
	pids, ended := runFamily(ctx, t, map[string]string{
		"command": `trap "touch ` + mark + `; exit 0" TERM; echo $$ >> pids; sleep 600 & echo up > ready; wait`,
	})
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(mark); err != nil {
		t.Error("the program was not asked")
	}
	allGone(t, pids)
}

func TestWhatAProgramLeavesBehindEndsWithIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	began := time.Now()
	cells := succeed(t, `sleep 600 & echo $! > pid; echo done`, map[string]string{"dir": dir})
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
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

// Rows that are cancelled together do not wait for one another. The limit is for machines with a lot else
// to do: one after another they would need at least the sum of their graces.
func TestManyRowsAreCancelledTogether(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all []int
	var ends []chan error
	const rows = 16
	for range rows {
		pids, ended := runFamily(ctx, t, map[string]string{"command": stubborn})
		all, ends = append(all, pids...), append(ends, ended)
	}
	began := time.Now()
	cancel()
	for _, ended := range ends {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	}
	if took := time.Since(began); took > rows*grace {
		t.Errorf("it took %s", took)
	}
	allGone(t, all)
}
