package engine_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
)

// crash gives the data folder as a kill would leave it at this moment: what the database's files
// and the flight log hold.
func (b *bundle) crash() string {
	b.t.Helper()
	dir := b.t.TempDir()
	for _, pattern := range []string{"jobdeck.db*", "flight/*"} {
		files, err := filepath.Glob(filepath.Join(b.dir, pattern))
		require.NoError(b.t, err)
		for _, file := range files {
			relative, err := filepath.Rel(b.dir, file)
			require.NoError(b.t, err)
			bytes, err := os.ReadFile(file)
			require.NoError(b.t, err)
			require.NoError(b.t, os.MkdirAll(filepath.Dir(filepath.Join(dir, relative)), 0o700))
			require.NoError(b.t, os.WriteFile(filepath.Join(dir, relative), bytes, 0o600))
		}
	}
	return dir
}

func TestAfterACrashARunningJobGoesOnWithTheSameOptionsAndNothingIsRecordedTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	h := newHeld()
	b.work.process = h.process
	id := b.create(10, func(n *engine.NewJob) { n.Options.Retries = 4 })
	b.Start()
	h.pass(3)
	for range 5 {
		<-h.starts
	}
	events := b.bus.Subscribe(t.Context())
	for b.snapshot(id).Succeeded < 3 {
		_, err := events.Next(t.Context())
		require.NoError(t, err)
	}
	after := setup(t, inDir(b.crash()))
	close(h.let)
	s := after.snapshot(id)
	require.Equal(t, job.Queued, s.Status)
	require.EqualValues(t, 3, s.Succeeded)
	require.EqualValues(t, 7, s.Pending)
	require.Equal(t, 4, s.Retries)
	after.Start()
	require.EqualValues(t, 10, after.reaches(id, job.Completed).Succeeded)
	require.EqualValues(t, 7, after.work.started.Load())
}

func TestAfterACrashPausingIsPausedAndCancellingIsCancelled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	release := make(chan struct{})
	started := make(chan struct{}, 10)
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		started <- struct{}{}
		<-release // deaf to its context, so that cancelling lasts
		return succeed(ctx, item)
	}
	pausing, cancelling := b.create(2), b.create(2)
	b.Start()
	for range 4 {
		<-started
	}
	b.do(job.Pause, pausing)
	b.do(job.Cancel, cancelling)
	after := setup(t, inDir(b.crash()))
	close(release)
	require.Equal(t, job.Paused, after.snapshot(pausing).Status)
	require.Equal(t, job.Cancelled, after.snapshot(cancelling).Status)
	require.EqualValues(t, 2, after.snapshot(cancelling).Pending)
}

func TestJobsWaitAfterARestartWhenTheSettingsSaySo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(4, 1)
	after := setup(t, inDir(b.crash()), func(_ *bundle, o *engine.Options) { o.WaitAfterRestart = true })
	close(h.let)
	s := after.snapshot(id)
	require.Equal(t, job.Paused, s.Status)
	require.Equal(t, job.ByRestart, s.ReasonKind)
}

func TestAnItemInFlightInThreeCrashesInARowIsFailedInsteadOfTriedAFourthTime(t *testing.T) {
	t.Parallel()
	dir := ""
	var id job.ID
	for crash := range 3 {
		settings := []setting{}
		if crash > 0 {
			settings = append(settings, inDir(dir))
		}
		b := setup(t, settings...)
		h := newHeld()
		b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
			if item.Seq == 2 {
				return h.process(ctx, item)
			}
			return succeed(ctx, item)
		}
		if crash == 0 {
			id = b.create(3, oneAtATime)
		}
		b.Start()
		require.EqualValues(t, 2, <-h.starts)
		dir = b.crash()
		close(h.let)
	}
	b := setup(t, inDir(dir))
	b.Start()
	s := b.reaches(id, job.Completed)
	require.EqualValues(t, 1, s.Failed)
	require.EqualValues(t, 2, s.Succeeded)
	require.EqualValues(t, 1, s.Reasons[job.ReasonCrash])
	require.Zero(t, b.work.tries(2))
	item, err := b.store.Item(t.Context(), id, 2)
	require.NoError(t, err)
	require.Equal(t, "was being worked on in 3 crashes in a row", item.Error)
}

func TestAQuitInGoodOrderLosesNothingAndCountsNoCrash(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(10, 2)
	h.pass(1)
	b.stop()
	require.NoFileExists(t, filepath.Join(b.dir, "flight", fmt.Sprint(id)))
	after := setup(t, inDir(b.dir))
	require.Equal(t, job.Queued, after.snapshot(id).Status)
	require.GreaterOrEqual(t, after.snapshot(id).Succeeded, int64(1))
	after.Start()
	require.EqualValues(t, 10, after.reaches(id, job.Completed).Succeeded)
}

// Any sequence of verbs and restarts that ends in completed gives the same as an undisturbed run,
// and accounts for every row on the way. Kills of the real program are tried elsewhere.
func TestAnySequenceOfVerbsAndRestartsEndsWithTheSameResults(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		items := rapid.IntRange(1, 60).Draw(r, "items")
		b := setup(t)
		answer := func(ctx context.Context, item *job.Item) (job.Result, error) {
			if ctx.Err() != nil {
				return job.Result{}, ctx.Err()
			}
			return job.Result{Outcome: job.Succeeded, Output: []job.Cell{{Column: "answer", Value: fmt.Sprint(item.Seq)}}}, nil
		}
		b.work.process = answer
		id := b.create(items, func(n *engine.NewJob) { n.Options.Concurrency = rapid.IntRange(1, 8).Draw(r, "concurrency") })
		b.Start()
		actions := rapid.SliceOfN(rapid.SampledFrom([]string{"pause", "pause_now", "resume", "hold", "release", "restart", "adjust"}), 0, 12).Draw(r, "actions")
		for _, action := range actions {
			switch action {
			case "hold":
				_, err := b.Hold(t.Context(), "", 0, someone)
				require.NoError(t, err)
			case "release":
				_, err := b.Release(t.Context(), someone)
				require.NoError(t, err)
			case "restart":
				b.stop()
				b = setup(t, inDir(b.dir))
				b.work.process = answer
				b.Start()
			case "adjust":
				n := rapid.IntRange(1, 8).Draw(r, "workers")
				_, err := b.Adjust(t.Context(), id, job.Changes{Concurrency: &n}, someone)
				require.NoError(t, err)
			default:
				_, err := b.Apply(t.Context(), job.Command{Verb: job.Verb(action), Actor: someone, Jobs: []job.ID{id}})
				require.NoError(t, err)
			}
			b.snapshot(id)
		}
		_, err := b.Release(t.Context(), someone)
		require.NoError(t, err)
		_, err = b.Apply(t.Context(), job.Command{Verb: job.Resume, Actor: someone, Jobs: []job.ID{id}})
		require.NoError(t, err)
		b.reaches(id, job.Completed)
		stored, _, err := b.store.Items(t.Context(), id, everything, 0, items+1)
		require.NoError(t, err)
		require.Len(t, stored, items)
		for i, item := range stored {
			require.Equal(t, fmt.Sprintf(`{"answer":"%d"}`, i+1), item.Output)
		}
		b.stop()
	})
}
