package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// keptNews is how much news the inbox holds: older news goes when new comes.
const keptNews = 200

// News is something that was told.
type News struct {
	ID    int64
	At    int64
	Kind  string
	Title string
	Text  string
	Job   job.ID
	Task  task.ID
	Seen  bool
}

// Told is up to where a task was told of.
type Told struct {
	Run    task.RunID // the last run that was looked at
	Missed int64      // due time of the last missed firing that was looked at
}

// News gives the inbox, newest first.
func (s *Store) News(ctx context.Context) ([]News, error) {
	return readAll(ctx, s, func(r row) (News, error) {
		var n News
		return n, r.Scan(&n.ID, &n.At, &n.Kind, &n.Title, &n.Text, &n.Job, &n.Task, &n.Seen)
	}, `SELECT id, at, kind, title, text, job, task, seen FROM news ORDER BY id DESC LIMIT ?`, keptNews)
}

// AddNews puts news into the inbox and fills its ids, together with up to where tasks are told of
// now. What the inbox has no place for any more goes.
func (s *Store) AddNews(ctx context.Context, news []News, told map[task.ID]Told) error {
	ids := make([]int64, len(news))
	err := s.update(ctx, func(tx *sql.Tx) error {
		for i, n := range news {
			err := tx.QueryRowContext(ctx,
				`INSERT INTO news (at, kind, title, text, job, task) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
				n.At, n.Kind, n.Title, n.Text, n.Job, n.Task).Scan(&ids[i])
			if err != nil {
				return err
			}
		}
		if err := setTold(ctx, tx, told); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM news WHERE id <= (SELECT max(id) FROM news) - ?`, keptNews)
		return err
	})
	if err != nil {
		return err
	}
	for i, id := range ids {
		news[i].ID = id
	}
	return nil
}

// setTold notes up to where tasks are told of. A task that is gone by now needs no note.
func setTold(ctx context.Context, tx *sql.Tx, told map[task.ID]Told) error {
	for id, t := range told {
		_, err := tx.ExecContext(ctx, `INSERT INTO news_told (task, run, missed) SELECT id, ?, ? FROM tasks WHERE id = ?
			ON CONFLICT (task) DO UPDATE SET run = excluded.run, missed = excluded.missed`, t.Run, t.Missed, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// SeeNews notes that news was looked at; no ids mean all.
func (s *Store) SeeNews(ctx context.Context, ids []int64) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`UPDATE news SET seen = 1 WHERE seen = 0 AND (? OR id IN (SELECT value FROM json_each(?)))`, len(ids) == 0, string(list))
		return err
	})
}

// Told gives up to where tasks were told of.
func (s *Store) Told(ctx context.Context) (map[task.ID]Told, error) {
	told := make(map[task.ID]Told)
	rows, err := s.read.QueryContext(ctx, `SELECT task, run, missed FROM news_told`)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id task.ID
		var t Told
		if err := rows.Scan(&id, &t.Run, &t.Missed); err != nil {
			return nil, s.explain(err)
		}
		told[id] = t
	}
	return told, s.explain(rows.Err())
}

// AtRest is a job that has ended, or that the app has paused by itself.
type AtRest struct {
	Job    job.ID
	Status job.Status
	Kind   job.PauseKind
	Ended  int64
}

// JobsAtRest gives all jobs that have ended, or that the app has paused by itself, in no order.
func (s *Store) JobsAtRest(ctx context.Context) ([]AtRest, error) {
	return readAll(ctx, s, func(r row) (AtRest, error) {
		var j AtRest
		return j, r.Scan(&j.Job, &j.Status, &j.Kind, &j.Ended)
	}, `SELECT id, status, reason_kind, ended FROM jobs WHERE ready = 1 AND (ended > 0 OR reason_kind <> '')`)
}
