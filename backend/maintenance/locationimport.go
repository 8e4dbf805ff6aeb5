package maintenance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jobdeck/backend/english"
	"jobdeck/backend/form"
	"jobdeck/backend/inbox"
	"jobdeck/backend/spots"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
	"jobdeck/backend/task"
)

var (
	placeNoun     = noun{"place", "places"}
	fileNoun      = noun{"file", "files"}
	duplicateNoun = noun{"duplicate", "duplicates"}
	badNoun       = noun{"bad record", "bad records"}
	shapeNoun     = noun{"line or area", "lines or areas"}
)

// LocationImport is what tasks call the work that brings in places.
const LocationImport = "location_import"

// importChunk is how many records are stored in one transaction.
const importChunk = 2000

// locationImport brings in the places of new files in a folder.
func locationImport(place Place) task.Work {
	return task.Work{
		Does: LocationImport, Label: "Location import",
		Summary:       "Brings in places from new CSV, GeoJSON, GPX and KML files in a watched folder. Places that are there already are left out.",
		Interruptible: true, Pausable: true,
		Settings: []form.Field{
			{
				Key: "folder", Label: "Watched folder", Kind: form.Folder, Required: true, Valid: form.WholePath,
				Help: "New and changed .csv, .tsv, .geojson, .json, .gpx, .kml and .kmz files in it are read. They are never changed, moved or deleted.",
			},
		},
		Schedule: task.Schedule{Kind: task.Every, EveryMS: (5 * time.Minute).Milliseconds()},
		Run: func(ctx context.Context, order task.Order) (task.Result, error) {
			i := &importing{place: place, order: order, folder: filepath.Clean(order.Settings["folder"])}
			i.keep = i.store
			err := i.run(ctx)
			return i.result(), errors.Join(err, i.trouble())
		},
	}
}

// importing is one run.
type importing struct {
	place  Place
	order  task.Order
	folder string
	// keep stores a stretch of places, or in a dry run only finds out how many are new.
	keep func(ctx context.Context, i *store.Import) (added int64, err error)

	files, badFiles, added, known, bad int64
	shapes                             int64 // lines and areas that were passed over
	badNames, badFileNames             []string
	waiting                            []string // files that are left for a later run, each with the reason
	troubled                           []string // files that something stood in the way of
	doneBytes, totalBytes              int64
	at                                 string // where it was stopped
}

func (i *importing) run(ctx context.Context) (err error) {
	files, err := inbox.Look(ctx, i.folder, readable, i.order.Step)
	if err != nil {
		return err
	}
	cursors, err := i.place.Store.FileCursors(ctx, i.order.Task)
	if err != nil {
		return err
	}
	if i.order.DryRun {
		scratch, err := newScratch(ctx, i.place.Store)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, scratch.remove()) }()
		i.keep = scratch.keep
	} else if err := i.forget(ctx, files, cursors); err != nil {
		return err
	}
	for _, file := range i.due(files, cursors) {
		if err := i.order.Step(ctx); err != nil {
			return err
		}
		if err := i.read(ctx, file, cursors[file.Path]); err != nil {
			return err
		}
		i.doneBytes += file.Size
		i.order.Progress(i.doneBytes, i.totalBytes)
	}
	return nil
}

// due picks the files that are new or have changed, or were left half-way.
func (i *importing) due(files []inbox.File, cursors map[string]store.FileCursor) []inbox.File {
	var due []inbox.File
	now := i.place.Clock.Now()
	for _, file := range files {
		if cursor, ok := cursors[file.Path]; ok && cursor.Finished && file.Is(cursor.Size, cursor.Modified) {
			continue
		}
		if wait, waits := file.Waits(now); waits {
			i.waiting = append(i.waiting, fmt.Sprintf("%s (%s)", file.Name(), why(wait)))
			continue
		}
		due = append(due, file)
		i.totalBytes += file.Size
	}
	return due
}

// readable tells a file that can be read by its name. Hidden ones are not, nor those that programs leave while they write.
func readable(name string) bool {
	return spots.Known(name) && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "~")
}

// why says why a file waits.
func why(wait inbox.Wait) string {
	switch {
	case wait.Written:
		return "still being written"
	case wait.Lock != "":
		return fmt.Sprintf("open in another program: close it there, or delete %s if that program is gone", wait.Lock)
	default:
		return fmt.Sprintf("can't be looked at: %v", wait.Unseen)
	}
}

// forget drops the cursors of files that are gone from the folder.
func (i *importing) forget(ctx context.Context, files []inbox.File, cursors map[string]store.FileCursor) error {
	there := make(map[string]bool, len(files))
	for _, file := range files {
		there[file.Path] = true
	}
	for path := range cursors {
		if there[path] || filepath.Dir(path) != i.folder {
			continue
		}
		if err := i.order.Step(ctx); err != nil {
			return err
		}
		if err := i.place.Store.ForgetCursor(ctx, i.order.Task, path); err != nil {
			return err
		}
	}
	return nil
}

// read reads one file from where the last run had come to. Its error ends the run; what is wrong
// with the file alone is noted.
func (i *importing) read(ctx context.Context, file inbox.File, cursor store.FileCursor) error {
	if !file.Is(cursor.Size, cursor.Modified) {
		cursor = store.FileCursor{}
	}
	cursor.Task, cursor.Path, cursor.Size, cursor.Modified = i.order.Task, file.Path, file.Size, file.Modified
	reading, err := spots.Open(ctx, file.Path)
	if err == nil {
		defer reading.Close()
		r := &fileReading{importing: i, file: file, reader: reading, cursor: cursor}
		if err = r.pass(ctx); err == nil {
			err = r.readOn(ctx)
		}
		cursor = r.cursor
	}
	switch bad := (*spots.BadFile)(nil); {
	case err == nil:
		i.files++
		return nil
	case ctx.Err() != nil:
		i.at = fmt.Sprintf("%s, record %s", file.Name(), english.Number(cursor.Position))
		return err
	case errors.As(err, &bad):
		// It is looked at again when it changes.
		i.noteBadFile(file, err)
		cursor.Finished = true
		if i.order.DryRun {
			return nil
		}
		return i.place.Store.MoveCursor(ctx, cursor)
	case isOfStore(err):
		return err
	default:
		i.troubled = append(i.troubled, describe(file, err))
		return nil
	}
}

// storeError is an error of the store, which ends the run.
type storeError struct{ error }

func (s *storeError) Unwrap() error { return s.error }

func isOfStore(err error) bool {
	of := (*storeError)(nil)
	return errors.As(err, &of)
}

func (i *importing) noteBadFile(file inbox.File, err error) {
	i.badFiles++
	i.badFileNames = append(i.badFileNames, describe(file, err))
}

// describe says what is the matter with a file.
func describe(file inbox.File, err error) string {
	if refusal, ok := errors.AsType[*table.Refusal](err); ok {
		return file.Name() + " " + refusal.What
	}
	return fmt.Sprintf("%s: %v", file.Name(), err)
}

// trouble is an error when something stood in the way of a file: a permission, or the disk. It
// was not taken, and the next run tries it again.
func (i *importing) trouble() error {
	if len(i.troubled) == 0 {
		return nil
	}
	many := int64(len(i.troubled))
	return fmt.Errorf("%s could not be opened or read on (tried again at the next run): %s", fileNoun.count(many), names(i.troubled, many))
}

// fileReading is the reading of one file.
type fileReading struct {
	*importing

	file   inbox.File
	reader spots.Reader
	cursor store.FileCursor
}

// pass passes over the records that were taken before.
func (r *fileReading) pass(ctx context.Context) error {
	for n := range r.cursor.Position {
		if n%importChunk == 0 {
			if err := r.order.Step(ctx); err != nil {
				return err
			}
		}
		_, err := r.reader.Next()
		if bad := (*spots.BadRecord)(nil); err != nil && !errors.As(err, &bad) {
			if errors.Is(err, io.EOF) {
				return nil // readOn meets the end again
			}
			return err
		}
	}
	return nil
}

// readOn reads to the end of the file, and stores a stretch at a time.
func (r *fileReading) readOn(ctx context.Context) error {
	for {
		if err := r.order.Step(ctx); err != nil {
			return err
		}
		stretch := &stretch{}
		ended := stretch.fill(r.reader)
		next := r.cursor
		next.Position += stretch.records
		next.Finished = errors.Is(ended, io.EOF) && !r.changed()
		added, err := r.keep(ctx, &store.Import{
			Places: stretch.places, Same: samePlace, Cursor: next,
			Source: r.file.Name(), Added: r.place.Clock.Now().UnixMilli(),
		})
		if err != nil {
			return &storeError{err}
		}
		r.cursor = next
		r.added += added
		r.known += int64(len(stretch.places)) - added
		r.noteBad(stretch)
		r.order.Progress(r.doneBytes+min(r.reader.Progress(), r.file.Size), r.totalBytes)
		if errors.Is(ended, io.EOF) {
			return nil
		}
		if ended != nil {
			return ended
		}
	}
}

// changed tells whether the file was written to while it was being read: the next run reads it anew.
func (r *fileReading) changed() bool {
	status, err := os.Stat(r.file.Path)
	return err == nil && !r.file.Is(status.Size(), status.ModTime().UnixMilli())
}

func (r *fileReading) noteBad(s *stretch) {
	r.bad += s.bad
	r.shapes += s.shapes
	for _, bad := range s.first {
		if len(r.badNames) < keptNames {
			r.badNames = append(r.badNames, fmt.Sprintf("%s, %v", r.file.Name(), bad))
		}
	}
}

// stretch is some records of a file, stored in one transaction.
type stretch struct {
	places       []store.Location
	records, bad int64
	shapes       int64              // lines and areas
	first        []*spots.BadRecord // of the bad ones
}

// fill reads a chunk of records. It gives nil when there may be more.
func (s *stretch) fill(from spots.Reader) error {
	for s.records < importChunk {
		spot, err := from.Next()
		bad := (*spots.BadRecord)(nil)
		switch {
		case err == nil:
			s.places = append(s.places, located(spot))
		case errors.As(err, &bad) && bad.Shape:
			s.shapes++
		case errors.As(err, &bad):
			s.bad++
			if len(s.first) < keptNames {
				s.first = append(s.first, bad)
			}
		default:
			return err
		}
		s.records++
	}
	return nil
}

// store is keep of a run that is not dry.
func (i *importing) store(ctx context.Context, stretch *store.Import) (int64, error) {
	return i.place.Store.ImportLocations(ctx, stretch)
}

func (i *importing) result() task.Result {
	message := "no new file"
	if i.files+i.badFiles > 0 || i.at != "" {
		message = fmt.Sprintf("%s %s from %s", would(i.order.DryRun, "imported", "import"), placeNoun.count(i.added), fileNoun.count(i.files))
	}
	if i.at != "" {
		message += ", stopped at " + i.at
	}
	if i.known > 0 {
		message += "; left out " + duplicateNoun.count(i.known)
	}
	if i.bad > 0 {
		message += fmt.Sprintf("; %s: %s", badNoun.count(i.bad), names(i.badNames, i.bad))
	}
	if i.shapes > 0 {
		message += "; passed over " + shapeNoun.count(i.shapes)
	}
	if i.badFiles > 0 {
		message += fmt.Sprintf("; %s could not be read: %s", fileNoun.count(i.badFiles), names(i.badFileNames, i.badFiles))
	}
	waiting := int64(len(i.waiting) + len(i.troubled))
	if len(i.waiting) > 0 {
		message += "; waiting: " + names(i.waiting, int64(len(i.waiting)))
	}
	return task.Result{Message: message, Counts: map[string]int64{
		"files": i.files, "added": i.added, "duplicates": i.known, "bad": i.bad, "bad_files": i.badFiles, "waiting": waiting,
	}}
}
