package cli

import (
	"context"
	"slices"

	"jobdeck/backend/deck"

	"github.com/spf13/cobra"

	"jobdeck/backend/job"
)

func (p *program) adjustCommand() *cobra.Command {
	var work workFlags
	var name string
	var priority int
	command := &cobra.Command{
		Use:   "adjust JOB",
		Short: "Change how a job is worked, while it runs too",
		Example: `  jobdeck adjust 3 --concurrency 8 --rate 60/min --retries 2
  jobdeck adjust 3 --window '22:00-07:00 mon-fri'
  jobdeck adjust 3 --window none`,
		Args: exactly("JOB"),
	}
	set := command.Flags()
	work.addLive(set)
	set.StringVar(&name, "name", "", "what the job is called")
	set.IntVar(&priority, "priority", 0, "queued jobs with a higher one go first")
	command.RunE = p.action(func(ctx context.Context, args []string) error {
		changes, err := work.changes()
		if err != nil {
			return err
		}
		if set.Changed("name") {
			changes.Name = &name
		}
		if set.Changed("priority") {
			changes.Priority = &priority
		}
		return p.adjust(ctx, args[0], changes)
	})
	return command
}

func (p *program) adjust(ctx context.Context, arg string, changes job.Changes) error {
	id, err := parseJob(arg)
	if err != nil {
		return err
	}
	if changes == (job.Changes{}) {
		return job.Usagef("nothing to change is given (see jobdeck adjust --help)")
	}
	return p.with(ctx, func(c *connection) error {
		if _, err := deck.Adjust.Ask(ctx, c, deck.AdjustRequest{Job: id, Changes: changes}); err != nil {
			return noJob(err, id)
		}
		detail, err := detailOf(ctx, c, id)
		if err != nil {
			return err
		}
		p.answer(detail.Snapshot, func() { p.say("%s: %s", title(detail.Snapshot), optionWords(detail.Options)) })
		return nil
	})
}

func (p *program) moveCommand() *cobra.Command {
	places := []string{"up", "down", "top", "bottom"}
	return &cobra.Command{
		Use:       "move JOB up|down|top|bottom",
		Short:     "Change a queued job's place in the queue",
		Args:      exactly("JOB", "PLACE"),
		ValidArgs: places,
		RunE: p.action(func(ctx context.Context, args []string) error {
			id, err := parseJob(args[0])
			if err != nil {
				return err
			}
			if !slices.Contains(places, args[1]) {
				return job.Usagef("%q is no place: there is %s", args[1], joined(places))
			}
			return p.with(ctx, func(c *connection) error {
				if err := deck.Move.Do(ctx, c, deck.MoveRequest{Job: id, Where: args[1]}); err != nil {
					return noJob(err, id)
				}
				p.answer(struct {
					Job   job.ID `json:"job"`
					Moved string `json:"moved"`
				}{id, args[1]}, func() { p.say("moved job %d: %s", id, args[1]) })
				return nil
			})
		}),
	}
}
