package deck

import (
	"context"

	"jobdeck/backend/form"
	"jobdeck/backend/task"
)

// The sources that a task can take its list from.
const (
	fromFile   = "file"   // always this one
	fromNewest = "newest" // the newest of a folder
	fromEach   = "each"   // each of a folder, once
)

// jobDoes is what tasks call the work that starts jobs.
const jobDoes = "job"

// jobWork starts jobs from a recipe and a file or folder.
func (l *Local) jobWork() task.Work {
	return task.Work{
		Does: jobDoes, Label: "Start a job", Summary: "Starts a job from a recipe and a list.",
		Interruptible: true, DryRun: true,
		Settings: []form.Field{
			{
				Key: "recipe", Label: "Recipe", Kind: form.Recipe, Required: true,
				Help: "What happens to each row.",
			},
			{
				Key: "source", Label: "List", Kind: form.Choice, Default: fromFile,
				Choices: []string{fromFile, fromNewest, fromEach},
				Words:   map[string]string{fromFile: "One file", fromNewest: "The newest file in a folder", fromEach: "Every new file in a folder"},
				Help:    "One file, the newest file in a folder, or every new file in a folder: each starts a job once, and again when it has changed.",
			},
			{
				Key: "file", Label: "File", Kind: form.File, Required: true, Valid: form.WholePath, OnlyIf: "source=" + fromFile,
				Help: "The list, as it is then.",
			},
			{
				Key: "folder", Label: "Folder", Kind: form.Folder, Required: true, Valid: form.WholePath, OnlyIf: "source=" + fromNewest + "|" + fromEach,
				Help: "Files that were changed in the last 10 seconds, or are open in a spreadsheet program, are left for the next run.",
			},
			{
				Key: "match", Label: "File names", Kind: form.Text, Valid: checkPatterns, OnlyIf: "source=" + fromNewest + "|" + fromEach,
				Default: "*.csv, *.tsv, *.xlsx, *.jsonl",
				Help:    "Which files of the folder count, as patterns with * and ?.",
			},
			{
				Key: "start_paused", Label: "Start paused", Kind: form.Switch, Default: "false",
				Help: "The job waits until somebody resumes it.",
			},
		},
		Check: l.hasRecipe,
		Run:   l.startJobs,
	}
}

func (l *Local) hasRecipe(set form.Values) error {
	_, err := l.findRecipe(context.Background(), set["recipe"])
	return err
}

// startJobs starts a job for each list that it finds.
func (l *Local) startJobs(ctx context.Context, order task.Order) (task.Result, error) {
	// A recipe that is gone is no fault of the files.
	if _, _, err := l.recipeOf(ctx, Draft{Recipe: order.Settings["recipe"]}); err != nil {
		return task.Result{}, err
	}
	started := starter{Local: l, order: order}
	lists, err := started.find(ctx)
	if err != nil {
		return task.Result{}, err
	}
	for i, list := range lists {
		if err := order.Step(ctx); err != nil {
			return started.result(), err
		}
		order.Progress(int64(i), int64(len(lists)))
		if err := started.start(ctx, list); err != nil {
			return started.result(), err
		}
	}
	order.Progress(int64(len(lists)), int64(len(lists)))
	return started.result(), started.problem()
}
