package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"jobdeck/backend/job"
)

const jobColumns = `id, name, recipe, options, list, status, reason, reason_kind, resumes_at, ends_as, epoch,
	priority, position, total, succeeded, failed, skipped, reasons, output_columns, cursor,
	active_ms, created, started, ended, archived, deleted`

// scanJob reads one row of jobColumns.
func scanJob(row interface{ Scan(...any) error }) (job.Job, error) {
	var j job.Job
	var options, list, reasons, columns []byte
	err := row.Scan(&j.ID, &j.Name, &j.Recipe, &options, &list, &j.Status, &j.Reason, &j.ReasonKind, &j.ResumesAt, &j.EndsAs, &j.Epoch,
		&j.Priority, &j.Position, &j.Counts.Total, &j.Counts.Succeeded, &j.Counts.Failed, &j.Counts.Skipped, &reasons, &columns, &j.Cursor,
		&j.ActiveMS, &j.Created, &j.Started, &j.Ended, &j.Archived, &j.Deleted)
	if err != nil {
		return job.Job{}, err
	}
	return j, errors.Join(
		unpack(options, &j.Options), unpack(list, &j.List), unpack(reasons, &j.Reasons), unpack(columns, &j.OutputColumns))
}

// Job gives one job, deleted ones too until they are purged, or [ErrNotFound].
func (s *Store) Job(ctx context.Context, id job.ID) (job.Job, error) {
	return s.job(ctx, s.read, id)
}

func (s *Store) job(ctx context.Context, db querier, id job.ID) (job.Job, error) {
	j, err := scanJob(db.QueryRowContext(ctx, `SELECT `+jobColumns+` FROM jobs WHERE id = ? AND ready = 1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return job.Job{}, fmt.Errorf("job %d: %w", id, ErrNotFound)
	}
	return j, s.explain(err)
}

// Jobs gives the jobs with these numbers, in the order asked for; those that don't exist are left out.
func (s *Store) Jobs(ctx context.Context, ids []job.ID) ([]job.Job, error) {
	rows, err := s.read.QueryContext(ctx,
		`SELECT `+jobColumns+` FROM jobs WHERE ready = 1 AND id IN (SELECT value FROM json_each(?))`, pack(ids))
	if err != nil {
		return nil, s.explain(err)
	}
	found, err := collect(rows, scanJob)
	if err != nil {
		return nil, s.explain(err)
	}
	byID := make(map[job.ID]job.Job, len(found))
	for _, j := range found {
		byID[j.ID] = j
	}
	ordered := make([]job.Job, 0, len(found))
	for _, id := range ids {
		if j, ok := byID[id]; ok {
			ordered = append(ordered, j)
		}
	}
	return ordered, nil
}

// collect reads all rows with scan and closes them.
func collect[T any](rows *sql.Rows, scan func(interface{ Scan(...any) error }) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func scanID(row interface{ Scan(...any) error }) (job.ID, error) {
	var id job.ID
	return id, row.Scan(&id)
}

// JobsAtWork lists the jobs whose status says that they hold a slot.
func (s *Store) JobsAtWork(ctx context.Context) ([]job.ID, error) {
	return s.ids(ctx, `SELECT id FROM jobs WHERE status IN ('running', 'pausing', 'cancelling') AND ready = 1 ORDER BY id`)
}

// Queue lists the queued jobs, the next one first.
func (s *Store) Queue(ctx context.Context, limit int) ([]job.ID, error) {
	return s.ids(ctx, `SELECT id FROM jobs WHERE status = 'queued' AND ready = 1 ORDER BY priority DESC, position, id LIMIT ?`, limit)
}

// Due lists the paused jobs that go on by themselves at or before a time.
func (s *Store) Due(ctx context.Context, now int64) ([]job.ID, error) {
	return s.ids(ctx, `SELECT id FROM jobs WHERE resumes_at > 0 AND resumes_at <= ? AND status = 'paused' ORDER BY id`, now)
}

func (s *Store) ids(ctx context.Context, query string, args ...any) ([]job.ID, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	ids, err := collect(rows, scanID)
	return ids, s.explain(err)
}

// UpdateOptions stores changed options, name and priority, with their line in the audit log. Like
// every change it is made only when nobody else changed or purged the job since it was looked at,
// and raises the epoch; false means that nothing was stored.
func (s *Store) UpdateOptions(ctx context.Context, j job.Job, entry job.Entry) (made bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		made, err = changedOne(ctx, tx, `UPDATE jobs SET name = ?, options = ?, priority = ?, epoch = epoch + 1
			WHERE id = ? AND epoch = ? AND ready = 1`, j.Name, pack(j.Options), j.Priority, j.ID, j.Epoch)
		if err != nil || !made {
			return err
		}
		return addEntry(ctx, tx, entry)
	})
	return made && err == nil, err
}

// Place is a job's place in the queue.
type Place struct {
	ID       job.ID
	Epoch    int64 // of the sight of the job on which the place was decided
	Priority int
	Position int64
}

var errNotAsSeen = errors.New("not as it was seen")

// Reorder stores new places of jobs in the queue, with a line in the audit log: all of them, or
// none when one of the jobs was changed since it was looked at, which false tells.
func (s *Store) Reorder(ctx context.Context, places []Place, entry job.Entry) (made bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		for _, place := range places {
			found, err := changedOne(ctx, tx, `UPDATE jobs SET priority = ?, position = ?, epoch = epoch + 1
				WHERE id = ? AND epoch = ? AND ready = 1`, place.Priority, place.Position, place.ID, place.Epoch)
			if err != nil {
				return err
			}
			if !found {
				return errNotAsSeen
			}
		}
		return addEntry(ctx, tx, entry)
	})
	if errors.Is(err, errNotAsSeen) {
		return false, nil
	}
	return err == nil, err
}
