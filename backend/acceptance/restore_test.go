//go:build unix

package acceptance_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jobdeck/backend/job"
)

// copyOf is another place with the same data folder.
func (d *desk) copyOf() *desk {
	d.t.Helper()
	other := newDesk(d.t)
	if said, err := exec.Command("cp", "-a", d.data, other.data).CombinedOutput(); err != nil {
		d.t.Fatalf("%v: %s", err, said)
	}
	return other
}

// A restore is killed at any moment, and leaves the database as it was or the restored one, each
// whole. Never neither, and never one with the other's log.
func TestAKilledRestoreIsDoneOrNotBegun(t *testing.T) {
	t.Parallel()
	kills := 25
	if testing.Short() {
		kills = 8
	}
	chance := rand.New(rand.NewPCG(20261126, 7))
	d := newDesk(t)
	list := filepath.Join(d.work, "long.csv")
	writeLong(t, list, 20_000)
	d.exits(4, "run", list, "--recipe", "preprocess", "--quiet")
	d.exits(0, "schedules", "start", "Database backup", "--wait")
	serve := d.serve()
	d.exits(4, "run", list, "--recipe", "preprocess", "--quiet")
	d.exits(0, "pause", fmt.Sprint(d.hand(d.list(30), quick, "--concurrency", "1")))
	serve.kill()

	calm := d.copyOf()
	began := time.Now()
	calm.exits(0, "restore", "--yes")
	took := time.Since(began)

	restored := 0
	for range kills {
		other := d.copyOf()
		restore := other.start("restore", "--yes")
		<-time.After(time.Duration(chance.Int64N(int64(took))))
		_ = restore.command.Process.Kill() // it may have ended a moment before
		restore.ends()
		answered := answer[struct {
			Jobs []job.Snapshot
			Hold job.Hold
		}](other, 0, "jobs")
		switch {
		case len(answered.Jobs) == 1 && answered.Hold.Held:
			restored++
		case len(answered.Jobs) == 3 && !answered.Hold.Held:
		default:
			t.Fatalf("neither: %d jobs, held: %v", len(answered.Jobs), answered.Hold.Held)
		}
		for _, s := range answered.Jobs {
			adds(t, s)
		}
		other.exits(0, "export", "1", "--out", "all.csv")
		if rows := strings.Count(other.read("all.csv"), "\n"); rows != 20_001 {
			t.Errorf("%d lines are exported", rows)
		}
		entries, err := os.ReadDir(other.data)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if strings.HasPrefix(entry.Name(), "rest") {
				t.Errorf("%s is left behind", entry.Name())
			}
		}
	}
	t.Logf("%d kills of a restore that takes %s: %d were done, %d not begun", kills, took, restored, kills-restored)
}
