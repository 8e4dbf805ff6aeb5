package store

import (
	"context"

	"jobdeck/backend/job"
)

// DoneFrom lists, in order, which items from the cursor on have a row in outcomes already. The
// cursor keeps close behind the work, so there are few.
func (s *Store) DoneFrom(ctx context.Context, id job.ID, cursor int64) ([]int64, error) {
	return readAll(ctx, s, one[int64], `SELECT seq FROM outcomes WHERE job = ? AND seq >= ? ORDER BY seq`, id, cursor)
}

// pageBytes is where a page ends whatever its limit: a thousand rows of many megabytes each must
// not be in memory at once.
const pageBytes = 8 << 20

// TriedAgain gives a page of the items that were tried before and shall be tried again, in order,
// with seq greater than after, and whether there are more; with onlyFailed those alone that a retry
// was asked for when they had failed.
func (s *Store) TriedAgain(ctx context.Context, id job.ID, onlyFailed bool, after int64, limit int) ([]job.Item, bool, error) {
	condition := ""
	if onlyFailed {
		condition = " AND o.again = 1"
	}
	return s.page(ctx, `SELECT i.seq, i.row, i.input, o.attempts
		FROM outcomes o JOIN items i ON i.job = o.job AND i.seq = o.seq
		WHERE o.job = ? AND o.outcome = 'pending'`+condition+` AND o.seq > ? ORDER BY o.seq LIMIT ?`, id, after, limit)
}

// Fresh gives a page of a job's items from seq on, whether they have an outcome or not, and
// whether there are more.
func (s *Store) Fresh(ctx context.Context, id job.ID, from int64, limit int) ([]job.Item, bool, error) {
	return s.page(ctx, `SELECT seq, row, input, 0 FROM items WHERE job = ? AND seq >= ? ORDER BY seq LIMIT ?`, id, from, limit)
}

func (s *Store) page(ctx context.Context, query string, id job.ID, from int64, limit int) (items []job.Item, more bool, err error) {
	rows, err := s.read.QueryContext(ctx, query, id, from, limit)
	if err != nil {
		return nil, false, s.explain(err)
	}
	defer rows.Close()
	items = make([]job.Item, 0, limit)
	for size := 0; rows.Next(); {
		item := job.Item{Job: id}
		if err := rows.Scan(&item.Seq, &item.Row, (*[]byte)(&item.Input), &item.Attempts); err != nil {
			return nil, false, s.explain(err)
		}
		items = append(items, item)
		if size += len(item.Input); size > pageBytes {
			return items, true, nil
		}
	}
	return items, len(items) == limit, s.explain(rows.Err())
}
