//go:build unix

package trouble_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"jobdeck/backend/trouble"
)

func TestWhatPassesByItselfIsToldFromWhatDoesNot(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err    error
		passes bool
	}{
		"too many open files":        {fmt.Errorf("make a pipe: %w", os.NewSyscallError("pipe2", syscall.EMFILE)), true},
		"no process left":            {&os.PathError{Op: "fork/exec", Path: "/bin/true", Err: syscall.EAGAIN}, true},
		"too many on their way":      {os.NewSyscallError("sendmsg", syscall.ETOOMANYREFS), true},
		"in the middle of a request": {&net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.ENFILE)}, true},
		"said in words":              {fmt.Errorf("record: %w", &trouble.Passing{Words: "held", Cause: errors.New("locked")}), true},
		"not there":                  {&os.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, false},
		"not allowed":                {syscall.EACCES, false},
		"something else":             {errors.New("too many open files"), false},
		"nothing":                    {nil, false},
	} {
		if got := trouble.Passes(test.err); got != test.passes {
			t.Errorf("%s: passes is %t", name, got)
		}
	}
	if !trouble.Named("dial udp 127.0.0.53:53: socket: "+syscall.EMFILE.Error()) || trouble.Named("no such host") {
		t.Error("an error that is told in words alone is not known")
	}
}

// A script that is still open for writing can't be started, and can a moment later.
func TestAProgramThatIsStillWrittenPasses(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "program")
	program, err := os.ReadFile("/bin/true")
	if err != nil {
		t.Skip(err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o700)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Write(program); err != nil {
		t.Fatal(err)
	}
	if err := exec.CommandContext(t.Context(), path).Run(); !trouble.Passes(err) {
		t.Errorf("it says %v", err)
	}
}
