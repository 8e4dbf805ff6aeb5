//go:build unix

package acceptance_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"jobdeck/backend/job"
)

// A server is killed a hundred times at any moment of its first 200 ms, and the job it works comes
// out as if nothing had been: the options it was started with, every row once, the same file.
func TestAHundredKillsLoseNothing(t *testing.T) {
	t.Parallel()
	kills := 100
	if testing.Short() {
		kills = 15
	}
	const rows, concurrency = 3000, 4
	chance := rand.New(rand.NewPCG(20261122, 5))

	calm := newDesk(t)
	calm.write("quick.sh", quick)
	calm.exits(0, "run", calm.list(rows), "--recipe", "command", "--set", "command=sh quick.sh", "--concurrency", "8", "--out", "all.csv")

	d := newDesk(t)
	serve := d.serve()
	// The rate makes the job outlast the kills.
	id := d.hand(d.list(rows), quick, "--concurrency", fmt.Sprint(concurrency), "--rate", "7200/min", "--retries", "2", "--retry-delay", "1500ms")
	before := d.show(id).Options
	for range kills {
		<-time.After(time.Duration(chance.IntN(200)) * time.Millisecond)
		serve.kill()
		serve = d.start("serve")
	}
	s := d.await(id, "at work after the kills", func(s job.Snapshot) bool { return s.Status == job.Running || s.Status.Ended() })
	adds(t, s)
	if s.Status != job.Running {
		t.Fatalf("it is %s (%s) before the kills were over", s.Status, s.Reason)
	}
	after := d.show(id).Options
	if fmt.Sprintf("%+v", before) != fmt.Sprintf("%+v", after) {
		t.Errorf("the options were %+v and are %+v", before, after)
	}
	d.exits(0, "adjust", fmt.Sprint(id), "--rate", "0")
	s = d.status(id, job.Completed)
	adds(t, s)
	if s.Failed > 0 {
		// A row that three kills in a row found in flight is not tried a fourth time by itself.
		if s.Reasons[job.ReasonCrash] != s.Failed {
			t.Errorf("%d failed, for these reasons: %v", s.Failed, s.Reasons)
		}
		d.exits(0, "retry", fmt.Sprint(id), "--wait")
	}

	starts, again := d.starts(), 0
	for seq := 1; seq <= rows; seq++ {
		if starts[seq] == 0 {
			t.Errorf("row %d was never started", seq)
		}
		again += starts[seq] - 1
	}
	if again > kills*concurrency {
		t.Errorf("%d rows were worked again after %d kills with %d in flight", again, kills, concurrency)
	}
	t.Logf("%d kills, %d rows worked again, %d of them in flight three times in a row", kills, again, s.Failed)

	d.exits(0, "export", fmt.Sprint(id), "--out", "all.csv")
	if d.read("all.csv") != calm.read("all.csv") {
		t.Error("the list is not the one of an undisturbed run")
	}
	if lines := strings.Count(d.read("all.csv"), ",succeeded,"); lines != rows {
		t.Errorf("%d rows of %d succeeded", lines, rows)
	}
}

// What a kill costs is what was in flight, and not a row more: a worker begins another row when the
// result of the one before is safe.
func TestAKillCostsNoMoreThanTheRowsInFlight(t *testing.T) {
	t.Parallel()
	const rows, concurrency, rounds = 4000, 3, 6
	d := newDesk(t)
	serve := d.serve()
	id := d.hand(d.list(rows), quick, "--concurrency", fmt.Sprint(concurrency))
	done := int64(0)
	for range rounds {
		d.await(id, "further", func(s job.Snapshot) bool { return s.Succeeded >= done+50 || s.Status.Ended() })
		serve.kill()
		started := int64(len(d.starts()))
		s := d.show(id)
		adds(t, s.Snapshot)
		if done = s.Succeeded; started-done > concurrency {
			t.Errorf("%d rows were started and %d are done: %d are worked again, with %d in flight", started, done, started-done, concurrency)
		}
		serve = d.serve()
	}
	d.exits(0, "cancel", fmt.Sprint(id), "--yes")
}

// A cleaning job is killed where it is fastest: while it imports, looks over the list, and records
// thousands of outcomes a second.
func TestAKilledCleaningGoesOnToTheSameList(t *testing.T) {
	t.Parallel()
	const rows = 20_000
	chance := rand.New(rand.NewPCG(20261122, 6))
	d := newDesk(t)
	list := d.work + "/long.csv"
	writeLong(t, list, rows)
	serve := d.serve()
	answer[result](d, 0, "run", list, "--recipe", "preprocess", "--detach")
	for range 8 {
		<-time.After(time.Duration(chance.IntN(120)) * time.Millisecond)
		serve.kill()
		serve = d.start("serve")
	}
	s := d.status(1, job.Completed)
	adds(t, s)
	d.exits(0, "export", "1", "--cleaned", "--out", "clean.csv")
	checkClean(t, d.work+"/clean.csv", rows, "long.csv")
}

func TestAKilledImportLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	list := d.work + "/long.csv"
	writeLong(t, list, 60_000)
	serve := d.serve()
	run := d.start("run", list, "--recipe", "preprocess", "--detach")
	upTo(t, func() bool { return d.size("jobdeck.db-wal") > 2<<20 }) // rows are being stored
	serve.kill()
	if s := run.ends(); s.code == 0 && !strings.Contains(s.out, "60,000") {
		t.Errorf("exit code %d: %s%s", s.code, s.out, s.err)
	}
	d.serve()
	for _, s := range answer[struct{ Jobs []job.Snapshot }](d, 0, "jobs").Jobs {
		if s.Total != 60_000 {
			t.Errorf("half a list is a job: %+v", s)
		}
	}
}
