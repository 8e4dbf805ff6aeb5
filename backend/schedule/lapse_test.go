package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/task"
)

func onceAfter(wait time.Duration) task.Schedule {
	return task.Schedule{Kind: task.Once, At: morning.Add(wait).UnixMilli()}
}

func TestTheOneTimeOfATaskThatPassesWhileNothingMayFireLeavesItsMark(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stop, goOn func(b *bundle, id task.ID)
		why        string
	}{
		"paused": {
			func(b *bundle, id task.ID) { b.do(task.PauseTask, id) },
			func(b *bundle, id task.ID) { b.do(task.Resume, id) }, "was due while it was paused",
		},
		"held": {
			func(b *bundle, _ task.ID) { b.setHold(true) },
			func(b *bundle, _ task.ID) { b.setHold(false) }, "was due while everything was held",
		},
		"deleted": {
			func(b *bundle, id task.ID) { b.do(task.Delete, id) },
			func(b *bundle, id task.ID) { b.do(task.Undelete, id) }, "was due while it was deleted",
		},
	} {
		for how, over := range map[string]func(b *bundle){
			"awake":     func(b *bundle) { b.advance(2 * time.Hour) },
			"restarted": func(b *bundle) { b.restart(2 * time.Hour) },
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				b := setup(t)
				id := b.save(onceAfter(time.Hour))
				b.Start()
				test.stop(b, id)
				over(b)
				test.goOn(b, id)
				b.advance(time.Minute)
				runs := b.settled(id)
				require.Equal(t, []string{"schedule: skipped"}, inShort(runs), "no pause is a misfire: it does not run by itself")
				require.Equal(t, test.why, runs[0].Message)
				require.Equal(t, morning.Add(time.Hour).UnixMilli(), runs[0].Due)
				view := b.view(id)
				require.Equal(t, task.Disabled, view.Status)
				require.Equal(t, "its time has passed: start it, or give it a new time", view.Message)
				require.Contains(t, b.refused(task.Enable, id), "its time has passed")
				b.do(task.Start, id)
				require.Equal(t, "manual: completed", inShort(b.settled(id))[1])
			})
		}
	}
}

func TestATaskOfOneTimeThatIsStillPausedSaysThatItsTimePassed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(onceAfter(time.Hour))
	b.Start()
	b.do(task.PauseTask, id)
	require.Equal(t, "paused by ada", b.view(id).Message)
	b.advance(time.Hour)
	require.Equal(t, "its time passed while it was paused: start it, or give it a new time", b.view(id).Message)
	b.save(onceAfter(3*time.Hour), func(d *task.Draft) { d.ID = id })
	b.do(task.Resume, id)
	b.advance(2 * time.Hour)
	require.Equal(t, []string{"schedule: completed"}, inShort(b.settled(id)))
}

func TestATaskOfOneTimeThatWasDisabledOverItIsNotEnabledForNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(onceAfter(time.Hour))
	b.Start()
	b.do(task.Disable, id)
	b.advance(2 * time.Hour)
	require.Contains(t, b.refused(task.Enable, id), "its time has passed: give it a new one")
	require.NotContains(t, b.view(id).Verbs, task.Enable)
}

func TestATaskOfOneTimeThatResumesBeforeItFires(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(onceAfter(time.Hour))
	b.Start()
	b.do(task.PauseTask, id)
	b.advance(30 * time.Minute)
	b.do(task.Resume, id)
	b.advance(30 * time.Minute)
	require.Equal(t, []string{"schedule: completed"}, inShort(b.settled(id)))
}

func TestADisabledTaskBeginsNoRunThatWaited(t *testing.T) {
	t.Parallel()
	for name, disable := range map[string]func(b *bundle, id task.ID){
		"by its verb": func(b *bundle, id task.ID) { b.do(task.Disable, id) },
		"in its form": func(b *bundle, id task.ID) {
			b.save(everyHour(), overlap(task.QueueOverlap), func(d *task.Draft) { d.ID, d.Enabled = id, false })
		},
	} {
		for how, after := range map[string]func(b *bundle){
			"awake":     func(*bundle) {},
			"restarted": func(b *bundle) { b.restart(time.Minute) },
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				b := setup(t)
				work := holdRuns(b)
				id := b.save(everyHour(), overlap(task.QueueOverlap))
				b.Start()
				b.advance(time.Hour)
				<-work.begun
				b.advance(time.Hour)
				disable(b, id)
				work.free <- struct{}{}
				b.until(id, func(v task.View) bool { return !v.Running })
				after(b)
				b.advance(time.Hour)
				require.Equal(t, []string{"schedule: completed", "schedule: queued"}, inShort(b.runs(id)))
				require.Equal(t, "1 run waits until it is enabled", b.view(id).Message)
				b.do(task.Enable, id)
				<-work.begun
				close(work.free)
				require.Equal(t, []string{"schedule: completed", "schedule: completed"}, inShort(b.settled(id)))
			})
		}
	}
}

func TestARunThatAPersonStartedBeginsAlthoughItsTaskIsDisabled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.do(task.Disable, id)
	b.do(task.Start, id) // nothing works yet: it waits for the start
	require.Equal(t, []string{"manual: queued"}, inShort(b.runs(id)))
	b.Start()
	require.Equal(t, []string{"manual: completed"}, inShort(b.settled(id)))
}

func TestTheRunOfATaskOfOneTimeThatHadToWaitBegins(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	id := b.save(onceAfter(time.Hour), overlap(task.QueueOverlap))
	b.Start()
	b.do(task.Start, id)
	<-work.begun
	b.advance(time.Hour)
	require.Equal(t, task.Running, b.view(id).Status)
	work.free <- struct{}{}
	<-work.begun
	close(work.free)
	require.Equal(t, []string{"manual: completed", "schedule: completed"}, inShort(b.settled(id)))
}

func TestWhatWasMadeUpForIsNotOffered(t *testing.T) {
	t.Parallel()
	for policy, open := range map[task.MissedPolicy]int64{task.SkipMissed: 3, task.RunOnce: 0, task.RunAll: 0} {
		t.Run(string(policy), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			id := b.save(every3Hours(), missed(policy))
			b.Start()
			b.restart(10 * time.Hour)
			b.settled(id)
			view := b.view(id)
			require.EqualValues(t, 3, view.MissedFirings.Count, "it is told in any case")
			require.Equal(t, open, view.MissedFirings.Open())
			require.Equal(t, open > 0, view.Message != "")
			b.restart(time.Minute)
			require.Equal(t, open, b.view(id).MissedFirings.Open())
		})
	}
}

func TestAMissedFiringWhoseRunWasSkippedIsOffered(t *testing.T) {
	t.Parallel()
	b := setup(t)
	work := holdRuns(b)
	id := b.save(every3Hours(), missed(task.RunOnce))
	b.Start()
	b.do(task.Start, id)
	<-work.begun
	b.advance(4 * time.Hour) // asleep over it, with a run still at work
	require.EqualValues(t, 1, b.view(id).MissedFirings.Open())
	close(work.free)
	b.settled(id)
}
