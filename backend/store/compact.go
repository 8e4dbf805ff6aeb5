package store

import (
	"context"
	"fmt"

	"jobdeck/backend/paths"
)

// pageSize is SQLite's, which this database was made with.
const pageSize = 4096

// Size gives how many bytes the database has, and how many of them hold nothing.
func (s *Store) Size(ctx context.Context) (size, unused int64, err error) {
	for pragma, into := range map[string]*int64{"page_count": &size, "freelist_count": &unused} {
		if err := s.read.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(into); err != nil {
			return 0, 0, s.explain(err)
		}
		*into *= pageSize
	}
	return size, unused, nil
}

// RoomFor tells whether a folder's disk has room for so many bytes more, and how many it has.
func RoomFor(dir string, bytes int64) (enough bool, free int64, err error) {
	has, _, err := paths.Space(dir)
	if err != nil {
		return false, 0, fmt.Errorf("look how much room is left in %s: %w", dir, err)
	}
	return int64(has) >= bytes, int64(has), nil
}

// Compact rewrites the database as a whole, without what is unused in it. Nobody else writes
// meanwhile. It is all or nothing: when ctx ends the database is as it was.
func (s *Store) Compact(ctx context.Context) error {
	leave, err := s.alone(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if err := s.door.reason(); err != nil {
		return err
	}
	if _, err := s.write.ExecContext(ctx, `VACUUM`); err != nil {
		return s.explain(err)
	}
	return s.Checkpoint(ctx)
}
