package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/sirupsen/logrus"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/store"
)

// run is one job at work: a feeder reads its pending items in order, workers put them through the
// processor, a recorder makes the outcomes durable in groups. The supervisor ends it when the list
// is through, or when nothing is in flight behind a shut gate.
type run struct {
	engine    *Engine
	id        job.ID
	processor processor.Processor
	list      *job.List

	board    *board
	gate     *gate
	pace     *pace
	recorder *recorder
	log      *flightLog
	feed     chan job.Item

	// ctx ends when the run does, whatever the reason.
	ctx    context.Context
	cancel context.CancelFunc
	done   chan struct{} // closed when the run has ended and left the engine

	mu      sync.Mutex
	sight   job.Job                  // the job as of its last change of status or options
	crew    [job.MaxConcurrency]bool // the workers, by number
	hands   int                      // how many there are
	through bool                     // the list is at its end, or not begun: no new worker may come
	failure error                    // why the job can't go on
	stalls  int                      // how many wait for a trouble to pass
	left    chan struct{}            // closed when the last worker has left
}

var (
	errPausedNow = errors.New("paused now")
	errCancelled = errors.New("cancelled")
)

// begin starts a run of a job that just took a slot. Callers hold
// e.changing.
func (e *Engine) begin(j job.Job) {
	r := &run{engine: e, id: j.ID, list: &j.List, sight: j, through: true, done: make(chan struct{}), left: make(chan struct{}), feed: make(chan job.Item, feedAhead)}
	r.board = newBoard(e.clock.Now, &j)
	var shutFor shutBy
	if e.hold.Held {
		shutFor = holding
	}
	r.pace = e.paceOf(&j)
	r.gate = newGate(e.clock.Now, r.board, r.pace, j.Options.Concurrency, shutFor)
	r.ctx, r.cancel = context.WithCancel(context.Background())
	e.mu.Lock()
	e.runs[j.ID] = r
	e.mu.Unlock()
	e.ended.Go(func() {
		defer close(r.done)
		r.work()
	})
}

// paceOf gives the pace of a job, the same for all its runs. Callers hold e.changing.
func (e *Engine) paceOf(j *job.Job) *pace {
	p := e.paces[j.ID]
	if p == nil {
		p = newPace(e.clock)
		e.paces[j.ID] = p
	}
	p.set(j.Options.RatePerMinute)
	return p
}

// work is the run from beginning to end.
func (r *run) work() {
	defer r.cancel()
	if err := r.begin(); err != nil {
		if errors.Is(err, errEnded) {
			return
		}
		r.fail(err)
		close(r.left)
		r.supervise()
		return
	}
	var crew sync.WaitGroup
	crew.Go(r.feedAll)
	crew.Go(r.recorder.work)
	crew.Go(r.keepTelling)
	r.setCrew(r.options().Concurrency)
	r.supervise()
	r.cancel()
	<-r.left
	crew.Wait()
	release(r.processor, r.engine.log)
	r.engine.tidy()
}

// release closes a processor that keeps something from item to item.
func release(worked processor.Processor, log *logrus.Entry) {
	closer, keeps := worked.(io.Closer)
	if !keeps {
		return
	}
	if err := closer.Close(); err != nil {
		log.WithError(err).Warn("let go of a processor")
	}
}

// begin prepares the run, however long that is not possible for a trouble that passes. errEnded says
// that the run was paused or cancelled meanwhile, or the program ended, and that it has left.
func (r *run) begin() error {
	for {
		err := r.patiently("waiting to begin", func(context.Context) error {
			if r.gate.isShut(pausing) {
				return errEnded
			}
			return r.prepare()
		})
		switch {
		case err == nil:
			r.mu.Lock()
			r.through = false // workers may come: what they need is there
			r.mu.Unlock()
			return nil
		case errors.Is(err, errUnsaved):
			r.engine.changing.Lock()
			defer r.engine.changing.Unlock()
			r.leave()
			return errEnded
		case !errors.Is(err, errEnded):
			return err
		case r.conclude(r.drained):
			return errEnded
		}
	}
}

// prepare makes what the run needs. An error means that the job can't be worked.
func (r *run) prepare() error {
	options := r.options()
	spec, err := r.engine.find(options.Processor)
	if err != nil {
		return err
	}
	if r.processor, err = spec.New(options.Set, r.engine.clock); err != nil {
		return fmt.Errorf("the recipe does not work: %w", err)
	}
	j := r.seen()
	if r.recorder, err = newRecorder(r.ctx, r, &j); err != nil {
		return err
	}
	log, err := openFlightLog(r.engine.store.Dir(), r.id, r.engine.stay)
	if err != nil {
		return fmt.Errorf("prepare the run: %w", err)
	}
	r.engine.mu.Lock()
	asked := r.engine.asked
	r.mu.Lock()
	r.log = log
	r.mu.Unlock()
	r.engine.mu.Unlock()
	if asked {
		r.asked()
	}
	return nil
}

// asked notes that the program was asked to end: it may be killed before it has.
func (r *run) asked() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.log == nil {
		return // nothing is in flight yet, and prepare sees to the rest
	}
	if err := r.log.asked(); err != nil {
		r.engine.log.WithError(err).Warn("note the end of the program")
	}
}

// supervise waits for the run's end and makes it true.
func (r *run) supervise() {
	for {
		var end func() (bool, error)
		select {
		case <-r.left:
			end = r.finish
		case <-r.gate.settled:
			end = r.drained
		}
		if r.conclude(end) {
			return
		}
	}
}

// conclude tries to end the run, as often as there is hope, and tells whether it has ended.
func (r *run) conclude(end func() (bool, error)) (over bool) {
	for tries := 1; ; tries++ {
		over, err := end()
		if err == nil {
			return over
		}
		if !r.hopeful(err, tries) {
			return true
		}
	}
}

// hopeful decides what to do when the end of a run could not be written down: wait for what passes,
// make room on a full disk, and else try again a few times. When there is no hope left, or the
// program ends, the run ends with its status as it was: the next start puts it in order.
func (r *run) hopeful(err error, tries int) bool {
	r.engine.log.WithError(err).WithField("job", r.id).Error("can't write down where the job stands")
	if errors.Is(err, store.ErrFull) && r.engine.store.MakeRoom() {
		return true
	}
	if (passes(err) || tries < 5) && r.waits() {
		return true
	}
	r.engine.changing.Lock()
	defer r.engine.changing.Unlock()
	lost := r.seen()
	r.leave()
	if r.engine.isWorking() {
		lost.Status, lost.Reason = job.Failed, err.Error()
		r.engine.tell(&lost)
	}
	return false
}

// finish ends a run whose workers have all left: the list is through, or the job can't go on.
func (r *run) finish() (bool, error) {
	if r.recorder != nil {
		if err := r.recorder.commit(); errors.Is(err, errUnsaved) {
			return false, err
		} else if err != nil {
			r.fail(err)
		}
	}
	r.engine.changing.Lock()
	defer r.engine.changing.Unlock()
	j, err := r.engine.store.Job(r.ctx, r.id)
	if err != nil {
		return false, err
	}
	c := cause{verb: job.Drain, actor: itself}
	switch failure := r.failed(); {
	case failure != nil:
		c.verb, c.why = job.Fail, failure.Error()
	case j.Status == job.Running && j.EndsAs == job.Cancelled:
		c.verb = job.Settle
	case j.Status == job.Running && j.EndsAs == job.Failed:
		c.verb, c.why = job.Fail, "the failed rows were tried again; the others still wait: run the rest as a new job"
	case j.Status == job.Running && j.Counts.Done() != j.Counts.Total:
		c.verb, c.why = job.Fail, fmt.Sprintf("%d of %d rows are not accounted for", j.Counts.Total-j.Counts.Done(), j.Counts.Total)
	case j.Status == job.Running:
		c.verb = job.Complete
	}
	return r.endWith(&j, c)
}

// drained ends a run that was paused or cancelled, once nothing is in flight and all that was done
// is durable; also one that the program's end stopped. A hold ends nothing.
//
// Whether that is so must be seen under the lock: between the commit and the lock the job may have
// been resumed, have finished items, and been paused again. Behind a gate that only the lock's
// holder opens nothing more can be handed over. The commit itself can't be made under the lock: one
// that waits for the disk pauses the job.
func (r *run) drained() (bool, error) {
	if r.failed() != nil {
		return false, nil // finish says so
	}
	if r.recorder != nil {
		if err := r.recorder.commit(); err != nil {
			return false, err
		}
	}
	r.engine.changing.Lock()
	defer r.engine.changing.Unlock()
	if !r.gate.quiet() {
		return false, nil // resumed meanwhile
	}
	if r.recorder != nil && !r.recorder.idle() {
		r.gate.nudge() // resumed and paused again meanwhile: more was done
		return false, nil
	}
	j, err := r.engine.store.Job(r.ctx, r.id)
	if err != nil {
		return false, err
	}
	switch {
	case j.Status == job.Pausing || j.Status == job.Cancelling:
		return r.endWith(&j, cause{verb: job.Drain, actor: itself})
	case !r.engine.working:
		r.leave()
		return true, nil
	default:
		return false, nil
	}
}

// endWith makes the run's last change true. Callers hold the engine's changing.
func (r *run) endWith(j *job.Job, c cause) (bool, error) {
	if c.verb == job.Drain {
		c.why = j.Reason
	}
	if err := r.engine.changeOne(r.ctx, j, c); err != nil {
		return false, err
	}
	r.leave()
	r.engine.look()
	return true, nil
}

// leave takes the run out of the engine: the same job may begin a new one from now on. Callers
// hold the engine's changing.
func (r *run) leave() {
	r.gate.end()
	r.cancel()
	if r.recorder != nil {
		r.recorder.close()
	}
	if r.log != nil {
		r.log.land()
	}
	r.engine.mu.Lock()
	delete(r.engine.runs, r.id)
	r.engine.mu.Unlock()
}

// fail notes why the job can't go on, and sends the workers home. The first reason stays.
func (r *run) fail(why error) {
	r.mu.Lock()
	if r.failure == nil {
		r.failure = why
	}
	r.mu.Unlock()
	r.gate.interrupt(why)
	r.gate.end()
}

func (r *run) failed() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failure
}

func (r *run) options() job.Options { return r.seen().Options }

// pauseItself pauses the job for a reason of the app's own.
func (r *run) pauseItself(kind job.PauseKind, why string, until int64) {
	err := r.patiently("waiting to pause", func(ctx context.Context) error {
		return r.engine.changeBy(ctx, r.id, cause{verb: job.Pause, actor: itself, why: why, kind: kind, until: until})
	})
	if err != nil && !errors.Is(err, errUnsaved) && r.ctx.Err() == nil {
		r.fail(err)
	}
}
