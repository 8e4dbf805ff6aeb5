package deck

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"jobdeck/backend/inbox"
	"jobdeck/backend/job"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
	"jobdeck/backend/task"
)

// starter starts jobs, and keeps what became of each list.
type starter struct {
	*Local

	order   task.Order
	started []job.Snapshot
	would   []string
	waiting []string // files that are left for a later run, as is in order, each with its reason
	// refused are the lists that are no good, and stay so until they change; troubled those that
	// something stands in the way of, which are tried again at the next firing.
	refused, troubled []string
}

// find finds the lists of a run. Those of a folder that are taken once come with the cursor that
// says so.
func (s *starter) find(ctx context.Context) ([]foundList, error) {
	set := s.order.Settings
	if set["source"] == fromFile {
		return []foundList{{path: set["file"]}}, nil
	}
	found, err := listFolder(ctx, set["folder"], set["match"], s.order.Step)
	if err != nil {
		return nil, err
	}
	if set["source"] == fromNewest {
		found, s.waiting = ready(found, s.clock.Now())
		if len(found) == 0 {
			return nil, nil
		}
		return []foundList{{path: found[len(found)-1].Path}}, nil
	}
	taken, err := s.store.FileCursors(ctx, s.order.Task)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(file inbox.File) bool {
		before, known := taken[file.Path]
		return known && file.Is(before.Size, before.Modified)
	})
	found, s.waiting = ready(found, s.clock.Now())
	lists := make([]foundList, len(found))
	for i, file := range found {
		cursor := store.FileCursor{Task: s.order.Task, Path: file.Path, Size: file.Size, Modified: file.Modified, Finished: true}
		lists[i] = foundList{path: file.Path, cursor: &cursor}
	}
	return lists, nil
}

// start starts a job from one list. What is wrong with one list does not stop the others; what
// would be wrong with each of them, a full disk, a busy database, the run's end, does. Only bad
// content is final: such a list is not tried again until it changes.
func (s *starter) start(ctx context.Context, list foundList) error {
	name := filepath.Base(list.path)
	if s.order.DryRun {
		s.would = append(s.would, name)
		return nil
	}
	snapshot, err := s.create(job.WithActor(ctx, s.order.Actor), Draft{
		Path: list.path, Recipe: s.order.Settings["recipe"], StartPaused: s.order.Settings.Switch("start_paused"),
	}, list.cursor)
	if err == nil {
		s.started = append(s.started, snapshot)
		return nil
	}
	if ctx.Err() != nil {
		return err
	}
	content, bad := errors.AsType[*contentError](err)
	refusal, unread := errors.AsType[*table.Refusal](err)
	switch {
	case bad:
		s.refused = append(s.refused, content.Error())
	case unread && refusal.Final():
		s.refused = append(s.refused, name+" "+refusal.What)
	case unread:
		s.troubled = append(s.troubled, name+" "+refusal.What)
		return nil
	default:
		return fmt.Errorf("start a job from %s: %w", name, err)
	}
	if list.cursor == nil {
		return nil
	}
	return s.store.MoveCursor(ctx, *list.cursor)
}

// toldFiles is how many files are told of by name.
const toldFiles = 10

// problem is what went wrong with single lists, or nil.
func (s *starter) problem() error {
	var problems []error
	if len(s.refused) > 0 {
		problems = append(problems, errors.New(told(s.refused, "\n")))
	}
	if len(s.troubled) > 0 {
		again := " (tried again at the next firing)"
		if s.order.Settings["source"] == fromFile {
			again = ""
		}
		problems = append(problems, errors.New(told(s.troubled, "\n")+again))
	}
	return errors.Join(problems...)
}

// told is the first of some sentences, and how many more there are.
func told(sentences []string, between string) string {
	if more := len(sentences) - toldFiles; more > 0 {
		sentences = append(sentences[:toldFiles:toldFiles], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(sentences, between)
}

// result says what was started, or would be, and what waits.
func (s *starter) result() task.Result {
	result := s.outcome()
	result.Counts["waiting"] = int64(len(s.waiting) + len(s.troubled))
	if len(s.waiting) == 0 {
		return result
	}
	var sentences []string
	if result.Message != "" {
		sentences = append(sentences, result.Message)
	}
	result.Message = strings.Join(append(sentences, told(s.waiting, "; ")), "; ")
	return result
}

// outcome says what was started, or would be.
func (s *starter) outcome() task.Result {
	if s.order.DryRun {
		if len(s.would) == 0 {
			return task.Result{Message: "would start nothing: there is no new file", Counts: map[string]int64{"jobs": 0}}
		}
		return task.Result{
			Message: "would start a job from " + told(s.would, ", "), Counts: map[string]int64{"jobs": int64(len(s.would))},
		}
	}
	result := task.Result{Counts: map[string]int64{"jobs": int64(len(s.started))}}
	switch len(s.started) {
	case 0:
		if len(s.refused)+len(s.troubled) == 0 {
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
