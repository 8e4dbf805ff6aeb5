//go:build unix

package acceptance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/remote"
)

// patience is how long a test waits for what must come: long enough for a machine with a lot else
// to do, and never waited for when all is well.
const patience = 90 * time.Second

// lookEvery is how often it is looked for what nothing tells of.
const lookEvery = 20 * time.Millisecond

// desk is a person's place: a data folder and a folder with lists.
type desk struct {
	t    testing.TB
	data string
	work string
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{t: t, data: filepath.Join(dir, "data"), work: filepath.Join(dir, "work")}
	if err := os.Mkdir(d.work, 0o700); err != nil {
		t.Fatal(err)
	}
	return d
}

// said is how a command ended and what it said.
type said struct {
	code     int
	out, err string
	peak     int64 // the most memory it had, in bytes
}

// command is the program with arguments, in this place alone.
func (d *desk) command(args ...string) *exec.Cmd {
	command := exec.Command(jobdeck, args...)
	command.Dir = d.work
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "JOBDECK") {
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, "JOBDECK_DATA_DIR="+d.data, "HOME="+d.work)
	return command
}

// run runs a command to its end, without a terminal.
func (d *desk) run(args ...string) said {
	d.t.Helper()
	return d.start(args...).ends()
}

// exits runs a command that must end with an exit code.
func (d *desk) exits(code int, args ...string) said {
	d.t.Helper()
	s := d.run(args...)
	if s.code != code {
		d.t.Fatalf("jobdeck %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), s.code, code, s.out, s.err)
	}
	return s
}

// result is what run --json ends with, and show --json has too.
type result struct {
	Job       job.ID           `json:"job"`
	Status    job.Status       `json:"status"`
	Total     int64            `json:"total"`
	Succeeded int64            `json:"succeeded"`
	Failed    int64            `json:"failed"`
	Skipped   int64            `json:"skipped"`
	Reasons   map[string]int64 `json:"reasons"`
	ActiveMS  int64            `json:"active_ms"`
	Out       string           `json:"out"`
}

// answer runs a command with --json that must end with an exit code, and gives its one document.
func answer[T any](d *desk, code int, args ...string) T {
	d.t.Helper()
	s := d.exits(code, append(args, "--json")...)
	var document T
	decoder := json.NewDecoder(strings.NewReader(s.out))
	if err := decoder.Decode(&document); err != nil {
		d.t.Fatalf("jobdeck %s: read %q: %v", strings.Join(args, " "), s.out, err)
	}
	if decoder.More() {
		d.t.Fatalf("jobdeck %s: more than one document: %q", strings.Join(args, " "), s.out)
	}
	return document
}

func (d *desk) show(id job.ID) deck.JobDetail {
	d.t.Helper()
	return answer[deck.JobDetail](d, 0, "show", fmt.Sprint(id))
}

// process is a command in the background.
type process struct {
	t       testing.TB
	command *exec.Cmd
	out     words
	err     words
	said    said
	peak    int64 // the most memory it was seen to have, in bytes
	failure error
	ended   chan struct{} // closed when the process has ended
}

func (d *desk) start(args ...string) *process {
	d.t.Helper()
	return d.begin(d.command(args...))
}

// begin starts a command in the background.
func (d *desk) begin(command *exec.Cmd) *process {
	d.t.Helper()
	p := &process{t: d.t, command: command, ended: make(chan struct{})}
	p.out.grew, p.err.grew = make(chan struct{}, 1), make(chan struct{}, 1)
	p.command.Stdout, p.command.Stderr = &p.out, &p.err
	// A program of a row that outlives its Jobdeck for a moment must not hold up the test.
	p.command.WaitDelay = 10 * time.Second
	if err := p.command.Start(); err != nil {
		d.t.Fatal(err)
	}
	go p.wait()
	d.t.Cleanup(func() {
		_ = p.command.Process.Kill() // one that has ended can't be killed, which is what is wanted
		p.ends()
	})
	return p
}

// serve starts a server and waits until it is ready.
func (d *desk) serve() *process {
	d.t.Helper()
	p := d.start("serve")
	p.says("jobdeck: serving ")
	return p
}

// says waits until the process has written something to its output.
func (p *process) says(text string) {
	p.t.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	for !strings.Contains(p.out.String(), text) {
		select {
		case <-p.out.grew:
		case <-p.ended:
			p.t.Fatalf("it ended: %q and %q", p.out.String(), p.err.String())
		case <-late.C:
			p.t.Fatalf("it does not say %q, but %q and %q", text, p.out.String(), p.err.String())
		}
	}
}

func (p *process) signal(signal os.Signal) {
	p.t.Helper()
	if err := p.command.Process.Signal(signal); err != nil {
		p.t.Fatal(err)
	}
}

// kill is kill -9.
func (p *process) kill() {
	p.t.Helper()
	p.signal(os.Kill)
	p.ends()
}

// trace is what a person must never see.
var trace = regexp.MustCompile(`(?m)^goroutine \d+|^panic: |\.go:\d+`)

// wait collects how the process ends.
func (p *process) wait() {
	defer close(p.ended)
	left := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		p.watchPeak(left)
	}()
	p.failure = p.command.Wait()
	close(left)
	<-watched
	p.said = said{code: p.command.ProcessState.ExitCode(), out: p.out.String(), err: p.err.String()}
	p.said.peak = p.peak
	if usage, ok := p.command.ProcessState.SysUsage().(*syscall.Rusage); ok && p.peak == 0 {
		p.said.peak = peakOf(usage)
	}
}

// ends waits for the process to end. Whatever it said, it was no stack trace.
func (p *process) ends() said {
	p.t.Helper()
	<-p.ended
	var exit *exec.ExitError
	if p.failure != nil && !errors.As(p.failure, &exit) && !errors.Is(p.failure, exec.ErrWaitDelay) {
		p.t.Errorf("run the command: %v", p.failure)
	}
	if found := trace.FindString(p.said.out + p.said.err); found != "" {
		p.t.Errorf("it shows a stack trace (%q):\n%s%s", found, p.said.out, p.said.err)
	}
	return p.said
}

// words collect what a process says while it runs.
type words struct {
	mu   sync.Mutex
	text bytes.Buffer
	grew chan struct{} // holds a token when something came
}

func (w *words) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case w.grew <- struct{}{}:
	default:
	}
	return w.text.Write(text)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// await listens to the process that holds the data folder until a job is as it must become.
func (d *desk) await(id job.ID, what string, is func(job.Snapshot) bool) job.Snapshot {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	var last job.Snapshot
	seen := func(s job.Snapshot) bool {
		last = s
		return is(s)
	}
	for {
		s, err := d.listen(ctx, id, seen)
		if err == nil {
			return s
		}
		if ctx.Err() != nil {
			d.t.Fatalf("job %d does not become %s: it is %s with %d of %d done and %d in flight (%s): %v",
				id, what, last.Status, last.Total-last.Pending-last.InFlight, last.Total, last.InFlight, last.Reason, err)
		}
		select { // nobody is there yet, or no longer
		case <-ctx.Done():
		case <-time.After(lookEvery):
		}
	}
}

func (d *desk) status(id job.ID, status job.Status) job.Snapshot {
	d.t.Helper()
	return d.await(id, string(status), func(s job.Snapshot) bool { return s.Status == status })
}

func (d *desk) listen(ctx context.Context, id job.ID, is func(job.Snapshot) bool) (job.Snapshot, error) {
	client, err := remote.Dial(ctx, d.data)
	if err != nil {
		return job.Snapshot{}, err
	}
	defer client.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events, err := client.Follow(ctx)
	if err != nil {
		return job.Snapshot{}, err
	}
	jobs, err := deck.Jobs.Ask(ctx, client, []job.ID{id})
	if err != nil {
		return job.Snapshot{}, err
	}
	for _, s := range jobs {
		if is(s) {
			return s, nil
		}
	}
	for {
		batch, err := events.Next(ctx)
		if err != nil || len(batch) == 0 {
			return job.Snapshot{}, fmt.Errorf("the events ended: %w", err)
		}
		for _, event := range batch {
			if event.Job != nil && event.Job.ID == id && is(*event.Job) {
				return *event.Job, nil
			}
		}
	}
}

// adds makes sure that every item is accounted for, once.
func adds(t testing.TB, s job.Snapshot) {
	t.Helper()
	if sum := s.Pending + s.InFlight + s.Succeeded + s.Failed + s.Skipped; sum != s.Total {
		t.Errorf("total %d, but pending %d + in flight %d + succeeded %d + failed %d + skipped %d = %d",
			s.Total, s.Pending, s.InFlight, s.Succeeded, s.Failed, s.Skipped, sum)
	}
}

// write puts a file into the work folder and gives its path.
func (d *desk) write(name, text string) string {
	d.t.Helper()
	path := filepath.Join(d.work, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// read gives a file of the work folder, or "" when there is none.
func (d *desk) read(name string) string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.work, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		d.t.Fatal(err)
	}
	return string(text)
}

// list writes a list of so many rows and gives its path.
func (d *desk) list(rows int) string {
	var text strings.Builder
	text.WriteString("name,note\n")
	for row := range rows {
		fmt.Fprintf(&text, "Company %d,\"note, %d\"\n", row+1, row+1)
	}
	return d.write(fmt.Sprintf("list%d.csv", rows), text.String())
}

// starts gives how often the script of a command recipe started for each item.
func (d *desk) starts() map[int]int {
	d.t.Helper()
	counts := make(map[int]int)
	for line := range strings.Lines(d.read("starts")) {
		var seq int
		if _, err := fmt.Sscan(line, &seq); err != nil {
			d.t.Fatalf("read the log of starts: %q", line)
		}
		counts[seq]++
	}
	return counts
}

// hand hands a job with a script to the server and gives its number.
func (d *desk) hand(list, script string, more ...string) job.ID {
	d.t.Helper()
	name := fmt.Sprintf("work%d.sh", time.Now().UnixNano())
	d.write(name, script)
	args := append([]string{"run", list, "--recipe", "command", "--set", "command=sh " + name, "--detach"}, more...)
	made := answer[result](d, 0, args...)
	if made.Job == 0 {
		d.t.Fatalf("run --detach --json names no job: %+v", made)
	}
	return made.Job
}
