package deck

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/secret"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// What a query of what happened, or of the logs, may ask for.
const (
	mostRows    = 500
	mostLines   = 1000
	longestText = 1000 // bytes
)

// Activity answers the question of its name.
func (l *Local) Activity(ctx context.Context, query ActivityQuery) (ActivityPage, error) {
	if query.Limit < 1 || query.Limit > mostRows {
		return ActivityPage{}, job.Usagef("%d rows were asked for: it must be 1 to %d", query.Limit, mostRows)
	}
	filter, err := query.filter()
	if err != nil {
		return ActivityPage{}, err
	}
	after, err := readKey(query.Before)
	if err != nil {
		return ActivityPage{}, err
	}
	happenings, more, err := l.store.Activity(ctx, filter, after, query.Limit)
	if err != nil {
		return ActivityPage{}, err
	}
	page := ActivityPage{Rows: make([]ActivityRow, len(happenings))}
	for i := range happenings {
		page.Rows[i] = l.activityRow(&happenings[i])
	}
	if more {
		page.Next = writeKey(happenings[len(happenings)-1].HappeningKey)
	}
	return page, nil
}

// filter checks what a query asks for, and puts it as the store has it.
func (q *ActivityQuery) filter() (store.HappeningFilter, error) {
	filter := store.HappeningFilter{
		Text: strings.TrimSpace(q.Text), WithoutRuns: q.Kind == Change, OnlyRuns: q.Kind == Run,
		Origins: q.Origins, Since: q.Since, Until: q.Until, Job: q.Job, Task: q.Task,
	}
	if q.Kind != "" && q.Kind != Change && q.Kind != Run {
		return filter, job.Usagef("there is no kind %q; there is %s, %s", q.Kind, Change, Run)
	}
	for _, origin := range q.Origins {
		if !slices.Contains(job.Origins, origin) {
			return filter, job.Usagef("nothing comes from %q; there is %s", origin, joinOrigins())
		}
	}
	if q.Since < 0 || q.Until < 0 || q.Job < 0 || q.Task < 0 {
		return filter, job.Usagef("times and numbers can't be negative")
	}
	return filter, checkText(filter.Text)
}

func joinOrigins() string {
	words := make([]string, len(job.Origins))
	for i, origin := range job.Origins {
		words[i] = string(origin)
	}
	return strings.Join(words, ", ")
}

func checkText(text string) error {
	if len(text) > longestText {
		return job.Usagef("the text to look for has %d bytes: at most %d are possible", len(text), longestText)
	}
	return nil
}

func (l *Local) activityRow(h *store.Happening) ActivityRow {
	row := ActivityRow{
		Kind: Change, ID: h.ID, At: h.At, Who: h.Who, Origin: h.Origin, Job: h.Job, JobName: h.JobName, Task: h.Task, TaskName: h.TaskName,
		What: h.What, Before: secret.Mask(h.Before), After: secret.Mask(h.After), Why: secret.Mask(h.Why), Outcome: h.Outcome,
	}
	if h.Run {
		row.Kind = Run
		switch {
		case h.Outcome == task.AtWork:
			row.DurationMS = max(0, l.clock.Now().UnixMilli()-h.Started)
		case h.Started > 0 && h.Ended > 0:
			row.DurationMS = max(0, h.Ended-h.Started)
		}
	}
	return row
}

// writeKey puts a place in the history as the text that asks for what comes after it.
func writeKey(key store.HappeningKey) string {
	kind := Change
	if key.Run {
		kind = Run
	}
	return fmt.Sprintf("%d.%s.%d", key.At, kind, key.ID)
}

// readKey reads what [writeKey] wrote. Nothing is the beginning.
func readKey(text string) (store.HappeningKey, error) {
	if text == "" {
		return store.HappeningKey{}, nil
	}
	words := strings.Split(text, ".")
	if len(words) != 3 || words[1] != string(Change) && words[1] != string(Run) {
		return store.HappeningKey{}, job.Usagef("%q is not the next of a page", text)
	}
	at, atErr := strconv.ParseInt(words[0], 10, 64)
	id, idErr := strconv.ParseInt(words[2], 10, 64)
	if atErr != nil || idErr != nil || id < 1 {
		return store.HappeningKey{}, job.Usagef("%q is not the next of a page", text)
	}
	return store.HappeningKey{At: at, Run: words[1] == string(Run), ID: id}, nil
}
