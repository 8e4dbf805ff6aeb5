package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// fewRuns is how many runs "show" lists.
const fewRuns = 10

func (p *program) schedulesCommand() *cobra.Command {
	list := p.action(func(ctx context.Context, _ []string) error {
		return p.with(ctx, func(c *connection) error { return p.listTasks(ctx, c) })
	})
	command := &cobra.Command{
		Use:   "schedules",
		Short: "List the tasks that run by themselves, and control them",
		Long: `A task starts a job, runs a command, or keeps Jobdeck in order, whenever its schedule says so. It is
named by its name, in any case, or by its number. Tasks fire while the window or "jobdeck serve" is
open; without either, these commands change what is stored.`,
		Example: `  jobdeck schedules
  jobdeck schedules add nightly --cron '0 3 * * *' --job preprocess --newest ./inbox
  jobdeck schedules start nightly --wait`,
		Args: exactly(),
		RunE: list,
	}
	command.AddCommand(
		&cobra.Command{Use: "list", Short: "List the tasks", Args: exactly(), RunE: list},
		&cobra.Command{
			Use: "show NAME", Short: "Show all about a task, with its last runs", Args: exactly("NAME"),
			RunE: p.onTask(p.showTask),
		},
		p.addTaskCommand(), p.editTaskCommand(), p.startTaskCommand(), p.tryTaskCommand(),
	)
	for _, v := range taskVerbs() {
		command.AddCommand(p.taskVerbCommand(v))
	}
	command.AddCommand(p.runsCommand(), p.nextCommand())
	return command
}

// onTask makes a function of a command that is about one task.
func (p *program) onTask(do func(ctx context.Context, c *connection, view task.View) error) func(*cobra.Command, []string) error {
	return p.action(func(ctx context.Context, args []string) error {
		return p.with(ctx, func(c *connection) error {
			view, err := findTask(ctx, c, args[0])
			if err != nil {
				return err
			}
			return do(ctx, c, view)
		})
	})
}

// findTask finds a task by its name, in any case, or by its number.
func findTask(ctx context.Context, c *connection, name string) (task.View, error) {
	views, err := deck.Tasks.Ask(ctx, c)
	if err != nil {
		return task.View{}, err
	}
	return taskAmong(views, name)
}

func taskAmong(views []task.View, name string) (task.View, error) {
	name = strings.TrimSpace(name)
	for _, view := range views {
		if strings.EqualFold(view.Name, name) {
			return view, nil
		}
	}
	if id, err := strconv.ParseInt(name, 10, 64); err == nil {
		for _, view := range views {
			if view.ID == task.ID(id) {
				return view, nil
			}
		}
	}
	return task.View{}, fmt.Errorf("there is no task %q: jobdeck schedules lists them", name)
}

// noTask says in words that there is no such task; other errors it leaves as they are.
func noTask(err error, name string) error {
	if errors.Is(err, deck.ErrNotFound) {
		return fmt.Errorf("there is no task %q any more", name)
	}
	return err
}

func (p *program) listTasks(ctx context.Context, c *connection) error {
	views, err := deck.Tasks.Ask(ctx, c)
	if err != nil {
		return err
	}
	overview, err := deck.Overview.Ask(ctx, c)
	if err != nil {
		return err
	}
	for i := range views {
		views[i] = complete(views[i])
	}
	p.answer(struct {
		Tasks []task.View `json:"tasks"`
		Hold  job.Hold    `json:"hold"`
	}{list(views), overview.Hold}, func() { p.tellTasks(views, overview.Hold) })
	return nil
}

// complete makes a task as a document has it: without null where there is a list.
func complete(view task.View) task.View {
	view.Verbs = list(view.Verbs)
	if view.Settings == nil {
		view.Settings = map[string]string{}
	}
	return view
}

func (p *program) tellTasks(views []task.View, hold job.Hold) {
	if hold.Held {
		p.note("%s", holdWords(hold, p.now()))
	}
	if len(views) == 0 {
		p.note("no tasks")
		return
	}
	t := newTable(p.out, "TASK", "NAME", "GROUP", "STATUS", "LAST RUN", "NEXT RUN", "")
	for _, view := range views {
		t.row(fmt.Sprint(view.ID), cut(view.Name, 32), cut(view.Group, 20), string(view.Status), cut(lastWords(view.LastRun, p.now()), 60),
			moment(view.NextRun, p.now()), cut(taskWords(view), 60))
	}
	t.end()
}

// lastWords: 03:00:01 completed in 1.2 s: deleted 214 entries
func lastWords(run *task.Run, now time.Time) string {
	if run == nil {
		return "–"
	}
	words := moment(cmp.Or(run.Started, run.Due), now) + " " + string(run.Outcome)
	if run.Started > 0 {
		words += " in " + duration(run.DurationMS)
	}
	if run.Message != "" {
		words += ": " + run.Message
	}
	return words
}

// taskWords is what is worth knowing of a task now: how far its run is, what it missed.
func taskWords(view task.View) string {
	var words []string
	if run := view.Current; run != nil && run.Total > 0 {
		words = append(words, english.Number(run.Done)+" of "+english.Number(run.Total))
	}
	if view.Message != "" {
		words = append(words, view.Message)
	}
	if n := view.MissedFirings.Open(); n > 0 {
		words = append(words, "missed "+english.Count(n, "firing"))
	}
	if n := view.MissedFirings.MadeUp; n > 0 {
		words = append(words, "made up for "+english.Count(n, "missed firing"))
	}
	return strings.Join(words, ", ")
}

func (p *program) showTask(ctx context.Context, c *connection, view task.View) error {
	page, err := deck.Runs.Ask(ctx, c, task.RunQuery{Task: view.ID, Limit: fewRuns})
	if err != nil {
		return err
	}
	view = complete(view)
	p.answer(struct {
		task.View
		Runs []task.Run `json:"runs"`
	}{view, list(page.Runs)}, func() { p.tellTask(view, page.Runs) })
	return nil
}

func (p *program) tellTask(view task.View, runs []task.Run) {
	now := p.now()
	p.say("%s · %s", taskTitle(view), view.Does)
	t := newTable(p.out)
	if view.Description != "" {
		t.row("  about", view.Description)
	}
	t.row("  group", view.Group)
	t.row("  status", strings.TrimSuffix(string(view.Status)+": "+taskWords(view), ": "))
	if view.Pause != nil {
		t.row("  paused", strings.TrimSuffix(fmt.Sprintf("by %s since %s: %s", view.Pause.Who, moment(view.Pause.Since, now), view.Pause.Why), ": "))
	}
	t.row("  fires", firesWords(view.Schedule, view.Words, now))
	if view.Note != "" {
		t.row("  mind", view.Note)
	}
	t.row("  next run", moment(view.NextRun, now))
	t.row("  last run", lastWords(view.LastRun, now))
	t.row("  when missed", missedWords(view))
	t.row("  when it still runs", string(view.Overlap))
	if !view.Interruptible {
		t.row("  can't be cancelled", view.CancelWhy)
	}
	verbs := make([]string, len(view.Verbs))
	for i, verb := range view.Verbs {
		verbs[i] = string(verb)
	}
	t.row("  can be", strings.Join(verbs, ", "))
	for key, value := range sorted(view.Settings) {
		t.row("  "+key, cut(value, 120))
	}
	t.end()
	if len(runs) > 0 {
		p.say("  runs")
		(&runTable{to: p.out, now: now, indent: "    "}).page(runs)
	}
}

// missedWords: run_all, at most 100
func missedWords(view task.View) string {
	words := strings.ReplaceAll(string(view.Missed), "_", "-")
	if view.Missed == task.RunAll {
		words += ", at most " + english.Number(view.MissedCap)
	}
	return words
}

// taskTitle names a task: task 3 "Nightly".
func taskTitle(view task.View) string { return fmt.Sprintf("task %d %q", view.ID, plain(view.Name)) }
