package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"jobdeck/backend/deck"

	"github.com/jonboulle/clockwork"
	"github.com/rogpeppe/go-internal/testscript"

	"jobdeck/backend/job"
	rows "jobdeck/backend/processor/command"
	"jobdeck/backend/remote"
)

func TestMain(m *testing.M) {
	rows.Mind(clockwork.NewRealClock())
	testscript.Main(m, map[string]func(){
		"jobdeck": func() {
			os.Exit(Run(context.Background(), os.Args[1:], Streams{os.Stdin, os.Stdout, os.Stderr}, "1.2.3", clockwork.NewRealClock()))
		},
	})
}

// The scripts run the real commands as processes of their own, on real files, over real sockets.
func TestScripts(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the scripts use signals and sh")
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("JOBDECK_DATA_DIR", filepath.Join(env.WorkDir, "data"))
			env.Setenv("HOME", env.WorkDir)
			env.Values[startedKey{}] = &started{commands: make(map[string]*exec.Cmd)}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  cmdExits,
			"start":  cmdStart,
			"signal": cmdSignal,
			"ends":   cmdEnds,
			"await":  cmdAwait,

			"exists-soon": cmdExistsSoon,
		},
	})
}

// cmdExits runs a command that must end with an exit code: exits 3 jobdeck resume 1.
func cmdExits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	if got := codeOf(ts, err); got != want {
		ts.Fatalf("exit code is %d, want %d", got, want)
	}
}

func codeOf(ts *testscript.TestScript, err error) int {
	var ended *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &ended):
		return ended.ExitCode()
	default:
		ts.Fatalf("run the command: %v", err)
		return -1
	}
}

type startedKey struct{}

// started are the commands in the background, by name.
type started struct {
	mu       sync.Mutex
	commands map[string]*exec.Cmd
}

// cmdStart runs a command in the background, and writes what it says to NAME.out and NAME.err:
// start NAME jobdeck run …. One that is called "serve" is waited for until it says that it is ready.
func cmdStart(ts *testscript.TestScript, _ bool, args []string) {
	name := args[0]
	command := exec.Command("jobdeck", args[2:]...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "JOBDECK") && !strings.HasPrefix(variable, "HOME") {
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, "JOBDECK_DATA_DIR="+ts.Getenv("JOBDECK_DATA_DIR"), "HOME="+ts.Getenv("HOME"))
	command.Dir = ts.MkAbs(".")
	out, err := os.Create(ts.MkAbs(name + ".out"))
	ts.Check(err)
	command.Stdout = out
	errors, err := os.Create(ts.MkAbs(name + ".err"))
	ts.Check(err)
	command.Stderr = errors
	if name == "serve" {
		command.Stdout = nil
	}
	var ready <-chan string
	if name == "serve" {
		pipe, err := command.StdoutPipe()
		ts.Check(err)
		lines := make(chan string, 1)
		ready = lines
		defer func() {
			buffer := make([]byte, 4096)
			n, _ := pipe.Read(buffer)
			lines <- string(buffer[:n])
			if line := <-ready; !strings.HasPrefix(line, "jobdeck: serving ") {
				ts.Fatalf("serve says %q", line)
			}
		}()
	}
	ts.Check(command.Start())
	all := ts.Value(startedKey{}).(*started)
	all.mu.Lock()
	all.commands[name] = command
	all.mu.Unlock()
	ts.Defer(func() {
		// One that has ended can't be killed, which is what is wanted.
		_ = command.Process.Kill()
		_ = command.Wait()
	})
}

func find(ts *testscript.TestScript, name string) *exec.Cmd {
	all := ts.Value(startedKey{}).(*started)
	all.mu.Lock()
	defer all.mu.Unlock()
	command := all.commands[name]
	if command == nil {
		ts.Fatalf("nothing called %s was started", name)
	}
	return command
}

// cmdSignal sends a signal to a command in the background: signal run INT.
func cmdSignal(ts *testscript.TestScript, _ bool, args []string) {
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "KILL": os.Kill}
	ts.Check(find(ts, args[0]).Process.Signal(signals[args[1]]))
}

// cmdEnds waits for a command in the background, which must end with an exit code: ends run 130.
func cmdEnds(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	if got := codeOf(ts, find(ts, args[0]).Wait()); got != want {
		ts.Fatalf("exit code is %d, want %d; it said %s", got, want, ts.ReadFile(args[0]+".err"))
	}
}

// cmdExistsSoon waits until a program has made a file: nothing else tells that it is at work.
func cmdExistsSoon(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); <-time.After(lookEvery) {
		if _, err := os.Stat(path); err == nil {
			return
		}
	}
	ts.Fatalf("there is no %s", args[0])
}

// cmdAwait waits until a job has a status, or so many items in flight: await 1 paused, await 1
// running 2. It listens to what the process that owns the data folder tells, and waits for that
// process to be there.
func cmdAwait(ts *testscript.TestScript, _ bool, args []string) {
	id, err := parseJob(args[0])
	ts.Check(err)
	flight := 0
	if len(args) > 2 {
		flight, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	last := job.Snapshot{}
	for ctx.Err() == nil {
		s, err := awaitOnce(ctx, ts.Getenv("JOBDECK_DATA_DIR"), id, func(s job.Snapshot) bool {
			last = s
			return string(s.Status) == args[1] && s.InFlight >= int64(flight)
		})
		if err == nil {
			ts.Logf("%s", jobWords(s, job.Hold{}, time.Now()))
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery): // nobody is there yet
		}
	}
	for name := range ts.Value(startedKey{}).(*started).commands {
		ts.Logf("%s says: %s", name, ts.ReadFile(name+".err"))
	}
	ts.Fatalf("job %d is %s with %d in flight, and does not become %v", id, last.Status, last.InFlight, args[1:])
}

func awaitOnce(ctx context.Context, dataDir string, id job.ID, is func(job.Snapshot) bool) (job.Snapshot, error) {
	client, err := remote.Dial(ctx, dataDir)
	if err != nil {
		return job.Snapshot{}, err
	}
	defer client.Close()
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
