package command

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/jonboulle/clockwork"
	"golang.org/x/sys/unix"
)

// minderName is what a minder is called instead of its program.
const minderName = "jobdeck-minder"

// minds says that this program's main function calls Mind: only then may it be started as a minder.
var minds bool

// Mind makes this process a minder when it was started as one, and does not come back then. A main
// function calls it before anything else.
//
// A minder runs programs for Jobdeck, one after another. It adopts whatever they start and leave
// behind, in another group, session or environment, and when a program has ended, or shall, it ends
// all of that, until nothing is left. It knows no other children, so that it may wait for any; the
// window's own process may not, nor adopt anybody. When Jobdeck is gone, killed for instance, the
// minder ends what it runs, and itselb.
func Mind(clock clockwork.Clock) {
	if len(os.Args) != 1 || os.Args[0] != minderName {
		minds = true
		return
	}
	// A program ends with the thread that started it (PDEATHSIG): this one lasts as long as the process.
	runtime.LockOSThread()
	if err := mind(clock); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

func mind(clock clockwork.Clock) error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("adopt what programs leave behind: %w", err)
	}
	_ = os.WriteFile("/proc/self/comm", []byte(minderName), 0) // for who lists processes
	// Caught, not ignored: programs would inherit that. Jobdeck's end is what ends a minder.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	file := os.NewFile(3, "jobdeck")
	connection, err := net.FileConn(file)
	if err != nil {
		return fmt.Errorf("talk to Jobdeck: %w", err)
	}
	file.Close()
	m := &minding{jobdeck: connection.(*net.UnixConn), clock: clock} //nolint:forcetypeassert // a socket pair is one
	for {
		request, streams, err := m.receive()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := m.run(request, streams); err != nil {
			return err
		}
	}
}

// request is a program to run.
type request struct {
	Path string
	Args []string
	Env  []string
	Dir  string
}

// The words of a minder; each comes with a number.
const (
	wordStarted byte = 's' // the program's process
	wordFailed  byte = 'f' // the system's number of why it could not be started
	wordExited  byte = 'x' // the program's wait status
	wordClear   byte = 'c' // nothing is left of it
)

// The words of Jobdeck: here is a program; and, once for each program, that it shall end, or that its
// end was heard.
const (
	wordRun byte = 'r'
	wordEnd byte = 'e'
)

// minding is a minder's side of the talk.
type minding struct {
	jobdeck *net.UnixConn
	clock   clockwork.Clock
}

// receive waits for the next program, with its three streams.
func (m *minding) receive() (request, []int, error) {
	first, rights := make([]byte, 1), make([]byte, unix.CmsgSpace(3*4))
	n, held, _, _, err := m.jobdeck.ReadMsgUnix(first, rights)
	if err != nil {
		return request{}, nil, err
	}
	if n == 0 {
		return request{}, nil, io.EOF
	}
	messages, err := unix.ParseSocketControlMessage(rights[:held])
	if err != nil || len(messages) != 1 {
		return request{}, nil, fmt.Errorf("get a program's streams: %w", err)
	}
	streams, err := unix.ParseUnixRights(&messages[0])
	if err != nil {
		return request{}, nil, fmt.Errorf("get a program's streams: %w", err)
	}
	var asked request
	if err := gob.NewDecoder(byteByByte{m.jobdeck}).Decode(&asked); err != nil {
		return request{}, nil, fmt.Errorf("get a program: %w", err)
	}
	return asked, streams, nil
}

// byteByByte keeps a decoder from reading beyond its value.
type byteByByte struct{ io.Reader }

// ReadByte reads one byte.
func (r byteByByte) ReadByte() (byte, error) {
	one := make([]byte, 1)
	_, err := io.ReadFull(r.Reader, one)
	return one[0], err
}

func (m *minding) say(word byte, number uint32) error {
	_, err := m.jobdeck.Write([]byte{word, byte(number), byte(number >> 8), byte(number >> 16), byte(number >> 24)})
	return err
}

// run runs a program to its end and to the end of all it started.
func (m *minding) run(asked request, streams []int) error {
	group, err := syscall.ForkExec(asked.Path, asked.Args, &syscall.ProcAttr{
		Dir: asked.Dir, Env: asked.Env, Files: []uintptr{uintptr(streams[0]), uintptr(streams[1]), uintptr(streams[2])},
		Sys: &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL},
	})
	for _, stream := range streams {
		_ = syscall.Close(stream)
	}
	if err != nil {
		number, _ := errors.AsType[syscall.Errno](err)
		return m.say(wordFailed, uint32(number))
	}
	brood := &brood{group: group, clock: m.clock, exited: make(chan syscall.WaitStatus, 1), gone: make(chan struct{})}
	go brood.reap()
	if err := m.say(wordStarted, uint32(group)); err != nil {
		brood.end(false)
		return err
	}
	told := make(chan error, 1)
	go func() { told <- m.hear() }()

	var status syscall.WaitStatus
	select {
	case status = <-brood.exited:
		_ = m.say(wordExited, uint32(status)) // whether Jobdeck is there shows below
		brood.end(false)
	case err = <-told:
		brood.end(err == nil)
		_ = m.say(wordExited, uint32(<-brood.exited))
		told <- err
	}
	if err := m.say(wordClear, 0); err != nil {
		return err
	}
	return <-told
}

// hear waits for one word of Jobdeck. An error says that Jobdeck is gone.
func (m *minding) hear() error {
	_, err := io.ReadFull(m.jobdeck, make([]byte, 1))
	return err
}

// brood is a program with all that descends from it. Nobody leaves it: whoever's parents are gone is
// this process's child.
type brood struct {
	group  int // the program's process, and its group
	clock  clockwork.Clock
	exited chan syscall.WaitStatus // holds how the program itself ended
	gone   chan struct{}           // closed when nobody is left
}

// reap waits for every child until there is none.
func (b *brood) reap() {
	defer close(b.gone)
	for {
		var status syscall.WaitStatus
		number, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return
		case number == b.group:
			b.exited <- status
		}
	}
}

// lookAgain is how soon is looked again who is left, at first and at most.
const (
	lookAgain     = 2 * time.Millisecond
	lookAgainMost = 50 * time.Millisecond
)

// end ends everybody, and comes back when nobody is left. Asked, the program's group has a short grace
// before it is killed; who left the group has none.
func (b *brood) end(ask bool) {
	if ask {
		_ = syscall.Kill(-b.group, syscall.SIGTERM)
		b.awaitEmpty()
	}
	_ = syscall.Kill(-b.group, syscall.SIGKILL)
	for wait := lookAgain; ; wait = min(2*wait, lookAgainMost) {
		again := b.clock.NewTimer(wait)
		select {
		case <-b.gone:
			again.Stop()
			return
		case <-again.Chan():
		}
		for _, number := range descendants(os.Getpid()) {
			_ = syscall.Kill(number, syscall.SIGKILL)
		}
	}
}

// awaitEmpty waits until nobody of the group is left, or the grace is over.
func (b *brood) awaitEmpty() {
	over := b.clock.NewTimer(grace)
	defer over.Stop()
	again := b.clock.NewTicker(poll)
	defer again.Stop()
	for !errors.Is(syscall.Kill(-b.group, 0), syscall.ESRCH) {
		select {
		case <-b.gone:
			return
		case <-again.Chan():
		case <-over.Chan():
			return
		}
	}
}
