package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"golang.org/x/sys/unix"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
)

// waysOut are the ways in which what a program starts gets away from it. Each leaves a process of its
// own, which writes its number to the file "pids" and then a line to the named pipe "ready".
var waysOut = map[string]string{
	"a session of its own":          `setsid sh -c 'echo $$ >> pids; echo up > ready; : > told; exec sleep 600' &`,
	"its parents gone":              `setsid sh -c 'sh -c "echo \$\$ >> pids; echo up > ready; : > told; exec sleep 600" &' &`,
	"deaf to the end of a terminal": `nohup sh -c 'echo $$ >> pids; echo up > ready; : > told; exec sleep 600' >/dev/null 2>&1 &`,
	"without its environment":       `env -i setsid sh -c 'echo $$ >> pids; echo up > ready; : > told; exec sleep 600' &`,
	"all of it, and deaf to TERM": `(env -i setsid sh -c 'trap "" TERM HUP INT; (trap "" TERM; echo $(exec sh -c "echo \$PPID") >> pids; echo up > ready; : > told; ` +
		`while :; do sleep 600; done) </dev/null >/dev/null 2>&1 &' &)`,
}

// eachWayOut runs programs that end by themselves, or do not, and what got away from them.
func eachWayOut(t *testing.T, then string, ends func(t *testing.T, cancel context.CancelFunc, ended chan error)) {
	t.Helper()
	for name, script := range waysOut {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			pids, ended := runFamily(ctx, t, map[string]string{"command": script + then, "timeout": "2"})
			if len(pids) != 1 {
				t.Fatalf("process numbers %v", pids)
			}
			ends(t, cancel, ended)
			allGone(t, pids)
		})
	}
}

func TestNobodyGetsAwayFromAProgramThatEnds(t *testing.T) {
	t.Parallel()
	eachWayOut(t, "\nuntil [ -e told ]; do sleep 0.01; done; exit 3", func(t *testing.T, _ context.CancelFunc, ended chan error) {
		t.Helper()
		var failure *processor.Failure
		if err := <-ended; !errors.As(err, &failure) || failure.Reason != ReasonExit || !strings.HasPrefix(failure.Message, "exit code 3") {
			t.Errorf("error %v, want exit code 3", err)
		}
	})
}

func TestNobodyGetsAwayFromACancel(t *testing.T) {
	t.Parallel()
	eachWayOut(t, "\nsleep 600", func(t *testing.T, cancel context.CancelFunc, ended chan error) {
		t.Helper()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}

func TestNobodyGetsAwayFromATimeLimit(t *testing.T) {
	t.Parallel()
	eachWayOut(t, "\nsleep 600", func(t *testing.T, _ context.CancelFunc, ended chan error) {
		t.Helper()
		var failure *processor.Failure
		if err := <-ended; !errors.As(err, &failure) || failure.Reason != ReasonTimeout {
			t.Errorf("error %v, want a time limit", err)
		}
	})
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

// killed starts this test again, as a Jobdeck that works a row, and gives the numbers of what the row
// started. The Jobdeck waits to be killed.
func killed(t *testing.T, test, script string) (jobdeck *exec.Cmd, pids []int) {
	t.Helper()
	dir := t.TempDir()
	for _, pipe := range []string{"ready", "go"} {
		if err := syscall.Mkfifo(filepath.Join(dir, pipe), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	jobdeck = exec.Command(os.Args[0], "-test.run=^"+test+"$")
	jobdeck.Env = append(os.Environ(), "JOBDECK_TEST_KILLED="+dir, "JOBDECK_TEST_SCRIPT="+script)
	if err := jobdeck.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(filepath.Join(dir, "ready")); err != nil {
		t.Fatal(err)
	}
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
	return jobdeck, pids
}

// workKilled is what the test does that was started again.
func workKilled(t *testing.T) bool {
	t.Helper()
	dir := os.Getenv("JOBDECK_TEST_KILLED")
	if dir == "" {
		return false
	}
	p := newProcessor(t, map[string]string{"command": os.Getenv("JOBDECK_TEST_SCRIPT"), "shell": "true", "dir": dir})
	_, err := p.Process(t.Context(), item("", "", ""))
	t.Fatalf("the row ended: %v", err)
	return true
}

// When Jobdeck is killed its minders end all that its programs started, at once.
//
//nolint:tparallel // started again it is no test
func TestNothingOutlivesAKilledJobdeck(t *testing.T) {
	if workKilled(t) {
		return
	}
	t.Parallel()
	for name, script := range waysOut {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			jobdeck, pids := killed(t, "TestNothingOutlivesAKilledJobdeck", script+"\nsleep 600")
			if err := jobdeck.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = jobdeck.Wait()
			allGone(t, pids)
		})
	}
}

// When the minders are killed with it, what the programs had started goes when the next Jobdeck works
// its first row.
func TestTheNextJobdeckEndsWhatAKilledMinderCouldNot(t *testing.T) {
	if workKilled(t) {
		return
	}
	t.Parallel()
	jobdeck, pids := killed(t, "TestTheNextJobdeckEndsWhatAKilledMinderCouldNot", family)
	minders := descendants(jobdeck.Process.Pid)
	minder := slices.IndexFunc(minders, func(number int) bool {
		name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", number))
		return strings.HasPrefix(string(name), minderName)
	})
	if minder < 0 {
		t.Fatalf("no minder among %v", minders)
	}
	for _, number := range []int{minders[minder], jobdeck.Process.Pid} {
		if err := syscall.Kill(number, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	_ = jobdeck.Wait()
	allGone(t, pids[:1]) // the program itself goes with its minder
	if endsWithin(pids[2], 0) {
		t.Fatal("the test shows nothing: the grandchild ended by itself")
	}
	succeed(t, "true", nil)
	allGone(t, pids)
}

// A program may kill its own parent: its row fails, and the next one is worked as ever.
func TestAProgramThatKillsItsMinderHarmsItselfAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := newProcessor(t, map[string]string{"command": `setsid sleep 600 & echo $! > pid; [ -e once ] || { touch once; kill -9 $PPID; sleep 600; }; echo done`, "shell": "true", "dir": dir})
	_, err := p.Process(t.Context(), item("", "", ""))
	var failure *processor.Failure
	if !errors.As(err, &failure) || failure.Message != "how the program ended is not known" {
		t.Errorf("error %v", err)
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
	result, err := p.Process(t.Context(), item("", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := output(t, result.Output); got != "done" {
		t.Errorf("output %q", got)
	}
}

// How a program ended is told as it was: a minder in between changes nothing.
func TestExitCodesAndSignalsComeThrough(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"exit 1": "exit code 1", "exit 255": "exit code 255",
		"kill -9 $$": "ended by signal: killed", "kill -TERM $$": "ended by signal: terminated", "kill -SEGV $$": "ended by signal: segmentation fault",
	} {
		if failure := fail(t, script, nil); failure.Message != want || failure.Reason != ReasonExit {
			t.Errorf("%s: %q (%s), want %q", script, failure.Message, failure.Reason, want)
		}
	}
}

// One minder runs a worker's programs one after another, and nothing waits for a child that is not its own.
func TestOtherChildrenKeepTheirExitCodes(t *testing.T) {
	t.Parallel()
	other := exec.CommandContext(t.Context(), "sh", "-c", "read go; exit 7")
	stdin, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	p := newProcessor(t, map[string]string{"command": "setsid sleep 600 & echo $PPID", "shell": "true"})
	var minders []string
	for range 3 {
		result, err := p.Process(t.Context(), item("", "", ""))
		if err != nil {
			t.Fatal(err)
		}
		minders = append(minders, output(t, result.Output))
	}
	if minders[0] != minders[1] || minders[1] != minders[2] {
		t.Errorf("the minders are %v", minders)
	}
	stdin.Close()
	if err := other.Wait(); other.ProcessState.ExitCode() != 7 {
		t.Errorf("the other child: %v", err)
	}
}

func TestALivingJobdecksProgramsAreLeftAlone(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pids, ended := runFamily(ctx, t, map[string]string{"command": family})
	new(ground).endOrphans()
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

// BenchmarkProgram is what a row costs whose program does nothing.
func BenchmarkProgram(b *testing.B) {
	p, err := New(map[string]string{"command": "true"}, clockwork.NewRealClock())
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	for b.Loop() {
		if _, err := p.Process(b.Context(), item("3M", "3m.com", "")); err != nil {
			b.Fatal(err)
		}
	}
}

// A minder that the system kills before it has started anything is no row's fault.
func TestAMinderThatIsKilledBeforeItsProgramStartsIsATroubleThatPasses(t *testing.T) {
	t.Parallel()
	p, err := New(map[string]string{"command": "true"}, clockwork.NewRealClock())
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMinder()
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	if err := m.process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer nothing.Close()
	program := exec.Command("true")
	program.Stdin, program.Stdout, program.Stderr = nothing, nothing, nothing
	failure := p.startFailure(m.start(program))
	if failure.Pause != job.ByMachine || !strings.Contains(failure.Message, "somebody killed it") {
		t.Errorf("the failure is %+v, want one that the machine is to blame for", failure)
	}
}
