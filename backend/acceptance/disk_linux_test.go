package acceptance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"jobdeck/backend/job"
)

// disk puts the data folder on a disk of its own, of so many megabytes.
func (d *desk) disk(megabytes int) {
	d.t.Helper()
	if err := os.MkdirAll(d.data, 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", d.data, "tmpfs", 0, fmt.Sprintf("mode=700,size=%dm", megabytes)); err != nil {
		d.t.Skipf("mounting a small disk needs more rights: %v", err)
	}
	d.t.Cleanup(func() {
		if err := syscall.Unmount(d.data, syscall.MNT_DETACH); err != nil {
			d.t.Errorf("unmount %s: %v", d.data, err)
		}
	})
}

// remount changes the disk.
func (d *desk) remount(flags uintptr, options string) {
	d.t.Helper()
	if err := syscall.Mount("tmpfs", d.data, "tmpfs", syscall.MS_REMOUNT|flags, options); err != nil {
		d.t.Fatal(err)
	}
}

func TestAListThatDoesNotFitOnTheDiskIsRefusedWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.disk(3)
	list := filepath.Join(d.work, "long.csv")
	writeLong(t, list, 30_000)
	s := d.exits(1, "run", list, "--recipe", "preprocess", "--out", "clean.csv")
	if !strings.Contains(s.err, "disk is full") || !strings.Contains(s.err, d.data) || d.read("clean.csv") != "" {
		t.Errorf("it says %q", s.err)
	}
	if jobs := answer[struct{ Jobs []job.Snapshot }](d, 0, "jobs"); len(jobs.Jobs) != 0 {
		t.Errorf("there are jobs: %+v", jobs)
	}
	d.remount(0, "size=80m")
	d.exits(4, "run", list, "--recipe", "preprocess", "--out", "clean.csv")
	checkClean(t, filepath.Join(d.work, "clean.csv"), 30_000, "long.csv")
}

// full is how a pause says that the disk is full: the engine looks ahead, once a second, and the
// database finds out for itself, whichever comes first.
var full = regexp.MustCompile(`disk is (nearly )?full`)

// fat is a row whose result is long.
const fat = "echo $JOBDECK_SEQ >> starts\nhead -c 20000 /dev/zero | tr '\\0' x\n"

func TestAJobWhoseResultsFillTheDiskPausesAndGoesOnWhenThereIsRoom(t *testing.T) {
	t.Parallel()
	for _, megabytes := range []int{4, 6} {
		t.Run(fmt.Sprintf("%d MB", megabytes), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.disk(megabytes)
			serve := d.serve()
			const rows = 400
			id := d.hand(d.list(rows), fat, "--concurrency", "4")
			s := d.status(id, job.Paused)
			if s.ReasonKind != job.ByDisk || !full.MatchString(s.Reason) {
				t.Errorf("paused, because %q (%s)", s.Reason, s.ReasonKind)
			}
			adds(t, s)
			if s.Succeeded == 0 || s.InFlight != 0 || int(s.Succeeded) != len(d.starts()) {
				t.Errorf("%d succeeded, %d in flight, %d started", s.Succeeded, s.InFlight, len(d.starts()))
			}
			// What is there can be seen, by those who come after a crash too.
			if shown := d.exits(0, "show", fmt.Sprint(id)); !full.MatchString(shown.out) {
				t.Errorf("show says %q", shown.out)
			}
			serve.kill()
			if shown := d.exits(0, "show", fmt.Sprint(id)); !full.MatchString(shown.out) {
				t.Errorf("show says %q", shown.out)
			}
			d.remount(0, "size=120m")
			d.serve()
			d.exits(0, "resume", fmt.Sprint(id))
			if s := d.status(id, job.Completed); s.Succeeded != rows {
				t.Errorf("%d succeeded", s.Succeeded)
			}
			once(t, d.starts(), rows)
		})
	}
}

func TestADataFolderThatCanOnlyBeReadIsNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.disk(20)
	list := d.list(5)
	d.exits(0, "run", list, "--recipe", "command", "--set", "command=true")
	d.remount(syscall.MS_RDONLY, "")
	before := d.database()
	for _, args := range [][]string{{"jobs"}, {"serve"}, {"run", list, "--recipe", "preprocess"}, {"delete", "1", "--yes"}} {
		if s := d.exits(1, args...); !strings.Contains(s.err, d.data) || !strings.Contains(s.err, "write") {
			t.Errorf("%s says %q", args[0], s.err)
		}
	}
	if string(d.database()) != string(before) {
		t.Error("the database was changed")
	}
	d.remount(0, "")
	if s := d.show(1); s.Succeeded != 5 {
		t.Errorf("%d succeeded", s.Succeeded)
	}
}
