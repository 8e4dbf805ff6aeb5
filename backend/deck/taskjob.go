package deck

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
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
		Settings: []task.Setting{
			{
				Key: "recipe", Label: "Recipe", Kind: "recipe", Required: true, Choices: []string{},
				Help: "What happens to each row.",
			},
			{
				Key: "source", Label: "List", Kind: "choice", Choices: []string{fromFile, fromNewest, fromEach}, Default: fromFile,
				Help: "One file, the newest file in a folder, or every new file in a folder: each starts a job once, and again when it has changed.",
			},
			{
				Key: "file", Label: "File", Kind: "file", Choices: []string{}, OnlyIf: "source=" + fromFile,
				Help: "The list, as it is then.",
			},
			{
				Key: "folder", Label: "Folder", Kind: "folder", Choices: []string{}, OnlyIf: "source=" + fromNewest + "|" + fromEach,
				Help: "Files that were changed in the last 10 seconds are left for the next run: they may not be complete.",
			},
			{
				Key: "match", Label: "File names", Kind: "text", Choices: []string{}, OnlyIf: "source=" + fromNewest + "|" + fromEach,
				Default: "*.csv, *.tsv, *.xlsx, *.jsonl",
				Help:    "Which files of the folder count, as patterns with * and ?.",
			},
			{
				Key: "start_paused", Label: "Start paused", Kind: "switch", Default: "false", Choices: []string{},
				Help: "The job waits until somebody resumes it.",
			},
		},
		Check: l.checkJobWork,
		Run:   l.startJobs,
	}
}

func (l *Local) checkJobWork(set map[string]string) error {
	if _, err := l.findRecipe(context.Background(), set["recipe"]); err != nil {
		return err
	}
	key := "folder"
	if set["source"] == fromFile {
		key = "file"
	} else if err := checkPatterns(set["match"]); err != nil {
		return err
	}
	switch path := set[key]; {
	case path == "":
		return job.Usagef("no %s is chosen", key)
	case !filepath.IsAbs(path):
		return job.Usagef("the %s %q is not an absolute path", key, path)
	}
	return nil
}

// startJobs starts a job for each list that it finds.
func (l *Local) startJobs(ctx context.Context, order task.Order) (task.Result, error) {
	lists, err := l.listsFor(ctx, order)
	if err != nil {
		return task.Result{}, err
	}
	started := starter{Local: l, order: order}
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
	return started.result(), errors.Join(started.problems...)
}

// listsFor finds the lists of a run. Those of a folder come with the cursor that says they were taken.
func (l *Local) listsFor(ctx context.Context, order task.Order) ([]foundList, error) {
	set := order.Settings
	if set["source"] == fromFile {
		return []foundList{{path: set["file"]}}, nil
	}
	found, err := listFolder(set["folder"], set["match"], l.clock.Now())
	if err != nil {
		return nil, err
	}
	if set["source"] == fromNewest {
		if len(found) == 0 {
			return nil, nil
		}
		return []foundList{{path: found[len(found)-1].path}}, nil
	}
	taken, err := l.store.FileCursors(ctx, order.Task)
	if err != nil {
		return nil, err
	}
	fresh := found[:0]
	for _, list := range found {
		if before, known := taken[list.path]; known && before.Size == list.size && before.Modified == list.modified {
			continue
		}
		list.cursor = &store.FileCursor{Task: order.Task, Path: list.path, Size: list.size, Modified: list.modified, Finished: true}
		fresh = append(fresh, list)
	}
	return fresh, nil
}

// starter starts jobs, and keeps what became of each list.
type starter struct {
	*Local
	order    task.Order
	started  []job.Snapshot
	would    []string
	problems []error
}

// start starts a job from one list. A list that can't be read does not stop the others, and is not
// tried again until it changes; a full disk, or the run's end, does.
func (s *starter) start(ctx context.Context, list foundList) error {
	name := filepath.Base(list.path)
	if s.order.DryRun {
		s.would = append(s.would, name)
		return nil
	}
	snapshot, err := s.create(ctx, Draft{
		Path: list.path, Recipe: s.order.Settings["recipe"], StartPaused: s.order.Settings["start_paused"] == "true",
		Actor: s.order.Actor,
	}, list.cursor)
	switch {
	case err == nil:
		s.started = append(s.started, snapshot)
		return nil
	case ctx.Err() != nil || errors.Is(err, store.ErrFull):
		return err
	}
	s.problems = append(s.problems, fmt.Errorf("%s: %w", name, err))
	if list.cursor == nil {
		return nil
	}
	return s.store.MoveFileCursor(ctx, *list.cursor)
}

// result says what was started, or would be.
func (s *starter) result() task.Result {
	if s.order.DryRun {
		if len(s.would) == 0 {
			return task.Result{Message: "would start nothing: there is no new file", Counts: map[string]int64{"jobs": 0}}
		}
		return task.Result{
			Message: "would start a job from " + strings.Join(s.would, ", "), Counts: map[string]int64{"jobs": int64(len(s.would))},
		}
	}
	result := task.Result{Counts: map[string]int64{"jobs": int64(len(s.started))}}
	switch len(s.started) {
	case 0:
		if len(s.problems) == 0 {
			result.Message = "there is no new file"
		}
	case 1:
		only := s.started[0]
		result.Job = only.ID
		result.Message = fmt.Sprintf("started job %d, %s, with %d rows", only.ID, only.Name, only.Total)
	default:
		result.Job = s.started[len(s.started)-1].ID
		result.Message = fmt.Sprintf("started %d jobs, %d to %d", len(s.started), s.started[0].ID, result.Job)
	}
	return result
}
