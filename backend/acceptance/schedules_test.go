//go:build unix

package acceptance_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"jobdeck/backend/task"
)

// second is how far due times of these tests are apart, in ms.
const second = 1000

// tick makes a task that fires every second and logs the number of each run, once it is at work.
func (d *desk) tick(name string, more ...string) task.View {
	d.t.Helper()
	d.write("tick.sh", "echo $JOBDECK_RUN >> ticks\n")
	args := append([]string{"schedules", "add", name, "--every", "1s", "--command", "sh tick.sh", "--set", "folder=" + d.work}, more...)
	return answer[task.View](d, 0, args...)
}

func (d *desk) task(name string) task.View {
	d.t.Helper()
	return answer[task.View](d, 0, "schedules", "show", name)
}

// runs gives the history of a task, oldest first.
func (d *desk) runs(name string) []task.Run {
	d.t.Helper()
	page := answer[task.RunPage](d, 0, "schedules", "runs", name, "--limit", "500")
	slices.Reverse(page.Runs)
	return page.Runs
}

// fired waits until so many runs more than before have ended well.
func (d *desk) fired(name string, more int) {
	d.t.Helper()
	before := d.completed(name)
	upTo(d.t, func() bool { return d.completed(name) >= before+more })
}

func (d *desk) completed(name string) int {
	d.t.Helper()
	count := 0
	for _, run := range d.runs(name) {
		if run.Outcome == task.Completed {
			count++
		}
	}
	return count
}

// ticks gives how often the script ran for each run.
func (d *desk) ticks() map[task.RunID]int {
	d.t.Helper()
	counts := make(map[task.RunID]int)
	for line := range strings.Lines(d.read("ticks")) {
		var id task.RunID
		if _, err := fmt.Sscan(line, &id); err != nil {
			d.t.Fatalf("read the log of ticks: %q", line)
		}
		counts[id]++
	}
	return counts
}

// A task fires every second while the program is paused, ended, restarted and killed at any moment:
// each due time has at most one run, and none is missing that the policy promised.
func TestEachDueTimeRunsOnceThroughPauseRestartAndKills(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(20261122, 7))
	d := newDesk(t)
	serve := d.serve()
	d.tick("tick", "--missed", "run-all", "--cap", "500", "--overlap", "queue")
	d.fired("tick", 2)

	for range 4 {
		<-time.After(time.Duration(chance.IntN(900)) * time.Millisecond)
		serve.kill()
		<-time.After(time.Duration(chance.IntN(2500)) * time.Millisecond) // firings are missed
		serve = d.serve()
		d.fired("tick", 1)
	}

	serve.signal(syscall.SIGTERM)
	if s := serve.ends(); s.code != 0 {
		t.Fatalf("serve ended with %d: %s", s.code, s.err)
	}
	serve = d.serve()
	d.fired("tick", 2)

	d.exits(0, "schedules", "pause", "tick", "--reason", "a meeting")
	paused := d.task("tick")
	if paused.Status != task.Paused || paused.NextRun != 0 || paused.Pause == nil || paused.Pause.Why != "a meeting" {
		t.Errorf("paused, it is %s with the next run at %d: %+v", paused.Status, paused.NextRun, paused.Pause)
	}
	serve.kill()
	d.serve()
	if again := d.task("tick"); again.Status != task.Paused || again.NextRun != 0 {
		t.Errorf("after a restart it is %s with the next run at %d", again.Status, again.NextRun)
	}
	<-time.After(2 * time.Second) // nothing fires meanwhile
	resumed := time.Now().UnixMilli()
	d.exits(0, "schedules", "resume", "tick")
	d.fired("tick", 2)
	d.exits(0, "schedules", "disable", "tick")
	upTo(t, func() bool { return !d.task("tick").Running })

	d.checkTicks("tick", paused.Pause.Since, resumed)
}

// checkTicks makes sure that a run stands for each second but those of a pause, that no second has
// two, and that the script ran at most once for each run.
func (d *desk) checkTicks(name string, paused, resumed int64) {
	d.t.Helper()
	ticks := d.ticks()
	last := int64(0)
	for _, run := range d.runs(name) {
		switch {
		case run.Due%second != 0:
			d.t.Errorf("run %d was due at %d: that is no second", run.ID, run.Due)
		case run.Due > paused && run.Due <= resumed:
			d.t.Errorf("run %d was due at %d, in the pause from %d to %d", run.ID, run.Due, paused, resumed)
		case last != 0 && run.Due <= last:
			d.t.Errorf("run %d was due at %d, after one that was due at %d", run.ID, run.Due, last)
		case last != 0 && run.Due != last+second && (last > paused || run.Due <= resumed):
			d.t.Errorf("nothing ran between %d and %d", last, run.Due)
		}
		last = run.Due
		switch count := ticks[run.ID]; {
		case run.Outcome != task.Completed && run.Outcome != task.Interrupted:
			d.t.Errorf("run %d is %s: %s", run.ID, run.Outcome, run.Message)
		case count > 1, run.Outcome == task.Completed && count == 0:
			d.t.Errorf("run %d is %s, and its script ran %d times", run.ID, run.Outcome, count)
		}
	}
}

// What was missed while the program was not there is skipped, or made up for once, as each task says,
// and told until somebody has looked.
func TestMissedFiringsFollowTheirPolicyAndAreTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	d.tick("skips", "--missed", "skip")
	d.tick("once", "--missed", "run-once")
	d.fired("once", 1)
	d.fired("skips", 1)
	serve.kill()
	gone := time.Now().UnixMilli()
	<-time.After(3500 * time.Millisecond)
	back := time.Now().UnixMilli()
	d.serve()
	d.fired("once", 1)
	d.fired("skips", 1)

	for _, run := range d.runs("skips") {
		if run.Due > gone+second && run.Due < back && run.Outcome != task.MissedRun {
			t.Errorf("run %d, due while nobody was there, is %s", run.ID, run.Outcome)
		}
	}
	stood := int64(0)
	for _, run := range d.runs("once") {
		if run.Trigger == task.ByMissed {
			stood += run.StandsFor
		}
	}
	if stood < 3 {
		t.Errorf("the runs that make up for missed firings stand for %d, want 3 or more", stood)
	}
	for _, name := range []string{"skips", "once"} {
		if missed := d.task(name).MissedFirings; missed.Count < 3 || missed.First <= gone-second || missed.Last >= back+second {
			t.Errorf("%s missed %+v between %d and %d", name, missed, gone, back)
		}
		d.exits(0, "schedules", "dismiss", name)
		if missed := d.task(name).MissedFirings; missed.Count != 0 {
			t.Errorf("%s still tells of %+v", name, missed)
		}
	}
}

func TestHoldKeepsTasksFromFiringAndMakesUpForNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.serve()
	d.tick("tick", "--missed", "run-all", "--overlap", "queue")
	d.fired("tick", 1)
	d.exits(0, "hold", "--reason", "a demo")
	held := time.Now().UnixMilli()
	if s := d.exits(3, "schedules", "start", "tick"); !strings.Contains(s.err, "held") {
		t.Errorf("it does not say that everything is held: %s", s.err)
	}
	<-time.After(2 * time.Second)
	released := time.Now().UnixMilli()
	d.exits(0, "release")
	d.fired("tick", 1)
	for _, run := range d.runs("tick") {
		if run.Due > held && run.Due < released {
			t.Errorf("run %d was due at %d, while everything was held", run.ID, run.Due)
		}
	}
}

func TestCancelEndsARunWithinASecondAndAllThatItStarted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.serve()
	d.write("long.sh", "echo $$ > pid\nsleep 600 &\necho $! >> pid\nwait\n")
	d.exits(0, "schedules", "add", "long", "--cron", "0 0 1 1 *", "--command", "sh long.sh", "--set", "folder="+d.work)
	d.exits(0, "schedules", "start", "long")
	upTo(t, func() bool { return strings.Count(d.read("pid"), "\n") == 2 })
	if s := d.exits(3, "schedules", "start", "long"); !strings.Contains(s.err, "at work already") {
		t.Errorf("it does not say that it runs already: %s", s.err)
	}
	began := time.Now()
	d.exits(0, "schedules", "cancel", "long", "--yes")
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("cancel took %s", took)
	}
	view := d.task("long")
	if view.Running || view.LastRun == nil || view.LastRun.Outcome != task.Cancelled {
		t.Errorf("it is %s, its last run %+v", view.Status, view.LastRun)
	}
	gone(t, strings.Fields(d.read("pid")))
	if s := d.exits(3, "schedules", "cancel", "long", "--yes"); s.err == "" {
		t.Error("it does not say why it can't cancel")
	}
}

// Every new file of a folder becomes a job, once, whatever becomes of the program meanwhile.
func TestEachNewFileOfAFolderBecomesOneJob(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	inbox := d.work + "/inbox"
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	d.exits(0, "schedules", "add", "inbox", "--every", "1s", "--job", "preprocess", "--each", inbox, "--overlap", "queue")
	const files = 6
	for n := range files {
		path := d.write(fmt.Sprintf("inbox/list%d.csv", n), "company_name\nAcme\nGlobex\n")
		old := time.Now().Add(-time.Minute)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
		if n%2 == 1 {
			serve.kill()
			serve = d.serve()
		}
	}
	count := func() int { return len(answer[struct{ Jobs []struct{ Name string } }](d, 0, "jobs").Jobs) }
	upTo(t, func() bool { return count() >= files })
	d.fired("inbox", 2)
	if made := count(); made != files {
		t.Errorf("%d files became %d jobs", files, made)
	}
}

func TestShippedTasksRunByHandAndSayWhatTheyWouldDo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.serve()
	for _, name := range []string{"Log cleanup", "Audit log cleanup", "Visit cleanup", "Purge deleted jobs", "Database backup"} {
		if said := answer[task.Result](d, 0, "schedules", "try", name); said.Message == "" {
			t.Errorf("%s does not say what it would do", name)
		}
		d.exits(0, "schedules", "start", name, "--wait")
		if run := d.task(name).LastRun; run == nil || run.Outcome != task.Completed || run.Trigger != task.ByHand {
			t.Errorf("%s: the last run is %+v", name, run)
		}
	}
	backups, err := os.ReadDir(d.data + "/backups")
	if err != nil || len(backups) != 1 {
		t.Fatalf("backups: %v, %v", backups, err)
	}
	// A backup is a whole data folder's worth: put in the place of the database, it works.
	other := newDesk(t)
	if err := os.MkdirAll(other.data, 0o700); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(d.data + "/backups/" + backups[0].Name())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other.data+"/jobdeck.db", content, 0o600); err != nil {
		t.Fatal(err)
	}
	other.exits(0, "schedules", "runs", "Log cleanup")
	d.exits(0, "schedules", "start", "Database compaction", "--wait")
}
