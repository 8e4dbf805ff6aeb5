package command

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jonboulle/clockwork"
)

// poll is how often it is looked whether a process group is empty.
const poll = 10 * time.Millisecond

// tree is a program with everything it starts, and the minder that runs it.
type tree struct {
	ground *ground
	minder *minder
	clock  clockwork.Clock
	token  string

	exited chan struct{} // closed when the program itself has ended
	clear  chan struct{} // closed when nothing is left of it, or the minder is gone
	// What is known when clear is closed.
	exit  exit
	known bool
	gone  bool // the minder is
}

func newTree(ground *ground, minder *minder, clock clockwork.Clock, token string) *tree {
	t := &tree{ground: ground, minder: minder, clock: clock, token: token, exited: make(chan struct{}), clear: make(chan struct{})}
	go t.listen()
	return t
}

// listen takes what the minder says until the program has ended with all it started.
func (t *tree) listen() {
	defer close(t.clear)
	for {
		word, number, err := t.minder.hear()
		switch {
		case err != nil:
			t.gone = true
			if !t.known {
				close(t.exited)
			}
			return
		case word == wordExited:
			t.exit, t.known = exitOf(syscall.WaitStatus(number)), true
			close(t.exited)
		case word == wordClear:
			return
		}
	}
}

func exitOf(status syscall.WaitStatus) exit {
	if status.Exited() {
		return exit{code: status.ExitStatus()}
	}
	return exit{code: -1, words: "signal: " + status.Signal().String()}
}

// end ends the whole tree and tells how the program itself ended, if that is known. Interrupted, it is
// first asked (SIGTERM) and has a short grace; a program that ended by itself has had its time, and what
// it left behind is being killed already.
func (t *tree) end(ask bool) (exit, bool) {
	if ask {
		t.minder.say(wordEnd)
	}
	late := t.clock.NewTimer(grace + reap)
	defer late.Stop()
	select {
	case <-t.clear:
	case <-late.Chan(): // stuck in the kernel: the minder stays with it
		t.minder.abandon()
		return exit{}, false
	}
	if t.gone {
		t.minder.close()
		endAll(func(token string) bool { return token == t.token })
		return t.exit, t.known
	}
	if !ask {
		t.minder.say(wordEnd)
	}
	t.ground.give(t.minder)
	return t.exit, t.known
}

// endStrays has nobody to find: who is left when the minder is gone was ended by its token.
func (*tree) endStrays() {}

// tokenName names the environment variable that tells one try from all others. Everything that a
// program starts inherits it, unless it clears its environment: it is how those are found whose minder
// was killed together with Jobdeck.
//
// Its value is "namespace.process.started.number": which Jobdeck made the try, and which of its tries
// it is.
const tokenName = "JOBDECK_TRY"

var tries atomic.Int64

func newToken() string {
	return owner() + strconv.FormatInt(tries.Add(1), 10)
}

// owner is the part of a token that names this Jobdeck: process numbers are given out again, a
// number with its start is not, and both mean something only within their namespace.
func owner() string {
	self, _ := readProcess(os.Getpid())
	return fmt.Sprintf("%s.%d.%s.", namespace(), os.Getpid(), self.started)
}

func namespace() string {
	link, _ := os.Readlink("/proc/self/ns/pid")
	return strings.Trim(strings.TrimPrefix(link, "pid:"), "[]")
}

// process is one process, as /proc tells it.
type process struct {
	number  int
	parent  int
	started string // ticks since the system's start: with the number, it names a process for good
}

// descendants lists the processes that descend from one.
func descendants(ancestor int) []int {
	all := processes()
	family := map[int]bool{ancestor: true}
	var found []int
	for grown := true; grown; { // parents may come after their children in the list
		grown = false
		for _, p := range all {
			if !family[p.number] && family[p.parent] {
				family[p.number] = true
				found = append(found, p.number)
				grown = true
			}
		}
	}
	return found
}

// endOrphans kills what is left of tries whose Jobdeck was killed together with their minder.
func (*ground) endOrphans() {
	mine := namespace()
	endAll(func(token string) bool {
		var space, started string
		var number int
		if n, _ := fmt.Sscan(strings.ReplaceAll(token, ".", " "), &space, &number, &started); n < 3 || space != mine {
			return false
		}
		owner, alive := readProcess(number)
		return !alive || owner.started != started
	})
}

// endAll kills the processes of the tries that are meant.
func endAll(meant func(token string) bool) {
	for _, p := range processes() {
		if token := tokenOf(p.number); token == "" || !meant(token) {
			continue
		}
		handle, err := os.FindProcess(p.number)
		if err != nil {
			continue
		}
		if now, ok := readProcess(p.number); ok && now.started == p.started {
			_ = handle.Kill() // through a handle that was taken before the look
		}
		_ = handle.Release()
	}
}

// processes lists all processes but those that ended and were not waited for.
func processes() []process {
	proc, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer proc.Close()
	names, _ := proc.Readdirnames(-1)
	var all []process
	for _, name := range names {
		number, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if p, ok := readProcess(number); ok {
			all = append(all, p)
		}
	}
	return all
}

// readProcess reads /proc/N/stat. It reports false for a process that has ended.
func readProcess(number int) (process, bool) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(number) + "/stat")
	if err != nil {
		return process{}, false
	}
	// The name in parentheses may hold anything; what follows the last one is fields 3 and on.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return process{}, false
	}
	p := process{number: number, started: fields[19]}
	p.parent, _ = strconv.Atoi(fields[1])
	return p, true
}

// tokenOf is a process's token, or "" when it has none or is not ours to look at.
func tokenOf(number int) string {
	environment, err := os.ReadFile("/proc/" + strconv.Itoa(number) + "/environ")
	if err != nil {
		return ""
	}
	for variable := range bytes.SplitSeq(environment, []byte{0}) {
		if value, found := bytes.CutPrefix(variable, []byte(tokenName+"=")); found {
			return string(value)
		}
	}
	return ""
}
