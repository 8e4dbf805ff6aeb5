package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"jobdeck/backend/job"
)

// Stored is an item with its outcome, as it is stored.
type Stored struct {
	Row
	Record
}

const (
	itemsFirst    = ` FROM items i LEFT JOIN outcomes o ON o.job = i.job AND o.seq = i.seq WHERE i.job = ? AND i.seq > ?`
	outcomesFirst = ` FROM outcomes o CROSS JOIN items i ON i.job = o.job AND i.seq = o.seq WHERE o.job = ? AND o.seq > ?`
)

// storedPlaces is where an item goes that is read.
func storedPlaces(it *Stored) []any {
	return places([]any{&it.Row.Seq, &it.Row.Row, &it.Input}, outcomeColumns, &it.Record)
}

// ItemFilter chooses items of a job.
type ItemFilter struct {
	Outcome job.Outcome // empty: all
	Text    string      // found in input, output or error, in any case
}

// Items gives a page of a job's items with seq greater than after, in the list's order, and whether
// there may be more. Each page starts from a key, so the last of a million costs what the first does.
func (s *Store) Items(ctx context.Context, id job.ID, filter ItemFilter, after int64, limit int) (page []Stored, more bool, err error) {
	return s.itemPage(ctx, s.read, id, filter, after, limit)
}

func (s *Store) itemPage(ctx context.Context, db querier, id job.ID, filter ItemFilter, after int64, limit int) (page []Stored, more bool, err error) {
	switch filter.Outcome {
	case "":
		return s.stored(ctx, db, itemsFirst, filter.Text, `i.seq`, limit, id, after)
	case job.Pending:
		return s.pendingItems(ctx, db, id, filter.Text, after, limit)
	case job.Succeeded:
		return s.stored(ctx, db, outcomesFirst+` AND o.outcome = 'succeeded'`, filter.Text, `o.seq`, limit, id, after)
	default:
		// Named as a literal condition too, so that SQLite may use the partial index.
		return s.stored(ctx, db, outcomesFirst+` AND o.outcome = ? AND o.outcome <> 'succeeded'`, filter.Text, `o.seq`, limit, id, after, string(filter.Outcome))
	}
}

// pendingItems joins the items before the cursor that are to be tried again, which an index
// finds, with those from the cursor on that have no outcome, which lie close together.
func (s *Store) pendingItems(ctx context.Context, db querier, id job.ID, text string, after int64, limit int) ([]Stored, bool, error) {
	var cursor int64
	if err := db.QueryRowContext(ctx, `SELECT cursor FROM jobs WHERE id = ?`, id).Scan(&cursor); err != nil {
		return nil, false, s.explain(err)
	}
	before, more, err := s.stored(ctx, db, outcomesFirst+` AND o.outcome = 'pending' AND o.seq < ?`, text, `o.seq`, limit, id, after, cursor)
	if err != nil || more {
		return before, more, err
	}
	rest, more, err := s.stored(ctx, db, itemsFirst+` AND (o.outcome IS NULL OR o.outcome = 'pending')`, text, `i.seq`, limit-len(before), id, max(after, cursor-1))
	return append(before, rest...), more, err
}

func (s *Store) stored(ctx context.Context, db querier, from, text, order string, limit int, args ...any) (items []Stored, more bool, err error) {
	if text != "" {
		from += ` AND (i.input LIKE ? ESCAPE '\' OR o.output LIKE ? ESCAPE '\' OR o.error LIKE ? ESCAPE '\')`
		pattern := contains(text)
		args = append(args, pattern, pattern, pattern)
	}
	rows, err := db.QueryContext(ctx, `SELECT `+storedColumns+from+` ORDER BY `+order+` LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, false, s.explain(err)
	}
	defer rows.Close()
	var item Stored
	into := storedPlaces(&item)
	for size := 0; rows.Next(); {
		if err := rows.Scan(into...); err != nil {
			return nil, false, s.explain(err)
		}
		item.Record.Seq = item.Row.Seq
		items = append(items, item)
		if size += len(item.Input) + len(item.Output); size > pageBytes {
			return items, true, nil
		}
	}
	return items, len(items) == limit, s.explain(rows.Err())
}

// Item gives one item, or [ErrNotFound].
func (s *Store) Item(ctx context.Context, id job.ID, seq int64) (Stored, error) {
	var it Stored
	err := s.read.QueryRowContext(ctx, `SELECT `+storedColumns+itemsFirst+` AND i.seq = ?`, id, seq-1, seq).Scan(storedPlaces(&it)...)
	it.Record.Seq = it.Row.Seq
	if errors.Is(err, sql.ErrNoRows) {
		return Stored{}, fmt.Errorf("row %d of job %d: %w", seq, id, ErrNotFound)
	}
	return it, s.explain(err)
}
