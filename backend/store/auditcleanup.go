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
)

// CountOldEntries counts the lines of the audit log from before a time.
func (s *Store) CountOldEntries(ctx context.Context, before int64) (int64, error) {
	return s.count(ctx, oldEntries, before)
}

// DeleteOldEntries deletes some lines of the audit log from before a time, the oldest first, and
// gives how many.
func (s *Store) DeleteOldEntries(ctx context.Context, before int64) (int64, error) {
	return s.changeSome(ctx, `DELETE FROM audit WHERE id IN (SELECT id `+oldEntries+` ORDER BY at LIMIT ?)`, before)
}

// CountOldRuns counts the runs that ended before a time, without each task's last one.
func (s *Store) CountOldRuns(ctx context.Context, before int64) (int64, error) {
	return s.count(ctx, oldRuns, before)
}

// DeleteOldRuns deletes some of the runs that [Store.CountOldRuns] counts, and gives how many.
func (s *Store) DeleteOldRuns(ctx context.Context, before int64) (int64, error) {
	return s.changeSome(ctx, `DELETE FROM runs WHERE id IN (SELECT id `+oldRuns+` ORDER BY ended LIMIT ?)`, before)
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
