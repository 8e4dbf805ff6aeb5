package store

import (
	"context"
	"database/sql"

	"jobdeck/backend/task"
)

// FileCursor is how far a task is with a file. Size and Modified tell which file of this name it
// was: one that has changed since is another.
type FileCursor struct {
	Task     task.ID
	Path     string
	Size     int64
	Modified int64
	// Position is how many records were taken from it.
	Position int64
	Finished bool
}

// FileCursors gives all cursors of a task, by path.
func (s *Store) FileCursors(ctx context.Context, id task.ID) (map[string]FileCursor, error) {
	list, err := readAll(ctx, s, func(r row) (FileCursor, error) {
		var c FileCursor
		return c, r.Scan(&c.Task, &c.Path, &c.Size, &c.Modified, &c.Position, &c.Finished)
	}, `SELECT task, path, size, modified, position, finished FROM file_cursors WHERE task = ?`, id)
	cursors := make(map[string]FileCursor, len(list))
	for _, cursor := range list {
		cursors[cursor.Path] = cursor
	}
	return cursors, err
}

// moveCursor writes a cursor, in the transaction of what was taken from its file.
func moveCursor(ctx context.Context, tx *sql.Tx, c FileCursor) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO file_cursors (task, path, size, modified, position, finished) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (task, path) DO UPDATE SET size = excluded.size, modified = excluded.modified,
			position = excluded.position, finished = excluded.finished`,
		c.Task, c.Path, c.Size, c.Modified, c.Position, c.Finished)
	return err
}

// MoveCursor writes a cursor by itself: for a file that nothing could be taken from.
func (s *Store) MoveCursor(ctx context.Context, cursor FileCursor) error {
	return s.update(ctx, func(tx *sql.Tx) error { return moveCursor(ctx, tx, cursor) })
}

// ForgetCursor forgets a file that is gone.
func (s *Store) ForgetCursor(ctx context.Context, id task.ID, path string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM file_cursors WHERE task = ? AND path = ?`, id, path)
		return err
	})
}
