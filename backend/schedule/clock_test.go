package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/task"
)

func everyMinute() task.Schedule { return task.Schedule{Kind: task.Every, EveryMS: 60_000} }

// pass lets time go on in steps, as it does for who is awake.
func (b *bundle) pass(steps int, each time.Duration) {
	b.t.Helper()
	for range steps {
		b.advance(each)
	}
}

func TestAClockThatWasAheadAndIsSetRightSilencesNothing(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string]func(b *bundle){
		"20 hours for a moment":  func(b *bundle) { b.advance(20 * time.Hour); b.advance(-20 * time.Hour) },
		"20 hours, found closed": func(b *bundle) { b.restart(20 * time.Hour); b.restart(-20 * time.Hour) },
		"three years":            func(b *bundle) { b.advance(26000 * time.Hour); b.advance(-26000 * time.Hour) },
		"20 hours for a while": func(b *bundle) {
			b.advance(20 * time.Hour)
			b.pass(20, time.Minute)
			b.advance(-20*time.Hour - 20*time.Minute)
		},
		// The firings to come have had a run each.
		"set back, having been right": func(b *bundle) { b.pass(20, time.Minute); b.advance(-15 * time.Minute) },
		"started while it was wrong":  func(b *bundle) { b.restart(5 * time.Hour); b.pass(3, time.Minute); b.advance(-5 * time.Hour) },
	} {
		for _, policy := range []task.MissedPolicy{task.SkipMissed, task.RunOnce, task.RunAll} {
			t.Run(name+" "+string(policy), func(t *testing.T) {
				t.Parallel()
				b := setup(t)
				id := b.save(everyMinute(), missed(policy), overlap(task.QueueOverlap), func(d *task.Draft) { d.MissedCap = 2 })
				b.Start()
				b.pass(5, time.Minute)
				wrong(b)
				before := len(b.settled(id))
				lost := b.view(id).MissedFirings
				b.pass(20, time.Minute)
				after := b.settled(id)[before:]
				require.EqualValues(t, 20, accounted(after), "it fires at its pace")
				for _, run := range after {
					require.Equal(t, task.BySchedule, run.Trigger)
					require.Equal(t, task.Completed, run.Outcome)
					require.EqualValues(t, 1, run.StandsFor)
				}
				require.Equal(t, lost, b.view(id).MissedFirings)
				require.Equal(t, b.clock.Now().Truncate(time.Minute).Add(time.Minute).UnixMilli(), b.view(id).NextRun)
			})
		}
	}
}

func TestAFiringThatComesAgainAloneIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"} {
		for _, back := range []time.Duration{5 * time.Second, 10 * time.Minute, time.Hour, 20 * time.Hour} {
			t.Run(zone+" "+back.String(), func(t *testing.T) {
				t.Parallel()
				b := setup(t)
				id := b.save(cronIn("0 3 * * *", zone))
				b.Start()
				b.clock.Advance(time.UnixMilli(b.view(id).NextRun).Sub(b.clock.Now()))
				b.advance(0)
				require.Len(t, b.settled(id), 1)
				b.advance(time.Second - back)
				b.restart(0)
				for range int(back/time.Minute) + 1 {
					b.clock.Advance(time.Minute)
				}
				b.advance(0)
				require.Len(t, b.settled(id), 1)
				b.advance(time.UnixMilli(b.view(id).NextRun).Sub(b.clock.Now()))
				require.Len(t, b.settled(id), 2, "and the next day it fires as usual")
			})
		}
	}
}

func TestAClockThatIsSetBackForAMomentDoublesNothing(t *testing.T) {
	t.Parallel()
	for _, policy := range []task.MissedPolicy{task.SkipMissed, task.RunOnce, task.RunAll} {
		t.Run(string(policy), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			id := b.save(everyMinute(), missed(policy))
			b.Start()
			b.pass(30, time.Minute)
			require.EqualValues(t, 30, accounted(b.settled(id)))
			b.advance(-20 * time.Minute)
			b.advance(20*time.Minute - 10*time.Second)
			require.EqualValues(t, 30, accounted(b.settled(id)))
			require.Zero(t, b.view(id).MissedFirings, "they were not missed")
			b.advance(10 * time.Second)
			b.advance(time.Minute)
			require.EqualValues(t, 31, accounted(b.settled(id)))
		})
	}
}

func TestAHoldFromAClockThatWasAheadHolds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyMinute(), overlap(task.QueueOverlap))
	b.Start()
	b.advance(5 * time.Hour)
	before := accounted(b.settled(id))
	b.setHold(true)
	b.advance(-5 * time.Hour)
	b.pass(30, time.Minute)
	require.Equal(t, before, accounted(b.runs(id)), "nothing fires and nothing lines up")
	b.setHold(false)
	b.advance(0)
	require.Equal(t, before, accounted(b.runs(id)))
	b.advance(time.Minute)
	require.Equal(t, before+1, accounted(b.settled(id)))
}

// accounted is how many firings runs stand for.
func accounted(runs []task.Run) (n int64) {
	for _, run := range runs {
		n += run.StandsFor
	}
	return n
}
