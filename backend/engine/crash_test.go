package engine_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

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
	require.Contains(t, item.Error, "Jobdeck ended without a word 3 times")
	require.Contains(t, item.Error, "somebody killed the program")
	require.Contains(t, b.snapshot(id).Verbs, job.Retry)
	b.do(job.Retry, id)
	require.EqualValues(t, 3, b.reaches(id, job.Completed).Succeeded)
}

// crashes works a job until so many of its items are in flight, and crashes then.
func crashes(t *testing.T, dir string, id job.ID, flying int, settings ...setting) (after string) {
	t.Helper()
	b := setup(t, append(settings, inDir(dir))...)
	h := newHeld()
	b.work.process = h.process
	b.Start()
	for range flying {
		<-h.starts
	}
	require.EqualValues(t, flying, b.snapshot(id).InFlight)
	after = b.crash()
	close(h.let)
	b.stop()
	return after
}

func TestTheThirdCrashNamesTheRowThatCausedItAndNoneBesideIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.create(6, func(n *engine.NewJob) { n.Options.Concurrency = 3 })
	other := b.create(4)
	b.stop()
	dir := b.dir
	for range 2 {
		dir = crashes(t, dir, id, 3, func(_ *bundle, o *engine.Options) { o.Slots = 1 })
	}
	// All three are worked alone from now on: not beside each other, nor beside another job's.
	third := setup(t, inDir(dir))
	type begun struct {
		job  job.ID
		seq  int64
		with int64 // how many are in flight, it among them
	}
	starts, let, over := make(chan begun), make(chan struct{}), make(chan struct{})
	var flying atomic.Int64
	third.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		b := begun{item.Job, item.Seq, flying.Add(1)}
		defer flying.Add(-1)
		select {
		case starts <- b:
		case <-over:
		}
		select {
		case <-let:
		case <-over:
		}
		return succeed(ctx, item)
	}
	third.Start()
	for {
		b := <-starts
		if b.job == id && b.seq <= 3 {
			require.EqualValues(t, 1, b.with, "nothing else is in flight")
		}
		if b.job == id && b.seq == 2 {
			break
		}
		let <- struct{}{}
	}
	require.EqualValues(t, 1, flying.Load(), "nothing begins beside it")
	dir = third.crash()
	close(over)
	third.stop()

	last := setup(t, inDir(dir))
	last.Start()
	s := last.reaches(id, job.Completed)
	require.EqualValues(t, 1, s.Failed)
	require.EqualValues(t, 5, s.Succeeded)
	item, err := last.store.Item(t.Context(), id, 2)
	require.NoError(t, err)
	require.Equal(t, job.FailedItem, item.Outcome)
	require.EqualValues(t, 4, last.reaches(other, job.Completed).Succeeded)
}

// What ends the machine, the session or, when it was asked to, the program is no row's fault.
func TestAnEndThatIsNoCrashCountsForNoRow(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(t *testing.T, dir string, id job.ID, round int) string{
		"the machine was started anew": func(t *testing.T, dir string, id job.ID, round int) string {
			t.Helper()
			return crashes(t, dir, id, 2, func(_ *bundle, o *engine.Options) { o.Stay = fmt.Sprint("boot ", round) })
		},
		"it was asked to end, and killed before it had": func(t *testing.T, dir string, id job.ID, _ int) string {
			t.Helper()
			b := setup(t, inDir(dir))
			flying := make(chan struct{}, 2)
			let := make(chan struct{})
			b.work.process = func(ctx context.Context, _ *job.Item) (job.Result, error) {
				flying <- struct{}{}
				<-ctx.Done() // the end has begun
				<-let        // and it does not come to it
				return job.Result{}, ctx.Err()
			}
			b.Start()
			<-flying
			<-flying
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				b.stop()
			}()
			for b.Flights(id) != nil && !asked(b, id) {
				runtime.Gosched()
			}
			dir = b.crash()
			close(let)
			<-ended
			return dir
		},
		"the log is an older Jobdeck's": func(t *testing.T, dir string, id job.ID, _ int) string {
			t.Helper()
			dir = crashes(t, dir, id, 2)
			log := filepath.Join(dir, "flight", fmt.Sprint(id))
			places := make([]byte, 8*job.MaxConcurrency)
			places[0], places[8] = 1, 2
			require.NoError(t, os.WriteFile(log, places, 0o600))
			return dir
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			id := b.create(2)
			b.stop()
			dir := b.dir
			for round := range 4 {
				dir = end(t, dir, id, round)
			}
			after := setup(t, inDir(dir))
			after.Start()
			require.EqualValues(t, 2, after.reaches(id, job.Completed).Succeeded)
		})
	}
}

// asked tells whether a job's flight log says that the program was asked to end.
func asked(b *bundle, id job.ID) bool {
	log, err := os.ReadFile(filepath.Join(b.dir, "flight", fmt.Sprint(id)))
	return err == nil && len(log) > 8 && log[8] == 1
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
