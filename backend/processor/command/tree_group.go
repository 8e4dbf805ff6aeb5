//go:build unix && !linux

package command

import (
	"errors"
	"os/exec"
	"syscall"
	"time"

	"github.com/jonboulle/clockwork"
)

// poll is how often it is looked whether a process group is empty.
const poll = 10 * time.Millisecond

// ground is where programs run. This system has no way to find who leaves a program's group.
type ground struct{}

// endOrphans has nothing to find.
func (*ground) endOrphans() {}

// close has nothing to end.
func (*ground) close() {}

// tree is a program with everything it starts: a process group of its own.
type tree struct {
	program *exec.Cmd
	group   int // its number, which is the program's too
	clock   clockwork.Clock
	exited  chan struct{} // closed when the program itself has ended
}

// start starts a program at the head of a new process group.
func (*ground) start(program *exec.Cmd, clock clockwork.Clock, _ string) (*tree, error) {
	program.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := program.Start(); err != nil {
		return nil, err
	}
	return &tree{program: program, group: program.Process.Pid, clock: clock, exited: waitFor(program)}, nil
}

// end ends the whole tree and tells how the program itself ended, if that is known. Interrupted,
// it is first asked (SIGTERM) and has a short grace; a program that ended by itself has had its time, and
// what it left behind is killed.
//
// The group's number is used after its head was waited for. It can't belong to strangers by then:
// a number stays taken while the group has members, and the system gives numbers out in turn, so
// a free one does not come again within milliseconds.
func (t *tree) end(ask bool) (exit, bool) {
	if ask {
		t.signal(syscall.SIGTERM)
		t.awaitEmpty()
	}
	t.signal(syscall.SIGKILL)
	late := t.clock.NewTimer(reap)
	defer late.Stop()
	select {
	case <-t.exited:
		return exitOf(t.program.ProcessState), true
	case <-late.Chan():
		return exit{}, false
	}
}

// endStrays has nobody to find.
func (*tree) endStrays() {}

// awaitEmpty waits until nobody of the group is left, or the grace is over.
func (t *tree) awaitEmpty() {
	over := t.clock.NewTimer(grace)
	defer over.Stop()
	select {
	case <-t.exited:
	case <-over.Chan():
		return
	}
	again := t.clock.NewTicker(poll)
	defer again.Stop()
	for !errors.Is(syscall.Kill(-t.group, 0), syscall.ESRCH) {
		select {
		case <-again.Chan():
		case <-over.Chan():
			return
		}
	}
}

func (t *tree) signal(signal syscall.Signal) {
	_ = syscall.Kill(-t.group, signal) // an error says that nobody is left
}
