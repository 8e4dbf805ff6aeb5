//go:build unix

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

// tree is a program with everything it starts: a process group of its own, and on Linux also those
// who left the group.
type tree struct {
	group  int // its number, which is the program's too
	clock  clockwork.Clock
	token  string
	census *census
	strays []process // who had left the group when the end began
}

// start starts a program at the head of a new process group.
func start(program *exec.Cmd, clock clockwork.Clock, token string, census *census) (*tree, error) {
	program.SysProcAttr = attributes()
	if err := program.Start(); err != nil {
		return nil, err
	}
	return &tree{group: program.Process.Pid, clock: clock, token: token, census: census}, nil
}

// end ends the whole tree and reports whether the program itself is known to have ended. Interrupted,
// it is first asked (SIGTERM) and has a short grace; a program that ended by itself has had its time, and
// what it left behind is killed.
//
// The group's number is used after its head was waited for. It can't belong to strangers by then:
// a number stays taken while the group has members, and the system gives numbers out in turn, so
// a free one does not come again within milliseconds.
func (t *tree) end(exited <-chan struct{}, ask bool) bool {
	if ask {
		t.strays = t.census.strays(t.group, t.token)
		t.signal(syscall.SIGTERM)
		t.awaitEmpty(exited)
	}
	t.signal(syscall.SIGKILL)
	if ask {
		endAll(t.strays)
		t.endStrays()
	}
	late := t.clock.NewTimer(reap)
	defer late.Stop()
	select {
	case <-exited:
		return true
	case <-late.Chan():
		return false
	}
}

// endStrays kills those who left the group, wherever they are now.
func (t *tree) endStrays() {
	for range 3 { // who is just being started while we look is found the next time
		left := t.census.strays(t.group, t.token)
		if len(left) == 0 {
			return
		}
		endAll(left)
	}
}

// awaitEmpty waits until nobody of the group is left, or the grace is over.
func (t *tree) awaitEmpty(exited <-chan struct{}) {
	over := t.clock.NewTimer(grace)
	defer over.Stop()
	select {
	case <-exited:
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
