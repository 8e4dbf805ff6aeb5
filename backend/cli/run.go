package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/paths"
	"jobdeck/backend/processor"
	"jobdeck/backend/remote"
)

// runFlags are the flags of run.
type runFlags struct {
	workFlags
	recipe      string
	name        string
	sheet       string
	header      string
	encoding    string
	mapping     []string
	out         string
	startPaused bool
	detach      bool
	quiet       bool
}

func (p *program) runCommand() *cobra.Command {
	var flags runFlags
	command := &cobra.Command{
		Use:   "run FILE --recipe NAME",
		Short: "Work through a list, from the first row to the last",
		Long: `Starts a job over a list and stays with it to its end. When a window or "jobdeck serve" holds the
data folder the job is handed to it; otherwise the work is done here.

Ctrl-C pauses the job: items in flight finish and are kept. A second Ctrl-C interrupts them too;
they go back to pending. Nothing is lost either way, and "jobdeck resume" goes on.

Exit codes: 0 done, 1 error, 2 wrong usage, 4 ended with failed items, 130 interrupted.`,
		Example: `  jobdeck run targets.csv --recipe preprocess --out clean.csv
  jobdeck run targets.xlsx --recipe command --set command='./enrich.sh' --concurrency 8 --rate 60/min
  jobdeck run targets.csv --recipe preprocess --map 'Firma=company_name' --json`,
		Args: exactly("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.runList(cmd.Context(), args[0], &flags) },
	}
	set := command.Flags()
	set.SortFlags = false
	set.StringVar(&flags.recipe, "recipe", "", "what happens to each item: a saved recipe's `name`, or a processor's")
	set.StringArrayVar(&flags.mapping, "map", nil, "what a column holds, as `column=field`; may be repeated (fields: "+joined(job.Fields)+", none)")
	flags.add(set)
	set.StringVar(&flags.sheet, "sheet", "", "which sheet of an XLSX file (default: the first one with rows)")
	set.StringVar(&flags.header, "header", "", "which `row` names the columns, or none (default: it is found)")
	set.StringVar(&flags.encoding, "encoding", "", "the encoding of a text, as windows-1250 or shift_jis (default: it is found)")
	set.StringVar(&flags.name, "name", "", "what the job is called (default: the file's name)")
	set.StringVar(&flags.out, "out", "", "write the list to this `file` at the end: .csv, .tsv, .xlsx or .jsonl")
	set.BoolVar(&flags.startPaused, "start-paused", false, "store the job and leave it paused")
	set.BoolVar(&flags.detach, "detach", false, "hand the job to the window or \"jobdeck serve\", and do not wait for it")
	set.BoolVar(&flags.quiet, "quiet", false, "no progress")
	return command
}

// draft makes a job of the arguments, as far as they can be checked without a deck.
func (p *program) draft(file string, flags *runFlags) (deck.Draft, error) {
	draft := deck.Draft{Name: flags.name, Recipe: flags.recipe, StartPaused: flags.startPaused}
	draft.Sheet, draft.Encoding = flags.sheet, flags.encoding
	var err error
	if draft.Header, err = parseHeader(flags.header); err != nil {
		return draft, err
	}
	if draft.Set, err = parsePairs(flags.set); err != nil {
		return draft, err
	}
	if draft.Mapping, err = parseMapping(flags.mapping); err != nil {
		return draft, err
	}
	if draft.Options, err = flags.changes(); err != nil {
		return draft, err
	}
	if draft.RetryDelayMS, draft.MaxErrorRate, err = flags.delays(); err != nil {
		return draft, err
	}
	if flags.out != "" {
		if flags.detach || flags.startPaused {
			return draft, job.Usagef("--out is written at the end, and this does not wait for it: use jobdeck export")
		}
		if draft.Out, err = absolute(flags.out); err != nil {
			return draft, err
		}
	}
	if draft.Path, err = absolute(file); err != nil {
		return draft, err
	}
	return draft, checkFile(draft.Path)
}

// runList does what "jobdeck run" does.
func (p *program) runList(ctx context.Context, file string, flags *runFlags) (err error) {
	draft, err := p.draft(file, flags)
	if err != nil {
		return err
	}
	c, err := p.connectToRun(ctx, flags)
	if err != nil {
		return err
	}
	w := &waiter{program: p, c: c, out: draft.Out, progress: p.progress(flags.quiet)}
	defer func() { err = errors.Join(err, w.close()) }()

	checking, stop := p.interruptible(ctx)
	spec, preview, err := checkDraft(checking, c, &draft)
	stop()
	if err != nil {
		if errors.Is(context.Cause(checking), errInterrupted) {
			return errInterrupted
		}
		return err
	}
	w.noun = spec.Noun
	p.tellFound(preview, flags.quiet)
	made, err := w.create(ctx, draft)
	if err != nil {
		return err
	}
	w.id = made.ID
	if err := w.tellProblems(ctx); err != nil {
		return err
	}
	if flags.detach || flags.startPaused {
		return w.leave(made)
	}
	if !c.alone {
		p.note("%s is handed to the running Jobdeck (process %d)", title(made), c.hello.PID)
	}
	return w.stay(ctx)
}

// connectToRun reaches the process that shall do the work. A job that nobody waits for must be
// handed to one that stays.
func (p *program) connectToRun(ctx context.Context, flags *runFlags) (*connection, error) {
	ctx, stop := p.interruptible(ctx)
	defer stop()
	if !flags.detach {
		c, err := p.connect(ctx, !flags.startPaused)
		if errors.Is(context.Cause(ctx), errInterrupted) {
			if err == nil {
				err = c.close()
			}
			return nil, errors.Join(errInterrupted, err)
		}
		return c, err
	}
	dataDir, err := paths.DataDir(p.dataDir)
	if err != nil {
		return nil, err
	}
	c, err := dial(ctx, dataDir)
	switch {
	case errors.Is(err, remote.ErrNoApp):
		return nil, fmt.Errorf("--detach hands the job to a window or to \"jobdeck serve\", and none is open for %s: open one, or leave --detach out", dataDir)
	case err != nil:
		return nil, err
	case !c.hello.Stays:
		return nil, errors.Join(fmt.Errorf("--detach hands the job to a window or to \"jobdeck serve\", and %s is held by another \"jobdeck run\" (process %d), which ends with its own job",
			dataDir, c.hello.PID), c.close())
	default:
		return c, nil
	}
}

// checkDraft finds what is wrong with recipe, options and columns before anything is stored.
func checkDraft(ctx context.Context, c *connection, draft *deck.Draft) (spec processor.Spec, preview deck.Preview, err error) {
	recipe, spec, err := findRecipe(ctx, c, draft.Recipe)
	if err != nil {
		return spec, preview, err
	}
	draft.Recipe = recipe.Name
	if err := settleFolder(recipe, spec, draft.Set); err != nil {
		return spec, preview, err
	}
	if err := checkSet(recipe, spec, draft.Set); err != nil {
		return spec, preview, err
	}
	request := deck.InspectRequest{Path: draft.Path, Reading: draft.Reading}
	if preview, err = deck.Inspect.Ask(ctx, c, request); err != nil {
		return spec, preview, err
	}
	if draft.Mapping, err = checkColumns(preview, draft.Mapping); err != nil {
		return spec, preview, err
	}
	if len(draft.Mapping) > 0 {
		request.Mapping = draft.Mapping
		if preview, err = deck.Inspect.Ask(ctx, c, request); err != nil {
			return spec, preview, err
		}
	}
	return spec, preview, checkNeeds(preview, spec)
}

// applyAndWait does a verb that makes a job go on, and stays with that job to its end.
func (p *program) applyAndWait(ctx context.Context, v verb, args []string, flags verbFlags) (err error) {
	command, err := p.command(v, args, flags)
	if err != nil {
		return err
	}
	if len(command.Jobs) != 1 {
		return job.Usagef("--wait waits for one job, named by its number")
	}
	out := ""
	if flags.out != "" {
		if out, err = absolute(flags.out); err != nil {
			return err
		}
	}
	c, err := p.connectToRun(ctx, &runFlags{})
	if err != nil {
		return err
	}
	w := &waiter{program: p, c: c, id: command.Jobs[0], out: out, progress: p.progress(false)}
	defer func() { err = errors.Join(err, w.close()) }()

	if out != "" {
		if err := deck.CheckExport.Do(ctx, c, deck.ExportRequest{Job: w.id, Path: out}); err != nil {
			return noJob(err, w.id)
		}
	}
	report, err := deck.Apply.Ask(ctx, c, command)
	if err != nil {
		return err
	}
	if len(report.Done) == 0 {
		// A job that is queued or running already only needs to be waited for.
		if s, err := w.look(ctx); err != nil {
			return err
		} else if v.Verb != job.Resume || s.Status != job.Queued && s.Status != job.Running {
			return p.report(ctx, c, v, command, report)
		}
	} else {
		w.id = report.Done[0]
	}
	s, err := w.look(ctx)
	if err != nil {
		return err
	}
	if w.noun, err = nounOf(ctx, c, []job.Snapshot{s}); err != nil {
		return err
	}
	return w.stay(ctx)
}
