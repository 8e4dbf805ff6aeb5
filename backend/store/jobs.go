package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"jobdeck/backend/job"
)

// Where columns of jobs are written, beside those that the store counts by itself.
const (
	begun    use = 1 << iota // when the job is begun
	changed                  // with its status
	adjusted                 // with its options
	placed                   // with its place in the queue
	derived                  // for filters only: read with what it is taken from
)

// jobColumns are the columns of jobs, but for the mark of those that are ready: what is written and
// read goes by this list.
var jobColumns = []column[job.Job]{
	number("id", func(j *job.Job) *job.ID { return &j.ID }),
	text("name", func(j *job.Job) *string { return &j.Name }).in(begun | adjusted),
	text("recipe", func(j *job.Job) *string { return &j.Recipe }).in(begun),
	text("processor", func(j *job.Job) *string { return &j.Options.Processor }).in(begun | derived),
	packed("options", func(j *job.Job) *job.Options { return &j.Options }).in(begun | adjusted),
	packed("list", func(j *job.Job) *job.List { return &j.List }).in(begun),
	text("source", func(j *job.Job) *string { return &j.List.Source }).in(begun | derived),
	text("status", func(j *job.Job) *job.Status { return &j.Status }).in(begun | changed),
	text("reason", func(j *job.Job) *string { return &j.Reason }).in(changed),
	text("reason_kind", func(j *job.Job) *job.PauseKind { return &j.ReasonKind }).in(changed),
	number("resumes_at", func(j *job.Job) *int64 { return &j.ResumesAt }).in(changed),
	text("ends_as", func(j *job.Job) *job.Status { return &j.EndsAs }).in(changed),
	number("epoch", func(j *job.Job) *int64 { return &j.Epoch }),
	number("priority", func(j *job.Job) *int { return &j.Priority }).in(begun | adjusted | placed),
	number("position", func(j *job.Job) *int64 { return &j.Position }).in(placed),
	number("total", func(j *job.Job) *int64 { return &j.Counts.Total }),
	number("succeeded", func(j *job.Job) *int64 { return &j.Counts.Succeeded }),
	number("failed", func(j *job.Job) *int64 { return &j.Counts.Failed }),
	number("skipped", func(j *job.Job) *int64 { return &j.Counts.Skipped }),
	packed("reasons", func(j *job.Job) *map[job.Reason]int64 { return &j.Reasons }),
	packed("output_columns", func(j *job.Job) *[]string { return &j.OutputColumns }),
	number("cursor", func(j *job.Job) *int64 { return &j.Cursor }),
	number("active_ms", func(j *job.Job) *int64 { return &j.ActiveMS }).in(changed),
	number("created", func(j *job.Job) *int64 { return &j.Created }).in(begun),
	number("started", func(j *job.Job) *int64 { return &j.Started }).in(changed),
	number("ended", func(j *job.Job) *int64 { return &j.Ended }).in(changed),
	flag("archived", func(j *job.Job) *bool { return &j.Archived }).in(changed),
	number("deleted", func(j *job.Job) *int64 { return &j.Deleted }).in(changed),
}

var (
	readColumns  = lacking(jobColumns, derived)
	beginColumns = having(jobColumns, begun)

	selectJobs = `SELECT ` + each(readColumns, `NAME`) + ` FROM jobs WHERE ready = 1 AND `
	insertJob  = `INSERT INTO jobs (` + each(beginColumns, `NAME`) + `) VALUES (` + each(beginColumns, `?`) + `)`
)

// scanJob reads one row of selectJobs.
func scanJob(r row) (j job.Job, err error) {
	err = r.Scan(places(nil, readColumns, &j)...)
	return j, err
}

// swap writes some columns of a job when nobody else changed it since it was looked at.
type swap struct {
	columns []column[job.Job]
	text    string
}

var (
	swapStatus  = swapOf(changed)
	swapOptions = swapOf(adjusted)
	swapPlace   = swapOf(placed)
)

func swapOf(u use) swap {
	columns := having(jobColumns, u)
	return swap{columns, `UPDATE jobs SET ` + each(columns, `NAME = ?`) + `, epoch = epoch + 1 WHERE id = ? AND epoch = ? AND ready = 1`}
}

// in makes the swap true, and raises the epoch; false says that the job was changed or purged meanwhile.
func (s swap) in(ctx context.Context, tx *sql.Tx, j *job.Job) (bool, error) {
	return changedOne(ctx, tx, s.text, append(values(nil, s.columns, j), j.ID, j.Epoch)...)
}

// Job gives one job, deleted ones too until they are purged, or [ErrNotFound].
func (s *Store) Job(ctx context.Context, id job.ID) (job.Job, error) {
	return s.job(ctx, s.read, id)
}

func (s *Store) job(ctx context.Context, db querier, id job.ID) (job.Job, error) {
	j, err := scanJob(db.QueryRowContext(ctx, selectJobs+`id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return job.Job{}, fmt.Errorf("job %d: %w", id, ErrNotFound)
	}
	return j, s.explain(err)
}

// Jobs gives the jobs with these numbers, in the order asked for; those that don't exist are left out.
func (s *Store) Jobs(ctx context.Context, ids []job.ID) ([]job.Job, error) {
	found, err := readAll(ctx, s, scanJob, selectJobs+`id IN (SELECT value FROM json_each(?))`, pack(ids))
	if err != nil {
		return nil, err
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
	return readAll(ctx, s, one[job.ID], query, args...)
}

// UpdateOptions stores changed options, name and priority, with their line in the audit log. Like
// every change it is made only when nobody else changed or purged the job since it was looked at,
// and raises the epoch; false means that nothing was stored.
func (s *Store) UpdateOptions(ctx context.Context, j job.Job, entry job.Entry) (made bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		made, err = swapOptions.in(ctx, tx, &j)
		if err != nil || !made {
			return err
		}
		return addEntry(ctx, tx, entry)
	})
	return made && err == nil, err
}

var errNotAsSeen = errors.New("not as it was seen")

// Reorder stores new places of jobs in the queue, with a line in the audit log: all of them, or
// none when one of the jobs was changed since it was looked at, which false tells.
func (s *Store) Reorder(ctx context.Context, moved []job.Job, entry job.Entry) (made bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		for i := range moved {
			found, err := swapPlace.in(ctx, tx, &moved[i])
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
