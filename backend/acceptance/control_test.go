//go:build unix

package acceptance_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"jobdeck/backend/job"
)

// once says that each of so many rows was started exactly once.
func once(t *testing.T, starts map[int]int, rows int) {
	t.Helper()
	for seq := 1; seq <= rows; seq++ {
		if starts[seq] != 1 {
			t.Errorf("row %d was started %d times", seq, starts[seq])
		}
	}
	if len(starts) != rows {
		t.Errorf("%d rows were started of %d", len(starts), rows)
	}
}

func TestAfterPauseReturnedNoRowStartsAndResumeDoesTheRestOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	const rows, rounds = 400, 5
	id := d.hand(d.list(rows), quick, "--concurrency", "3")
	for round := range rounds {
		d.await(id, "at work", func(s job.Snapshot) bool {
			return s.Status == job.Running && s.Succeeded >= int64(round*30+10) || s.Status.Ended()
		})
		d.exits(0, "pause", fmt.Sprint(id))
		// Programs that run may be slow to say so; of others nothing may come any more.
		flying := d.show(id).InFlight
		atPause := d.read("starts")
		s := d.status(id, job.Paused)
		if s.InFlight != 0 {
			t.Errorf("paused, and %d in flight", s.InFlight)
		}
		adds(t, s)
		atRest := d.read("starts")
		if late := strings.Fields(atRest[len(atPause):]); int64(len(late)) > flying {
			t.Errorf("%d rows were in flight when pause returned, and started after it: %q", flying, late)
		}
		// What is paused stays so while others work.
		d.exits(0, "jobs")
		if now := d.read("starts"); now != atRest {
			t.Errorf("rows started while the job was paused: %q", strings.Fields(now[len(atRest):]))
		}
		if got := int64(len(d.starts())); got != s.Succeeded {
			t.Errorf("%d rows were started and %d are done", got, s.Succeeded)
		}
		d.exits(0, "resume", fmt.Sprint(id))
	}
	s := d.status(id, job.Completed)
	if s.Succeeded != rows {
		t.Errorf("%d of %d rows succeeded", s.Succeeded, rows)
	}
	once(t, d.starts(), rows)
	d.exits(0, "export", fmt.Sprint(id), "--out", "all.csv")
	lines := strings.Split(strings.TrimSpace(d.read("all.csv")), "\n")
	if len(lines) != rows+1 {
		t.Fatalf("%d lines were exported", len(lines))
	}
	for row, line := range lines[1:] {
		want := fmt.Sprintf("Company %d,\"note, %d\",succeeded,,made of %d", row+1, row+1, row+1)
		if strings.TrimSpace(line) != want {
			t.Fatalf("line %q, want %q", line, want)
		}
	}
	serve.signal(syscall.SIGTERM)
	if s := serve.ends(); s.code != 0 {
		t.Errorf("serve ended with %d: %s", s.code, s.err)
	}
}

// family is a row that takes a minute, with a child and a grandchild.
const family = `echo $JOBDECK_SEQ >> starts
echo $$ >> pids
sh -c 'echo $$ >> pids; sleep 60 & echo $! >> pids; wait' &
wait
`

// gone waits until none of the processes are there any more; one that nobody waited for is gone too.
func gone(t *testing.T, pids []string) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for _, pid := range pids {
		for {
			stat, err := os.ReadFile("/proc/" + pid + "/stat")
			number, numberErr := strconv.Atoi(pid)
			if numberErr != nil {
				t.Fatal(numberErr)
			}
			if syscall.Kill(number, 0) == syscall.ESRCH || err == nil && strings.Contains(string(stat), ") Z ") {
				break
			}
			if time.Now().After(deadline) {
				t.Errorf("process %s is still there: %s", pid, stat)
				break
			}
			<-time.After(lookEvery)
		}
	}
}

// settled is how many milliseconds a verb took by the job's own timeline.
func settled(t *testing.T, timeline []job.Entry, verb job.Verb, after job.Status) int64 {
	t.Helper()
	for i, asked := range slices.Backward(timeline) {
		if asked.What != string(verb) {
			continue
		}
		for _, entry := range timeline[i:] {
			if entry.After == string(after) {
				return entry.At - asked.At
			}
		}
	}
	t.Fatalf("the timeline has no %s that leads to %s: %+v", verb, after, timeline)
	return 0
}

func TestPauseNowEndsLongRowsWithAllTheyStartedWithinASecond(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.serve()
	id := d.hand(d.list(6), family, "--concurrency", "3")
	d.await(id, "at three rows", func(s job.Snapshot) bool { return s.InFlight == 3 })
	upTo(t, func() bool { return len(strings.Fields(d.read("pids"))) == 9 })
	d.exits(0, "pause", fmt.Sprint(id), "--now")
	s := d.status(id, job.Paused)
	if s.Pending != 6 || s.InFlight != 0 {
		t.Errorf("%d pending, %d in flight", s.Pending, s.InFlight)
	}
	if took := settled(t, d.show(id).Timeline, job.PauseNow, job.Paused); took > 1000 {
		t.Errorf("it took %d ms", took)
	}
	gone(t, strings.Fields(d.read("pids")))

	// The same by a plain pause that is then hurried.
	d.exits(0, "resume", fmt.Sprint(id))
	d.await(id, "at three rows again", func(s job.Snapshot) bool { return s.InFlight == 3 })
	d.exits(0, "pause", fmt.Sprint(id))
	if s := d.show(id); s.Status != job.Pausing || s.InFlight != 3 {
		t.Errorf("it is %s with %d in flight", s.Status, s.InFlight)
	}
	d.exits(0, "pause", fmt.Sprint(id), "--now")
	d.status(id, job.Paused)

	// And by cancel.
	d.exits(0, "resume", fmt.Sprint(id))
	d.await(id, "at three rows once more", func(s job.Snapshot) bool { return s.InFlight == 3 })
	d.exits(0, "cancel", fmt.Sprint(id), "--yes")
	s = d.status(id, job.Cancelled)
	adds(t, s)
	if took := settled(t, d.show(id).Timeline, job.Cancel, job.Cancelled); took > 1000 {
		t.Errorf("cancel took %d ms", took)
	}
	gone(t, strings.Fields(d.read("pids")))
}

// upTo waits until something is so that nothing tells of.
func upTo(t testing.TB, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !so(); {
		if time.Now().After(deadline) {
			t.Fatal("it does not come to be so")
		}
		<-time.After(lookEvery)
	}
}

func TestACancelDuringTheLastRowIsNeverOvertaken(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.serve()
	gate := d.gate()
	list := d.list(2)
	for range 8 {
		id := d.hand(list, waits, "--concurrency", "1")
		gate.pass(1)
		d.await(id, "at its last row", func(s job.Snapshot) bool { return s.Succeeded == 1 && s.InFlight == 1 })
		// The row ends and the cancel comes, at the same time.
		cancel := d.start("cancel", fmt.Sprint(id), "--yes")
		gate.pass(1)
		code := cancel.ends().code
		s := d.await(id, "at its end", func(s job.Snapshot) bool { return s.Status.Ended() })
		adds(t, s)
		switch {
		case code == 0 && s.Status == job.Cancelled:
		case code == 3 && s.Status == job.Completed: // it came too late, and said so
		default:
			t.Errorf("cancel ended with %d and the job is %s", code, s.Status)
		}
		if after := d.show(id); after.Status != s.Status || after.Succeeded != s.Succeeded {
			t.Errorf("it was %s with %d and is %s with %d", s.Status, s.Succeeded, after.Status, after.Succeeded)
		}
		drain(t, gate)
	}
}

// drain takes out of the gate what a row that was interrupted did not.
func drain(t *testing.T, g *gate) {
	t.Helper()
	if err := g.pipe.SetReadDeadline(time.Now().Add(lookEvery)); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 64)
	_, _ = g.pipe.Read(buffer) // nothing there is what is wanted
}

func TestVerbsThatTheStateRefusesExitWith3AndChangeNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.serve()
	gate := d.gate()
	id := d.hand(d.list(4), waits, "--concurrency", "2")
	number := fmt.Sprint(id)
	d.await(id, "at work", func(s job.Snapshot) bool { return s.InFlight == 2 })

	if s := d.exits(3, "delete", number, "--yes"); !strings.Contains(s.err, "cancel it first") {
		t.Errorf("it says %q", s.err)
	}
	d.exits(3, "archive", number)
	d.exits(3, "retry", number)
	d.exits(3, "undelete", number)
	d.exits(1, "pause", "99")
	d.exits(2, "pause", "one")
	d.exits(2, "pause")

	// Nobody can be asked: nothing is done.
	for _, verb := range []string{"cancel", "delete"} {
		if s := d.exits(2, verb, number); !strings.Contains(s.err, "--yes") {
			t.Errorf("%s says %q", verb, s.err)
		}
		d.exits(2, verb, "--all")
	}
	if s := d.show(id); s.Status != job.Running || s.InFlight != 2 || s.Deleted != 0 {
		t.Errorf("it is %s with %d in flight", s.Status, s.InFlight)
	}

	d.exits(0, "cancel", number, "--yes")
	d.status(id, job.Cancelled)
	if s := d.exits(3, "resume", number); !strings.Contains(s.err, "already cancelled") {
		t.Errorf("it says %q", s.err)
	}
	d.exits(3, "pause", number)
	d.exits(3, "cancel", number, "--yes")
	if s := d.show(id); s.Status != job.Cancelled || s.Pending != 4 {
		t.Errorf("it is %s with %d pending", s.Status, s.Pending)
	}
	gate.pass(1)
}

func TestDeleteAndUndeleteBringAllBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	id := d.hand(d.list(30), quick)
	number := fmt.Sprint(id)
	d.status(id, job.Completed)
	d.exits(0, "export", number, "--out", "before.csv")
	before := d.show(id)

	d.exits(0, "delete", number, "--yes")
	if jobs := answer[struct{ Jobs []job.Snapshot }](d, 0, "jobs"); len(jobs.Jobs) != 0 {
		t.Errorf("a deleted job is listed: %+v", jobs)
	}
	d.exits(3, "archive", number)
	// Not even a restart takes it away within its time.
	serve.kill()
	d.serve()
	d.exits(0, "undelete", number)
	after := d.show(id)
	before.Timeline, after.Timeline = nil, nil
	if fmt.Sprintf("%+v", before) != fmt.Sprintf("%+v", after) {
		t.Errorf("it was\n%+v\nand is\n%+v", before, after)
	}
	d.exits(0, "export", number, "--out", "after.csv")
	if d.read("before.csv") != d.read("after.csv") {
		t.Error("the export is not what it was")
	}
}
