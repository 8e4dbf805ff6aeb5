package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/task"
)

func missed(policy task.MissedPolicy) func(*task.Draft) {
	return func(d *task.Draft) { d.Missed = policy }
}

// every3Hours fires three times in a sleep of ten hours that begins at 8:00: at 11, 14 and 17.
func every3Hours() task.Schedule {
	return task.Schedule{Kind: task.Every, EveryMS: 3 * 3600_000, Anchor: morning.UnixMilli()}
}

func TestASleepOfTenHoursOverThreeFirings(t *testing.T) {
	t.Parallel()
	for policy, want := range map[task.MissedPolicy][]string{
		task.SkipMissed: {"missed: missed", "missed: missed", "missed: missed"},
		task.RunOnce:    {"missed: completed"},
		task.RunAll:     {"missed: completed", "missed: completed", "missed: completed"},
	} {
		for name, sleep := range map[string]func(b *bundle){
			"asleep": func(b *bundle) { b.advance(10 * time.Hour) },
			"closed": func(b *bundle) { b.restart(10 * time.Hour) },
		} {
			t.Run(string(policy)+" "+name, func(t *testing.T) {
				t.Parallel()
				b := setup(t)
				id := b.save(every3Hours(), missed(policy))
				b.Start()
				sleep(b)
				runs := b.settled(id)
				require.Equal(t, want, inShort(runs))
				require.Equal(t, morning.Add(9*time.Hour).UnixMilli(), runs[len(runs)-1].Due)
				var standsFor int64
				for _, run := range runs {
					standsFor += run.StandsFor
				}
				require.EqualValues(t, 3, standsFor, "each firing is accounted for")
				made := int64(3)
				if policy == task.SkipMissed {
					made = 0
				}
				require.Equal(t, task.Missed{
					Count: 3, First: morning.Add(3 * time.Hour).UnixMilli(), Last: morning.Add(9 * time.Hour).UnixMilli(), MadeUp: made,
				}, b.view(id).MissedFirings)
				require.Equal(t, morning.Add(12*time.Hour).UnixMilli(), b.view(id).NextRun)

				b.do(task.Dismiss, id)
				require.Zero(t, b.view(id).MissedFirings)
				require.Contains(t, b.refused(task.Dismiss, id), "nothing was missed")
				b.advance(2*time.Hour - time.Minute)
				require.Len(t, b.runs(id), len(want), "what was decided stays decided")
			})
		}
	}
}

func TestAFiringThatIsOnTimeStandsForTheOnesBeforeIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(every3Hours())
	b.Start()
	b.advance(9*time.Hour + 20*time.Second)
	runs := b.settled(id)
	require.Equal(t, []string{"schedule: completed"}, inShort(runs))
	require.EqualValues(t, 3, runs[0].StandsFor)
	require.EqualValues(t, 2, b.view(id).MissedFirings.Count)
}

func TestAFiringIsOnTimeUpToThirtySecondsAndNoLonger(t *testing.T) {
	t.Parallel()
	for late, want := range map[time.Duration]string{30 * time.Second: "schedule: completed", 31 * time.Second: "missed: missed"} {
		t.Run(late.String(), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			id := b.save(every3Hours(), missed(task.SkipMissed))
			b.Start()
			b.advance(3*time.Hour + late)
			require.Equal(t, []string{want}, inShort(b.settled(id)))
		})
	}
}

func TestAFiringBeforeTheStartIsNeverOnTime(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(every3Hours(), missed(task.SkipMissed))
	b.Start()
	b.advance(3*time.Hour - time.Second)
	b.restart(2 * time.Second)
	require.Equal(t, []string{"missed: missed"}, inShort(b.settled(id)))
}

func TestRunAllMakesUpForTheNewestUpToItsCap(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour(), missed(task.RunAll), func(d *task.Draft) { d.MissedCap = 2 })
	b.Start()
	b.advance(5*time.Hour + time.Minute)
	runs := b.settled(id)
	require.Equal(t, []string{"missed: missed", "missed: completed", "missed: completed"}, inShort(runs))
	require.EqualValues(t, 3, runs[0].StandsFor)
	require.Contains(t, runs[0].Message, "more than are made up for")
	require.Equal(t, morning.Add(3*time.Hour).UnixMilli(), runs[0].Due)
	require.EqualValues(t, 3, b.view(id).MissedFirings.Open(), "what was made up for is not offered any more")
	require.Contains(t, b.view(id).Message, "3 firings were due")
	require.Equal(t, morning.Add(4*time.Hour).UnixMilli(), runs[1].Due)
	require.Equal(t, morning.Add(5*time.Hour).UnixMilli(), runs[2].Due)
}

func TestSkippedOnesAreAHundredRowsAtMostAndAllAccountedFor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(task.Schedule{Kind: task.Cron, Cron: "* * * * * *", Zone: "UTC"}, missed(task.SkipMissed))
	b.Start()
	week := 7 * 24 * time.Hour
	b.advance(week)
	runs := b.settled(id)
	require.Len(t, runs, 101)
	require.Equal(t, "schedule: completed", inShort(runs)[100])
	var standsFor int64
	for _, run := range runs {
		standsFor += run.StandsFor
	}
	require.EqualValues(t, week/time.Second, standsFor)
	require.EqualValues(t, week/time.Second-1, b.view(id).MissedFirings.Count)
}

func TestAPausedTaskFiresNothingAndNothingExtraWhenItIsResumed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour(), missed(task.RunAll))
	b.Start()
	b.advance(time.Hour)
	require.Len(t, b.settled(id), 1)
	b.do(task.PauseTask, id)
	view := b.view(id)
	require.Equal(t, task.Paused, view.Status)
	require.Zero(t, view.NextRun)
	require.Equal(t, "paused by ada", view.Message)

	b.advance(5 * time.Hour)
	b.restart(5 * time.Hour)
	require.Equal(t, task.Paused, b.view(id).Status, "a pause outlives a restart")
	require.Equal(t, "ada", b.view(id).Pause.Who)
	b.do(task.Resume, id)
	b.Look(t.Context())
	require.Len(t, b.settled(id), 1, "nothing extra fires")
	require.Zero(t, b.view(id).MissedFirings, "a pause by hand is never a misfire")
	b.advance(time.Hour)
	require.Equal(t, []string{"schedule: completed", "schedule: completed"}, inShort(b.settled(id)))
}

func TestADisabledTaskFiresNothingAndNothingExtraWhenItIsEnabled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour(), missed(task.RunAll))
	b.Start()
	b.do(task.Disable, id)
	require.Equal(t, task.Disabled, b.view(id).Status)
	require.Zero(t, b.view(id).NextRun)
	b.advance(5 * time.Hour)
	b.do(task.Enable, id)
	b.Look(t.Context())
	require.Empty(t, b.runs(id))
	require.Zero(t, b.view(id).MissedFirings)
	b.advance(time.Hour)
	require.Len(t, b.settled(id), 1)
}

func TestWhileEverythingIsHeldNothingFiresAndNothingExtraAfterIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour(), missed(task.RunAll))
	b.Start()
	b.advance(time.Hour)
	require.Len(t, b.settled(id), 1)
	b.setHold(true)
	require.Equal(t, "waits: everything is held", b.view(id).Message)
	require.NotZero(t, b.view(id).NextRun)
	require.Equal(t, "can't start: everything is held: lift the hold first", b.refused(task.Start, id))
	b.advance(3 * time.Hour)
	b.restart(2 * time.Hour)
	require.Len(t, b.runs(id), 1)
	b.setHold(false)
	require.Len(t, b.settled(id), 1)
	require.Zero(t, b.view(id).MissedFirings)
	require.Empty(t, b.view(id).Message)
	b.advance(time.Hour)
	require.Len(t, b.settled(id), 2)
}

func TestWhatWasDueBeforeTheHoldCountsAndWaitsForItsEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.Start()
	b.close()
	b.clock.Advance(90 * time.Minute) // one firing is missed
	b.holding.Lock()
	b.hold.Held, b.hold.Since = true, b.clock.Now().UnixMilli()
	b.holding.Unlock()
	b.restart(2 * time.Hour) // two more are due while everything is held
	require.Equal(t, []string{"missed: queued"}, inShort(b.runs(id)))
	b.setHold(false)
	require.Equal(t, []string{"missed: completed"}, inShort(b.settled(id)))
	require.EqualValues(t, 1, b.view(id).MissedFirings.Count)
}

func TestAHoldThatIsLiftedWhileJobdeckIsClosedForWorkCountsAsAHold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.Start()
	b.setHold(true)
	b.advance(time.Minute)
	b.close()
	b.clock.Advance(5 * time.Hour)
	b.open() // as the command line does: it starts nothing
	b.holding.Lock()
	b.hold.Held = false
	b.holding.Unlock()
	b.restart(time.Minute)
	require.Empty(t, b.runs(id))
	require.Zero(t, b.view(id).MissedFirings)
}

func TestAClockThatIsSetBackDoublesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.Start()
	b.advance(time.Hour)
	require.Len(t, b.settled(id), 1)
	b.advance(time.Hour)
	require.Len(t, b.settled(id), 2)
	b.advance(-time.Hour)
	b.advance(30 * time.Minute)
	b.do(task.PauseTask, id)
	b.do(task.Resume, id) // does not take the decisions back either
	b.advance(30 * time.Minute)
	require.Len(t, b.settled(id), 2)
	require.Equal(t, morning.Add(3*time.Hour).UnixMilli(), b.view(id).NextRun)
	b.advance(time.Hour)
	runs := b.settled(id)
	require.Equal(t, []string{"schedule: completed", "schedule: completed", "schedule: completed"}, inShort(runs))
	require.Equal(t, morning.Add(3*time.Hour).UnixMilli(), runs[2].Due)
}

func TestAClockThatWasWrongByWeeksStopsNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.Start()
	b.advance(40 * 24 * time.Hour)
	require.Len(t, b.settled(id), 1)
	b.advance(-40 * 24 * time.Hour)
	require.Equal(t, morning.Add(time.Hour).UnixMilli(), b.view(id).NextRun)
	b.advance(time.Hour)
	require.Len(t, b.settled(id), 2)
}

func TestAOnceTaskRunsOnceAndDisablesItself(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]time.Duration{"on time": time.Hour, "late": 30 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			id := b.save(task.Schedule{Kind: task.Once, At: morning.Add(time.Hour).UnixMilli()})
			b.Start()
			b.advance(wait)
			require.Len(t, b.settled(id), 1)
			view := b.view(id)
			require.Equal(t, task.Disabled, view.Status)
			require.Zero(t, view.NextRun)
			require.Contains(t, view.Message, "ran at 2026-03-0")
			require.Contains(t, b.refused(task.Enable, id), "its time has passed")
			b.restart(100 * time.Hour)
			require.Len(t, b.runs(id), 1)
		})
	}
}

func TestFiringsOfAChangedScheduleBeginWithTheChange(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.Start()
	b.advance(30 * time.Minute)
	b.save(task.Schedule{Kind: task.Every, EveryMS: 60_000}, func(d *task.Draft) { d.ID = id })
	b.Look(t.Context())
	require.Empty(t, b.runs(id))
	require.Equal(t, morning.Add(31*time.Minute).UnixMilli(), b.view(id).NextRun)
	b.advance(time.Minute)
	require.Len(t, b.settled(id), 1)
}
