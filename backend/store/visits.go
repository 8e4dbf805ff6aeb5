package store

import "context"

const (
	staleVisits   = `FROM visits WHERE ended = 0 AND last_seen <= ?`
	oldCandidates = `FROM visit_candidates WHERE found < ?`
)

// CountStaleVisits counts the open visits that were last seen at or before a time.
func (s *Store) CountStaleVisits(ctx context.Context, seen int64) (int64, error) {
	return s.count(ctx, staleVisits, seen)
}

// EndStaleVisits ends some of the open visits that were last seen at or before a time: they ended
// when they were last seen. It gives how many.
func (s *Store) EndStaleVisits(ctx context.Context, seen int64) (int64, error) {
	// An end of 0 would leave the visit open.
	return s.changeSome(ctx, `UPDATE visits SET ended = max(last_seen, 1)
		WHERE id IN (SELECT id `+staleVisits+` ORDER BY last_seen LIMIT ?)`, seen)
}

// CountOldCandidates counts the visit candidates found before a time.
func (s *Store) CountOldCandidates(ctx context.Context, before int64) (int64, error) {
	return s.count(ctx, oldCandidates, before)
}

// DeleteOldCandidates deletes some of the visit candidates found before a time, and gives how many.
func (s *Store) DeleteOldCandidates(ctx context.Context, before int64) (int64, error) {
	return s.changeSome(ctx, `DELETE FROM visit_candidates WHERE id IN (SELECT id `+oldCandidates+` ORDER BY found LIMIT ?)`, before)
}
