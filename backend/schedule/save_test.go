package schedule_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

func TestADraftThatMakesNoSenseIsRefusedInWords(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.save(everyHour(), func(d *task.Draft) { d.Name = "Übersicht" })
	for want, change := range map[string]func(*task.Draft){
		"needs a name":                 func(d *task.Draft) { d.Name = "  " },
		"at most 200 letters":          func(d *task.Draft) { d.Name = strings.Repeat("ä", 201) },
		"one line each":                func(d *task.Draft) { d.Name = "a\nb" },
		`a task is called "Übersicht"`: func(d *task.Draft) { d.Name = " üBERSICHT " },
		`called "magic"`:               func(d *task.Draft) { d.Does = "magic" },
		"comes with Jobdeck":           func(d *task.Draft) { d.Does = "sweeping" },
		`there is no "weeks" here: there is days, way, loud`: func(d *task.Draft) { d.Settings = map[string]string{"weeks": "1"} },
		"whole number from 1 to 365":                         func(d *task.Draft) { d.Settings = map[string]string{"days": "0"} },
		`Days is "many"`:                                     func(d *task.Draft) { d.Settings = map[string]string{"days": "many"} },
		"must be one of fast, slow":                          func(d *task.Draft) { d.Settings = map[string]string{"way": "long"} },
		"must be true or false":                              func(d *task.Draft) { d.Settings = map[string]string{"loud": "perhaps"} },
		"File is needed":                                     func(d *task.Draft) { d.Does = "needy" },
		"name the whole path":                                func(d *task.Draft) { d.Does, d.Settings = "needy", map[string]string{"file": "relative"} },
		"at least a second":                                  func(d *task.Draft) { d.Schedule.EveryMS = 10 },
		"has passed":                                         func(d *task.Draft) { d.Schedule = task.Schedule{Kind: task.Once, At: morning.UnixMilli()} },
		`missed firings are met with`:                        func(d *task.Draft) { d.Missed = "all of them" },
		"overlapping firings are met":                        func(d *task.Draft) { d.Overlap = "both" },
		"-1 missed firings at most is not":                   func(d *task.Draft) { d.MissedCap = -1 },
	} {
		draft := task.Draft{Name: "Mine", Does: "own", Schedule: everyHour(), Enabled: true, Actor: someone}
		change(&draft)
		_, err := b.Save(t.Context(), draft)
		require.ErrorContains(t, err, want)
		require.ErrorAs(t, err, new(*job.UsageError), want)
	}
	views, err := b.Tasks(t.Context())
	require.NoError(t, err)
	require.Len(t, views, 2, "nothing was stored")
	_, err = b.Save(t.Context(), task.Draft{ID: 99, Name: "Mine", Does: "own", Schedule: everyHour()})
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestWhatIsLeftOutOfADraftIsTheDefault(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour(), func(d *task.Draft) { d.Settings = map[string]string{"days": "07 "} })
	view := b.view(id)
	require.Equal(t, task.RunOnce, view.Missed)
	require.Equal(t, task.SkipOverlap, view.Overlap)
	require.Equal(t, task.DefaultMissedCap, view.MissedCap)

	settings := make(chan map[string]string, 1)
	b.answer(func(_ context.Context, order task.Order) (task.Result, error) {
		settings <- order.Settings
		return task.Result{}, nil
	})
	b.Start()
	b.do(task.Start, id)
	require.Equal(t, map[string]string{"days": "7", "way": "fast", "loud": "false"}, <-settings, "values are read once, when they are saved")
	require.Equal(t, map[string]string{"days": "7"}, view.Settings)
	b.settled(id)
}

func TestADuplicateIsDisabledAndHasANameOfItsOwn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour(), func(d *task.Draft) { d.Settings = map[string]string{"days": "7"} })
	two := b.view(b.do(task.Duplicate, id))
	require.Equal(t, "Mine (2)", two.Name)
	require.Equal(t, task.Disabled, two.Status)
	require.Equal(t, map[string]string{"days": "7"}, two.Settings)
	require.Equal(t, "Mine (3)", b.view(b.do(task.Duplicate, two.ID)).Name)
}

func TestADeletedTaskIsGoneAndCanComeBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.Start()
	b.advance(time.Hour)
	require.Len(t, b.settled(id), 1)
	events := b.bus.Subscribe(t.Context())
	b.do(task.Delete, id)
	batch, err := events.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, live.TaskGone, batch[0].Topic)
	_, err = b.Task(t.Context(), id)
	require.ErrorIs(t, err, store.ErrNotFound)
	report, err := b.Apply(t.Context(), task.Command{Verb: task.Start, Tasks: []task.ID{id}, Actor: someone})
	require.NoError(t, err)
	require.False(t, report.LeftOut[0].Refused)
	b.advance(5 * time.Hour)

	other := b.save(everyHour()) // its name is free again
	require.Contains(t, b.refused(task.Undelete, id), "rename that one first")
	b.do(task.Delete, other)
	b.do(task.Undelete, id)
	require.Equal(t, "did it", b.view(id).LastRun.Message)
	b.Look(t.Context())
	require.Len(t, b.runs(id), 1, "what was due meanwhile does not fire")
	require.Contains(t, b.refused(task.Undelete, id), "it is not deleted")

	now := b.clock.Now().UnixMilli()
	left, err := b.store.LeftoverTasks(t.Context(), now)
	require.NoError(t, err)
	require.Equal(t, []task.ID{other}, left)
	for more := true; more; {
		_, more, err = b.store.PurgeTaskChunk(t.Context(), other, now)
		require.NoError(t, err)
	}
	_, err = b.store.Task(t.Context(), other)
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestARunningTaskIsNotDeletedAndShippedOnesNever(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.answer(untilCancelled)
	id := b.save(everyHour())
	b.Start()
	b.do(task.Start, id)
	require.Contains(t, b.refused(task.Delete, id), "cancel it first")
	b.do(task.Cancel, id)
	views, err := b.Tasks(t.Context())
	require.NoError(t, err)
	shipped := views[1]
	require.True(t, shipped.Shipped)
	require.Contains(t, b.refused(task.Delete, shipped.ID), "disable it instead")
	require.Contains(t, b.refused(task.Duplicate, shipped.ID), "comes with Jobdeck")
	require.NotContains(t, shipped.Verbs, task.Delete)
}

func TestTheVerbsOfEachState(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.answer(untilCancelled)
	id := b.save(everyHour())
	b.Start()
	require.Equal(t, []task.Verb{task.Start, task.PauseTask, task.Disable, task.Duplicate, task.Delete}, b.view(id).Verbs)
	b.do(task.Start, id)
	require.Equal(t, []task.Verb{task.PauseTask, task.Cancel, task.Disable, task.Duplicate}, b.view(id).Verbs)
	b.do(task.Cancel, id)
	b.do(task.PauseTask, id)
	require.Equal(t, []task.Verb{task.Start, task.Resume, task.Disable, task.Duplicate, task.Delete}, b.view(id).Verbs)
	b.do(task.Resume, id)
	b.do(task.Disable, id)
	require.Equal(t, []task.Verb{task.Start, task.Enable, task.Duplicate, task.Delete}, b.view(id).Verbs)
	require.Contains(t, b.refused(task.PauseTask, id), "it is disabled")
	_, err := b.Apply(t.Context(), task.Command{Verb: "explode", Tasks: []task.ID{id}})
	require.ErrorAs(t, err, new(*job.UsageError))
}

func TestEveryChangeLeavesItsLineInTheAuditLog(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.save(everyHour())
	b.save(task.Schedule{Kind: task.Cron, Cron: "0 3 * * *", Zone: "UTC"}, func(d *task.Draft) { d.ID = id })
	b.Start()
	b.do(task.PauseTask, id)
	b.do(task.Resume, id)
	b.do(task.Start, id)
	b.settled(id)
	lines, _, err := b.store.Activity(t.Context(), store.HappeningFilter{Task: id, WithoutRuns: true}, store.HappeningKey{}, 100)
	require.NoError(t, err)
	said := []string{}
	for _, line := range lines {
		require.Equal(t, "ada", line.Who)
		said = append(said, line.What+": "+line.Before+" → "+line.After)
	}
	require.ElementsMatch(t, []string{
		"start task: scheduled → running",
		"resume task: paused → scheduled",
		"pause task: scheduled → paused",
		"change task: schedule: every hour → schedule: 0 3 * * * in UTC",
		"add task:  → name: Mine; does: own; schedule: every hour; missed: run_once; missed at most: 100; overlap: skip; enabled: true",
	}, said)
}

var errNotDry = errors.New("this was meant to be a dry run")

func TestADryRunTellsWhatWouldBeDoneAndLeavesNoTrace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.answer(func(_ context.Context, order task.Order) (task.Result, error) {
		if !order.DryRun {
			return task.Result{}, errNotDry
		}
		return task.Result{Message: "would delete 214 entries"}, nil
	})
	id := b.save(everyHour())
	result, err := b.Try(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "would delete 214 entries", result.Message)
	require.Empty(t, b.runs(id))
	_, err = b.Try(t.Context(), b.save(everyHour(), does("patient")))
	require.ErrorContains(t, err, "can't tell beforehand")
	_, err = b.Try(t.Context(), 99)
	require.ErrorIs(t, err, store.ErrNotFound)
	b.answer(func(context.Context, task.Order) (task.Result, error) { panic("boo") })
	_, err = b.Try(t.Context(), id)
	require.ErrorContains(t, err, "boo")
}
