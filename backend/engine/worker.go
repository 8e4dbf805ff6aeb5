package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/store"
)

// longestDelay bounds the wait before a retry.
const longestDelay = 5 * time.Minute

// setCrew makes as many workers as the job shall have. Those that are too many leave as their items
// end; until then the gate sees to it that no more items are in flight than may be.
func (r *run) setCrew(workers int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for number := 0; number < workers && !r.through; number++ {
		if !r.crew[number] {
			r.crew[number] = true
			r.hands++
			go (&worker{run: r, number: number}).work()
		}
	}
}

// dismissed reports whether a worker is one too many; if so it has left.
func (r *run) dismissed(number int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if number < r.sight.Options.Concurrency {
		return false
	}
	r.leaveCrew(number)
	return true
}

// goHome is said by a worker for which there is nothing more to do. There is nothing for any other
// either, so no new ones may come.
func (r *run) goHome(number int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.through = true
	r.leaveCrew(number)
}

// leaveCrew takes a worker out; the last one tells the supervisor. Callers hold mu.
func (r *run) leaveCrew(number int) {
	r.crew[number] = false
	if r.hands--; r.hands == 0 && r.through {
		close(r.left)
	}
}

// worker puts one item after the other through the processor.
type worker struct {
	run    *run
	number int
	// working is the context that ctx was made of: the same for all items until one interrupts.
	working context.Context
	ctx     context.Context
	stepped atomic.Bool // the processor told a step of the item
	// usual is how long items take, lately: one that was only kept waiting by a busy machine does
	// not count for much.
	usual time.Duration
}

func (w *worker) work() {
	r := w.run
	for !r.dismissed(w.number) {
		item, ok := <-r.feed
		if !ok || !w.finish(&item) {
			r.goHome(w.number)
			return
		}
	}
}

// finish works an item until it has an outcome; false means that the run ends before that.
func (w *worker) finish(item *job.Item) bool {
	r := w.run
	for {
		shutting, ok := r.gate.await()
		if !ok {
			return false
		}
		leave, ok := r.engine.sky.enter(r.ctx, shutting, r.id, item.Seq)
		if ok {
			done := w.start(shutting, item)
			leave()
			if done {
				return true
			}
		}
		if r.ctx.Err() != nil {
			return false
		}
	}
}

// start works an item once the pace allows it; false means that it has no outcome.
func (w *worker) start(shutting <-chan struct{}, item *job.Item) (done bool) {
	r := w.run
	onTime, ok := r.pace.wait(r.ctx, shutting)
	if !ok {
		return false
	}
	started := r.engine.clock.Now()
	working, ok := r.gate.enter(w.number, item.Seq, item.Attempts+1, started)
	onTime()
	if !ok {
		return false
	}
	if err := r.log.takeOff(w.number, item.Seq); err != nil {
		r.engine.log.WithError(err).Warn("note an item in flight")
	}
	watched := r.engine.sky.watches(r.id)
	done = w.fly(working, shutting, item, started, watched)
	if watched && done {
		r.engine.sky.acquit(r.id, item.Seq)
	}
	if watched || !done {
		_ = r.log.takeOff(w.number, 0)
	}
	r.gate.leave(w.number)
	return done
}

// fly tries an item until it has an outcome or must be given back, and hands what became of it to
// the recorder. An outcome in a watched job is saved before another item may crash the program.
func (w *worker) fly(working context.Context, shutting <-chan struct{}, item *job.Item, started time.Time, watched bool) (done bool) {
	r := w.run
	before := item.Attempts
	result, err := w.try(working, shutting, item)
	if err != nil {
		// Given back: pending again. What it was tried before is kept, so that retries stay bounded.
		if item.Attempts > before {
			r.recorder.add(store.Record{Seq: item.Seq, Ending: job.Ending{Outcome: job.Pending, Attempts: item.Attempts}})
		}
		return false
	}
	if err := r.recorder.learn(result.Output); err != nil {
		result = job.Result{Outcome: job.FailedItem, Error: err.Error()}
	}
	now := r.engine.clock.Now()
	record := store.Record{Seq: item.Seq, Ending: result.Ending(item.Attempts, started, now), Output: encodeOutput(result.Output)}
	if w.stepped.Swap(false) {
		record.Steps = encodeSteps(r.gate.steps(w.number))
	}
	number := r.recorder.add(record)
	if w.usually(now.Sub(started)) >= worthSaving || watched {
		r.recorder.save(number)
	}
	return true
}

// usually counts in how long an item took, and gives how long items usually take.
func (w *worker) usually(took time.Duration) time.Duration {
	if w.usual == 0 {
		w.usual = took
	}
	w.usual += (took - w.usual) / 16
	return w.usual
}

// errGivenBack says that an item goes back to pending.
var errGivenBack = errors.New("given back")

// try puts an item through the processor, again after a wait when that may help, and gives its
// result. It counts the tries in item.Attempts.
func (w *worker) try(working context.Context, shutting <-chan struct{}, item *job.Item) (job.Result, error) {
	r := w.run
	ctx := w.context(working)
	var delays *backoff.ExponentialBackOff
	for troubles := 0; ; {
		if delays != nil {
			r.gate.attempt(w.number, item.Attempts+1)
		}
		result, err := attempt(ctx, r.processor, item, r.engine.log)
		if err == nil {
			item.Attempts++
			return result, nil
		}
		if ctx.Err() != nil {
			return job.Result{}, errGivenBack
		}
		failure := asFailure(err)
		if failure.Pause == job.ByMachine && troubles < mostBorne {
			if !w.waitToRetry(ctx, shutting, firstBorne<<troubles) {
				return job.Result{}, errGivenBack
			}
			troubles++
			continue
		}
		if failure.Pause != job.ByHand {
			r.pauseItself(failure.Pause, failure.Message, r.resumeTime(failure))
			return job.Result{}, errGivenBack
		}
		item.Attempts++
		options := r.options()
		if !failure.Retry || item.Attempts > options.Retries {
			return job.Result{Outcome: job.FailedItem, Reason: failure.Reason, Error: failure.Message}, nil
		}
		if delays == nil {
			delays = newDelays(options.RetryDelay(), item.Attempts-1)
		}
		delay := max(delays.NextBackOff(), time.Duration(failure.RetryAfterMS)*time.Millisecond)
		if !w.waitToRetry(ctx, shutting, delay) || !r.pace.start(ctx, shutting) {
			return job.Result{}, errGivenBack
		}
	}
}

// offlineWait is how long a job that found no network, a provider that turned everybody away, or a
// machine that is short of something, waits before it looks again by itself.
const offlineWait = time.Minute

// resumeTime is when a pause that the app made ends by itself: never where a person must act first.
func (r *run) resumeTime(failure *processor.Failure) int64 {
	switch failure.Pause {
	case job.ByOffline, job.ByRateLimit, job.ByMachine:
		wait := max(offlineWait, time.Duration(failure.RetryAfterMS)*time.Millisecond)
		return r.engine.clock.Now().Add(wait).UnixMilli()
	default:
		return 0
	}
}

// A trouble of the machine is waited for by the item that met it, for some eight seconds in all and
// without a try being counted, before the job is paused for it: most are over by then.
const (
	firstBorne = 250 * time.Millisecond
	mostBorne  = 5
)

// newDelays makes the row of waits before retries: doubling, a fifth more or less by chance so
// that items that failed together don't come back together. It goes on where tries before ended.
func newDelays(first time.Duration, tried int) *backoff.ExponentialBackOff {
	delays := backoff.NewExponentialBackOff()
	delays.InitialInterval, delays.Multiplier, delays.RandomizationFactor, delays.MaxInterval = first, 2, 0.2, longestDelay
	delays.Reset()
	for range tried {
		delays.NextBackOff()
	}
	return delays
}

// waitToRetry waits; false means that the gate shut or the work was interrupted meanwhile.
func (w *worker) waitToRetry(ctx context.Context, shutting <-chan struct{}, delay time.Duration) bool {
	r := w.run
	w.tell(fmt.Sprintf("waiting %s to try again", delay.Round(100*time.Millisecond)))
	timer := r.engine.clock.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.Chan():
		return true
	case <-shutting:
		return false
	case <-ctx.Done():
		return false
	}
}

// attempt puts an item through a processor once; a panic in it fails the item, not the program.
func attempt(ctx context.Context, worked processor.Processor, item *job.Item, log *logrus.Entry) (result job.Result, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			log.WithField("job", item.Job).WithField("row", item.Row).Errorf("the processor broke: %v\n%s", broken, debug.Stack())
			err = &processor.Failure{Message: fmt.Sprintf("the processor broke on this row: %v", broken)}
		}
	}()
	result, err = worked.Process(ctx, item)
	if err == nil && result.Outcome != job.Succeeded && result.Outcome != job.FailedItem && result.Outcome != job.Skipped {
		err = &processor.Failure{Message: fmt.Sprintf("the processor gave no outcome (%q)", result.Outcome)}
	}
	return result, err
}

func asFailure(err error) *processor.Failure {
	if failure, ok := errors.AsType[*processor.Failure](err); ok {
		return failure
	}
	return &processor.Failure{Message: err.Error()}
}

// context is the context of the work, with this worker's ear for steps.
func (w *worker) context(working context.Context) context.Context {
	if w.working != working {
		w.working, w.ctx = working, processor.WithSteps(working, w.tell)
	}
	return w.ctx
}

func (w *worker) tell(step string) {
	w.stepped.Store(true)
	w.run.gate.step(w.number, step)
}
