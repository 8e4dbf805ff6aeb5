package store

import (
	"context"

	"jobdeck/backend/job"
)

// SampleMS is the length of the stretches in which throughput is counted, in milliseconds.
const SampleMS = 5000

// Sample is how many items got an outcome in a stretch of time.
type Sample struct {
	At     int64
	Done   int64
	Failed int64
}

// Samples gives a job's throughput in stretches of width milliseconds, oldest first; empty
// stretches are left out.
func (s *Store) Samples(ctx context.Context, id job.ID, width int64) ([]Sample, error) {
	return readAll(ctx, s, func(r row) (Sample, error) {
		var sample Sample
		return sample, r.Scan(&sample.At, &sample.Done, &sample.Failed)
	}, `SELECT at / ?1 * ?1 AS stretch, sum(done), sum(failed) FROM samples
		WHERE job = ?2 GROUP BY stretch ORDER BY stretch`, width, id)
}

// SampleSpan gives when a job's first stretch begins and its last one ends; zeros when there is none.
func (s *Store) SampleSpan(ctx context.Context, id job.ID) (from, until int64, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT coalesce(min(at), 0), coalesce(max(at) + ?, 0) FROM samples WHERE job = ?`, SampleMS, id).Scan(&from, &until)
	return from, until, s.explain(err)
}
