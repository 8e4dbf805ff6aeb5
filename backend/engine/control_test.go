package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

func TestAfterPauseReturnedNoItemStartsAndThoseInFlightAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(10, 2)
	b.do(job.Pause, id)
	require.Equal(t, job.Pausing, b.snapshot(id).Status)
	require.EqualValues(t, 2, b.snapshot(id).InFlight)
	h.pass(2)
	s := b.reaches(id, job.Paused)
	require.EqualValues(t, 2, s.Succeeded)
	require.EqualValues(t, 2, b.work.started.Load(), "no item started after pause returned")

	close(h.let)
	b.do(job.Resume, id)
	s = b.reaches(id, job.Completed)
	require.EqualValues(t, 10, s.Succeeded)
	for seq := int64(1); seq <= 10; seq++ {
		require.Equal(t, 1, b.work.tries(seq), "nothing is done twice, nothing skipped")
	}
}

func TestPauseNowInterruptsAndItemsGoBackToPending(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(10, 2)
	b.do(job.PauseNow, id)
	s := b.reaches(id, job.Paused)
	require.EqualValues(t, 10, s.Pending)
	close(h.let)
	b.do(job.Resume, id)
	require.EqualValues(t, 10, b.reaches(id, job.Completed).Succeeded)
}

func TestPauseThenPauseNowInterruptsWhatWasFinishing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, _ := b.underWay(10, 1)
	b.do(job.Pause, id)
	b.do(job.PauseNow, id)
	require.EqualValues(t, 10, b.reaches(id, job.Paused).Pending)
}

func TestResumeBeforeItIsDrainedGoesOnWithoutDoingAnythingTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(10, 2)
	b.do(job.Pause, id)
	b.do(job.Resume, id)
	require.Equal(t, job.Running, b.snapshot(id).Status)
	h.pass(1)
	<-h.starts // an item starts while the other one of before is still in flight
	close(h.let)
	b.reaches(id, job.Completed)
	require.EqualValues(t, 10, b.work.started.Load())
}

func TestCancelDuringTheLastItemEndsCancelledNeverCompleted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	h := newHeld()
	b.work.process = h.process
	id := b.create(3, oneAtATime)
	b.Start()
	h.pass(2)
	for range 3 {
		<-h.starts
	}
	b.do(job.Cancel, id)
	s := b.reaches(id, job.Cancelled)
	require.EqualValues(t, 2, s.Succeeded)
	require.EqualValues(t, 1, s.Pending)
	require.NotContains(t, s.Verbs, job.Resume)
	require.Contains(t, s.Verbs, job.RunRest)

	report, err := b.Apply(t.Context(), job.Command{Verb: job.Resume, Actor: someone, Jobs: []job.ID{id}})
	require.NoError(t, err)
	require.Empty(t, report.Done)
	require.True(t, report.LeftOut[0].Refused)
	require.Contains(t, report.LeftOut[0].Why, "already cancelled")
}

func TestTheRestOfACancelledJobRunsAsANewJob(t *testing.T) {
	t.Parallel()
	b := setup(t)
	h := newHeld()
	b.work.process = h.process
	id := b.create(5, oneAtATime)
	b.Start()
	h.pass(2)
	for range 3 {
		<-h.starts
	}
	b.do(job.Cancel, id)
	b.reaches(id, job.Cancelled)
	close(h.let)
	report, err := b.Apply(t.Context(), job.Command{Verb: job.RunRest, Actor: someone, Jobs: []job.ID{id}})
	require.NoError(t, err)
	s := b.reaches(report.Done[0], job.Completed)
	require.EqualValues(t, 3, s.Total)
	items, _, err := b.store.Items(t.Context(), s.ID, everything, 0, 10)
	require.NoError(t, err)
	require.JSONEq(t, `["Company 3", "c3.com"]`, items[0].Input, "in the list's order")
}

func TestADuplicateHasTheSameListAndOptionsAndWaits(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.create(25_000, func(n *engine.NewJob) { n.Options.Retries = 7 })
	report, err := b.Apply(t.Context(), job.Command{Verb: job.Duplicate, Actor: someone, Jobs: []job.ID{id}})
	require.NoError(t, err)
	s := b.snapshot(report.Done[0])
	require.Equal(t, job.Paused, s.Status)
	require.EqualValues(t, 25_000, s.Total)
	require.Equal(t, 7, s.Retries)
	require.Equal(t, "Q4 targets (copy)", s.Name)
	again, err := b.Apply(t.Context(), job.Command{Verb: job.Duplicate, Actor: someone, Jobs: report.Done})
	require.NoError(t, err)
	require.Equal(t, "Q4 targets (copy 2)", b.snapshot(again.Done[0]).Name)
	items, _, err := b.store.Items(t.Context(), s.ID, everything, 24_999, 10)
	require.NoError(t, err)
	require.JSONEq(t, `["Company 25000", "c25000.com"]`, items[0].Input)
}

func TestDeleteIsRefusedWhileActiveAndCanBeUndoneForTenSeconds(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	id := b.create(12_000)
	report, err := b.Apply(t.Context(), job.Command{Verb: job.Delete, Actor: someone, Jobs: []job.ID{id}})
	require.NoError(t, err)
	require.Equal(t, "can't delete a job that is queued: cancel it first", report.LeftOut[0].Why)

	b.do(job.Cancel, id)
	b.do(job.Delete, id)
	ids, err := b.store.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.Empty(t, ids, "gone from the list at once")
	b.do(job.Undelete, id)
	require.EqualValues(t, 12_000, b.snapshot(id).Total)
	items, _, err := b.store.Items(t.Context(), id, everything, 0, 1)
	require.NoError(t, err)
	require.Len(t, items, 1)

	b.do(job.Delete, id)
	b.Start()
	events := b.bus.Subscribe(t.Context())
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2)) // dispatcher and purger
	clock.Advance(engine.UndoFor + 3*time.Second)
	for purged := false; !purged; {
		batch, err := events.Next(t.Context())
		require.NoError(t, err)
		for _, event := range batch {
			purged = purged || event.Work != nil && event.Work.Ended
		}
	}
	items, _, err = b.store.Items(t.Context(), id, everything, 0, 1)
	require.NoError(t, err)
	require.Empty(t, items, "its rows are purged")
}

func TestAVerbOnEverythingThatMatchesSaysWhatItDidAndWhatItLeftOut(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for range 1200 {
		b.create(1)
	}
	stopped := b.create(1)
	b.do(job.Cancel, stopped)
	report, err := b.Apply(t.Context(), job.Command{Verb: job.Pause, Actor: someone, All: true})
	require.NoError(t, err)
	require.Len(t, report.Done, 1200)
	require.Len(t, report.LeftOut, 1)
	require.Equal(t, "can't pause: already cancelled", report.LeftOut[0].Why)

	report, err = b.Apply(t.Context(), job.Command{Verb: job.Cancel, Actor: someone, All: true, Filter: "status:paused"})
	require.NoError(t, err)
	require.Len(t, report.Done, 1200)
	_, err = b.Apply(t.Context(), job.Command{Verb: job.Cancel, Actor: someone, All: true, Filter: "status:nonsense"})
	require.ErrorContains(t, err, "nonsense")
	report, err = b.Apply(t.Context(), job.Command{Verb: job.Pause, Actor: someone, Jobs: []job.ID{99_999}})
	require.NoError(t, err)
	require.Equal(t, "there is no job 99999", report.LeftOut[0].Why)
}

// toldOf gives what is published while something is done: the jobs that are told of by themselves,
// and whether it is told that jobs changed.
func (b *bundle) toldOf(do func()) (each []job.ID, list bool) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	events := b.bus.Subscribe(ctx)
	do()
	b.bus.Publish(live.Event{Topic: live.SettingsChanged}) // something to read, whatever was told
	batch, err := events.Next(ctx)
	require.NoError(b.t, err)
	for _, event := range batch {
		if event.Topic == live.JobChanged {
			each = append(each, event.Job.ID)
		}
		list = list || event.Topic == live.JobsChanged
	}
	return each, list
}

func TestNobodyIsLeftWithAnOldSightOfAJobHoweverManyAVerbWasAbout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var ids []job.ID
	for range 90 {
		ids = append(ids, b.create(1))
	}
	each, list := b.toldOf(func() { b.do(job.Pause, ids[:50]...) })
	require.Equal(t, ids[:50], each, "a few are told one by one")
	require.False(t, list, "the list is as it was")

	each, list = b.toldOf(func() {
		report, err := b.Apply(t.Context(), job.Command{Verb: job.Pause, Actor: someone, Jobs: ids})
		require.NoError(t, err)
		require.Len(t, report.Done, 40, "the others were paused before")
	})
	require.Empty(t, each)
	require.True(t, list, "of many it is told that they changed, also when few of them did")

	each, list = b.toldOf(func() { b.do(job.Cancel, ids...) })
	require.Empty(t, each)
	require.True(t, list)

	_, list = b.toldOf(func() {
		report, err := b.Apply(t.Context(), job.Command{Verb: job.Cancel, Actor: someone, Jobs: ids})
		require.NoError(t, err)
		require.Empty(t, report.Done)
	})
	require.False(t, list, "nothing changed")
}

func TestEveryChangeIsInTheAuditLogWithWhoFromWhereAndWhy(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.create(1)
	_, err := b.Apply(t.Context(), job.Command{Verb: job.Pause, Actor: someone, Why: "a meeting", Jobs: []job.ID{id}})
	require.NoError(t, err)
	entries, err := b.store.Timeline(t.Context(), id, 10)
	require.NoError(t, err)
	last := entries[len(entries)-1]
	require.Equal(t, job.Entry{
		ID: last.ID, At: last.At, Job: id, Who: "ada", Origin: job.FromWindow, What: "pause", Before: "queued", After: "paused", Why: "a meeting",
	}, last)
}

func TestArchiveHidesAndUnarchiveBringsBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.create(1)
	b.do(job.Cancel, id)
	b.do(job.Archive, id)
	ids, err := b.store.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.Empty(t, ids)
	report, err := b.Apply(t.Context(), job.Command{Verb: job.Unarchive, Actor: someone, All: true})
	require.NoError(t, err)
	require.Equal(t, []job.ID{id}, report.Done)
}
