package engine

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/store"
)

// Try puts a few items through a processor, each once, and gives what came out. Nothing is stored.
func (e *Engine) Try(ctx context.Context, options job.Options, items []*job.Item) ([]store.Stored, error) {
	spec, err := e.find(options.Processor)
	if err != nil {
		return nil, err
	}
	worked, err := spec.New(options.Set, e.clock)
	if err != nil {
		return nil, fmt.Errorf("the recipe does not work: %w", err)
	}
	defer release(worked, e.log)
	if surveyor, ok := worked.(processor.Surveyor); ok {
		err := surveyor.Survey(ctx, func(yield func(*job.Item, error) bool) {
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	tried := make([]store.Stored, len(items))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(options.Concurrency)
	for i, item := range items {
		group.Go(func() error {
			tried[i] = e.tryOne(ctx, worked, item)
			return ctx.Err()
		})
	}
	return tried, group.Wait()
}

func (e *Engine) tryOne(ctx context.Context, worked processor.Processor, item *job.Item) store.Stored {
	started := e.clock.Now()
	result, err := attempt(ctx, worked, item, e.log)
	if err != nil {
		failure := asFailure(err)
		result = job.Result{Outcome: job.FailedItem, Reason: failure.Reason, Error: failure.Message}
	}
	return store.Stored{
		Row:    store.Row{Seq: item.Seq, Row: item.Row, Input: string(item.Input)},
		Record: store.Record{Seq: item.Seq, Ending: result.Ending(1, started, e.clock.Now()), Output: encodeOutput(result.Output)},
	}
}
