package deck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"jobdeck/backend/engine"
	"jobdeck/backend/fingerprint"
	"jobdeck/backend/job"
	"jobdeck/backend/outfile"
	"jobdeck/backend/processor"
	"jobdeck/backend/processor/preprocess"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
)

const (
	shownRows     = 50  // rows of a preview
	mostTried     = 100 // rows of a try: they are held in memory, and nobody can stop them one by one
	shownProblems = 100 // problems of a preview, and those kept with a job
)

// Inspect answers the question of its name.
func (l *Local) Inspect(ctx context.Context, request InspectRequest) (Preview, error) {
	list, err := openList(request.Path, request.Reading, request.Mapping)
	if err != nil {
		return Preview{}, err
	}
	defer list.close()
	preview := Preview{Name: filepath.Base(request.Path), Size: list.reader.Size(), Rows: [][]string{}, Total: -1, Problems: []table.Problem{}}
	for row, err := range list.rows() {
		if err != nil {
			return Preview{}, err
		}
		preview.Rows = append(preview.Rows, slices.Clone(row.Cells))
		if len(preview.Rows) == shownRows {
			break
		}
	}
	if request.Full {
		if err := preview.count(ctx, request); err != nil {
			return Preview{}, err
		}
	}
	if preview.Layout.Columns == nil {
		preview.describe(list)
	}
	return preview, nil
}

// describe takes over what the reading of a list has shown so far.
func (p *Preview) describe(list *openedList) {
	described := list.list()
	p.Layout, p.Mapping, p.Doubts = list.reader.Layout(), described.Mapping, list.doubts()
	p.Problems, p.ProblemCount = described.Problems, described.ProblemCount
}

// count reads the whole list: how many rows there are, how many repeat an earlier one or are much
// like one, and what is wrong.
func (p *Preview) count(ctx context.Context, request InspectRequest) error {
	list, err := openList(request.Path, request.Reading, request.Mapping)
	if err != nil {
		return err
	}
	defer list.close()
	p.Total = 0
	counted := func(yield func(*job.Item, error) bool) {
		for item, err := range list.items(ctx) {
			p.Total++
			if !yield(item, err) {
				return
			}
		}
	}
	cleaner, err := preprocess.NewWith(nil, nil)
	if err != nil {
		return err
	}
	if err := cleaner.Count(ctx, counted); err != nil {
		return err
	}
	p.Duplicates, p.Near = int64(cleaner.Duplicates()), int64(cleaner.Near())
	p.describe(list)
	return nil
}

// Create answers the question of its name.
func (l *Local) Create(ctx context.Context, draft Draft) (job.Snapshot, error) {
	return l.create(ctx, draft, nil)
}

// create makes a job of a draft. When a task took its list from a folder, the cursor is written
// together with the job.
func (l *Local) create(ctx context.Context, draft Draft, cursor *store.FileCursor) (job.Snapshot, error) {
	recipe, spec, err := l.recipeOf(ctx, draft)
	if err != nil {
		return job.Snapshot{}, err
	}
	list, err := openList(draft.Path, draft.Reading, draft.Mapping)
	if err != nil {
		return job.Snapshot{}, err
	}
	defer list.close()
	if err := list.check(spec); err != nil {
		return job.Snapshot{}, err
	}
	if list.fingerprint, err = fingerprint.Of(ctx, draft.Path); err != nil {
		return job.Snapshot{}, fmt.Errorf("read the list: %w", err)
	}
	if err := l.mayExport(ctx, draft, list); err != nil {
		return job.Snapshot{}, err
	}
	made := job.Job{Name: draft.Name, Options: recipe.Options}
	if made.Name == "" {
		base := filepath.Base(draft.Path)
		made.Name = strings.TrimSuffix(base, filepath.Ext(base))
	}
	draft.Options.Make(&made)
	j, err := l.engine.Create(ctx, engine.NewJob{
		Name: made.Name, Recipe: recipe.Name, Options: made.Options, Priority: made.Priority,
		List: list.list(), Done: list.list, StartPaused: draft.StartPaused, Actor: job.ActorOf(ctx), Cursor: cursor,
		Rows: list.rows(), Progress: func() (int64, int64) { return list.reader.BytesRead(), list.reader.Size() },
	})
	if err != nil {
		return job.Snapshot{}, err
	}
	return l.engine.Snapshot(ctx, j.ID)
}

// mayExport says whether what will come of a draft can be written to where it shall be. Results
// take room too, but how much nobody knows yet: the list's own size is the least.
func (l *Local) mayExport(ctx context.Context, draft Draft, list *openedList) error {
	if draft.Out == "" {
		return nil
	}
	if err := l.mayWriteList(ctx, draft.Out, list.list()); err != nil {
		return err
	}
	return outfile.Room(draft.Out, list.reader.Size())
}

// Try answers the question of its name.
func (l *Local) Try(ctx context.Context, request TryRequest) ([]ItemView, error) {
	draft, rows := request.Draft, request.Rows
	if rows < 1 || rows > mostTried {
		return nil, job.Usagef("%d rows were asked for a try: it must be 1 to %d", rows, mostTried)
	}
	recipe, spec, err := l.recipeOf(ctx, draft)
	if err != nil {
		return nil, err
	}
	list, err := openList(draft.Path, draft.Reading, draft.Mapping)
	if err != nil {
		return nil, err
	}
	defer list.close()
	if err := list.check(spec); err != nil {
		return nil, err
	}
	var items []*job.Item
	for item, err := range list.items(ctx) {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if len(items) >= rows {
			break
		}
	}
	made := job.Job{Name: recipe.Name, Options: recipe.Options}
	draft.Options.Make(&made)
	tried, err := l.engine.Try(ctx, made.Options, items)
	if err != nil {
		return nil, err
	}
	return views(tried), nil
}

// openedList is a list that is being read, with what its columns mean.
type openedList struct {
	reader   *table.Reader
	source   string
	mapping  map[string]job.Field // what a person said
	matching table.Matching       // of the columns there were at the beginning

	fingerprint job.Fingerprint
}

func openList(path string, reading table.Reading, mapping map[string]job.Field) (*openedList, error) {
	if path == "" {
		return nil, job.Usagef("no list is chosen")
	}
	reader, err := table.Open(path, reading)
	if err != nil {
		return nil, err
	}
	matching, err := reader.Match()
	if err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	o := &openedList{reader: reader, source: path, mapping: mapping, matching: matching}
	columns := reader.Layout().Columns
	for column, field := range mapping {
		if err := checkMatch(reader, columns, column, field); err != nil {
			return nil, errors.Join(err, reader.Close())
		}
	}
	return o, nil
}

// checkMatch says why a column can't stand for a field. One that only a later row brings is not there
// yet: whether it comes is known when the list has been read.
func checkMatch(reader *table.Reader, columns []string, column string, field job.Field) error {
	if !slices.Contains(columns, column) && !reader.MayBring(column) {
		return errNoColumn(columns, column)
	}
	if _, err := job.ParseField(string(field)); err != nil {
		return job.Usagef("%v", err)
	}
	return nil
}

func errNoColumn(columns []string, column string) error {
	return job.Usagef("there is no column %q (%s)", column, strings.Join(columns, ", "))
}

func (o *openedList) close() { _ = o.reader.Close() }

// list describes the list as far as it is read: rows can bring columns that the header lacks.
func (o *openedList) list() job.List {
	layout := o.reader.Layout()
	source, err := filepath.Abs(o.source)
	if err != nil {
		source = o.source
	}
	list := job.List{
		Source: source, Sheet: layout.Sheet, Fingerprint: o.fingerprint, Delimiter: layout.Delimiter,
		Results: layout.Results, Columns: layout.Columns, Mapping: make([]job.Field, len(layout.Columns)),
		Problems: slices.Clone(o.reader.Problems()), ProblemCount: o.reader.ProblemCount(),
	}
	if len(list.Problems) > shownProblems {
		list.Problems = list.Problems[:shownProblems]
	}
	if list.Problems == nil {
		list.Problems = []job.Problem{}
	}
	copy(list.Mapping, o.matching.Fields)
	said := make(map[job.Field]bool)
	for _, field := range o.mapping {
		said[field.Base()] = true
	}
	for i, column := range list.Columns {
		// What a person says of a field is all that is said of it.
		if field, ok := o.mapping[column]; ok {
			list.Mapping[i] = field
		} else if said[list.Mapping[i].Base()] {
			list.Mapping[i] = ""
		}
	}
	list.OrderChoices()
	return list
}

// doubts are those about fields of which nobody has said which column holds them.
func (o *openedList) doubts() []table.Doubt {
	doubts := append([]table.Doubt{}, o.reader.Doubts()...)
	for _, doubt := range o.matching.Doubts {
		_, said := o.mapping[doubt.Column]
		for _, field := range o.mapping {
			said = said || field.Base() == doubt.Field
		}
		if !said {
			doubts = append(doubts, doubt)
		}
	}
	return doubts
}

// check makes sure that a processor finds what it needs, and that there is a row at all.
func (o *openedList) check(spec processor.Spec) error {
	list := o.list()
	for _, field := range spec.Needs {
		if list.Column(field) < 0 && !o.awaits(field) {
			return &contentError{job.Usagef("%s has no column for %s, which %q needs: match one of its columns (%s)",
				filepath.Base(o.source), field, spec.Label, strings.Join(list.Columns, ", "))}
		}
	}
	return nil
}

// awaits says whether a person matched a field to a column that only a later row brings.
func (o *openedList) awaits(field job.Field) bool {
	columns := o.reader.Layout().Columns
	for column, matched := range o.mapping {
		if matched.Base() == field && !slices.Contains(columns, column) {
			return true
		}
	}
	return false
}

// unmet says which matched column never came, or nil.
func (o *openedList) unmet() error {
	columns := o.reader.Layout().Columns
	for column, field := range o.mapping {
		if field != "" && !slices.Contains(columns, column) {
			return errNoColumn(columns, column)
		}
	}
	return nil
}

// errNoRows is what a list with nothing below its header is refused with.
func (o *openedList) errNoRows() error {
	return &contentError{fmt.Errorf("%s has a header but no rows", filepath.Base(o.source))}
}

// contentError says that a list's own content is at fault: unchanged, it is refused again.
type contentError struct{ error }

func (c *contentError) Unwrap() error { return c.error }

// rows reads the list's rows. An empty list is an error.
func (o *openedList) rows() iter.Seq2[engine.ListRow, error] {
	return func(yield func(engine.ListRow, error) bool) {
		for n := 0; ; n++ {
			row, err := o.reader.Next()
			switch {
			case errors.Is(err, io.EOF) && n == 0:
				yield(engine.ListRow{}, o.errNoRows())
				return
			case errors.Is(err, io.EOF):
				if err := o.unmet(); err != nil {
					yield(engine.ListRow{}, err)
				}
				return
			case err != nil:
				yield(engine.ListRow{}, err)
				return
			}
			if !yield(engine.ListRow{Row: row.Number, Cells: row.Cells}, nil) {
				return
			}
		}
	}
}

// items reads the list's rows as a processor gets them.
func (o *openedList) items(ctx context.Context) iter.Seq2[*job.Item, error] {
	return func(yield func(*job.Item, error) bool) {
		list := new(job.List)
		*list = o.list()
		var seq int64
		for row, err := range o.rows() {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			seq++
			if o.reader.Width() > len(list.Columns) {
				list = new(job.List) // the row brought a column
				*list = o.list()
			}
			if !yield(&job.Item{Seq: seq, Row: row.Row, Input: job.AppendCells(nil, row.Cells), List: list}, nil) {
				return
			}
		}
	}
}
