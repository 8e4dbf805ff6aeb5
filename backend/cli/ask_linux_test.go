package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"golang.org/x/sys/unix"
)

// terminal opens a pair of ends of a terminal: what a person sees and types, and what a program
// has.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminal can be opened here:", err)
	}
	t.Cleanup(func() { person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// deckDir is a data folder with a job that is paused.
func deckDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	list := filepath.Join(dir, "Q4.csv")
	if err := os.WriteFile(list, []byte("company\nAcme\nBeta\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	command(t, 0, "run", list, "--recipe", "preprocess", "--start-paused", "--data-dir", data)
	return data
}

// command runs a command without a terminal, and gives what it wrote.
func command(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errors bytes.Buffer
	if code := Run(t.Context(), args, Streams{strings.NewReader(""), &out, &errors}, "1.2.3", clockwork.NewRealClock()); code != want {
		t.Fatalf("%s ends with %d, want %d: %s", strings.Join(args, " "), code, want, errors.String())
	}
	return out.String()
}

// answers makes a function that runs a command on a terminal, types an answer, and gives what a
// person then sees.
func answers(t *testing.T, data string) func(want int, typed string, args ...string) string {
	t.Helper()
	person, program := terminal(t)
	return func(want int, typed string, args ...string) string {
		t.Helper()
		if _, err := io.WriteString(person, typed+"\n"); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if code := Run(t.Context(), append(args, "--data-dir", data), Streams{program, &out, program}, "1.2.3", clockwork.NewRealClock()); code != want {
			t.Errorf("%v with the answer %q ends with %d, want %d", args, typed, code, want)
		}
		// A terminal hands over what was written in pieces: this is the last of it.
		if _, err := io.WriteString(program, "END"); err != nil {
			t.Fatal(err)
		}
		var seen bytes.Buffer
		for buffer := make([]byte, 4096); !strings.HasSuffix(seen.String(), "END"); {
			n, err := person.Read(buffer)
			if err != nil {
				t.Fatal(err)
			}
			seen.Write(buffer[:n])
		}
		return seen.String() + out.String()
	}
}

func TestCancelAndDeleteAskOnATerminal(t *testing.T) {
	t.Parallel()
	data := deckDir(t)
	answer := answers(t, data)
	answer(1, "", "cancel", "1")
	if shown := command(t, 0, "show", "1", "--json", "--data-dir", data); !strings.Contains(shown, `"status": "paused"`) {
		t.Errorf("no answer changed the job: %s", shown)
	}
	if seen := answer(0, "y", "cancel", "1"); !strings.Contains(seen, "cancelled job 1") {
		t.Errorf("it says %q", seen)
	}
	if seen := answer(0, "yes", "delete", "1"); !strings.Contains(seen, "deleted job 1") {
		t.Errorf("it says %q", seen)
	}
	if shown := command(t, 0, "jobs", "--json", "--data-dir", data); !strings.Contains(shown, `"jobs": []`) {
		t.Errorf("the job is still there: %s", shown)
	}
}

func TestDeletingATaskAsksOnATerminal(t *testing.T) {
	t.Parallel()
	data := deckDir(t)
	command(t, 0, "schedules", "add", "Nightly", "--every", "1d", "--command", "ls", "--data-dir", data)
	answer := answers(t, data)
	if seen := answer(1, "n", "schedules", "delete", "nightly"); !strings.Contains(seen, `"Nightly" with the history?`) {
		t.Errorf("it asks %q", seen)
	}
	command(t, 0, "schedules", "show", "nightly", "--data-dir", data)
	if seen := answer(0, "delete", "schedules", "delete", "nightly"); !strings.Contains(seen, "deleted task") {
		t.Errorf("it says %q", seen)
	}
	command(t, 1, "schedules", "show", "nightly", "--data-dir", data)
}

func TestOnATerminalABarShowsTheProgress(t *testing.T) {
	t.Parallel()
	data := deckDir(t)
	person, program := terminal(t)
	seen := make(chan string, 1)
	go func() {
		var all bytes.Buffer
		buffer := make([]byte, 4096)
		for !strings.Contains(all.String(), "END") {
			n, err := person.Read(buffer)
			if err != nil {
				break
			}
			all.Write(buffer[:n])
		}
		seen <- all.String()
	}()
	var out bytes.Buffer
	if code := Run(t.Context(), []string{"resume", "1", "--wait", "--data-dir", data}, Streams{program, &out, program}, "1.2.3", clockwork.NewRealClock()); code != 0 {
		t.Errorf("exit code is %d", code)
	}
	if _, err := io.WriteString(program, "END"); err != nil {
		t.Fatal(err)
	}
	if bar := <-seen; !strings.Contains(bar, "░") {
		t.Errorf("there is no bar in %q", bar)
	}
	if !strings.Contains(out.String(), `job 1 "Q4" completed`) {
		t.Errorf("it says %q", out.String())
	}
}
