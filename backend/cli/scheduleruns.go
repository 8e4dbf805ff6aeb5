package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"

	"github.com/spf13/cobra"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// How many rows a page of the history has, and how many are shown unless more are asked for.
const (
	pageOfHistory = 500
	usualHistory  = 50
)

var runOutcomes = []task.Outcome{
	task.Queued, task.AtWork, task.Completed, task.Failed, task.Cancelled, task.Interrupted, task.Skipped, task.MissedRun,
}

func (p *program) runsCommand() *cobra.Command {
	var outcomes []string
	text := ""
	limit := usualHistory
	command := &cobra.Command{
		Use:   "runs [NAME]",
		Short: "List the runs of a task, or of all, newest first",
		Args:  cobra.MaximumNArgs(1),
		RunE: p.action(func(ctx context.Context, args []string) error {
			query := task.RunQuery{Text: text}
			for _, word := range outcomes {
				outcome := task.Outcome(word)
				if !slices.Contains(runOutcomes, outcome) {
					return job.Usagef("--outcome %q: there is %s", word, joined(runOutcomes))
				}
				query.Outcomes = append(query.Outcomes, outcome)
			}
			if limit < 0 {
				return job.Usagef("--limit can't be negative")
			}
			return p.with(ctx, func(c *connection) error { return p.runs(ctx, c, args, query, limit) })
		}),
	}
	command.Flags().StringSliceVar(&outcomes, "outcome", nil, "only runs that came out so: "+joined(runOutcomes)+"; may be repeated")
	command.Flags().StringVar(&text, "text", "", "only runs with this in the task's name or the message, in any case")
	command.Flags().IntVar(&limit, "limit", limit, "at most so many; 0 for all")
	return command
}

func (p *program) runs(ctx context.Context, c *connection, args []string, query task.RunQuery, limit int) error {
	if len(args) > 0 {
		view, err := findTask(ctx, c, args[0])
		if err != nil {
			return err
		}
		query.Task = view.ID
	}
	table := &runTable{to: p.out, now: p.now(), named: len(args) == 0}
	document := &listDocument{to: p.out, name: "runs"}
	p.answered = p.json
	more, err := p.pages(limit, func(size int) (int, bool, error) {
		query.Limit = size
		page, err := deck.Runs.Ask(ctx, c, query)
		if err != nil || len(page.Runs) == 0 {
			return 0, false, err
		}
		query.Before = page.Runs[len(page.Runs)-1].ID
		if !p.json {
			table.page(page.Runs)
			return len(page.Runs), page.More, nil
		}
		return len(page.Runs), page.More, addAll(document, page.Runs)
	})
	if err != nil {
		return err
	}
	if p.json {
		document.end(more)
	} else if !table.begun {
		p.note("no runs")
	}
	return nil
}

// runTable writes runs for people.
type runTable struct {
	to     io.Writer
	now    time.Time
	named  bool // with the task's name
	indent string
	begun  bool
}

func (t *runTable) page(runs []task.Run) {
	var headers []string
	if !t.begun {
		headers = []string{t.indent + "RUN", "WHEN", "TASK", "STARTED BY", "OUTCOME", "TIME", "MESSAGE"}
	}
	t.begun = true
	if !t.named && headers != nil {
		headers = slices.Delete(headers, 2, 3)
	}
	rows := newTable(t.to, headers...)
	for _, run := range runs {
		time := "–"
		if run.Started > 0 {
			time = duration(run.DurationMS)
		}
		cells := []string{
			t.indent + fmt.Sprint(run.ID), moment(cmp.Or(run.Started, run.Due), t.now), cut(run.Name, 32), startedBy(run), string(run.Outcome),
			time, cut(run.Message, 80),
		}
		if !t.named {
			cells = slices.Delete(cells, 2, 3)
		}
		rows.row(cells...)
	}
	rows.end()
}

// startedBy: schedule; anna (command line); schedule, 3 missed
func startedBy(run task.Run) string {
	switch {
	case run.Trigger == task.ByHand:
		return run.Who + " (" + string(run.Origin) + ")"
	case run.StandsFor > 1:
		return "schedule, for " + english.Count(run.StandsFor, "firing")
	default:
		return "schedule"
	}
}
