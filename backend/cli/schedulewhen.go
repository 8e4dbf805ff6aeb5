package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"jobdeck/backend/deck"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// fewFirings is how many firings "next" tells.
const fewFirings = 5

// whenFlags say when a task fires.
type whenFlags struct {
	cron, every, at, zone string
}

func (w *whenFlags) add(set *pflag.FlagSet) {
	set.StringVar(&w.cron, "cron", "", "fire by a cron `line` of five fields, or six with seconds first, or @hourly, @daily, @weekly, @monthly")
	set.StringVar(&w.every, "every", "", "fire every so often: 30s, 15m, 2h, 1d, 1w")
	set.StringVar(&w.at, "at", "", "fire once at this `time`: 14:00, 2026-12-01 09:00, or 90m from now")
	set.StringVar(&w.zone, "zone", "", "the time zone of --cron or --at, like Europe/Berlin; this machine's without it")
}

// schedule is the one before with what the flags change of it.
func (w *whenFlags) schedule(before task.Schedule, now time.Time) (task.Schedule, error) {
	chosen := 0
	for _, text := range []string{w.cron, w.every, w.at} {
		if text != "" {
			chosen++
		}
	}
	if chosen > 1 {
		return before, job.Usagef("--cron, --every and --at are three ways to say when: use one of them")
	}
	place := now.Location()
	if w.zone != "" {
		var err error
		if place, err = time.LoadLocation(w.zone); err != nil || strings.EqualFold(w.zone, "local") {
			return before, job.Usagef("--zone %q: there is no such time zone; it must read like Europe/Berlin", w.zone)
		}
	}
	switch {
	case w.cron != "":
		return task.Schedule{Kind: task.Cron, Cron: strings.TrimSpace(w.cron), Zone: w.zone}, nil
	case w.every != "":
		if w.zone != "" {
			return before, job.Usagef("--zone makes no sense with --every")
		}
		length, err := parseEvery(w.every)
		return task.Schedule{Kind: task.Every, EveryMS: length.Milliseconds()}, err
	case w.at != "":
		at, err := parseTime(w.at, now.In(place))
		return task.Schedule{Kind: task.Once, At: at.UnixMilli()}, err
	case w.zone != "" && before.Kind != task.Cron:
		return before, job.Usagef("--zone needs --cron or --at")
	case w.zone != "":
		before.Zone = w.zone
	}
	return before, nil
}

// parseEvery reads an interval: 30s, 15m, 1h30m, 1d, 2w.
func parseEvery(text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	length, err := time.ParseDuration(text)
	for unit, day := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if amount, found := strings.CutSuffix(text, unit); found {
			var n int64
			if n, err = strconv.ParseInt(amount, 10, 32); err == nil && n > int64(longestEvery/day) {
				n = 0
			}
			length = time.Duration(n) * day
		}
	}
	if err != nil || length < time.Second || length > longestEvery {
		return 0, job.Usagef("--every %q: it must read like 30s, 15m, 2h, 1d or 1w, from a second to ten years", text)
	}
	return length, nil
}

const longestEvery = 10 * 365 * 24 * time.Hour

// firesWords: Every day at 03:00 (cron 0 3 * * * Europe/Berlin); Every 15 minutes; Once at 2026-12-01 09:00
func firesWords(s task.Schedule, words string, now time.Time) string {
	switch line := strings.TrimSpace("cron " + s.Cron + " " + s.Zone); {
	case s.Kind == task.Cron && words == "": // it can't be used
		return line
	case s.Kind == task.Cron:
		return words + " (" + line + ")"
	case s.Kind == task.Once:
		return "Once at " + moment(s.At, now)
	default:
		return words
	}
}

// caution tells what may surprise in a schedule.
func (p *program) caution(note string) {
	if note != "" {
		p.note("Mind: %s", note)
	}
}

func (p *program) nextCommand() *cobra.Command {
	var when whenFlags
	count := fewFirings
	command := &cobra.Command{
		Use:   "next ['CRON'] | --every TIME",
		Short: "Tell when a schedule would fire next",
		Example: `  jobdeck schedules next '0 3 * * mon-fri' --zone Europe/Berlin
  jobdeck schedules next --every 90m`,
		Args: cobra.MaximumNArgs(1),
	}
	when.add(command.Flags())
	command.Flags().IntVar(&count, "count", count, "how many of the next firings, 1 to 100")
	command.RunE = p.action(func(ctx context.Context, args []string) error {
		if len(args) > 0 {
			if when.cron != "" {
				return job.Usagef("the cron line is given twice")
			}
			when.cron = args[0]
		}
		schedule, err := when.schedule(task.Schedule{}, p.now())
		if err != nil {
			return err
		}
		if schedule.Kind == "" {
			return job.Usagef("when is missing: jobdeck schedules next 'CRON', or --every, or --at")
		}
		return p.with(ctx, func(c *connection) error { return p.next(ctx, c, schedule, count) })
	})
	return command
}

func (p *program) next(ctx context.Context, c *connection, schedule task.Schedule, count int) error {
	firings, err := deck.Firings.Ask(ctx, c, deck.FiringsRequest{Schedule: schedule, Count: count})
	if err != nil {
		return err
	}
	if firings.Problem != "" {
		return job.Usagef("%s", firings.Problem)
	}
	firings.Times = list(firings.Times)
	p.answer(firings, func() {
		p.say("%s", firesWords(schedule, firings.Words, p.now()))
		p.caution(firings.Note)
		if len(firings.Times) == 0 {
			p.note("it never fires")
		}
		place := p.now().Location()
		if schedule.Zone != "" {
			if zone, err := time.LoadLocation(schedule.Zone); err == nil {
				place = zone
			}
		}
		for _, at := range firings.Times {
			p.say("%s", time.UnixMilli(at).In(place).Format("Mon 2006-01-02 15:04:05 MST"))
		}
	})
	return nil
}
