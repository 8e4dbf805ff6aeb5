package store

import (
	"context"
	"strings"

	"jobdeck/backend/job"
)

// JobIDs lists the jobs that match a filter, in the order screens show them: active ones in the
// order of the queue, then the ended ones, the last ended first. 10,000 jobs take about 10 ms.
func (s *Store) JobIDs(ctx context.Context, filter job.Filter) ([]job.ID, error) {
	where, args := filterSQL(filter)
	return s.ids(ctx, `SELECT id FROM jobs WHERE `+where+`
		ORDER BY status IN ('completed', 'cancelled', 'failed'),
			CASE WHEN status IN ('completed', 'cancelled', 'failed') THEN -ended ELSE 0 END,
			priority DESC, position, id DESC`, args...)
}

// filterSQL is a filter as a condition with its arguments. Words of people only ever become arguments.
func filterSQL(filter job.Filter) (string, []any) {
	conditions := []string{"ready = 1"}
	var args []any
	add := func(condition string, values ...any) {
		conditions = append(conditions, condition)
		args = append(args, values...)
	}
	if filter.Deleted {
		add("deleted > 0")
	} else {
		add("deleted = 0")
		add("archived = ?", filter.Archived)
	}
	if len(filter.Statuses) > 0 {
		add("status IN (SELECT value FROM json_each(?))", pack(filter.Statuses))
	}
	if len(filter.Kinds) > 0 {
		add("processor IN (SELECT value FROM json_each(?))", pack(filter.Kinds))
	}
	for _, word := range filter.Words {
		pattern := contains(word)
		add(`(name LIKE ? ESCAPE '\' OR recipe LIKE ? ESCAPE '\' OR source LIKE ? ESCAPE '\')`, pattern, pattern, pattern)
	}
	return strings.Join(conditions, " AND "), args
}

// contains is a LIKE pattern that finds text anywhere, letter for letter.
func contains(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// CountByStatus counts the jobs that are neither archived nor deleted.
func (s *Store) CountByStatus(ctx context.Context) (map[job.Status]int64, error) {
	return readPairs[job.Status, int64](ctx, s,
		`SELECT status, count(*) FROM jobs WHERE ready = 1 AND deleted = 0 AND archived = 0 GROUP BY status`)
}

// CompletedSince counts the jobs that were completed at or after a time.
func (s *Store) CompletedSince(ctx context.Context, since int64) (int64, error) {
	var n int64
	err := s.read.QueryRowContext(ctx,
		`SELECT count(*) FROM jobs WHERE status = 'completed' AND ended >= ? AND ready = 1 AND deleted = 0`, since).Scan(&n)
	return n, s.explain(err)
}

// Source is a file that a job was made from.
type Source struct {
	Path string
	Job  job.ID // the last one, when there are several
	Name string // of the job
}

// Sources lists the files that jobs were, or are just being, made from.
func (s *Store) Sources(ctx context.Context) ([]Source, error) {
	return readAll(ctx, s, func(r row) (source Source, err error) {
		err = r.Scan(&source.Path, &source.Job, &source.Name)
		return source, err
	}, `SELECT source, max(id), name FROM jobs WHERE source <> '' GROUP BY source`)
}

// Read is a list that a job was, or is just being, made from.
type Read struct {
	Source

	Fingerprint job.Fingerprint
}

// ReadLike gives the lists that may be a file: those of its size, and the one that the system calls
// the same.
func (s *Store) ReadLike(ctx context.Context, size int64, file string) ([]Read, error) {
	return readAll(ctx, s, func(r row) (list Read, err error) {
		err = r.Scan(&list.Path, &list.Job, &list.Name, &list.Fingerprint.Size, &list.Fingerprint.Digest, &list.Fingerprint.File)
		return list, err
	}, `SELECT source, id, name, list ->> '$.fingerprint.size', list ->> '$.fingerprint.digest', list ->> '$.fingerprint.file'
		FROM jobs WHERE list ->> '$.fingerprint.size' = ? OR list ->> '$.fingerprint.file' = nullif(?, '') ORDER BY id DESC`, size, file)
}
