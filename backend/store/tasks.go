package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// ErrNameTaken says that another task has this name.
var ErrNameTaken = errors.New("another task has this name")

const taskColumns = `id, name, grouped, description, does, settings, schedule, missed, missed_cap, overlap, shipped, enabled,
	paused_since, paused_by, paused_why, handled_until, missed_count, missed_first, missed_last, missed_made_up,
	decided, rewound, created, deleted`

func scanTask(r row) (task.Task, error) {
	var t task.Task
	var pause task.Pause
	err := r.Scan(&t.ID, &t.Name, &t.Group, &t.Description, &t.Does, unpacking{&t.Settings}, unpacking{&t.Schedule}, &t.Missed, &t.MissedCap, &t.Overlap,
		&t.Shipped, &t.Enabled, &pause.Since, &pause.Who, &pause.Why, &t.HandledUntil,
		&t.MissedFirings.Count, &t.MissedFirings.First, &t.MissedFirings.Last, &t.MissedFirings.MadeUp,
		&t.Decided, &t.Rewound, &t.Created, &t.Deleted)
	if pause.Since > 0 {
		t.Pause = &pause
	}
	return t, err
}

// pauseColumns are a pause as it is stored: three empty values when there is none.
func pauseColumns(t *task.Task) (since int64, who, why string) {
	if t.Pause == nil {
		return 0, "", ""
	}
	return t.Pause.Since, t.Pause.Who, t.Pause.Why
}

// settingsColumn is a task's settings as an object, also when it has none.
func settingsColumn(settings map[string]string) string {
	if settings == nil {
		return "{}"
	}
	return pack(settings)
}

// Tasks gives all tasks that are not deleted, by group and name.
func (s *Store) Tasks(ctx context.Context) ([]task.Task, error) {
	return readAll(ctx, s, scanTask, `SELECT `+taskColumns+` FROM tasks WHERE deleted = 0
		ORDER BY grouped COLLATE NOCASE, name COLLATE NOCASE`)
}

// Task gives one task, deleted ones too until they are purged, or [ErrNotFound].
func (s *Store) Task(ctx context.Context, id task.ID) (task.Task, error) {
	t, err := scanTask(s.read.QueryRowContext(ctx, `SELECT `+taskColumns+` FROM tasks WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return task.Task{}, fmt.Errorf("task %d: %w", id, ErrNotFound)
	}
	return t, s.explain(err)
}

// AddTask stores a new task, with its line in the audit log, and gives its number.
func (s *Store) AddTask(ctx context.Context, t task.Task, entry job.Entry) (task.ID, error) {
	err := s.update(ctx, func(tx *sql.Tx) error {
		since, who, why := pauseColumns(&t)
		result, err := tx.ExecContext(ctx, `INSERT INTO tasks (name, grouped, description, does, settings, schedule, missed, missed_cap, overlap,
				shipped, enabled, paused_since, paused_by, paused_why, handled_until, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			t.Name, t.Group, t.Description, t.Does, settingsColumn(t.Settings), pack(t.Schedule), t.Missed, t.MissedCap, t.Overlap,
			t.Shipped, t.Enabled, since, who, why, t.HandledUntil, t.Created)
		if err != nil {
			return nameTaken(err)
		}
		id, err := result.LastInsertId()
		t.ID, entry.Task = task.ID(id), id
		return errors.Join(err, addEntry(ctx, tx, entry))
	})
	return t.ID, err
}

// SaveTask stores a task as it is now, with a line in the audit log.
func (s *Store) SaveTask(ctx context.Context, t task.Task, entry job.Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		return errors.Join(saveTask(ctx, tx, &t), addEntry(ctx, tx, entry))
	})
}

// saveTask replaces everything of a task but what it was born with.
func saveTask(ctx context.Context, tx *sql.Tx, t *task.Task) error {
	since, who, why := pauseColumns(t)
	result, err := tx.ExecContext(ctx, `UPDATE tasks SET name = ?, grouped = ?, description = ?, settings = ?, schedule = ?,
			missed = ?, missed_cap = ?, overlap = ?, enabled = ?, paused_since = ?, paused_by = ?, paused_why = ?,
			handled_until = ?, decided = ?, rewound = ?, missed_count = ?, missed_first = ?, missed_last = ?, missed_made_up = ?, deleted = ?
		WHERE id = ?`,
		t.Name, t.Group, t.Description, settingsColumn(t.Settings), pack(t.Schedule),
		t.Missed, t.MissedCap, t.Overlap, t.Enabled, since, who, why,
		t.HandledUntil, t.Decided, t.Rewound,
		t.MissedFirings.Count, t.MissedFirings.First, t.MissedFirings.Last, t.MissedFirings.MadeUp, t.Deleted, t.ID)
	if err != nil {
		return nameTaken(err)
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return fmt.Errorf("task %d: %w", t.ID, ErrNotFound)
}

// nameTaken tells a name that is not unique from other errors.
func nameTaken(err error) error {
	var from sqlite3.Error
	if errors.As(err, &from) && from.ExtendedCode == sqlite3.ErrConstraintUnique {
		return ErrNameTaken
	}
	return err
}
