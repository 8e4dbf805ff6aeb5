package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"jobdeck/backend/job"
)

// Batch is a group of records with the counters that go with them: all true together, or nothing.
type Batch struct {
	Job     job.ID
	Records []Record
	// Counts are to be added to the job's.
	Counts job.Counts
	// Reasons and OutputColumns replace the job's when they are not nil.
	Reasons       map[job.Reason]int64
	OutputColumns []string
	Cursor        int64
	ActiveMS      int64
	// Sample is the stretch of time the batch counts for.
	Sample int64
}

// Record makes a batch true. An item that has an outcome already makes it fail as a whole: an
// outcome is recorded exactly once.
func (s *Store) Record(ctx context.Context, batch *Batch) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		changed, err := insertRows(ctx, tx, s.bulk.outcomes, s.bulk.outcome, rowsPerOutcomeInsert, batch.Job, batch.Records,
			func(args []any, r *Record) []any { return values(append(args, r.Seq), outcomeColumns, r) })
		if err != nil {
			return err
		}
		if changed != int64(len(batch.Records)) {
			return fmt.Errorf("record outcomes of job %d: %d of %d items have one already", batch.Job, int64(len(batch.Records))-changed, len(batch.Records))
		}
		if err := count(ctx, tx, batch); err != nil {
			return err
		}
		if batch.Counts.Done() == 0 {
			return nil
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO samples (job, at, done, failed) VALUES (?, ?, ?, ?)
			ON CONFLICT (job, at) DO UPDATE SET done = done + excluded.done, failed = failed + excluded.failed`,
			batch.Job, batch.Sample, batch.Counts.Done(), batch.Counts.Failed)
		return err
	})
}

// count moves the job's counters along with its outcomes.
func count(ctx context.Context, tx *sql.Tx, batch *Batch) error {
	query := strings.Builder{}
	query.WriteString(`UPDATE jobs SET succeeded = succeeded + ?, failed = failed + ?, skipped = skipped + ?, cursor = ?, active_ms = ?`)
	args := []any{batch.Counts.Succeeded, batch.Counts.Failed, batch.Counts.Skipped, batch.Cursor, batch.ActiveMS}
	if batch.Reasons != nil {
		query.WriteString(`, reasons = ?`)
		args = append(args, pack(batch.Reasons))
	}
	if batch.OutputColumns != nil {
		query.WriteString(`, output_columns = ?`)
		args = append(args, pack(batch.OutputColumns))
	}
	query.WriteString(` WHERE id = ?`)
	_, err := tx.ExecContext(ctx, query.String(), append(args, batch.Job)...)
	return err
}

// CountCrash remembers that these items were in flight when the program crashed, forgets those that
// were not this time, and gives how often each was, in a row. Items that got an outcome are left out.
func (s *Store) CountCrash(ctx context.Context, id job.ID, seqs []int64) (times map[int64]int, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM crashes WHERE job = ? AND seq NOT IN (SELECT value FROM json_each(?))`, id, pack(seqs)); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `INSERT INTO crashes (job, seq, times)
			SELECT ?1, value, 1 FROM json_each(?2) WHERE NOT EXISTS
				(SELECT 1 FROM outcomes WHERE job = ?1 AND seq = value AND outcome <> 'pending')
			ON CONFLICT (job, seq) DO UPDATE SET times = times + 1 RETURNING seq, times`, id, pack(seqs))
		if err != nil {
			return err
		}
		times, err = pairs[int64, int](rows)
		return err
	})
	return times, err
}

// Suspects lists, by job, the items without an outcome that were in flight in so many crashes in a row.
func (s *Store) Suspects(ctx context.Context, times int) (map[job.ID][]int64, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT job, seq FROM crashes c WHERE times >= ? AND NOT EXISTS
		(SELECT 1 FROM outcomes o WHERE o.job = c.job AND o.seq = c.seq AND o.outcome <> 'pending') ORDER BY job, seq`, times)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	suspects := make(map[job.ID][]int64)
	for rows.Next() {
		var id job.ID
		var seq int64
		if err := rows.Scan(&id, &seq); err != nil {
			return nil, s.explain(err)
		}
		suspects[id] = append(suspects[id], seq)
	}
	return suspects, s.explain(rows.Err())
}
