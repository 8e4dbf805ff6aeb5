package command

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// tokenName names the environment variable that tells one try from all others. Everything that a
// program starts inherits it, wherever it goes: it is how those are found who left the group.
//
// Its value is "namespace.process.started.session.number": which Jobdeck made the try, and which
// of its tries it is.
const tokenName = "JOBDECK_TRY"

var tries atomic.Int64

func newToken() string {
	return owner() + strconv.FormatInt(tries.Add(1), 10)
}

// owner is the part of a token that names this Jobdeck: process numbers are given out again, a
// number with its start is not, and both mean something only within their namespace.
func owner() string {
	self, _ := readProcess(os.Getpid())
	return fmt.Sprintf("%s.%d.%s.%d.", namespace(), os.Getpid(), self.started, self.session)
}

func namespace() string {
	link, _ := os.Readlink("/proc/self/ns/pid")
	return strings.Trim(strings.TrimPrefix(link, "pid:"), "[]")
}

// attributes put a program at the head of a group of its own, and end it when Jobdeck is killed.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// process is one process, as /proc tells it.
type process struct {
	number  int
	parent  int
	group   int
	session int
	started string // ticks since the system's start: with the number, it names a process for good
	token   string // of the try that it belongs to, or ""
}

// census reads which processes there are, once for all who ask at the same time: a cancelled job
// has up to 64 rows in flight, each of which looks for its own.
type census struct {
	reading sync.Mutex // held while /proc is read
	mu      sync.Mutex
	next    *reading // not begun yet, or nil
}

type reading struct {
	done chan struct{}
	all  []process
}

// take gives the processes there are, read after it was called.
func (c *census) take() []process {
	c.mu.Lock()
	next := c.next
	if next != nil {
		c.mu.Unlock()
		<-next.done
		return next.all
	}
	next = &reading{done: make(chan struct{})}
	c.next = next
	c.mu.Unlock()

	c.reading.Lock()
	defer c.reading.Unlock()
	c.mu.Lock()
	c.next = nil // who asks from here on gets the one after this
	c.mu.Unlock()
	next.all = processes()
	close(next.done)
	return next.all
}

// strays finds the processes of a try that are not in its group: descendants of its program, and
// whoever carries its token.
func (c *census) strays(group int, token string) []process {
	all := c.take()
	family := map[int]bool{group: true}
	for grown := true; grown; { // parents may come after their children in the list
		grown = false
		for _, p := range all {
			if !family[p.number] && family[p.parent] {
				family[p.number] = true
				grown = true
			}
		}
	}
	var found []process
	for _, p := range all {
		if p.group != group && (family[p.number] || p.token == token) {
			found = append(found, p)
		}
	}
	return found
}

// endAll kills processes, unless their numbers belong to others by now.
func endAll(found []process) {
	for _, p := range found {
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

// endOrphans kills what is left of tries whose Jobdeck was killed: its programs died with it, but
// not what those had started. Only processes still in Jobdeck's session are meant, for what
// detached itself on purpose may be the user's.
func (c *census) endOrphans() {
	mine := namespace()
	var orphans []process
	for _, p := range c.take() {
		var space, started string
		var number, session int
		token := strings.ReplaceAll(p.token, ".", " ")
		if n, _ := fmt.Sscan(token, &space, &number, &started, &session); n < 4 || space != mine {
			continue
		}
		owner, alive := readProcess(number)
		if (!alive || owner.started != started) && p.session == session {
			orphans = append(orphans, p)
		}
	}
	endAll(orphans)
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
			p.token = tokenOf(number)
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
	p.group, _ = strconv.Atoi(fields[2])
	p.session, _ = strconv.Atoi(fields[3])
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
