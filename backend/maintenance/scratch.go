package maintenance

import (
	"context"
	"errors"
	"fmt"
	"os"

	"jobdeck/backend/store"
)

// scratch is a database beside the real one in which a dry run keeps the places that would be new:
// so it finds duplicates as the run would, and its memory does not grow with the files.
type scratch struct {
	dir  string
	into *store.Store
	deck *store.Store
}

func newScratch(ctx context.Context, deck *store.Store) (*scratch, error) {
	dir, err := os.MkdirTemp("", "jobdeck-dry-run-")
	if err != nil {
		return nil, fmt.Errorf("make room for a dry run: %w", err)
	}
	into, err := store.Open(ctx, dir)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make room for a dry run: %w", err), os.RemoveAll(dir))
	}
	return &scratch{dir: dir, into: into, deck: deck}, nil
}

// keep tells how many places would be new.
func (s *scratch) keep(ctx context.Context, i *store.Import) (int64, error) {
	known, err := s.deck.KnownLocations(ctx, i.Places, i.Same)
	if err != nil {
		return 0, err
	}
	trial := *i
	trial.Cursor, trial.Places = store.FileCursor{}, nil
	for n, place := range i.Places {
		if !known[n] {
			trial.Places = append(trial.Places, place)
		}
	}
	return s.into.ImportLocations(ctx, &trial)
}

func (s *scratch) remove() error { return errors.Join(s.into.Close(), os.RemoveAll(s.dir)) }
