package command

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"

	"github.com/jonboulle/clockwork"
	"golang.org/x/sys/unix"

	"jobdeck/backend/trouble"
)

// minder is a process that runs programs for us and ends them with all they started. See [Mind].
type minder struct {
	jobdeck *net.UnixConn // our end of the talk
	process *exec.Cmd
}

// errCannotMind says that a program's main function does not call Mind.
var errCannotMind = errors.New("this program can't be a minder of programs: its main function must call Mind first")

// newMinder starts a minder, in a session of its own: what is typed into our terminal is not for it.
func newMinder() (*minder, error) {
	if !minds {
		return nil, errCannotMind
	}
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("make a socket pair: %w", err)
	}
	ours, theirs := os.NewFile(uintptr(pair[0]), "minder"), os.NewFile(uintptr(pair[1]), "jobdeck")
	defer ours.Close()
	defer theirs.Close()
	connection, err := net.FileConn(ours)
	if err != nil {
		return nil, fmt.Errorf("talk to a minder: %w", err)
	}
	process := exec.Command("/proc/self/exe") //nolint:noctx // it ends when our end of the talk is closed
	process.Args = []string{minderName}
	process.Env = append(os.Environ(), "GOMAXPROCS=1")
	process.ExtraFiles = []*os.File{theirs}
	process.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := process.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start a minder: %w", err), connection.Close())
	}
	return &minder{jobdeck: connection.(*net.UnixConn), process: process}, nil //nolint:forcetypeassert // a socket pair is one
}

// errMinderGone says that a minder ended by itself: somebody killed it, or the system for want of
// memory. The program was not started, and the next minder may live.
var errMinderGone error = &trouble.Passing{Words: "the process that minds it ended", Cause: errors.New("somebody killed it")}

// start makes the minder start a program. The error is the system's.
func (m *minder) start(program *exec.Cmd) error {
	streams := make([]int, 0, 3)
	for _, stream := range []any{program.Stdin, program.Stdout, program.Stderr} {
		file, isFile := stream.(*os.File)
		if !isFile {
			return fmt.Errorf("run %s: a stream is no file", program.Path)
		}
		streams = append(streams, int(file.Fd()))
	}
	var asked bytes.Buffer
	err := gob.NewEncoder(&asked).Encode(request{Path: program.Path, Args: program.Args, Env: program.Environ(), Dir: program.Dir})
	if err != nil {
		return fmt.Errorf("run %s: %w", program.Path, err)
	}
	_, _, err = m.jobdeck.WriteMsgUnix([]byte{wordRun}, unix.UnixRights(streams...), nil)
	switch {
	case trouble.Passes(err):
		return fmt.Errorf("hand over the streams: %w", err)
	case err != nil:
		return errMinderGone
	}
	if _, err := m.jobdeck.Write(asked.Bytes()); err != nil {
		return errMinderGone
	}
	word, number, err := m.hear()
	switch {
	case err != nil:
		return errMinderGone
	case word == wordFailed:
		return &os.PathError{Op: "fork/exec", Path: program.Path, Err: syscall.Errno(number)}
	default:
		return nil
	}
}

// hear waits for the minder's next word.
func (m *minder) hear() (word byte, number uint32, err error) {
	said := make([]byte, 5)
	if _, err := io.ReadFull(m.jobdeck, said); err != nil {
		return 0, 0, errMinderGone
	}
	return said[0], binary.LittleEndian.Uint32(said[1:]), nil
}

// say says a word to the minder. One that is gone shows when it is listened to.
func (m *minder) say(word byte) { _, _ = m.jobdeck.Write([]byte{word}) }

// close lets a minder go that runs nothing, or is gone, and waits for its end.
func (m *minder) close() {
	_ = m.jobdeck.Close()
	_ = m.process.Wait() // how it ended is of no interest
}

// abandon lets a minder go that can't end what it runs yet. It ends when it can.
func (m *minder) abandon() { go m.close() }

// ground is where programs run: with minders, each of which has one program at a time, and waits for
// the next in between.
type ground struct {
	mu     sync.Mutex
	idle   []*minder
	closed bool
}

// start starts a program with a minder. One that was killed while it was idle is replaced.
func (g *ground) start(program *exec.Cmd, clock clockwork.Clock, token string) (*tree, error) {
	if program.Err != nil {
		return nil, program.Err
	}
	for {
		m, used, err := g.take()
		if err != nil {
			return nil, err
		}
		err = m.start(program)
		switch {
		case err == nil:
			return newTree(g, m, clock, token), nil
		case errors.Is(err, errMinderGone):
			m.close()
			if !used {
				return nil, err
			}
		default:
			g.give(m)
			return nil, err
		}
	}
}

// take gives a minder without a program, and tells whether it had one before.
func (g *ground) take() (m *minder, used bool, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if last := len(g.idle) - 1; last >= 0 {
		m = g.idle[last]
		g.idle = slices.Delete(g.idle, last, last+1)
		return m, true, nil
	}
	m, err = newMinder()
	return m, false, err
}

// give takes a minder back whose program has ended with all it started.
func (g *ground) give(m *minder) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		m.close()
		return
	}
	g.idle = append(g.idle, m)
}

// close lets the minders go.
func (g *ground) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	for _, m := range g.idle {
		m.close()
	}
	g.idle = nil
}
