package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jobdeck/backend/deck"

	"github.com/spf13/cobra"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/remote"
	"jobdeck/backend/task"
)

func (p *program) startTaskCommand() *cobra.Command {
	var wait bool
	var why string
	command := &cobra.Command{
		Use:   "start NAME",
		Short: "Run a task now; its schedule stays as it is",
		Long: `Runs a task now, and leaves its schedule as it is. When no window and no "jobdeck serve" is open,
the work is done here, and the command waits for its end; Ctrl-C cancels it then.`,
		Args: exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.startTask(cmd.Context(), args[0], why, wait) },
	}
	command.Flags().BoolVar(&wait, "wait", false, "wait until the run has ended; the exit code is 1 when it failed")
	command.Flags().StringVar(&why, "reason", "", "why, for everybody to see")
	return command
}

// startTask starts a run, and stays with it when it was asked to, or when nobody else does the work.
func (p *program) startTask(ctx context.Context, name, why string, wait bool) error {
	opening, stop := p.interruptible(ctx)
	c, err := p.connect(opening, true)
	interrupted := errors.Is(context.Cause(opening), errInterrupted)
	stop()
	if err != nil {
		if interrupted {
			return errInterrupted
		}
		return err
	}
	s := starter{program: p, c: c, progress: p.progress(p.json)}
	// One that does not stay may end before the run does.
	err = s.start(ctx, name, why, wait || c.alone || !c.hello.Stays)
	s.progress.end()
	return errors.Join(err, c.close())
}

// starter stays with one run.
type starter struct {
	*program
	c        *connection
	view     task.View
	run      task.RunID
	progress progress
	asked    int // interrupts
	said     string
}

func (s *starter) start(ctx context.Context, name, why string, wait bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var err error
	if s.view, err = findTask(ctx, s.c, name); err != nil {
		return err
	}
	before, err := s.newest(ctx)
	if err != nil {
		return err
	}
	events, err := s.c.Follow(ctx)
	if err != nil {
		return err
	}
	report, err := deck.ApplyTask.Ask(ctx, s.c, task.Command{Verb: task.Start, Tasks: []task.ID{s.view.ID}, Why: why})
	if err != nil {
		return err
	}
	if len(report.LeftOut) > 0 {
		left := report.LeftOut[0]
		code := exitError
		if left.Refused {
			code = exitRefused
		}
		return &exit{code, fmt.Errorf("%s: %s", taskTitle(s.view), left.Why)}
	}
	run, err := s.mine(ctx, before)
	if err != nil {
		return err
	}
	if s.run = run.ID; !wait {
		s.answer(run, func() { s.say("started %s", taskTitle(s.view)) })
		return nil
	}
	s.progress.note("started " + taskTitle(s.view))
	if run, err = s.stay(ctx, events); err != nil {
		return err
	}
	return s.finish(ctx, run)
}

// newest is the number of the task's newest run, or 0.
func (s *starter) newest(ctx context.Context) (task.RunID, error) {
	page, err := deck.Runs.Ask(ctx, s.c, task.RunQuery{Task: s.view.ID, Limit: 1})
	if err != nil || len(page.Runs) == 0 {
		return 0, err
	}
	return page.Runs[0].ID, nil
}

// mine finds the run that was started by hand after another one.
func (s *starter) mine(ctx context.Context, after task.RunID) (task.Run, error) {
	page, err := deck.Runs.Ask(ctx, s.c, task.RunQuery{Task: s.view.ID, Limit: 100})
	if err != nil {
		return task.Run{}, err
	}
	found := task.Run{}
	for _, run := range page.Runs { // newest first: the oldest of them is the one
		if run.ID > after && run.Trigger == task.ByHand {
			found = run
		}
	}
	if found.ID == 0 {
		return found, fmt.Errorf("%s was started, and its run is not in its history", taskTitle(s.view))
	}
	return found, nil
}

// look reads the run as it is now.
func (s *starter) look(ctx context.Context) (task.Run, error) {
	page, err := deck.Runs.Ask(ctx, s.c, task.RunQuery{Task: s.view.ID, Before: s.run + 1, Limit: 1})
	if err != nil {
		return task.Run{}, err
	}
	if len(page.Runs) == 0 || page.Runs[0].ID != s.run {
		return task.Run{}, fmt.Errorf("the run of %s is gone", taskTitle(s.view))
	}
	return page.Runs[0], nil
}

// stay waits for the run's end. When the work is done here an interrupt cancels it; else it only
// ends the waiting.
func (s *starter) stay(ctx context.Context, events *live.Subscription) (task.Run, error) {
	batches := pump(ctx, events)
	tick := s.clock.NewTicker(time.Second)
	defer tick.Stop()
	for {
		run, err := s.look(ctx)
		if err != nil || run.Outcome.Ended() {
			return run, err
		}
		s.show(ctx, run)
		select {
		case _, more := <-batches:
			if !more {
				if err := ctx.Err(); err != nil {
					return run, err
				}
				return run, fmt.Errorf("wait for %s: %w", taskTitle(s.view), remote.ErrLost)
			}
		case <-tick.Chan():
		case <-s.interrupts:
			if s.asked++; !s.c.alone || s.asked > 1 {
				s.progress.note(taskTitle(s.view) + " goes on")
				return run, errInterrupted
			}
			if err := s.cancel(ctx); err != nil {
				return run, err
			}
		case <-ctx.Done():
			return run, ctx.Err()
		}
	}
}

// show tells how far the run is, and what it waits for.
func (s *starter) show(ctx context.Context, run task.Run) {
	if run.Total > 0 {
		s.progress.work(live.Work{Label: s.view.Name, Done: run.Done, Total: run.Total})
	}
	if view, err := deck.Task.Ask(ctx, s.c, s.view.ID); err == nil && run.Outcome == task.Queued && view.Message != s.said {
		s.said = view.Message
		s.progress.note(taskTitle(s.view) + " " + view.Message)
	}
}

// cancel passes an interrupt on to the run.
func (s *starter) cancel(ctx context.Context) error {
	report, err := deck.ApplyTask.Ask(ctx, s.c, task.Command{Verb: task.Cancel, Tasks: []task.ID{s.view.ID}, Why: "interrupted"})
	if err == nil && len(report.LeftOut) > 0 {
		s.progress.note(report.LeftOut[0].Why)
	}
	return err
}

// finish says how the run came out, and gives the exit code.
func (s *starter) finish(ctx context.Context, run task.Run) error {
	s.progress.end()
	s.answer(run, func() {
		s.say("%s", tail(fmt.Sprintf("%s %s in %s", taskTitle(s.view), run.Outcome, duration(run.DurationMS)), run.Message))
	})
	if run.Job > 0 && s.c.alone {
		s.tellJob(ctx, run.Job)
	}
	switch {
	case s.asked > 0:
		return &exit{code: exitInterrupted}
	case run.Outcome != task.Completed:
		return &exit{code: exitError}
	default:
		return nil
	}
}

// tellJob says how the job goes on that a run started, when nobody stays to work it.
func (s *starter) tellJob(ctx context.Context, id job.ID) {
	jobs, err := deck.Jobs.Ask(ctx, s.c, []job.ID{id})
	if err == nil && len(jobs) == 1 && !jobs[0].Status.Ended() {
		s.note("No window and no \"jobdeck serve\" is open: %s goes on when one is, or with: %s", title(jobs[0]), s.again("resume", id, "--wait"))
	}
}

// tail puts a message behind words, when there is one.
func tail(words, message string) string {
	if message == "" {
		return words
	}
	return words + ": " + message
}

func (p *program) tryTaskCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "try NAME",
		Short: "Tell what a task would do now; nothing is changed",
		Args:  exactly("NAME"),
		RunE: p.onTask(func(ctx context.Context, c *connection, view task.View) error {
			if !view.DryRun {
				return job.Usagef("%s can't tell beforehand what it would do", taskTitle(view))
			}
			result, err := deck.TryTask.Ask(ctx, c, view.ID)
			if err != nil {
				return noTask(err, view.Name)
			}
			if result.Counts == nil {
				result.Counts = map[string]int64{}
			}
			p.answer(result, func() { p.say("%s", tail(taskTitle(view), result.Message)) })
			return nil
		}),
	}
}
