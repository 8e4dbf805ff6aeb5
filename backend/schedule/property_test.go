package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/task"
)

// Whatever happens to a task (time, sleep, closing, kill, pause, hold, a clock set back), each due
// time is at most one run, and every firing that was not paused or held away is accounted for
// exactly once.
func TestEachDueTimeIsAccountedForExactlyOnceWhateverHappens(t *testing.T) {
	t.Parallel()
	checks := 0
	rapid.Check(t, func(r *rapid.T) {
		if checks++; checks > 30 { // each has a database on a real disk: a hundred take a minute
			return
		}
		b := setup(t)
		defer b.close()
		policy := rapid.SampledFrom([]task.MissedPolicy{task.SkipMissed, task.RunOnce, task.RunAll}).Draw(r, "policy")
		id := b.save(task.Schedule{Kind: task.Every, EveryMS: 600_000}, missed(policy), overlap(task.QueueOverlap), func(d *task.Draft) { d.MissedCap = 5 })
		b.Start()
		// latest is up to when firings are decided, expected how many were to be accounted for.
		latest, expected, off := b.clock.Now(), int64(0), 0
		pass := func(by time.Duration) {
			if now := b.clock.Now().Add(by); now.After(latest) {
				if off == 0 {
					expected += now.Unix()/600 - latest.Unix()/600
				}
				latest = now
			}
		}
		steps := rapid.SliceOfN(rapid.IntRange(0, 8), 1, 12).Draw(r, "steps")
		for _, step := range steps {
			by := time.Duration(rapid.IntRange(1, 7200).Draw(r, "seconds")) * time.Second
			switch step {
			case 0, 1: // asleep, or just time
				pass(by)
				b.advance(by)
			case 2:
				pass(by)
				b.restart(by)
			case 3:
				pass(by)
				b.kill()
				b.clock.Advance(by)
				b.open()
				b.Start()
				b.Look(t.Context())
			case 4: // set back, and on again
				b.advance(-by)
				b.advance(by)
			case 5, 6:
				if off&1 == 0 {
					b.do(task.PauseTask, id)
				} else {
					b.do(task.Resume, id)
				}
				off ^= 1
			case 7, 8:
				b.setHold(off&2 == 0)
				off ^= 2
			}
		}
		if off&1 != 0 {
			b.do(task.Resume, id)
		}
		if off&2 != 0 {
			b.setHold(false)
		}
		var got int64
		seen := map[int64]bool{}
		for _, run := range b.settled(id) {
			require.False(t, seen[run.Due], "two runs for one due time")
			seen[run.Due] = true
			got += run.StandsFor
			require.Contains(t, []task.Outcome{task.Completed, task.MissedRun, task.Interrupted}, run.Outcome)
		}
		require.Equal(t, expected, got, "policy %s, steps %v", policy, steps)
	})
}
