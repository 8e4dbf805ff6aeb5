package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
)

const (
	// feedPage is how many items one read of the store gives at most: reads stay short.
	feedPage = 1000
	// feedAhead is how many items wait for workers: enough that these never wait for the store.
	feedAhead = 128
)

// feedAll hands the job's pending items to the workers, in order: those that shall be tried again
// first, then those from the cursor on.
func (r *run) feedAll() {
	defer close(r.feed)
	err := r.survey()
	if err == nil {
		err = r.feedItems()
	}
	if err != nil && !errors.Is(err, errUnsaved) && r.ctx.Err() == nil {
		r.fail(fmt.Errorf("read the list: %w", err))
	}
}

// survey lets a processor that wants to look over the whole list first do so.
func (r *run) survey() error {
	surveyor, ok := r.processor.(processor.Surveyor)
	if !ok {
		return nil
	}
	r.board.setDoing("looking over the list")
	defer r.board.setDoing("")
	return surveyor.Survey(r.ctx, r.items())
}

// items is the whole list, in order.
func (r *run) items() iter.Seq2[*job.Item, error] {
	return func(yield func(*job.Item, error) bool) {
		for item, err := range r.pages(1, r.engine.store.Fresh) {
			if !yield(item, err) {
				return
			}
		}
	}
}

// pages reads items page by page, from a seq on, until there are none.
func (r *run) pages(from int64, read func(context.Context, job.ID, int64, int) ([]job.Item, bool, error)) iter.Seq2[*job.Item, error] {
	return func(yield func(*job.Item, error) bool) {
		for {
			var items []job.Item
			var more bool
			err := r.patiently("waiting to read the list", func(context.Context) (err error) {
				items, more, err = read(r.ctx, r.id, from, feedPage)
				return err
			})
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range items {
				items[i].List = r.list
				if !yield(&items[i], nil) {
					return
				}
			}
			if !more {
				return
			}
			from = items[len(items)-1].Seq + 1
		}
	}
}

func (r *run) feedItems() error {
	store, j := r.engine.store, r.seen()
	var known []int64
	err := r.patiently("waiting to read the list", func(context.Context) (err error) {
		known, err = store.DoneFrom(r.ctx, r.id, j.Cursor)
		return err
	})
	if err != nil {
		return err
	}
	again := func(ctx context.Context, id job.ID, from int64, limit int) ([]job.Item, bool, error) {
		return store.TriedAgain(ctx, id, j.EndsAs != "", from-1, limit)
	}
	for item, err := range r.pages(1, again) {
		if err := r.hand(item, err); err != nil {
			return err
		}
	}
	if j.EndsAs != "" {
		return nil // only what failed is tried again
	}
	for item, err := range r.pages(j.Cursor, store.Fresh) {
		if err == nil && len(known) > 0 && known[0] == item.Seq {
			known = known[1:]
			continue
		}
		if err := r.hand(item, err); err != nil {
			return err
		}
	}
	return nil
}

var errEnded = errors.New("the run has ended")

// hand gives one item to the workers.
func (r *run) hand(item *job.Item, err error) error {
	if err != nil {
		return err
	}
	select {
	case r.feed <- *item:
		return nil
	case <-r.ctx.Done():
		return errEnded
	}
}
