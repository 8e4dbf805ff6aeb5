package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jobdeck/backend/paths"
)

// sight is what is known of a database before anything is written to it.
type sight struct {
	fresh  bool // there is none, or one without anything in it
	clean  bool // it is as an end in good order left it
	behind bool // an earlier program made it: this one can't read it before it is brought forward
}

// look finds out what there is in the data folder, and refuses what Jobdeck must not write to, with
// an [UnfitError] or [ErrNewer]. It changes nothing.
func (s *Store) look(ctx context.Context) (sight, error) {
	path := filepath.Join(s.dir, FileName)
	if err := paths.CheckDatabase(path); err != nil {
		return sight{}, err
	}
	page, err := readHeader(path)
	if err != nil {
		return sight{}, err
	}
	if err := regular(path + "-wal"); err != nil {
		return sight{}, err
	}
	if len(page) == 0 {
		return s.lookAtNothing(path)
	}
	head, err := parseHeader(page)
	if err != nil {
		return sight{}, unfit(s.dir, ErrDamaged, err)
	}
	if head.application != 0 && head.application != applicationID {
		return sight{}, unfit(s.dir, ErrForeign, fmt.Errorf("it has the mark %08x of another program, or is damaged", head.application))
	}
	switch err := checkLog(path+"-wal", head); {
	case errors.Is(err, errForeignLog) && head.application == 0:
		return sight{}, unfit(s.dir, ErrForeign, err)
	case err != nil:
		return sight{}, unfit(s.dir, ErrDamaged, err)
	}
	if sizeOf(path)%head.pageSize != 0 && sizeOf(path+"-wal") == 0 {
		return sight{}, unfit(s.dir, ErrDamaged, errors.New("its end is missing"))
	}
	return s.lookInside(ctx, path)
}

// lookAtNothing decides whether an empty database, or none, may be made. SQLite takes away the log
// of one that is empty, with all that is in it; and a new deck would push the backups out, a day
// after the other.
func (s *Store) lookAtNothing(path string) (sight, error) {
	if sizeOf(path+"-wal") > 0 {
		return sight{}, unfit(s.dir, ErrEmpty, errors.New("but its log beside it is not"))
	}
	if newestBackup(s.dir) != nil {
		return sight{}, unfit(s.dir, ErrEmpty, errors.New("and there are backups; move them away to begin with an empty deck"))
	}
	return sight{fresh: true}, nil
}

// lookInside reads what the database holds, through a connection that can't write.
func (s *Store) lookInside(ctx context.Context, path string) (sight, error) {
	held, err := s.contents(ctx)
	if err != nil {
		return sight{}, err
	}
	known, err := newestSchema()
	switch {
	case err != nil:
		return sight{}, err
	case len(held.tables) == 0 && newestBackup(s.dir) != nil:
		return sight{}, unfit(s.dir, ErrEmpty, errors.New("it has no tables, and there are backups"))
	case len(held.tables) == 0:
		return sight{fresh: true}, nil
	case held.application == applicationID && held.version == 0:
		return sight{}, unfit(s.dir, ErrDamaged, errors.New("what it should hold is missing"))
	case !held.ours():
		return sight{}, unfit(s.dir, ErrForeign, fmt.Errorf("it has the tables %s", strings.Join(held.tables[:min(3, len(held.tables))], ", ")))
	case held.version > known:
		return sight{}, fmt.Errorf("%s: %w: it has schema %d, this program knows up to %d; install the newer Jobdeck again", path, ErrNewer, held.version, known)
	}
	return sight{clean: leftClean(s.dir), behind: held.version < known}, nil
}

// contents is what a database says of itself.
type contents struct {
	tables      []string
	application uint32
	version     int64 // of the schema; 0 when none is known
}

// contents reads what the database says of itself, with what is in its log.
func (s *Store) contents(ctx context.Context) (held contents, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite|_%' ESCAPE '|' ORDER BY name`)
	if err != nil {
		return held, err
	}
	held.tables, err = collect(rows, one[string])
	if err != nil {
		return held, err
	}
	if err := s.read.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&held.application); err != nil {
		return held, err
	}
	held.version, err = schemaOf(ctx, s.read, held.tables)
	return held, err
}

// ours tells Jobdeck's databases from others: by their mark, or, those of the first schemas, by the
// tables they have had from the beginning. A crash may have come before the first of them was made.
func (c contents) ours() bool {
	if c.application == applicationID {
		return true
	}
	if c.version == 0 {
		return slices.Equal(c.tables, []string{schemaTable})
	}
	for _, table := range []string{"audit", "items", "jobs", "outcomes"} {
		if !slices.Contains(c.tables, table) {
			return false
		}
	}
	return true
}

// missing gives those of some files that are not there.
func missing(files ...string) []string {
	return slices.DeleteFunc(files, func(file string) bool {
		_, err := os.Lstat(file)
		return err == nil
	})
}
