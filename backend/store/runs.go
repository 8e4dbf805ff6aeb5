package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

const storedRunColumns = `id, task, name, due, begun_by, who, origin, outcome, started, ended, message, counts, stands_for, job`

func scanRun(from row) (task.Run, error) {
	var r task.Run
	err := from.Scan(&r.ID, &r.Task, &r.Name, &r.Due, &r.Trigger, &r.Who, &r.Origin, &r.Outcome, &r.Started, &r.Ended,
		&r.Message, unpacking{&r.Counts}, &r.StandsFor, &r.Job)
	if r.Started > 0 && r.Ended > 0 {
		r.DurationMS = max(0, r.Ended-r.Started)
	}
	return r, err
}

// countsColumn is a run's counts as an object, also when it has none.
func countsColumn(counts map[string]int64) string {
	if counts == nil {
		return "{}"
	}
	return pack(counts)
}

// Runs gives a page of the history, newest first.
func (s *Store) Runs(ctx context.Context, query task.RunQuery) (task.RunPage, error) {
	where, args := runsSQL(query)
	page := task.RunPage{Runs: []task.Run{}}
	runs, err := readAll(ctx, s, scanRun, `SELECT `+storedRunColumns+` FROM runs`+where+` ORDER BY id DESC LIMIT ?`, append(args, query.Limit+1)...)
	if err != nil {
		return page, err
	}
	page.More = len(runs) > query.Limit
	page.Runs = append(page.Runs, runs[:min(len(runs), query.Limit)]...)
	return page, nil
}

// runsSQL is a query as a condition with its arguments.
func runsSQL(query task.RunQuery) (string, []any) {
	var conditions []string
	var args []any
	add := func(condition string, values ...any) {
		conditions = append(conditions, condition)
		args = append(args, values...)
	}
	if query.Task != 0 {
		add("task = ?", query.Task)
	}
	if query.Before != 0 {
		add("id < ?", query.Before)
	}
	if len(query.Outcomes) > 0 {
		add("outcome IN (SELECT value FROM json_each(?))", pack(query.Outcomes))
	}
	if query.Text != "" {
		condition, values := found(query.Text, "name", "message")
		add(condition, values...)
	}
	if len(conditions) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}

// LastRun gives the last run of a task that was at work and ended, or nil.
func (s *Store) LastRun(ctx context.Context, id task.ID) (*task.Run, error) {
	run, err := scanRun(s.read.QueryRowContext(ctx,
		`SELECT `+storedRunColumns+` FROM runs WHERE task = ? AND started > 0 AND ended > 0 ORDER BY id DESC LIMIT 1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // no run is an answer
	}
	return &run, s.explain(err)
}

// OpenRuns gives the runs of all tasks that have not ended, oldest first.
func (s *Store) OpenRuns(ctx context.Context) ([]task.Run, error) {
	return readAll(ctx, s, scanRun, `SELECT `+storedRunColumns+` FROM runs WHERE outcome IN ('queued', 'running') ORDER BY id`)
}

// BeginRun makes a run that waited be at work. It reports false when the run was ended meanwhile.
func (s *Store) BeginRun(ctx context.Context, id task.RunID, started int64) (begun bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE runs SET outcome = 'running', started = ? WHERE id = ? AND outcome = 'queued'`, started, id)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		begun = n > 0
		return err
	})
	return begun, err
}

// EndRuns records what became of runs. One that has its outcome keeps it. On a full disk the
// reserved space is used: what was done must not look undone.
func (s *Store) EndRuns(ctx context.Context, runs []task.Run, entries ...job.Entry) error {
	err := s.endRuns(ctx, runs, entries)
	if errors.Is(err, ErrFull) && s.MakeRoom() {
		return s.endRuns(ctx, runs, entries)
	}
	return err
}

func (s *Store) endRuns(ctx context.Context, runs []task.Run, entries []job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := endRuns(ctx, tx, runs); err != nil {
			return err
		}
		for _, entry := range entries {
			if err := addEntry(ctx, tx, entry); err != nil {
				return err
			}
		}
		return nil
	})
}

func endRuns(ctx context.Context, tx *sql.Tx, runs []task.Run) error {
	for _, r := range runs {
		_, err := tx.ExecContext(ctx, `UPDATE runs SET outcome = ?, ended = ?, message = ?, counts = ?, job = ?
			WHERE id = ? AND outcome IN ('queued', 'running')`, r.Outcome, r.Ended, r.Message, countsColumn(r.Counts), r.Job, r.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// InterruptRuns ends the runs that were at work when the program died, and tells how many.
func (s *Store) InterruptRuns(ctx context.Context, at int64, message string) (n int64, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx,
			`UPDATE runs SET outcome = 'interrupted', ended = max(?, started), message = ? WHERE outcome = 'running'`, at, message)
		if err != nil {
			return err
		}
		n, err = result.RowsAffected()
		return err
	})
	return n, err
}
