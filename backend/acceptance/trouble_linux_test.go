package acceptance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"jobdeck/backend/job"
)

// holdDatabase holds the database as another program's transaction does: this test is that program,
// and the lock is SQLite's own of who writes.
func (d *desk) holdDatabase() (letGo func()) {
	d.t.Helper()
	index, err := os.OpenFile(filepath.Join(d.data, "jobdeck.db-shm"), os.O_RDWR, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK, Start: 120, Len: 1}
	if err := unix.FcntlFlock(index.Fd(), unix.F_OFD_SETLKW, &lock); err != nil {
		d.t.Fatal(err)
	}
	return func() { _ = index.Close() }
}

// longHeld is longer than the database is waited for by a single change.
const longHeld = 7 * time.Second

func TestADatabaseThatIsHeldForSecondsFailsNoJob(t *testing.T) {
	t.Parallel()
	const rows = 40
	d := newDesk(t)
	d.serve()
	id := d.hand(d.list(rows), "echo $JOBDECK_SEQ >> starts; sleep 0.2\n", "--concurrency", "2")
	d.await(id, "at work", func(s job.Snapshot) bool { return s.Succeeded > 0 })
	letGo := d.holdDatabase()
	waits := d.await(id, "waiting", func(s job.Snapshot) bool { return s.Doing != "" })
	if waits.Status != job.Running || !strings.Contains(waits.Doing, "another program holds the database") {
		t.Errorf("it is %s and says %q", waits.Status, waits.Doing)
	}
	<-time.After(longHeld)
	letGo()
	s := d.status(id, job.Completed)
	adds(t, s)
	if s.Succeeded != rows {
		t.Errorf("%d succeeded", s.Succeeded)
	}
	once(t, d.starts(), rows)
}

func TestWhoMayHoldTheDatabaseIsSaidInPlainWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	letGo := d.holdDatabase()
	s := d.exits(1, "settings", "set", "slots", "3")
	for _, words := range []string{"another program holds the database", filepath.Join(d.data, "jobdeck.db"), "a backup"} {
		if !strings.Contains(s.err, words) {
			t.Errorf("it says %q, without %q", s.err, words)
		}
	}
	letGo()
	serve.signal(os.Interrupt)
	serve.ends()
}

// A start waits longer than a command does: nobody stands before it.
func TestAServerStartsWhenTheDatabaseIsFree(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	id := d.hand(d.list(20), "sleep 0.2\n", "--concurrency", "1")
	d.await(id, "at work", func(s job.Snapshot) bool { return s.Succeeded > 0 })
	serve.kill() // so that something must be put in order, and written
	letGo := d.holdDatabase()
	again := d.start("serve")
	<-time.After(longHeld)
	letGo()
	again.says("jobdeck: serving ")
	d.status(id, job.Completed)
}

// mayOpen limits how many files the process may have open.
func (p *process) mayOpen(files uint64) {
	p.t.Helper()
	var limit unix.Rlimit
	if err := unix.Prlimit(p.command.Process.Pid, unix.RLIMIT_NOFILE, nil, &limit); err != nil {
		p.t.Fatal(err)
	}
	limit.Cur = min(files, limit.Max)
	if err := unix.Prlimit(p.command.Process.Pid, unix.RLIMIT_NOFILE, &limit, nil); err != nil {
		p.t.Fatal(err)
	}
}

func TestTooFewFileHandlesBurnNoRow(t *testing.T) {
	t.Parallel()
	const rows = 300
	d := newDesk(t)
	serve := d.serve()
	serve.mayOpen(45)
	id := d.hand(d.list(rows), "echo $JOBDECK_SEQ >> starts; sleep 0.1\n", "--concurrency", "64")
	s := d.await(id, "waiting or through", func(s job.Snapshot) bool {
		return s.Status == job.Paused || s.Status.Ended() || s.Failed > 0
	})
	adds(t, s)
	if s.Failed > 0 || s.Status == job.Failed {
		t.Fatalf("%d rows failed, and the job is %s: %s", s.Failed, s.Status, s.Reason)
	}
	if s.Status == job.Paused && (s.ReasonKind != job.ByMachine || s.ResumesAt == 0) {
		t.Errorf("it is paused for %q (%s) until %d", s.Reason, s.ReasonKind, s.ResumesAt)
	}
	serve.mayOpen(4096)
	if s.Status == job.Paused {
		d.run("resume", fmt.Sprint(id)) // it would go on by itself, in a minute
	}
	if s := d.status(id, job.Completed); s.Succeeded != rows {
		t.Errorf("%d succeeded", s.Succeeded)
	}
	once(t, d.starts(), rows)
}

func TestTheReservedSpaceIsTakenBackWhenThereIsRoom(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.disk(4)
	d.serve()
	const rows = 400
	id := d.hand(d.list(rows), fat, "--concurrency", "4")
	d.status(id, job.Paused)
	upTo(t, func() bool { return d.size("ballast") == 0 })
	d.remount(0, "size=120m")
	upTo(t, func() bool { return d.size("ballast") == 1<<20 })
	d.exits(0, "resume", fmt.Sprint(id))
	if s := d.status(id, job.Completed); s.Succeeded != rows {
		t.Errorf("%d succeeded", s.Succeeded)
	}
	once(t, d.starts(), rows)
}
