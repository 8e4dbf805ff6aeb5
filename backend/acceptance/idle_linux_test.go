package acceptance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Behind a hidden window, with nothing to do, Jobdeck uses next to nothing of the machine: neither
// the program nor the process that draws its page.
func TestIdleBehindAHiddenWindowNextToNothingHappens(t *testing.T) {
	const watched = 10 * time.Second
	d, s := newDesk(t), newScreen(t)
	p := d.open(s, desktopProgram(t), "--hidden")
	tray := s.icon()
	tray.shows("Open Jobdeck", "")
	d.exits(0, "jobs")

	// The page takes its time to be drawn: what counts is where it comes to rest.
	var total float64
	for range 5 {
		total = load(t, p.command.Process.Pid, watched)
		if s.visible() {
			t.Fatal("started hidden, the window is there")
		}
		if total < 1 {
			return
		}
	}
	t.Errorf("it uses %.2f %% of a core, want less than 1", total)
}

// load gives how much of a core a process and all that it started use, in percent.
func load(t *testing.T, pid int, watched time.Duration) (total float64) {
	t.Helper()
	before := kin(t, pid)
	<-time.After(watched)
	after := kin(t, pid)
	for pid, was := range before {
		is, lives := after[pid]
		if !lives {
			continue
		}
		share := (is.cpu - was.cpu).Seconds() / watched.Seconds() * 100
		total += share
		t.Logf("%s: %.2f %% of a core, %.1f wake-ups a second", is.name, share, float64(is.wakes-was.wakes)/watched.Seconds())
	}
	return total
}

// use is what a process has used of the machine so far.
type use struct {
	name  string
	cpu   time.Duration
	wakes int64 // how often one of its threads gave up the core to wait
}

// kin gives what a process and all that it started have used.
func kin(t *testing.T, pid int) map[int]use {
	t.Helper()
	parents := map[int]int{}
	uses := map[int]use{}
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		id, err := strconv.Atoi(filepath.Base(folder))
		if err != nil {
			continue
		}
		if used, parent, found := useOf(folder); found {
			uses[id], parents[id] = used, parent
		}
	}
	for id := range uses {
		above := id
		for above > 1 && above != pid {
			above = parents[above]
		}
		if above != pid {
			delete(uses, id)
		}
	}
	return uses
}

// tick is the unit in which Linux counts a process's time.
const tick = 10 * time.Millisecond

func useOf(folder string) (used use, parent int, found bool) {
	stat, err := os.ReadFile(folder + "/stat")
	if err != nil {
		return use{}, 0, false // it has ended meanwhile
	}
	name, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	var user, system int64
	fmt.Sscan(fields[1], &parent)
	fmt.Sscan(fields[11]+" "+fields[12], &user, &system)
	used = use{name: name[strings.Index(name, "(")+1:], cpu: time.Duration(user+system) * tick}
	threads, _ := filepath.Glob(folder + "/task/*/status")
	for _, thread := range threads {
		status, _ := os.ReadFile(thread)
		_, after, _ := strings.Cut(string(status), "\nvoluntary_ctxt_switches:")
		var wakes int64
		fmt.Sscan(after, &wakes)
		used.wakes += wakes
	}
	return used, parent, true
}
