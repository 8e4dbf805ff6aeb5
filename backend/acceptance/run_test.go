//go:build unix

package acceptance_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

func TestDetachHandsOverOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	list := d.list(3)
	d.write("quick.sh", quick)
	args := []string{"run", list, "--recipe", "command", "--set", "command=sh quick.sh", "--detach"}
	if s := d.exits(1, args...); !strings.Contains(s.err, "jobdeck serve") {
		t.Errorf("it says %q", s.err)
	}
	if jobs := answer[struct{ Jobs []job.Snapshot }](d, 0, "jobs"); len(jobs.Jobs) != 0 {
		t.Errorf("there are jobs: %+v", jobs)
	}
	d.serve()
	if s := d.exits(0, append(args, "--json")...); !strings.HasPrefix(strings.Join(strings.Fields(s.out), ""), `{"job":1`) {
		t.Errorf("it prints %q", s.out)
	}
	d.status(1, job.Completed)
	once(t, d.starts(), 3)

	// One owner alone: a second server is told who has the folder.
	if s := d.exits(1, "serve"); !strings.Contains(s.err, "in use") || !strings.Contains(s.err, d.data) {
		t.Errorf("it says %q", s.err)
	}
}

func TestCtrlCPausesAndSaysHowToResumeAndASecondHoldsNow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	gate := d.gate()
	list := d.list(5)
	d.write("waits.sh", waits)
	run := d.start("run", list, "--recipe", "command", "--set", "command=sh waits.sh", "--concurrency", "2", "--out", "all.csv")
	d.await(1, "at two rows", func(s job.Snapshot) bool { return s.InFlight == 2 })
	upTo(t, func() bool { return len(d.starts()) == 2 })
	run.signal(os.Interrupt)
	d.status(1, job.Pausing)
	gate.pass(2)
	s := run.ends()
	if s.code != 130 || !strings.Contains(s.err, "jobdeck resume 1") {
		t.Errorf("exit code %d, and it says %q", s.code, s.err)
	}
	if got := d.show(1); got.Status != job.Paused || got.Succeeded != 2 || got.Pending != 3 {
		t.Errorf("it is %s with %d done and %d pending", got.Status, got.Succeeded, got.Pending)
	}

	again := d.start("resume", "1", "--wait", "--out", "all.csv")
	d.await(1, "at two rows again", func(s job.Snapshot) bool { return s.InFlight == 2 })
	again.signal(os.Interrupt)
	d.status(1, job.Pausing)
	again.signal(os.Interrupt)
	if s := again.ends(); s.code != 130 {
		t.Errorf("exit code %d: %s", s.code, s.err)
	}
	if got := d.show(1); got.Status != job.Paused || got.Succeeded != 2 || got.Pending != 3 {
		t.Errorf("it is %s with %d done and %d pending", got.Status, got.Succeeded, got.Pending)
	}
	gate.pass(3)
	d.exits(0, "resume", "1", "--wait", "--out", "all.csv")
	if lines := strings.Count(d.read("all.csv"), "\n"); lines != 6 {
		t.Errorf("%d lines were exported", lines)
	}
}

func TestVerbsAloneChangeWhatIsStored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	list := d.list(4)
	d.write("quick.sh", quick)
	made := answer[result](d, 0, "run", list, "--recipe", "command", "--set", "command=sh quick.sh", "--start-paused", "--concurrency", "7", "--retries", "3")
	number := fmt.Sprint(made.Job)
	if made.Status != job.Paused || made.Total != 4 {
		t.Errorf("%+v", made)
	}
	d.exits(0, "adjust", number, "--concurrency", "2", "--rate", "6000/min")
	d.exits(3, "pause", number)
	d.exits(0, "resume", number)
	if s := d.show(made.Job); s.Status != job.Queued || s.Options.Concurrency != 2 || s.Options.RatePerMinute != 6000 || s.Options.Retries != 3 {
		t.Errorf("it is %s with %+v", s.Status, s.Options)
	}
	if len(d.starts()) != 0 {
		t.Error("rows were started with nobody to work them")
	}
	d.exits(0, "pause", number)
	d.exits(0, "cancel", number, "--yes")
	d.exits(3, "resume", number)
	rest := answer[job.Report](d, 0, "run-rest", number)
	if len(rest.Done) != 1 {
		t.Fatalf("%+v", rest)
	}
	d.exits(0, "delete", number, "--yes")
	d.exits(0, "undelete", number)
	d.exits(0, "archive", number)
	d.exits(0, "unarchive", number)
	d.exits(0, "resume", fmt.Sprint(rest.Done[0]), "--wait")
	once(t, d.starts(), 4)
}

func TestRetryRunsTheFailedRowsAgainAndOnlyThose(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("choosy.sh", choosy)
	d.write("broken", "")
	list := d.list(10)
	r := answer[result](d, 4, "run", list, "--recipe", "command", "--set", "command=sh choosy.sh", "--retries", "0")
	if r.Status != job.Completed || r.Succeeded != 5 || r.Failed != 5 {
		t.Errorf("%+v", r)
	}
	d.exits(0, "export", "1", "--outcome", "failed", "--out", "again.csv")
	if text := d.read("again.csv"); strings.Count(text, "no luck") != 5 || strings.Contains(text, "Company 1,") {
		t.Errorf("the failed rows: %s", text)
	}
	if err := os.Remove(filepath.Join(d.work, "broken")); err != nil {
		t.Fatal(err)
	}
	r = answer[result](d, 0, "retry", "1", "--wait")
	if r.Succeeded != 10 || r.Failed != 0 {
		t.Errorf("%+v", r)
	}
	for seq, n := range d.starts() {
		if want := 2 - seq%2; n != want {
			t.Errorf("row %d was started %d times, want %d", seq, n, want)
		}
	}
	// What was exported as failed can be fed in again.
	r = answer[result](d, 0, "run", "again.csv", "--recipe", "command", "--set", "command=sh choosy.sh")
	if r.Succeeded != 5 {
		t.Errorf("%+v", r)
	}
	d.exits(3, "retry", "1")
}

func TestHoldStopsAllAndReleaseWakesNobodyPausedByHand(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	gate := d.gate()
	d.exits(0, "settings", "set", "slots", "2")
	list := d.list(6)
	first := d.hand(list, waits, "--concurrency", "2", "--name", "first")
	second := d.hand(list, waits, "--concurrency", "2", "--name", "second", "--start-paused")
	d.await(first, "at two rows", func(s job.Snapshot) bool { return s.InFlight == 2 })
	upTo(t, func() bool { return strings.Count(d.read("starts"), "\n") == 2 })
	hold := answer[job.Hold](d, 0, "hold", "--reason", "a meeting")
	if !hold.Held || hold.Why != "a meeting" {
		t.Errorf("%+v", hold)
	}
	third := d.hand(list, waits, "--concurrency", "2", "--name", "third")
	gate.pass(2)
	s := d.await(first, "at rest", func(s job.Snapshot) bool { return s.InFlight == 0 && s.Succeeded == 2 })
	if s.Status != job.Running {
		t.Errorf("held, it is %s", s.Status)
	}
	// Not even a restart lifts it.
	serve.kill()
	d.serve()
	if got := d.show(third); got.Status != job.Queued || got.InFlight != 0 {
		t.Errorf("held, a new job is %s", got.Status)
	}
	if n := strings.Count(d.read("starts"), "\n"); n != 2 {
		t.Errorf("%d rows were started", n)
	}
	d.exits(0, "release")
	d.await(first, "at work again", func(s job.Snapshot) bool { return s.Status == job.Running && s.InFlight == 2 })
	d.await(third, "at work", func(s job.Snapshot) bool { return s.Status == job.Running && s.InFlight == 2 })
	if got := d.show(second); got.Status != job.Paused {
		t.Errorf("what was paused by hand is %s", got.Status)
	}
	d.exits(0, "pause", "--now", "--all")
	d.status(first, job.Paused)
	d.status(third, job.Paused)
}

func TestConcurrencyChangesWhileTheJobRuns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	gate := d.gate()
	id := d.hand(d.list(12), waits, "--concurrency", "4")
	d.await(id, "at four rows", func(s job.Snapshot) bool { return s.InFlight == 4 })
	d.exits(0, "adjust", fmt.Sprint(id), "--concurrency", "1", "--retries", "7")
	gate.pass(4)
	d.await(id, "at one row", func(s job.Snapshot) bool { return s.Succeeded == 4 && s.InFlight == 1 })
	gate.pass(1)
	d.await(id, "still at one row", func(s job.Snapshot) bool { return s.Succeeded == 5 && s.InFlight == 1 })
	serve.kill()
	d.serve()
	// The rows that were in flight read from the same gate: nothing is left of them by now.
	d.await(id, "at one row after a restart", func(s job.Snapshot) bool { return s.Status == job.Running && s.InFlight == 1 })
	if got := d.show(id); got.Options.Concurrency != 1 || got.Options.Retries != 7 {
		t.Errorf("options %+v", got.Options)
	}
	d.exits(0, "adjust", fmt.Sprint(id), "--concurrency", "3")
	d.await(id, "at three rows", func(s job.Snapshot) bool { return s.InFlight == 3 })
	gate.pass(7)
	d.status(id, job.Completed)
	starts := d.starts()
	if starts[6] > 2 {
		t.Errorf("row 6 was started %d times", starts[6])
	}
	delete(starts, 6)
	if seqs := slices.Sorted(maps.Keys(starts)); len(seqs) != 11 {
		t.Errorf("rows %v were started", seqs)
	}
	for seq, n := range starts {
		if n != 1 {
			t.Errorf("row %d was started %d times", seq, n)
		}
	}
}

func TestADataFolderWithAVeryLongPathIsServed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.data = filepath.Join(d.data, strings.Repeat("long", 50), strings.Repeat("longer", 30), "with spaces & ümläuts %20?#")
	d.serve()
	id := d.hand(d.list(3), quick)
	d.status(id, job.Completed)
	if got := answer[deck.JobDetail](d, 0, "show", fmt.Sprint(id)); got.Succeeded != 3 {
		t.Errorf("%d succeeded", got.Succeeded)
	}
}
