package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"
	"jobdeck/backend/job"
)

type exportFlags struct {
	out      string
	outcomes []string
	text     string
	cleaned  bool
}

func (p *program) exportCommand() *cobra.Command {
	var flags exportFlags
	command := &cobra.Command{
		Use:   "export JOB --out FILE",
		Short: "Write a job's items to a file, while it runs too",
		Example: `  jobdeck export 3 --out results.xlsx
  jobdeck export 3 --out again.csv --outcome failed
  jobdeck export 3 --out clean.csv --cleaned`,
		Args: exactly("JOB"),
		RunE: p.action(func(ctx context.Context, args []string) error { return p.export(ctx, args[0], flags) }),
	}
	set := command.Flags()
	set.StringVar(&flags.out, "out", "", "the `file` to write; its ending says the format: "+joined(exportFormats()))
	set.StringSliceVar(&flags.outcomes, "outcome", nil, "only items with this outcome: succeeded, failed, skipped, pending; may be repeated")
	set.StringVar(&flags.text, "text", "", "only items with this in their input, output or error, in any case")
	set.BoolVar(&flags.cleaned, "cleaned", false, "only good rows, with just their own columns, cleaned")
	return command
}

func (p *program) export(ctx context.Context, arg string, flags exportFlags) error {
	request := deck.ExportRequest{Text: flags.text, Cleaned: flags.cleaned}
	var err error
	if request.Job, err = parseJob(arg); err != nil {
		return err
	}
	if flags.out == "" {
		return job.Usagef("--out is missing: jobdeck export JOB --out FILE")
	}
	if request.Path, err = absolute(flags.out); err != nil {
		return err
	}
	for _, word := range flags.outcomes {
		request.Outcomes = append(request.Outcomes, job.Outcome(strings.TrimSpace(word)))
	}
	return p.with(ctx, func(c *connection) error {
		report, err := deck.Export.Ask(ctx, c, request)
		if err != nil {
			return noJob(err, request.Job)
		}
		p.answer(struct {
			Job  job.ID `json:"job"`
			Out  string `json:"out"`
			Rows int64  `json:"rows"`
		}{request.Job, report.Path, report.Rows}, func() {
			p.say("wrote %s to %s", english.Count(report.Rows, "row"), report.Path)
		})
		return nil
	})
}
