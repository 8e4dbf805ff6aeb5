package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

const (
	// grace is how long an interrupted program may take to end by itself before it is killed.
	grace = 300 * time.Millisecond
	// drain is how long output is waited for when the program has ended and somebody it started,
	// and who got away, still holds it open.
	drain = 500 * time.Millisecond
	// reap is how long a killed program is waited for. One that is stuck in the kernel may take
	// longer; it is then left to end when the kernel lets it.
	reap = 2 * time.Second
)

// how says in what way a program came to its end.
type how int

const (
	byItself how = iota
	interrupted
	tookTooLong
	wroteTooMuch
)

// ending is how a program ended and what it left.
type ending struct {
	how    how
	exit   exit
	known  bool // false: how the program itself ended is not known
	stdout []byte
	stderr string
}

// exit is how a program itself ended: with a code, or (-1) in the way that the words say.
type exit struct {
	code  int
	words string
}

// stdout keeps what a program writes: its beginning, as an answer that may be too long, or its end.
type stdout interface {
	io.Writer
	// tooMuch is closed when more came than may come; nil: any length may.
	tooMuch() <-chan struct{}
	taken() []byte
}

// try is one run of a program: over one row, or alone.
type try struct {
	program *exec.Cmd
	stdin   []byte
	stdout  stdout
	timeout time.Duration
	clock   clockwork.Clock
	token   string
	ground  *ground
}

// run starts the program, gives it the row, and waits for its end. Its error says that it could not
// be started. When run returns, nothing that the program started is left, as far as the system allows.
func (t try) run(ctx context.Context) (ending, error) {
	streams, err := openStreams(t.program, t.stdout)
	if err != nil {
		return ending{}, err
	}
	tree, err := t.ground.start(t.program, t.clock, t.token)
	streams.closeTheirs()
	if err != nil {
		streams.closeOurs()
		return ending{}, err
	}
	streams.copy(t.stdin)

	limit := t.clock.NewTimer(t.timeout)
	defer limit.Stop()
	result := ending{}
	select {
	case <-tree.exited:
	case <-ctx.Done():
		result.how = interrupted
	case <-limit.Chan():
		result.how = tookTooLong
	case <-streams.stdout.tooMuch():
		result.how = wroteTooMuch
	}
	result.exit, result.known = tree.end(result.how != byItself)
	streams.finish(tree)
	if result.how == byItself {
		select {
		case <-streams.stdout.tooMuch(): // its last words were too many
			result.how = wroteTooMuch
		default:
		}
	}
	result.stdout = streams.stdout.taken()
	result.stderr = streams.stderr.lines(maxStderrLines)
	return result, nil
}

// streams are the pipes between us and a program.
type streams struct {
	stdout stdout
	stderr *tail
	in     *os.File
	out    *os.File
	err    *os.File
	theirs []*os.File
	copies sync.WaitGroup
}

// openStreams makes the pipes. They are plain files to the program, so that waiting for it does
// not mean waiting for everybody who inherited them.
func openStreams(program *exec.Cmd, stdout stdout) (*streams, error) {
	s := &streams{stdout: stdout, stderr: &tail{limit: maxStderr}}
	inRead, inWrite, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe: %w", err)
	}
	s.in, s.theirs = inWrite, append(s.theirs, inRead)
	for _, end := range []struct {
		ours   **os.File
		stream *io.Writer
	}{{&s.out, &program.Stdout}, {&s.err, &program.Stderr}} {
		read, write, err := os.Pipe()
		if err != nil {
			s.closeTheirs()
			s.closeOurs()
			return nil, fmt.Errorf("make a pipe: %w", err)
		}
		*end.ours, *end.stream = read, write
		s.theirs = append(s.theirs, write)
	}
	program.Stdin = inRead
	return s, nil
}

func (s *streams) closeTheirs() {
	for _, file := range s.theirs {
		file.Close()
	}
}

func (s *streams) closeOurs() {
	for _, file := range []*os.File{s.in, s.out, s.err} {
		if file != nil {
			file.Close()
		}
	}
}

// copy moves bytes until each pipe ends.
func (s *streams) copy(stdin []byte) {
	s.copies.Go(func() {
		_, _ = s.in.Write(stdin) // a program need not read its row
		s.in.Close()
	})
	s.copies.Go(func() { _, _ = io.Copy(s.stdout, s.out) })
	s.copies.Go(func() { _, _ = io.Copy(s.stderr, s.err) })
}

// finish waits for the rest of the output. Who still holds a pipe now has got away from the tree:
// after a while it is looked for, and then not waited for any more.
func (s *streams) finish(tree *tree) {
	done := make(chan struct{})
	go func() {
		s.copies.Wait()
		close(done)
	}()
	late := tree.clock.NewTimer(drain)
	defer late.Stop()
	select {
	case <-done:
	case <-late.Chan():
		tree.endStrays()
	}
	s.closeOurs()
	<-done
}
