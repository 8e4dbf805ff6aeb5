package schedule

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// runner is one run at work.
type runner struct {
	run      task.Run // as it was begun
	work     *task.Work
	actor    job.Actor
	ctx      context.Context
	cancel   context.CancelCauseFunc
	done     chan struct{} // closed when its end is recorded
	gate     gate
	progress progress
}

// launch puts a run to work that the store knows to be at work. Callers hold deciding.
func (s *Scheduler) launch(c *card, run task.Run, actor job.Actor) {
	ctx, cancel := context.WithCancelCause(context.Background())
	r := &runner{run: run, work: c.work, actor: actor, ctx: ctx, cancel: cancel, done: make(chan struct{})}
	tell := func() { s.tell(run.Task) }
	r.gate.changed = tell
	r.progress.clock, r.progress.tell = s.clock, tell
	order := task.Order{
		Task: run.Task, Run: run.ID, Name: run.Name, Settings: c.task.Settings, Actor: actor,
		Progress: r.progress.say,
		Step:     func(ctx context.Context) error { return ctx.Err() },
	}
	if c.work != nil && c.work.Pausable {
		order.Step = r.gate.pass
		r.gate.turn(holding, s.hold.Held)
	}
	s.mu.Lock()
	c.current = r
	s.mu.Unlock()
	s.log.WithFields(map[string]any{"task": run.Task, "name": run.Name, "run": run.ID, "trigger": run.Trigger}).Info("run began")
	s.ended.Go(func() {
		result, err := s.do(r, order)
		s.finish(c, r, result, err)
	})
}

// do does the work. A panic is an error, with its stack in the log.
func (s *Scheduler) do(r *runner, order task.Order) (result task.Result, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			s.log.WithFields(map[string]any{"task": r.run.Task, "name": order.Name, "stack": string(debug.Stack())}).
				Errorf("a run panicked: %v", thrown)
			result, err = task.Result{}, fmt.Errorf("it broke down, which is a fault of the program: %v", thrown)
		}
	}()
	if r.work == nil {
		return task.Result{}, errUnknownWork
	}
	return r.work.Do(r.ctx, order)
}

var errUnknownWork = errors.New("this version of Jobdeck does not know how to do it")

// finish records what became of a run, and lets the next one begin.
func (s *Scheduler) finish(c *card, r *runner, result task.Result, err error) {
	s.deciding.Lock()
	defer s.deciding.Unlock()
	cause := context.Cause(r.ctx)
	r.cancel(nil)
	r.progress.stop()

	ended := r.run
	ended.Ended = max(s.now(), ended.Started)
	ended.DurationMS = ended.Ended - ended.Started
	ended.Counts, ended.Job = result.Counts, result.Job
	ended.Outcome, ended.Message = outcome(result, err, cause)
	log := s.log.WithFields(map[string]any{"task": ended.Task, "name": ended.Name, "run": ended.ID, "outcome": ended.Outcome, "said": ended.Message})
	if ended.Outcome == task.Failed {
		log.Warn("run ended")
	} else {
		log.Info("run ended")
	}
	if err := s.store.EndRuns(context.Background(), []task.Run{ended}); err != nil {
		log.WithError(err).Error("record the end of a run: it is tried again in a few seconds")
		s.unsaved = append(s.unsaved, ended)
	}
	s.mu.Lock()
	c.current, c.last = nil, &ended
	s.mu.Unlock()
	s.tell(c.task.ID)
	s.begin(context.Background(), c)
	close(r.done)
}

// outcome says how a run ended, in a word and in words. One that was cancelled is cancelled,
// however its work took it: nobody knows what it left out.
func outcome(result task.Result, err, cause error) (word task.Outcome, message string) {
	switch {
	case errors.Is(cause, errCancelled):
		return task.Cancelled, result.Message
	case err == nil:
		return task.Completed, result.Message
	case errors.Is(cause, errClosing):
		return task.Interrupted, orElse(result.Message, "Jobdeck was closed while it was at work")
	case result.Message != "":
		return task.Failed, err.Error() + " (before that: " + result.Message + ")"
	default:
		return task.Failed, err.Error()
	}
}

func orElse(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

// saveUnsaved records the ends of runs that the store could not take when they came. Callers hold
// deciding, or are the last.
func (s *Scheduler) saveUnsaved(ctx context.Context) {
	if len(s.unsaved) == 0 {
		return
	}
	if err := s.store.EndRuns(ctx, s.unsaved); err != nil {
		s.log.WithError(err).Warn("record the ends of runs: it is tried again in a few seconds")
		return
	}
	s.unsaved = nil
}
