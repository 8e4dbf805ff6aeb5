package cli

import (
	"context"
	"strings"

	"jobdeck/backend/deck"

	"github.com/spf13/cobra"

	"jobdeck/backend/job"
)

// verb is a verb as the command line has it.
type verb struct {
	job.Row

	// loses is what asking first tells, of a verb that asks.
	loses func(jobs []job.Snapshot, noun string) string
	// now and until are flags of pause; waits adds --wait.
	now, until, waits bool
}

// verbs are all the verbs on jobs; pause now is a flag. One constructor makes them commands.
func verbs() []verb {
	var all []verb
	for _, name := range job.UserVerbs {
		v := verb{Row: name.Row(), waits: name == job.Resume || name == job.Retry || name == job.RunRest}
		switch name {
		case job.PauseNow:
			continue
		case job.Pause:
			v.now, v.until = true, true
		case job.Cancel:
			v.loses = cancelLoses
		case job.Delete:
			v.loses = deleteLoses
		}
		all = append(all, v)
	}
	return all
}

// name is what the command is called.
func (v verb) name() string { return strings.ReplaceAll(string(v.Verb), "_", "-") }

// done is what was done, for the report: "paused".
func (v verb) done() string {
	if v.Makes != nil {
		return "made"
	}
	return strings.ToLower(v.Past)
}

// verbFlags are the flags of a verb's command.
type verbFlags struct {
	all    bool
	filter string
	why    string
	yes    bool
	now    bool
	until  string
	wait   bool
	out    string
}

func (p *program) verbCommand(v verb) *cobra.Command {
	var flags verbFlags
	command := &cobra.Command{
		Use:   v.name() + " JOB… | --all | --filter 'status:paused kind:preprocess text'",
		Short: v.Help,
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.wait {
				return p.applyAndWait(cmd.Context(), v, args, flags)
			}
			return p.action(func(ctx context.Context, args []string) error { return p.apply(ctx, v, args, flags) })(cmd, args)
		},
	}
	set := command.Flags()
	set.BoolVar(&flags.all, "all", false, "all jobs")
	set.StringVar(&flags.filter, "filter", "", "all jobs that match a filter")
	set.StringVar(&flags.why, "reason", "", "why, for the job's timeline")
	if v.loses != nil {
		set.BoolVar(&flags.yes, "yes", false, "do not ask")
	}
	if v.now {
		set.BoolVar(&flags.now, "now", false, "interrupt the items in flight too; they go back to pending")
	}
	if v.until {
		set.StringVar(&flags.until, "until", "", "resume by itself at this `time`: 14:00, 2026-11-22 14:00, or 90m from now")
	}
	if v.waits {
		set.BoolVar(&flags.wait, "wait", false, "wait until the job has ended, and do the work when nobody else does")
		set.StringVar(&flags.out, "out", "", "with --wait: write the list to this `file` at the end")
	}
	return command
}

// command makes of the arguments what the deck is asked to do.
func (p *program) command(v verb, args []string, flags verbFlags) (job.Command, error) {
	command := job.Command{Verb: v.Verb, Why: flags.why}
	if flags.now {
		command.Verb = job.PauseNow
	}
	if flags.until != "" {
		until, err := parseTime(flags.until, p.now())
		if err != nil {
			return command, err
		}
		command.Until = until.UnixMilli()
	}
	chosen := 0
	for _, used := range []bool{len(args) > 0, flags.all, flags.filter != ""} {
		if used {
			chosen++
		}
	}
	if chosen != 1 {
		return command, job.Usagef("name jobs by their numbers, or use --all, or --filter: one of the three (see jobdeck %s --help)", v.name())
	}
	if len(args) > 0 {
		var err error
		command.Jobs, err = parseJobs(args)
		return command, err
	}
	command.All = true
	command.Filter = strings.TrimSpace(flags.filter)
	return command, checkFilter(command.Filter)
}

// checkFilter finds what is wrong with a filter before anything is asked.
func checkFilter(text string) error {
	if _, err := job.ParseFilter(text); err != nil {
		return job.Usagef("%v", err)
	}
	return nil
}

// apply does a verb and reports what came of it.
func (p *program) apply(ctx context.Context, v verb, args []string, flags verbFlags) error {
	if flags.out != "" {
		return job.Usagef("--out needs --wait: jobdeck export writes a list at any time")
	}
	command, err := p.command(v, args, flags)
	if err != nil {
		return err
	}
	if err := p.mayAsk(v.name(), flags.yes || !v.Asks); err != nil {
		return err
	}
	return p.with(ctx, func(c *connection) error {
		if v.loses != nil && !flags.yes {
			if command, err = p.ask(ctx, c, v, command); err != nil {
				return err
			}
		}
		report, err := deck.Apply.Ask(ctx, c, command)
		if err != nil {
			return err
		}
		if err := p.settle(ctx, c, v, report.Done); err != nil {
			return err
		}
		return p.report(ctx, c, v, command, report)
	})
}
