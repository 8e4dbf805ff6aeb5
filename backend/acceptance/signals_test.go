//go:build unix

package acceptance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"jobdeck/backend/job"
)

// A terminal that is closed ends the work in good order, as Ctrl-C does, and no row is at fault.
func TestAServerEndsInGoodOrderHoweverItIsAsked(t *testing.T) {
	t.Parallel()
	for name, asked := range map[string][]os.Signal{
		"Ctrl-C":                        {os.Interrupt},
		"the system":                    {syscall.SIGTERM},
		"a closed terminal":             {syscall.SIGHUP},
		"a closed terminal, told often": {syscall.SIGHUP, syscall.SIGHUP, syscall.SIGHUP},
		"the end of a session":          {syscall.SIGHUP, syscall.SIGTERM, syscall.SIGHUP},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			gate := d.gate()
			serve := d.serve()
			id := d.hand(d.list(4), waits, "--concurrency", "2")
			for range 3 { // as often as a row may be in flight in crashes
				d.await(id, "at work", func(s job.Snapshot) bool { return s.InFlight == 2 })
				for _, signal := range asked {
					serve.signal(signal)
				}
				if s := serve.ends(); s.code != 0 {
					t.Fatalf("it ended with %d: %s", s.code, s.err)
				}
				serve = d.serve()
			}
			gate.pass(4)
			if s := d.status(id, job.Completed); s.Succeeded != 4 {
				t.Errorf("%d succeeded: %v", s.Succeeded, s.Reasons)
			}
		})
	}
}

// Who is impatient, or the system at the end of its patience, makes no row guilty either.
func TestAForcedEndCountsForNoRow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	gate := d.gate()
	id := d.hand(d.list(2), waits, "--concurrency", "2")
	for range 3 {
		d.await(id, "at work", func(s job.Snapshot) bool { return s.InFlight == 2 })
		serve.signal(syscall.SIGTERM)
		upTo(t, func() bool { // it knows that it was asked
			log, err := os.ReadFile(filepath.Join(d.data, "flight", fmt.Sprint(id)))
			return err != nil || log[8] != 0
		})
		serve.kill()
		serve = d.serve()
	}
	gate.pass(2)
	if s := d.status(id, job.Completed); s.Succeeded != 2 {
		t.Errorf("%d succeeded: %v", s.Succeeded, s.Reasons)
	}
}

func TestNohupKeepsAServerWorking(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	gate := d.gate()
	command := d.command("serve")
	command.Path, command.Args = "/bin/sh", []string{"sh", "-c", `trap "" HUP; exec "$0" serve`, jobdeck}
	serve := d.begin(command)
	serve.says("jobdeck: serving ")
	id := d.hand(d.list(2), waits, "--concurrency", "1")
	d.await(id, "at work", func(s job.Snapshot) bool { return s.InFlight == 1 })
	serve.signal(syscall.SIGHUP)
	gate.pass(2)
	if s := d.status(id, job.Completed); s.Succeeded != 2 {
		t.Errorf("%d succeeded", s.Succeeded)
	}
	serve.signal(os.Interrupt)
	if s := serve.ends(); s.code != 0 {
		t.Errorf("it ended with %d: %s", s.code, s.err)
	}
}

func TestRunPausesWhenItsTerminalIsClosed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	gate := d.gate()
	d.write("waits.sh", waits)
	run := d.start("run", d.list(3), "--recipe", "command", "--set", "command=sh waits.sh", "--concurrency", "1")
	d.await(1, "at work", func(s job.Snapshot) bool { return s.InFlight == 1 })
	run.signal(syscall.SIGHUP)
	run.signal(syscall.SIGHUP)
	if s := run.ends(); s.code != 130 || !strings.Contains(s.err, "jobdeck resume 1") {
		t.Errorf("it ended with %d: %s", s.code, s.err)
	}
	if s := d.show(1); s.Status != job.Paused || s.Pending != 3 {
		t.Errorf("it is %s with %d pending", s.Status, s.Pending)
	}
	gate.pass(3)
	d.exits(0, "resume", fmt.Sprint(1), "--wait")
}
