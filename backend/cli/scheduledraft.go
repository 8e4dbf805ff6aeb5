package cli

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"jobdeck/backend/deck"
	"jobdeck/backend/form"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// taskFlags are what "add" and "edit" take.
type taskFlags struct {
	when                                      whenFlags
	recipe, file, newest, each, match         string
	command, folder                           string
	startPaused, shell, enabled, disabled     bool
	timeout, missedCap                        int
	set                                       []string
	name, group, description, missed, overlap string
	flags                                     *pflag.FlagSet
}

func (f *taskFlags) add(set *pflag.FlagSet) {
	f.flags = set
	set.SortFlags = false
	f.when.add(set)
	set.StringVar(&f.recipe, "job", "", "start a job with this `recipe`")
	set.StringVar(&f.file, "file", "", "of this list, as it is then")
	set.StringVar(&f.newest, "newest", "", "of the newest list in this `folder`")
	set.StringVar(&f.each, "each", "", "of each new list in this `folder`")
	set.StringVar(&f.match, "match", "", "which files of the folder count: '*.csv, *.xlsx'")
	set.BoolVar(&f.startPaused, "start-paused", false, "the job waits until somebody resumes it")
	set.StringVar(&f.command, "command", "", "run this `line`: a program with its arguments, quoted as in a shell")
	set.BoolVar(&f.shell, "shell", false, "run the line through the system's shell")
	set.StringVar(&f.folder, "folder", "", "the folder it works in; for a new command the current one")
	set.IntVar(&f.timeout, "timeout", 0, "how many `minutes` it may take")
	set.StringArrayVar(&f.set, "set", nil, "a setting of what it does, as `key=value`; may be repeated")
	set.StringVar(&f.missed, "missed", "", "firings missed while Jobdeck was closed or asleep: skip, run-once, run-all")
	set.IntVar(&f.missedCap, "cap", 0, "how many of them run-all makes up for")
	set.StringVar(&f.overlap, "overlap", "", "a firing while it still runs: skip, queue")
	set.StringVar(&f.group, "group", "", "the group it is listed under")
	set.StringVar(&f.description, "description", "", "what it is for")
	set.BoolVar(&f.disabled, "disabled", false, "it never fires until it is enabled")
}

func (p *program) addTaskCommand() *cobra.Command {
	var flags taskFlags
	command := &cobra.Command{
		Use:   "add NAME --cron LINE | --every TIME | --at TIME  --job RECIPE --file FILE | --newest FOLDER | --each FOLDER, or --command LINE",
		Short: "Make a task that starts a job or runs a command",
		Example: `  jobdeck schedules add nightly --cron '0 3 * * *' --zone Europe/Berlin --job preprocess --newest ./inbox --match '*.csv'
  jobdeck schedules add sync --every 15m --command './sync.sh --all' --missed skip
  jobdeck schedules add launch --at '2026-12-01 09:00' --job enrich --file targets.csv`,
		Args: exactly("NAME"),
	}
	flags.add(command.Flags())
	command.RunE = p.action(func(ctx context.Context, args []string) error {
		draft := task.Draft{
			Name: strings.TrimSpace(args[0]), Settings: map[string]string{}, Missed: task.RunOnce, MissedCap: task.DefaultMissedCap,
			Overlap: task.SkipOverlap, Enabled: true,
		}
		var err error
		if draft.Does, err = flags.does(); err != nil {
			return err
		}
		return p.with(ctx, func(c *connection) error { return p.saveTask(ctx, c, draft, &flags) })
	})
	return command
}

func (p *program) editTaskCommand() *cobra.Command {
	var flags taskFlags
	command := &cobra.Command{
		Use:   "edit NAME",
		Short: "Change a task: when it fires, what it does, what it is called",
		Example: `  jobdeck schedules edit nightly --cron '30 2 * * *' --name 'Nightly cleaning'
  jobdeck schedules edit 'Log cleanup' --set days=90`,
		Args: exactly("NAME"),
	}
	flags.add(command.Flags())
	command.Flags().StringVar(&flags.name, "name", "", "what it is called from now on")
	command.Flags().BoolVar(&flags.enabled, "enabled", false, "it fires again")
	command.RunE = p.action(func(ctx context.Context, args []string) error {
		if flags.changed() == 0 {
			return job.Usagef("nothing is changed: jobdeck schedules edit --help lists what can be")
		}
		return p.with(ctx, func(c *connection) error {
			view, err := findTask(ctx, c, args[0])
			if err != nil {
				return err
			}
			return p.saveTask(ctx, c, draftOf(view), &flags)
		})
	})
	return command
}

// changed counts the flags that say something about the task.
func (f *taskFlags) changed() (n int) {
	f.flags.Visit(func(flag *pflag.Flag) {
		if flag.Name != "json" && flag.Name != "data-dir" {
			n++
		}
	})
	return n
}

// draftOf is a task as it is, to be changed.
func draftOf(view task.View) task.Draft {
	settings := maps.Clone(view.Settings)
	if settings == nil {
		settings = map[string]string{}
	}
	return task.Draft{
		ID: view.ID, Name: view.Name, Group: view.Group, Description: view.Description, Does: view.Does, Settings: settings,
		Schedule: view.Schedule, Missed: view.Missed, MissedCap: view.MissedCap, Overlap: view.Overlap, Enabled: view.Enabled,
	}
}

// does is the work of a new task.
func (f *taskFlags) does() (string, error) {
	switch {
	case f.when == whenFlags{} || f.when == whenFlags{zone: f.when.zone}:
		return "", job.Usagef("when it fires is missing: --cron, --every or --at")
	case f.recipe != "" && f.command != "":
		return "", job.Usagef("a task starts a job or runs a command: use --job or --command, not both")
	case f.recipe != "":
		return "job", nil
	case f.command != "":
		return "command", nil
	default:
		return "", job.Usagef("what it does is missing: --job RECIPE with --file, --newest or --each, or --command LINE")
	}
}

// saveTask stores a draft with what the flags change of it.
func (p *program) saveTask(ctx context.Context, c *connection, draft task.Draft, flags *taskFlags) error {
	works, err := deck.Works.Ask(ctx, c)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(works, func(work task.Work) bool { return work.Does == draft.Does })
	if at < 0 {
		return job.Usagef("this Jobdeck does not know how to do %q", draft.Does)
	}
	if draft.Schedule, err = flags.when.schedule(draft.Schedule, p.now()); err != nil {
		return err
	}
	if err := flags.applySettings(&draft, works[at]); err != nil {
		return err
	}
	if err := flags.apply(&draft); err != nil {
		return err
	}
	view, err := deck.SaveTask.Ask(ctx, c, draft)
	if err != nil {
		return noTask(err, draft.Name)
	}
	view = complete(view)
	p.answer(view, func() {
		p.say("saved %s: %s, next run %s", taskTitle(view), firesWords(view.Schedule, view.Words, p.now()), moment(view.NextRun, p.now()))
		p.caution(view.Note)
	})
	if c.alone && draft.Enabled {
		p.note("It fires while the window or \"jobdeck serve\" is open")
	}
	return nil
}

// apply changes what is not a setting of the work.
func (f *taskFlags) apply(draft *task.Draft) error {
	if f.flags.Changed("name") {
		draft.Name = strings.TrimSpace(f.name)
	}
	if f.flags.Changed("group") {
		draft.Group = f.group
	}
	if f.flags.Changed("description") {
		draft.Description = f.description
	}
	if f.flags.Changed("enabled") && f.flags.Changed("disabled") {
		return job.Usagef("--enabled and --disabled exclude each other")
	}
	if f.flags.Changed("enabled") {
		draft.Enabled = f.enabled
	}
	if f.flags.Changed("disabled") {
		draft.Enabled = !f.disabled
	}
	if f.missed != "" {
		draft.Missed = task.MissedPolicy(strings.ReplaceAll(f.missed, "-", "_"))
		if known := []task.MissedPolicy{task.SkipMissed, task.RunOnce, task.RunAll}; !slices.Contains(known, draft.Missed) {
			return job.Usagef("--missed %q: there is skip, run-once, run-all", f.missed)
		}
	}
	if f.overlap != "" {
		draft.Overlap = task.Overlap(f.overlap)
		if known := []task.Overlap{task.SkipOverlap, task.QueueOverlap}; !slices.Contains(known, draft.Overlap) {
			return job.Usagef("--overlap %q: there is %s", f.overlap, joined(known))
		}
	}
	if f.flags.Changed("cap") {
		if draft.Missed != task.RunAll {
			return job.Usagef("--cap needs --missed run-all")
		}
		draft.MissedCap = f.missedCap
	}
	return nil
}

// given are the settings that flags say, by key.
func (f *taskFlags) given() (map[string]string, error) {
	sources := 0
	given := make(map[string]string)
	for _, source := range []struct{ flag, value, key, name string }{
		{"file", f.file, "file", "file"}, {"newest", f.newest, "folder", "newest"}, {"each", f.each, "folder", "each"},
	} {
		if f.flags.Changed(source.flag) {
			sources++
			given["source"], given[source.key] = source.name, source.value
		}
	}
	if sources > 1 {
		return nil, job.Usagef("--file, --newest and --each are three sources: use one of them")
	}
	if f.flags.Changed("folder") && sources > 0 {
		return nil, job.Usagef("--folder is where a command works: a job's list comes from --file, --newest or --each")
	}
	for flag, value := range map[string]string{
		"recipe": f.recipe, "match": f.match, "command": f.command, "folder": f.folder,
		"start_paused": strconv.FormatBool(f.startPaused), "shell": strconv.FormatBool(f.shell), "timeout": strconv.Itoa(f.timeout),
	} {
		name := map[string]string{"recipe": "job", "start_paused": "start-paused"}[flag]
		if name == "" {
			name = flag
		}
		if f.flags.Changed(name) {
			given[flag] = value
		}
	}
	pairs, err := parsePairs(f.set)
	maps.Copy(given, pairs)
	return given, err
}

// applySettings changes the work's own settings. Relative paths are those of the current folder.
func (f *taskFlags) applySettings(draft *task.Draft, work task.Work) error {
	given, err := f.given()
	if err != nil {
		return err
	}
	if _, named := given["folder"]; draft.ID == 0 && work.Does == "command" && !named {
		given["folder"] = "."
	}
	if work.Does == "job" && draft.ID == 0 && given["source"] == "" {
		return job.Usagef("the list is missing: --file FILE, --newest FOLDER or --each FOLDER")
	}
	for key, value := range sorted(given) {
		setting := form.Find(work.Settings, key)
		if setting == nil {
			return job.Usagef("%s has no setting %q; it has: %s", work.Label, key, joined(form.Keys(work.Settings)))
		}
		if (setting.Kind == form.File || setting.Kind == form.Folder) && value != "" {
			if value, err = absolute(value); err != nil {
				return err
			}
		}
		draft.Settings[key] = value
	}
	return nil
}
