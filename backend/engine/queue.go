package engine

import (
	"context"
	"fmt"
	"math"
	"slices"

	"jobdeck/backend/job"
)

// Move changes a queued job's place in the queue: "up" or "down" by one, or to the "top" or "bottom".
func (e *Engine) Move(ctx context.Context, id job.ID, where string, actor job.Actor) error {
	e.changing.Lock()
	defer e.changing.Unlock()
	j, err := e.store.Job(ctx, id)
	if err != nil {
		return err
	}
	queue, err := e.store.Queue(ctx, math.MaxInt32)
	if err != nil {
		return err
	}
	from := slices.Index(queue, id)
	if from < 0 {
		return &job.RefusedError{Verb: "move", Status: j.Status}
	}
	to, err := target(from, len(queue), where)
	if err != nil {
		return err
	}
	if to == from {
		return nil
	}
	jobs, err := e.store.Jobs(ctx, queue)
	if err != nil {
		return err
	}
	entry := job.Entry{
		At: e.now(), Job: id, Who: actor.Who, Origin: actor.From, What: "move " + where,
		Before: fmt.Sprintf("place %d of %d", from+1, len(queue)), After: fmt.Sprintf("place %d of %d", to+1, len(queue)),
	}
	made, err := e.store.Reorder(ctx, places(jobs, from, to), entry)
	if err == nil && !made {
		err = errMoved
	}
	if err != nil {
		return fmt.Errorf("move job %d: %w", id, err)
	}
	e.tellList()
	return nil
}

// target is where a move from a place in a queue of n leads.
func target(from, n int, where string) (int, error) {
	switch where {
	case "up":
		return max(0, from-1), nil
	case "down":
		return min(n-1, from+1), nil
	case "top":
		return 0, nil
	case "bottom":
		return n - 1, nil
	}
	return 0, job.Usagef("move goes up, down, top or bottom, not %q", where)
}

// places gives what must be stored to move a job from one place of the queue to another. The moved one
// takes the priority of the place it comes to; those of that priority then share their positions out
// anew, in their order. All others keep what they have.
func places(queue []job.Job, from, to int) []job.Job {
	moved := queue[from]
	moved.Priority = queue[to].Priority
	queue = slices.Insert(slices.Delete(slices.Clone(queue), from, from+1), to, moved)
	equals := slices.DeleteFunc(slices.Clone(queue), func(j job.Job) bool { return j.Priority != moved.Priority })
	positions := make([]int64, 0, len(equals))
	for _, j := range equals {
		positions = append(positions, j.Position)
	}
	slices.Sort(positions)
	var list []job.Job
	for i, j := range equals {
		if j.ID == moved.ID || j.Position != positions[i] {
			j.Position = positions[i]
			list = append(list, j)
		}
	}
	return list
}
