package store

import (
	"context"
	"database/sql"
)

// cleanupChunk is how many rows a cleanup changes in one transaction: some ten milliseconds, so that
// nobody who wants to write waits for it.
const cleanupChunk = 4000

const (
	oldEntries = `FROM audit WHERE at < ?`
	// oldRuns leaves each task its last run, however long ago it was: it is what screens show.
	oldRuns = `FROM runs r WHERE r.ended > 0 AND r.ended < ?
		AND EXISTS (SELECT 1 FROM runs later WHERE later.task = r.task AND later.id > r.id AND later.ended > 0)`

	surplusEntries = `FROM audit WHERE id <= (SELECT id FROM audit ORDER BY id DESC LIMIT 1 OFFSET ?)`
	// surplusRuns are those of each task behind its newest, but for the last one that was at work.
	surplusRuns = `FROM (
		WITH t AS MATERIALIZED (SELECT id AS task,
			(SELECT id FROM runs WHERE task = tasks.id AND ended > 0 ORDER BY id DESC LIMIT 1 OFFSET ?) AS border,
			(SELECT id FROM runs WHERE task = tasks.id AND started > 0 AND ended > 0 ORDER BY id DESC LIMIT 1) AS last
			FROM tasks)
		SELECT r.id, r.ended FROM t CROSS JOIN runs r ON r.task = t.task AND r.id <= t.border
		WHERE +r.ended > 0 AND r.id IS NOT t.last) r WHERE r.ended > 0`
)

// CountOldEntries counts the lines of the audit log from before a time, and those beyond the newest
// so many.
func (s *Store) CountOldEntries(ctx context.Context, before, most int64) (int64, error) {
	return s.counts(ctx, sum{oldEntries, []any{before}}, sum{surplusEntries + ` AND at >= ?`, []any{most, before}})
}

// DeleteOldEntries deletes some of the lines that [Store.CountOldEntries] counts, the oldest first,
// and gives how many.
func (s *Store) DeleteOldEntries(ctx context.Context, before, most int64) (int64, error) {
	n, err := s.changeSome(ctx, `DELETE FROM audit WHERE id IN (SELECT id `+oldEntries+` ORDER BY at LIMIT ?)`, before)
	if n > 0 || err != nil {
		return n, err
	}
	return s.changeSome(ctx, `DELETE FROM audit WHERE id IN (SELECT id `+surplusEntries+` ORDER BY id LIMIT ?)`, most)
}

// CountOldRuns counts the runs that ended before a time, without each task's last one, and those
// beyond the newest so many of each task.
func (s *Store) CountOldRuns(ctx context.Context, before, most int64) (int64, error) {
	return s.counts(ctx, sum{oldRuns, []any{before}}, sum{surplusRuns + ` AND r.ended >= ?`, []any{most, before}})
}

// DeleteOldRuns deletes some of the runs that [Store.CountOldRuns] counts, and gives how many.
func (s *Store) DeleteOldRuns(ctx context.Context, before, most int64) (int64, error) {
	n, err := s.changeSome(ctx, `DELETE FROM runs WHERE id IN (SELECT id `+oldRuns+` ORDER BY ended LIMIT ?)`, before)
	if n > 0 || err != nil {
		return n, err
	}
	return s.changeSome(ctx, `DELETE FROM runs WHERE id IN (SELECT r.id `+surplusRuns+` LIMIT ?)`, most)
}

// ClockLeapt reports whether the time now is so far from all that was recorded, but for the last
// day, that the clock may be wrong: something is older than the span, and nothing is in it.
func (s *Store) ClockLeapt(ctx context.Context, from, until int64) (leapt bool, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT
		(EXISTS (SELECT 1 FROM audit WHERE at < ?1) OR EXISTS (SELECT 1 FROM runs WHERE ended > 0 AND ended < ?1))
		AND NOT EXISTS (SELECT 1 FROM audit WHERE at BETWEEN ?1 AND ?2)
		AND NOT EXISTS (SELECT 1 FROM runs WHERE ended BETWEEN ?1 AND ?2)`, from, until).Scan(&leapt)
	return leapt, s.explain(err)
}

// sum is a condition to be counted, with its arguments.
type sum struct {
	from string
	args []any
}

// counts adds up counts.
func (s *Store) counts(ctx context.Context, all ...sum) (total int64, err error) {
	for _, one := range all {
		n, err := s.count(ctx, one.from, one.args...)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// count counts rows for a cleanup.
func (s *Store) count(ctx context.Context, from string, args ...any) (int64, error) {
	var n int64
	err := s.read.QueryRowContext(ctx, `SELECT count(*) `+from, args...).Scan(&n)
	return n, s.explain(err)
}

// changeSome runs a statement over at most a chunk of rows, its last argument, in a transaction of
// its own, and gives how many it changed.
func (s *Store) changeSome(ctx context.Context, statement string, args ...any) (int64, error) {
	var n int64
	err := s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, statement, append(args, cleanupChunk)...)
		if err != nil {
			return err
		}
		n, err = result.RowsAffected()
		return err
	})
	if err != nil {
		return 0, err // the transaction was rolled back, whatever its statement had changed
	}
	return n, nil
}
