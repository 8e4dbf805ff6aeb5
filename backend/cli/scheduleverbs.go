package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"

	"github.com/spf13/cobra"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// taskVerb is a verb on tasks as the command line has it.
type taskVerb struct {
	verb  task.Verb
	short string
	done  string // what was done, for the report: "paused"
	// loses is the question that is asked first, of one task or of several, because something is
	// lost; empty when nothing is.
	loses, losesAll string
}

// taskVerbs are the verbs that take any number of tasks.
func taskVerbs() []taskVerb {
	return []taskVerb{
		{verb: task.PauseTask, done: "paused", short: "No firing until it is resumed; what is running goes on"},
		{verb: task.Resume, done: "resumed", short: "Fire again, from now on"},
		{
			verb: task.Cancel, done: "cancelled", short: "Stop the run under way; what it did so far is kept",
			loses: "Cancel the run of %s? What it did so far is kept.", losesAll: "Cancel the runs of %s? What they did so far is kept.",
		},
		{verb: task.Enable, done: "enabled", short: "Let it fire"},
		{verb: task.Disable, done: "disabled", short: "Let it never fire, until it is enabled"},
		{verb: task.Duplicate, done: "made", short: "Make a new task like it, disabled"},
		{verb: task.Dismiss, done: "dismissed what was missed of", short: "The missed firings were looked at"},
		{
			verb: task.Delete, done: "deleted", short: "Delete a task with its history; those that ship can only be disabled",
			loses: "Delete %s with the history?", losesAll: "Delete %s with their history?",
		},
		{verb: task.Undelete, done: "brought back", short: "Bring a deleted task back, named by its number"},
	}
}

type taskVerbFlags struct {
	why string
	yes bool
}

func (p *program) taskVerbCommand(v taskVerb) *cobra.Command {
	var flags taskVerbFlags
	command := &cobra.Command{
		Use:   string(v.verb) + " NAME…",
		Short: v.short,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return job.Usagef("NAME is missing: jobdeck schedules %s NAME…", v.verb)
			}
			return nil
		},
		RunE: p.action(func(ctx context.Context, args []string) error { return p.applyTask(ctx, v, args, flags) }),
	}
	command.Flags().StringVar(&flags.why, "reason", "", "why, for everybody to see")
	if v.loses != "" {
		command.Flags().BoolVar(&flags.yes, "yes", false, "do not ask")
	}
	return command
}

// applyTask does a verb and reports what came of it.
func (p *program) applyTask(ctx context.Context, v taskVerb, args []string, flags taskVerbFlags) error {
	if v.loses != "" {
		if err := p.mayAsk(string(v.verb), flags.yes); err != nil {
			return err
		}
	}
	return p.with(ctx, func(c *connection) error {
		views, err := deck.Tasks.Ask(ctx, c)
		if err != nil {
			return err
		}
		command := task.Command{Verb: v.verb, Why: flags.why}
		if command.Tasks, err = taskIDs(views, args); err != nil {
			return err
		}
		if v.loses != "" && !flags.yes {
			if err := p.confirm(ctx, v.question(views, command), string(v.verb)); err != nil {
				return err
			}
		}
		report, err := deck.ApplyTask.Ask(ctx, c, command)
		if err != nil {
			return err
		}
		return p.reportTasks(ctx, c, v, views, report)
	})
}

// taskIDs are the numbers of named tasks. A number that no task has is passed on: it may be that
// of a deleted one.
func taskIDs(views []task.View, names []string) ([]task.ID, error) {
	var ids []task.ID
	for _, name := range names {
		view, err := taskAmong(views, name)
		if err != nil {
			id, notANumber := strconv.ParseInt(strings.TrimSpace(name), 10, 64)
			if notANumber != nil || id < 1 {
				return nil, err
			}
			view.ID = task.ID(id)
		}
		if !slices.Contains(ids, view.ID) {
			ids = append(ids, view.ID)
		}
	}
	return ids, nil
}

// question: Delete task 8 "Nightly" with the history?
func (v *taskVerb) question(views []task.View, command task.Command) string {
	var titles []string
	for _, view := range views {
		if slices.Contains(command.Tasks, view.ID) && slices.Contains(view.Verbs, command.Verb) {
			titles = append(titles, taskTitle(view))
		}
	}
	switch {
	case len(titles) > fewJobs:
		return fmt.Sprintf(v.losesAll, english.Count(len(titles), "task"))
	case len(titles) == 0:
		return fmt.Sprintf("None of them can be %s. Go on?", v.done)
	case len(titles) == 1:
		return fmt.Sprintf(v.loses, titles[0])
	default:
		return fmt.Sprintf(v.losesAll, strings.Join(titles, ", "))
	}
}

// reportTasks says what was done and what was left out, and why.
func (p *program) reportTasks(ctx context.Context, c *connection, v taskVerb, before []task.View, report task.Report) error {
	report.Done, report.LeftOut = list(report.Done), list(report.LeftOut)
	if p.json {
		p.document(report)
	} else if err := p.tellTaskReport(ctx, c, v, before, report); err != nil {
		return err
	}
	return taskReportExit(report)
}

// taskReportExit is the exit code for a report: all tasks were named, so all must be done.
func taskReportExit(report task.Report) error {
	code := exitDone
	for _, left := range report.LeftOut {
		if !left.Refused {
			return &exit{code: exitError}
		}
		code = exitRefused
	}
	if code == exitDone {
		return nil
	}
	return &exit{code: code}
}

func (p *program) tellTaskReport(ctx context.Context, c *connection, v taskVerb, before []task.View, report task.Report) error {
	after, err := deck.Tasks.Ask(ctx, c)
	if err != nil {
		return err
	}
	known := make(map[task.ID]task.View)
	for _, view := range slices.Concat(before, after) {
		known[view.ID] = view
	}
	name := func(id task.ID) string {
		if view, found := known[id]; found {
			return taskTitle(view)
		}
		return fmt.Sprintf("task %d", id)
	}
	for _, id := range report.Done {
		switch v.verb {
		case task.Delete:
			p.say("%s %s", v.done, name(id))
			p.note("bring it back with: jobdeck schedules undelete %d", id)
		default:
			view := known[id]
			p.say("%s %s: %s, next run %s", v.done, name(id), view.Status, moment(view.NextRun, p.now()))
		}
	}
	for _, left := range report.LeftOut {
		p.note("left out %s: %s", name(left.Task), left.Why)
	}
	return nil
}
