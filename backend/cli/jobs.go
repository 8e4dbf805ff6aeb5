package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"
	"jobdeck/backend/job"
)

// pageOfJobs is how many jobs are asked for at once.
const pageOfJobs = 500

func (p *program) jobsCommand() *cobra.Command {
	filter := ""
	command := &cobra.Command{
		Use:   "jobs",
		Short: "List the jobs",
		Example: `  jobdeck jobs
  jobdeck jobs --filter 'status:paused,running kind:preprocess acme'
  jobdeck jobs --filter is:archived --json`,
		Args: exactly(),
		RunE: p.action(func(ctx context.Context, _ []string) error { return p.jobs(ctx, filter) }),
	}
	command.Flags().StringVar(&filter, "filter", "", "only those that match: status:…, kind:…, is:active|ended|archived|deleted, and words")
	return command
}

func (p *program) jobs(ctx context.Context, filter string) error {
	if err := checkFilter(filter); err != nil {
		return err
	}
	return p.with(ctx, func(c *connection) error {
		ids, err := deck.JobIDs.Ask(ctx, c, filter)
		if err != nil {
			return err
		}
		var jobs []job.Snapshot
		for page := range slices.Chunk(ids, pageOfJobs) {
			some, err := deck.Jobs.Ask(ctx, c, page)
			if err != nil {
				return err
			}
			jobs = append(jobs, some...)
		}
		overview, err := deck.Overview.Ask(ctx, c)
		if err != nil {
			return err
		}
		p.answer(struct {
			Jobs []job.Snapshot `json:"jobs"`
			Hold job.Hold       `json:"hold"`
		}{list(jobs), overview.Hold}, func() { p.listJobs(jobs, overview.Hold) })
		return nil
	})
}

func (p *program) listJobs(jobs []job.Snapshot, hold job.Hold) {
	if hold.Held {
		p.note("%s", holdWords(hold, p.now()))
	}
	if len(jobs) == 0 {
		p.note("no jobs")
		return
	}
	t := newTable(p.out, "JOB", "NAME", "RECIPE", "STATUS", "DONE", "OF", "", "FAILED", "RATE", "TIME")
	for _, s := range jobs {
		time := left(s)
		if s.Status.Ended() {
			time = duration(s.ActiveMS)
		}
		t.row(fmt.Sprint(s.ID), cut(s.Name, 32), cut(s.Recipe, 20), cut(status(s, p.now()), 60), english.Number(done(s)), english.Number(s.Total),
			percent(done(s), s.Total), english.Number(s.Failed), rateOf(s), time)
	}
	t.end()
}

func rateOf(s job.Snapshot) string {
	if s.Status == job.Running && s.Standing != job.Held {
		return rate(s.Rate)
	}
	return "–"
}

func (p *program) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show JOB",
		Short: "Show all about a job but its items",
		Args:  exactly("JOB"),
		RunE: p.action(func(ctx context.Context, args []string) error {
			id, err := parseJob(args[0])
			if err != nil {
				return err
			}
			return p.with(ctx, func(c *connection) error {
				detail, err := detailOf(ctx, c, id)
				if err != nil {
					return err
				}
				detail.OutputColumns = list(detail.OutputColumns)
				detail.Timeline, detail.Samples = list(detail.Timeline), list(detail.Samples)
				detail.Flights, detail.Verbs = list(detail.Flights), list(detail.Verbs)
				p.answer(detail, func() { p.showJob(detail) })
				return nil
			})
		}),
	}
}

// detailOf reads a job's detail, and says in words when there is no such job.
func detailOf(ctx context.Context, c *connection, id job.ID) (deck.JobDetail, error) {
	detail, err := deck.Detail.Ask(ctx, c, id)
	return detail, noJob(err, id)
}

// noJob says in words that there is no such job; other errors it leaves as they are.
func noJob(err error, id job.ID) error {
	if errors.Is(err, deck.ErrNotFound) {
		return fmt.Errorf("there is no job %d", id)
	}
	return err
}

func (p *program) showJob(detail deck.JobDetail) {
	s, now := detail.Snapshot, p.now()
	p.say("%s · %s", strings.ToUpper(title(s)[:1])+title(s)[1:], s.Recipe)
	t := newTable(p.out)
	t.row("  status", status(s, now))
	t.row("  list", s.Source)
	t.row("  done", fmt.Sprintf("%s of %s (%s)", english.Number(done(s)), english.Count(s.Total, detail.Noun), percent(done(s), s.Total)))
	t.row("  outcomes", outcomes(s))
	t.row("  ahead", fmt.Sprintf("%s pending, %s in flight", english.Number(s.Pending), english.Number(s.InFlight)))
	if s.Status == job.Running && s.Standing != job.Held {
		t.row("  rate", strings.TrimSuffix(rate(s.Rate)+", "+left(s), ", "))
	}
	t.row("  active", duration(s.ActiveMS))
	t.row("  created", moment(s.Created, now))
	t.row("  started", moment(s.Started, now))
	t.row("  ended", moment(s.Ended, now))
	t.row("  options", optionWords(detail.Options))
	t.row("  columns", cut(joined(detail.List.Columns), 200))
	t.row("  can be", verbWords(s.Verbs))
	for i, words := range problemWords(detail.List) {
		name := ""
		if i == 0 {
			name = "  problems"
		}
		t.row(name, words)
	}
	t.end()
	if len(detail.Timeline) == 0 {
		return
	}
	p.say("  timeline")
	t = newTable(p.out)
	for _, entry := range detail.Timeline {
		change := ""
		if entry.Before != entry.After {
			change = fmt.Sprintf("%s → %s", entry.Before, entry.After)
		}
		t.row("    "+moment(entry.At, now), job.Verb(entry.What).Words(), change, entry.Who+" ("+string(entry.Origin)+")", entry.Why)
	}
	t.end()
}

func verbWords(verbs []job.Verb) string {
	words := make([]string, len(verbs))
	for i, verb := range verbs {
		words[i] = verb.Words()
	}
	return strings.Join(words, ", ")
}

// optionWords: concurrency 5, 60/min, 2 retries, 22:00–07:00; timeout=30
func optionWords(o job.Options) string {
	words := []string{fmt.Sprintf("concurrency %d", o.Concurrency)}
	if o.RatePerMinute > 0 {
		words = append(words, "at most "+rate(o.RatePerMinute))
	}
	if o.Retries > 0 {
		retries := fmt.Sprintf("%d retries", o.Retries)
		if o.Retries == 1 {
			retries = "1 retry"
		}
		words = append(words, retries+" after "+duration(o.RetryDelay().Milliseconds()))
	}
	if o.MaxErrorRate > 0 {
		words = append(words, fmt.Sprintf("pauses above %g%% errors", o.MaxErrorRate*100))
	}
	if o.Window != nil {
		words = append(words, windowWords(o.Window))
	}
	for key, value := range sorted(o.Set) {
		words = append(words, key+"="+cut(value, 60))
	}
	return strings.Join(words, ", ")
}

// windowWords: 22:00–07:00 mon,tue
func windowWords(w *job.Window) string {
	words := fmt.Sprintf("%02d:%02d–%02d:%02d", w.From/60, w.From%60, w.Until/60, w.Until%60)
	var days []string
	for _, day := range w.Days {
		days = append(days, weekdays[day])
	}
	if len(days) > 0 {
		words += " " + strings.Join(days, ",")
	}
	if w.Zone != "" {
		words += " " + w.Zone
	}
	return words
}
