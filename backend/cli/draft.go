package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"jobdeck/backend/deck"
	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/processor"
)

// workFlags say how a recipe is run: they belong to run, adjust and recipes save.
type workFlags struct {
	concurrency  int
	rate         string
	retries      int
	retryDelay   time.Duration
	maxErrorRate float64
	window       string
	set          []string
	flags        *pflag.FlagSet
}

// addLive adds the flags that can be changed while a job runs.
func (w *workFlags) addLive(flags *pflag.FlagSet) {
	w.flags = flags
	flags.IntVar(&w.concurrency, "concurrency", 0, fmt.Sprintf("how many items are worked at once, 1 to %d (default: the recipe's)", job.MaxConcurrency))
	flags.StringVar(&w.rate, "rate", "", "how many items may start: 60/min, 10/s, 3600/h, or 0 for no limit")
	flags.IntVar(&w.retries, "retries", 0, fmt.Sprintf("how often a failed try is repeated, 0 to %d (default: the recipe's)", job.MaxRetries))
	flags.StringVar(&w.window, "window", "", "when it may run: '22:00-07:00 mon-fri', or none")
}

// add adds all of them.
func (w *workFlags) add(flags *pflag.FlagSet) {
	w.addLive(flags)
	flags.DurationVar(&w.retryDelay, "retry-delay", 0, "the wait before the first retry, as 500ms or 2s; it doubles with each further one")
	flags.Float64Var(&w.maxErrorRate, "max-error-rate", 0, "pause by itself when more than this share of the last 100 items failed, 0 to 1")
	flags.StringArrayVar(&w.set, "set", nil, "an option of the recipe, as `key=value`; may be repeated")
}

// changes are the options that were given.
func (w *workFlags) changes() (job.Changes, error) {
	var changes job.Changes
	if w.flags.Changed("concurrency") {
		if w.concurrency < 1 || w.concurrency > job.MaxConcurrency {
			return changes, job.Usagef("--concurrency %d: it must be 1 to %d", w.concurrency, job.MaxConcurrency)
		}
		changes.Concurrency = &w.concurrency
	}
	if w.flags.Changed("rate") {
		perMinute, err := parseRate(w.rate)
		if err != nil {
			return changes, err
		}
		changes.RatePerMinute = &perMinute
	}
	if w.flags.Changed("retries") {
		if w.retries < 0 || w.retries > job.MaxRetries {
			return changes, job.Usagef("--retries %d: it must be 0 to %d", w.retries, job.MaxRetries)
		}
		changes.Retries = &w.retries
	}
	switch {
	case !w.flags.Changed("window"):
	case w.window == "none":
		changes.ClearWindow = true
	default:
		window, err := parseWindow(w.window)
		if err != nil {
			return changes, err
		}
		changes.Window = window
	}
	return changes, nil
}

// delays are the retry delay in milliseconds and the error rate, where they were given.
func (w *workFlags) delays() (delay *int64, errorRate *float64, err error) {
	if w.flags.Changed("retry-delay") {
		if w.retryDelay < 0 || w.retryDelay > job.MaxRetryDelay {
			return nil, nil, job.Usagef("--retry-delay %s: it must be 0 to %s", w.retryDelay, job.MaxRetryDelay)
		}
		ms := w.retryDelay.Milliseconds()
		delay = &ms
	}
	if w.flags.Changed("max-error-rate") {
		if !(w.maxErrorRate >= 0 && w.maxErrorRate <= 1) {
			return nil, nil, job.Usagef("--max-error-rate %g: it must be 0 to 1", w.maxErrorRate)
		}
		errorRate = &w.maxErrorRate
	}
	return delay, errorRate, nil
}

// checkFile makes sure that a list is there and is a file.
func checkFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("there is no file %s", path)
	case err != nil:
		return fmt.Errorf("open the list: %w", err)
	case info.IsDir():
		return fmt.Errorf("%s is a folder: a list is a file", path)
	default:
		return nil
	}
}

// findRecipe finds what --recipe names: a saved recipe, or a processor.
func findRecipe(ctx context.Context, c *connection, name string) (deck.Recipe, processor.Spec, error) {
	recipes, err := deck.Recipes.Ask(ctx, c)
	if err != nil {
		return deck.Recipe{}, processor.Spec{}, err
	}
	specs, err := deck.Processors.Ask(ctx, c)
	if err != nil {
		return deck.Recipe{}, processor.Spec{}, err
	}
	var names []string
	for _, recipe := range recipes {
		if strings.EqualFold(recipe.Name, name) {
			spec, found := findSpec(specs, recipe.Options.Processor)
			if !found {
				return recipe, spec, fmt.Errorf("recipe %q needs the processor %q, and this version has none", recipe.Name, recipe.Options.Processor)
			}
			return recipe, spec, nil
		}
		names = append(names, recipe.Name)
	}
	if spec, found := findSpec(specs, name); found {
		return deck.Recipe{Name: spec.Name, Options: job.Options{Processor: spec.Name}}, spec, nil
	}
	for _, spec := range specs {
		if !slices.Contains(names, spec.Name) {
			names = append(names, spec.Name)
		}
	}
	if name == "" {
		return deck.Recipe{}, processor.Spec{}, job.Usagef("--recipe is missing: there is %s", joined(names))
	}
	return deck.Recipe{}, processor.Spec{}, job.Usagef("there is no recipe %q: there is %s", name, joined(names))
}

func findSpec(specs []processor.Spec, name string) (processor.Spec, bool) {
	for _, spec := range specs {
		if strings.EqualFold(spec.Name, name) {
			return spec, true
		}
	}
	return processor.Spec{}, false
}

// checkSet makes sure that a processor has the options that were given, and that what it needs is
// there.
func checkSet(recipe deck.Recipe, spec processor.Spec, set map[string]string) error {
	for key := range set {
		switch {
		case form.Find(spec.Options, key) != nil:
		case len(spec.Options) == 0:
			return job.Usagef("--set %s: %s has no options", key, recipe.Name)
		default:
			return job.Usagef("--set %s: %s has no such option: there is %s", key, recipe.Name, joined(form.Keys(spec.Options)))
		}
	}
	for _, option := range spec.Options {
		value, given := set[option.Key]
		if !given {
			value = recipe.Options.Set[option.Key]
		}
		if option.Required && value == "" {
			return job.Usagef("%s needs the option %s (%s): --set %s=…", recipe.Name, option.Key, option.Label, option.Key)
		}
		if !given {
			continue
		}
		if _, err := option.Clean(value); err != nil {
			return job.Usagef("--set %s: %v", option.Key, err)
		}
	}
	return nil
}

// settleFolder makes the folder that a processor runs programs in absolute, and names the current
// one when none is named: a job that another process works, or goes on with tomorrow, runs where
// it was started.
func settleFolder(recipe deck.Recipe, spec processor.Spec, set map[string]string) error {
	const key = "dir"
	if form.Find(spec.Options, key) == nil {
		return nil
	}
	folder := set[key]
	if strings.HasPrefix(folder, "~") || folder == "" && recipe.Options.Set[key] != "" {
		return nil
	}
	full, err := absolute(folder)
	if err != nil {
		return err
	}
	set[key] = full
	return nil
}

// checkColumns makes sure that the list has the columns that --map names, and gives the mapping
// with the names as the list spells them.
func checkColumns(preview deck.Preview, mapping map[string]job.Field) (map[string]job.Field, error) {
	spelled := make(map[string]job.Field, len(mapping))
	for column, field := range mapping {
		i := slices.Index(preview.Columns, column)
		if i < 0 {
			i = slices.IndexFunc(preview.Columns, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), strings.TrimSpace(column)) })
		}
		if i < 0 {
			return nil, job.Usagef("--map %s: %s has no such column: there is %s", column, preview.Name, cut(joined(preview.Columns), 300))
		}
		spelled[preview.Columns[i]] = field
	}
	return spelled, nil
}

// checkNeeds makes sure that a column is matched to every field the processor can't do without.
func checkNeeds(preview deck.Preview, spec processor.Spec) error {
	for _, field := range spec.Needs {
		if !slices.Contains(preview.Mapping, field) {
			return job.Usagef("no column of %s is matched to %s, which %s needs: --map COLUMN=%s says which; the columns are %s%s",
				preview.Name, field, spec.Name, field, cut(joined(preview.Columns), 300), doubtsAbout(preview, field))
		}
	}
	return nil
}
