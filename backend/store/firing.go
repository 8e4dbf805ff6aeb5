package store

import (
	"context"
	"database/sql"
	"errors"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// Firing is what was decided about a task's due times: the runs that come of them, and the task
// with the time up to which everything is decided.
type Firing struct {
	Task task.Task
	Runs []task.Run // oldest first
	// Entries are lines of the audit log; a firing by itself has none, the run is its line.
	Entries []job.Entry
}

// Fire makes a firing true, all of it or nothing, and gives the runs that are new, with their
// numbers. A due time that has its run already keeps it, so a firing that is found twice, after a
// crash or by two clocks, is one.
func (s *Store) Fire(ctx context.Context, firing Firing) ([]task.Run, error) {
	var added []task.Run
	err := s.update(ctx, func(tx *sql.Tx) error {
		added = added[:0]
		for _, r := range firing.Runs {
			id, err := addRun(ctx, tx, r)
			if err != nil {
				return err
			}
			if id != 0 {
				r.ID = id
				added = append(added, r)
			}
		}
		for _, entry := range firing.Entries {
			if err := addEntry(ctx, tx, entry); err != nil {
				return err
			}
		}
		return saveTask(ctx, tx, &firing.Task)
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

// addRun inserts a run and gives its number, or 0 when its due time has a run already.
func addRun(ctx context.Context, tx *sql.Tx, r task.Run) (task.RunID, error) {
	var id task.RunID
	err := tx.QueryRowContext(ctx, `INSERT INTO runs (task, name, due, begun_by, who, origin, outcome, started, ended, message, counts, stands_for, job, rewound)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
		r.Task, r.Name, r.Due, r.Trigger, r.Who, r.Origin, r.Outcome, r.Started, r.Ended, r.Message, countsColumn(r.Counts),
		max(1, r.StandsFor), r.Job, r.Rewound).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}
