package schedule

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// shippedGroup is the group of the tasks that ship, until a person changes it.
const shippedGroup = "Maintenance"

// ship makes the tasks of works that ship and have none yet: at the first start, or after an
// update that brings a new one.
func (s *Scheduler) ship(ctx context.Context, works []task.Work) error {
	tasks, err := s.store.Tasks(ctx)
	if err != nil {
		return err
	}
	for _, work := range works {
		if !work.Shipped || slices.ContainsFunc(tasks, func(t task.Task) bool { return t.Does == work.Does }) {
			continue
		}
		if err := Check(work.Schedule); err != nil {
			return fmt.Errorf("%s: %w", work.Does, err)
		}
		now := s.now()
		t := task.Task{
			Name: freeName(work.Label, func(name string) bool {
				return slices.ContainsFunc(tasks, func(t task.Task) bool { return strings.EqualFold(t.Name, name) })
			}),
			Group: shippedGroup, Description: work.Summary, Does: work.Does, Schedule: work.Schedule,
			Missed: task.RunOnce, MissedCap: task.DefaultMissedCap, Overlap: task.SkipOverlap,
			Shipped: true, Enabled: work.Enabled, HandledUntil: now, Created: now,
		}
		entry := job.Entry{At: now, Who: itself.Who, Origin: itself.From, What: "add task", After: t.Name, Why: "it comes with Jobdeck"}
		if t.ID, err = s.store.AddTask(ctx, t, entry); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		tasks = append(tasks, t)
	}
	return nil
}

var numbered = regexp.MustCompile(` \(\d+\)$`)

// freeName gives a name that is not taken: the name itself, or "name (2)" and so on.
func freeName(name string, taken func(string) bool) string {
	if !taken(name) {
		return name
	}
	base := numbered.ReplaceAllString(name, "")
	for n := 2; ; n++ {
		if tried := fmt.Sprintf("%s (%d)", base, n); !taken(tried) {
			return tried
		}
	}
}
