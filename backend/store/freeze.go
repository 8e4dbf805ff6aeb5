package store

import (
	"context"
	"database/sql"

	"jobdeck/backend/job"
)

// mostFrozen is how many reads over one instant there may be at once: each keeps a reader to itself,
// and the others have to answer the screens.
const mostFrozen = 2

// Frozen is the store as it was at one instant, for reading.
type Frozen struct {
	store *Store
	tx    *sql.Tx
}

// Freeze lets a function read the store as it is at this instant, however long it takes and whatever
// is written meanwhile. Until it returns the database's log can't be folded back, so it must come
// to an end by itself. Whoever comes while [mostFrozen] read so waits for one of them.
func (s *Store) Freeze(ctx context.Context, read func(*Frozen) error) error {
	select {
	case s.frozen <- struct{}{}:
		defer func() { <-s.frozen }()
	case <-ctx.Done():
		return ctx.Err()
	}
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.explain(err)
	}
	defer func() { _ = tx.Rollback() }()
	return read(&Frozen{store: s, tx: tx})
}

// Job is like [Store.Job].
func (f *Frozen) Job(ctx context.Context, id job.ID) (job.Job, error) {
	return f.store.job(ctx, f.tx, id)
}

// Items is like [Store.Items].
func (f *Frozen) Items(ctx context.Context, id job.ID, filter ItemFilter, after int64, limit int) (page []Stored, more bool, err error) {
	return f.store.itemPage(ctx, f.tx, id, filter, after, limit)
}
