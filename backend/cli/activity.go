package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

type activityFlags struct {
	text, kind, since, until, task, out string
	from                                []string
	job                                 int64
	limit                               int
}

func (p *program) activityCommand() *cobra.Command {
	flags := activityFlags{limit: usualHistory}
	command := &cobra.Command{
		Use:   "activity",
		Short: "Tell what happened: who did what from where and why, and what ran by itself",
		Example: `  jobdeck activity --since 2d --text nightly
  jobdeck activity --kind change --from 'command line' --out changes.xlsx`,
		Args: exactly(),
	}
	set := command.Flags()
	set.StringVar(&flags.text, "text", "", "only what has this in who, what, why, before, after or a name, in any case")
	set.StringVar(&flags.kind, "kind", "", "only changes that were made (change), or only runs of tasks (run)")
	set.StringSliceVar(&flags.from, "from", nil, "only what came from there: "+joined(job.Origins)+"; may be repeated")
	set.StringVar(&flags.since, "since", "", "only since this `time`: 14:00, 2026-11-22, 2026-11-22 14:00, or 90m or 2d ago")
	set.StringVar(&flags.until, "until", "", "only before this `time`")
	set.Int64Var(&flags.job, "job", 0, "only what is about this job, by its number")
	set.StringVar(&flags.task, "task", "", "only what is about this task, by its `name` or number")
	set.IntVar(&flags.limit, "limit", flags.limit, "at most so many, the newest; 0 for all")
	set.StringVar(&flags.out, "out", "", "write all of it to this `file` instead; its ending says the format: "+joined(exportFormats()))
	command.RunE = p.action(func(ctx context.Context, _ []string) error {
		if flags.out != "" && set.Changed("limit") {
			return job.Usagef("--out writes all: --limit makes no sense with it")
		}
		return p.activity(ctx, flags)
	})
	return command
}

func (p *program) activity(ctx context.Context, flags activityFlags) error {
	query, err := flags.query(p.now())
	if err != nil {
		return err
	}
	out := ""
	if flags.out != "" {
		if out, err = absolute(flags.out); err != nil {
			return err
		}
	}
	return p.with(ctx, func(c *connection) error {
		if flags.task != "" {
			view, err := findTask(ctx, c, flags.task)
			if err != nil {
				return err
			}
			query.Task = view.ID
		}
		if out != "" {
			return p.exportActivity(ctx, c, query, out)
		}
		return p.tellActivity(ctx, c, query, flags.limit)
	})
}

// query is what the flags ask for; a task is still a name.
func (f *activityFlags) query(now time.Time) (deck.ActivityQuery, error) {
	query := deck.ActivityQuery{Text: f.text, Kind: deck.ActivityKind(f.kind), Job: job.ID(f.job)}
	if query.Kind != "" && query.Kind != deck.Change && query.Kind != deck.Run {
		return query, job.Usagef("--kind %q: there is %s, %s", f.kind, deck.Change, deck.Run)
	}
	for _, word := range f.from {
		origin := job.Origin(strings.ReplaceAll(strings.TrimSpace(word), "-", " "))
		if !slices.Contains(job.Origins, origin) {
			return query, job.Usagef("--from %q: there is %s", word, joined(job.Origins))
		}
		query.Origins = append(query.Origins, origin)
	}
	if f.limit < 0 || f.job < 0 {
		return query, job.Usagef("--limit and --job can't be negative")
	}
	var err error
	if f.since != "" {
		if query.Since, err = parsePast("--since", f.since, now); err != nil {
			return query, err
		}
	}
	if f.until != "" {
		if query.Until, err = parsePast("--until", f.until, now); err != nil {
			return query, err
		}
	}
	if query.Until > 0 && query.Since >= query.Until {
		return query, job.Usagef("--since %q is not before --until %q", f.since, f.until)
	}
	return query, nil
}

// parsePast reads a time that is over: "14:00" (the last one), "2026-11-22", "2026-11-22 14:00", a
// time in RFC 3339, or how long ago: "90m", "2d".
func parsePast(flag, text string, now time.Time) (int64, error) {
	wrong := job.Usagef("%s %q: it must read like 14:00, 2026-11-22, 2026-11-22 14:00, or 90m or 2d ago", flag, text)
	text = strings.TrimSpace(text)
	if length, err := parseEvery(text); err == nil {
		return now.Add(-length).UnixMilli(), nil
	}
	if wall, err := time.Parse(time.DateOnly, text); err == nil && wall.Year() >= 1970 {
		return job.FirstShown(wall, now.Location()).UnixMilli(), nil
	}
	if clock, err := time.Parse("15:04", text); err == nil {
		wall := time.Date(now.Year(), now.Month(), now.Day(), clock.Hour(), clock.Minute(), 0, 0, time.UTC)
		at := job.FirstShown(wall, now.Location())
		if at.After(now) {
			at = job.FirstShown(wall.AddDate(0, 0, -1), now.Location())
		}
		return at.UnixMilli(), nil
	}
	if _, err := time.ParseDuration(text); err == nil {
		return 0, wrong
	}
	at, ok := readTime(text, now)
	if !ok || at.UnixMilli() <= 0 {
		return 0, wrong
	}
	return at.UnixMilli(), nil
}

func (p *program) exportActivity(ctx context.Context, c *connection, query deck.ActivityQuery, out string) error {
	report, err := deck.ExportActivity.Ask(ctx, c, deck.ActivityExport{Query: query, Path: out})
	if err != nil {
		return err
	}
	p.answer(struct {
		Out  string `json:"out"`
		Rows int64  `json:"rows"`
	}{report.Path, report.Rows}, func() { p.say("wrote %s to %s", english.Count(report.Rows, "row"), report.Path) })
	return nil
}

func (p *program) tellActivity(ctx context.Context, c *connection, query deck.ActivityQuery, limit int) error {
	table := &activityTable{to: p.out, now: p.now()}
	document := &listDocument{to: p.out, name: "activity"}
	more, err := p.pages(limit, func(size int) (int, bool, error) {
		query.Limit = size
		page, err := deck.Activity.Ask(ctx, c, query)
		if err != nil {
			return 0, false, err
		}
		query.Before = page.Next
		if p.json {
			p.answered = true
			return len(page.Rows), page.Next != "", addAll(document, page.Rows)
		}
		table.page(page.Rows)
		return len(page.Rows), page.Next != "", nil
	})
	switch {
	case err != nil:
		return err
	case p.json:
		document.end(more)
	case !table.begun:
		p.note("nothing happened")
	}
	return nil
}

// activityTable writes what happened for people.
type activityTable struct {
	to    io.Writer
	now   time.Time
	begun bool
}

func (t *activityTable) page(rows []deck.ActivityRow) {
	if len(rows) == 0 {
		return
	}
	var headers []string
	if !t.begun {
		headers = []string{"WHEN", "WHO", "FROM", "WHAT", "ABOUT", "CHANGE", "WHY"}
	}
	t.begun = true
	lines := newTable(t.to, headers...)
	for i := range rows {
		row := &rows[i]
		lines.row(moment(row.At, t.now), cut(row.Who, 20), string(row.Origin), job.Verb(row.What).Words(), cut(aboutWords(row), 40),
			cut(changeWords(row), 60), cut(row.Why, 80))
	}
	lines.end()
}

// aboutWords names the job or the task that a row is about.
func aboutWords(row *deck.ActivityRow) string {
	switch {
	case row.Task > 0:
		return taskTitle(task.View{Task: task.Task{ID: row.Task, Name: row.TaskName}})
	case row.Job > 0:
		return title(job.Snapshot{ID: row.Job, Name: row.JobName})
	default:
		return ""
	}
}

// changeWords: running → paused; completed in 1.2 s
func changeWords(row *deck.ActivityRow) string {
	switch {
	case row.Kind == deck.Run && row.DurationMS > 0:
		return string(row.Outcome) + " in " + duration(row.DurationMS)
	case row.Kind == deck.Run:
		return string(row.Outcome)
	case row.Before == row.After:
		return ""
	case row.Before == "":
		return row.After
	default:
		return row.Before + " → " + row.After
	}
}
