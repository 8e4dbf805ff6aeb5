package store

import (
	"context"
	"slices"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// Happening is a line of the audit log or a run: what a person sees when asking what happened.
type Happening struct {
	HappeningKey
	Who, What, Before, After, Why string
	Origin                        job.Origin
	Job                           job.ID
	JobName                       string // empty when the job is gone
	Task                          task.ID
	TaskName                      string // of a run: what the task was called then
	// Outcome, Started and Ended are a run's.
	Outcome        task.Outcome
	Started, Ended int64
}

// HappeningKey is a happening's place: by time, at the same time runs before lines of the audit
// log, then by ID. Nothing that is written later moves it.
type HappeningKey struct {
	At  int64 // of a run: when it started, or was due when it never did
	Run bool
	ID  int64
}

// HappeningFilter chooses happenings. What is left empty chooses nothing.
type HappeningFilter struct {
	Text        string // found in who, what, why, before, after, or a name, in any case
	WithoutRuns bool
	OnlyRuns    bool
	Origins     []job.Origin
	Since       int64 // at or after
	Until       int64 // before
	Job         job.ID
	Task        task.ID
}

const (
	runAt = `iif(r.started > 0, r.started, r.due)` // as the index runs_at has it
	// A run that nobody started by hand came from the schedule.
	runOrigin = `iif(r.begun_by = 'manual', r.origin, 'schedule')`
	runWho    = `iif(r.who = '', 'jobdeck', r.who)`
	runWhat   = `iif(r.begun_by = 'missed', 'run for missed firings', 'run')`

	changeAsHappening = `SELECT 0 AS run, a.id AS id, a.at AS at, a.who AS who, a.origin AS origin, a.job AS job, a.task AS task,
		a.what AS what, a.before AS before, a.after AS after, a.why AS why, '' AS name, '' AS outcome, 0 AS started, 0 AS ended`
	runAsHappening = `SELECT 1 AS run, r.id AS id, ` + runAt + ` AS at, ` + runWho + ` AS who, ` + runOrigin + ` AS origin, r.job AS job,
		r.task AS task, ` + runWhat + ` AS what, '' AS before, '' AS after, r.message AS why, r.name AS name, r.outcome AS outcome,
		r.started AS started, r.ended AS ended`
)

// Activity gives a page of what happened, newest first: what comes after a key, or the newest when
// it is zero; and whether there is more. Each part is read along an index, so the page costs the
// same among a hundred and a million, unless text is looked for.
func (s *Store) Activity(ctx context.Context, filter HappeningFilter, after HappeningKey, limit int) (page []Happening, more bool, err error) {
	var parts []string
	var args []any
	add := func(c *conditions, columns, from, order string) {
		parts = append(parts, `SELECT * FROM (`+columns+` FROM `+from+` WHERE `+strings.Join(c.all, ` AND `)+` ORDER BY `+order+` DESC LIMIT ?)`)
		args = append(append(args, c.args...), limit+1)
	}
	for _, part := range changeParts(filter, after) {
		add(part.conditions, changeAsHappening, `audit a INDEXED BY `+part.index, `a.at DESC, a.id`)
	}
	if !filter.WithoutRuns {
		part := runPart(filter, after)
		add(part.conditions, runAsHappening, `runs r INDEXED BY `+part.index, runAt+` DESC, r.id`)
	}
	page, err = readAll(ctx, s, scanHappening, `SELECT h.run, h.id, h.at, h.who, h.origin, h.job, h.task, h.what, h.before, h.after, h.why,
		h.outcome, h.started, h.ended, coalesce(j.name, ''), iif(h.name <> '', h.name, coalesce(t.name, ''))
		FROM (`+strings.Join(parts, ` UNION ALL `)+`) h
		LEFT JOIN jobs j ON j.id = h.job AND j.ready = 1 LEFT JOIN tasks t ON t.id = h.task
		ORDER BY h.at DESC, h.run DESC, h.id DESC LIMIT ?`, append(args, limit+1)...)
	if len(page) > limit {
		page, more = page[:limit], true
	}
	return page, more, err
}

func scanHappening(r row) (Happening, error) {
	var h Happening
	return h, r.Scan(&h.Run, &h.ID, &h.At, &h.Who, &h.Origin, &h.Job, &h.Task, &h.What, &h.Before, &h.After, &h.Why,
		&h.Outcome, &h.Started, &h.Ended, &h.JobName, &h.TaskName)
}

// conditions are joined by AND. Words of people only ever become arguments.
type conditions struct {
	all  []string
	args []any
}

func (c *conditions) add(condition string, args ...any) {
	c.all = append(c.all, condition)
	c.args = append(c.args, args...)
}

// between bounds the time, and begins after a key when there is one.
func (c *conditions) between(at, id string, filter HappeningFilter, after HappeningKey, run bool) {
	c.add(at+` >= ?`, filter.Since)
	if filter.Until > 0 {
		c.add(at+` < ?`, filter.Until)
	}
	switch {
	case after == HappeningKey{}:
	case after.Run == run:
		c.add(at+` <= ? AND (`+at+` < ? OR `+id+` < ?)`, after.At, after.At, after.ID)
	case run: // runs come before the lines of the same time
		c.add(at+` < ?`, after.At)
	default:
		c.add(at+` <= ?`, after.At)
	}
}

// part is what is read along one index.
type part struct {
	*conditions
	index string
}

// changeParts are the parts to read the audit log in: for each origin one, because an index knows
// the order of time within one origin only.
func changeParts(filter HappeningFilter, after HappeningKey) []part {
	if filter.OnlyRuns {
		return nil
	}
	begin := func(index string) part {
		c := &conditions{}
		c.between(`a.at`, `a.id`, filter, after, false)
		if filter.Job > 0 {
			c.add(`a.job = ?`, filter.Job)
			index = `audit_job`
		}
		if filter.Task > 0 {
			c.add(`a.task = ? AND a.task > 0`, filter.Task)
			index = `audit_task`
		}
		if filter.Text != "" {
			c.found(filter.Text, `a`, `a.who`, `a.what`, `a.before`, `a.after`, `a.why`)
		}
		return part{c, index}
	}
	if len(filter.Origins) == 0 {
		return []part{begin(`audit_at`)}
	}
	var parts []part
	for _, origin := range slices.Compact(slices.Sorted(slices.Values(filter.Origins))) {
		one := begin(`audit_origin`)
		one.add(`a.origin = ?`, origin)
		parts = append(parts, one)
	}
	return parts
}

// runPart is how the runs are read.
func runPart(filter HappeningFilter, after HappeningKey) part {
	one := part{&conditions{}, `runs_at`}
	one.between(runAt, `r.id`, filter, after, true)
	if len(filter.Origins) > 0 {
		one.add(runOrigin+` IN (SELECT value FROM json_each(?))`, pack(filter.Origins))
		if !slices.Contains(filter.Origins, job.FromSchedule) {
			one.add(`r.begun_by = 'manual'`)
			one.index = `runs_by_hand`
		}
	}
	if filter.Task > 0 {
		one.add(`r.task = ?`, filter.Task)
		one.index = `runs_task_at`
	}
	if filter.Job > 0 {
		one.add(`r.job = ? AND r.job > 0`, filter.Job)
		one.index = `runs_job`
	}
	if filter.Text != "" {
		one.found(filter.Text, `r`, `r.name`, runWho, `r.message`, `r.outcome`, runWhat)
	}
	return one
}

// found looks for text in columns, and in the names of the job and the task.
func (c *conditions) found(text, from string, columns ...string) {
	condition, args := found(text, columns...)
	named, name := found(text, `name`)
	c.add(`(`+condition+` OR `+from+`.job IN (SELECT id FROM jobs WHERE ready = 1 AND `+named+`) OR `+
		from+`.task IN (SELECT id FROM tasks WHERE `+named+`))`, slices.Concat(args, name, name)...)
}
