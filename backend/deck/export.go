package deck

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor/registry"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
)

// exportPage is how many items one read of the store gives: reads stay short.
const exportPage = 1000

// The columns that an export adds, named so that no list has them by chance.
const (
	outcomeColumn = "jobdeck_outcome"
	reasonColumn  = "jobdeck_reason"
)

// Export implements [Deck].
func (l *Local) Export(ctx context.Context, request ExportRequest) (report ExportReport, err error) {
	if !filepath.IsAbs(request.Path) {
		return ExportReport{}, job.Usagef("%q is not an absolute path", request.Path)
	}
	j, err := l.store.Job(ctx, request.Job)
	if err != nil {
		return ExportReport{}, err
	}
	shape := allColumns(&j)
	if request.Cleaned {
		if shape, err = cleanedColumns(&j); err != nil {
			return ExportReport{}, err
		}
		request.Outcomes = []job.Outcome{job.Succeeded}
	}
	work := live.Work{ID: "export-" + strconv.FormatInt(int64(j.ID), 10), Label: "Exporting " + j.Name, Total: j.Counts.Total}
	rows, err := l.writeFile(request.Path, shape.columns, &work, func(writer *table.Writer) (int64, error) {
		return l.exportRows(ctx, request, &j, shape, writer, &work)
	})
	if err != nil {
		return ExportReport{}, err
	}
	l.noteExport(ctx, request, rows)
	return ExportReport{Path: request.Path, Rows: rows}, nil
}

// writeFile writes a file with the rows that fill writes, and gives how many there are. Half a file
// is never left under its name.
func (l *Local) writeFile(path string, columns []string, work *live.Work, fill func(*table.Writer) (int64, error)) (int64, error) {
	writer, err := table.Create(path, columns)
	if err != nil {
		return 0, err
	}
	rows, err := fill(writer)
	if err == nil {
		err = writer.Close()
	}
	work.Ended = true
	if err != nil {
		work.Error = err.Error()
		_ = writer.Abort()
	}
	l.tellWork(work)
	return rows, err
}

// exportRows writes the items that a request asks for, and gives how many. One goroutine reads a
// page while the other writes the one before.
func (l *Local) exportRows(ctx context.Context, request ExportRequest, j *job.Job, shape exportShape, writer *table.Writer, work *live.Work) (int64, error) {
	group, ctx := errgroup.WithContext(ctx)
	pages := make(chan []store.Stored, 1)
	group.Go(func() error {
		defer close(pages)
		return l.readItems(ctx, request, j.ID, pages)
	})
	var rows int64
	group.Go(func() error {
		for page := range pages {
			for i := range page {
				if err := writer.Write(shape.row(viewOf(&page[i]))); err != nil {
					return err
				}
			}
			rows += int64(len(page))
			work.Done = page[len(page)-1].Row.Seq
			l.tellWork(work)
		}
		return nil
	})
	return rows, group.Wait()
}

// readItems reads the items that a request asks for, page by page, in the list's order.
func (l *Local) readItems(ctx context.Context, request ExportRequest, id job.ID, pages chan<- []store.Stored) error {
	filter := store.ItemFilter{Text: request.Text}
	if len(request.Outcomes) == 1 {
		filter.Outcome = request.Outcomes[0]
	}
	for after, more := int64(0), true; more; {
		var page []store.Stored
		var err error
		if page, more, err = l.store.Items(ctx, id, filter, after, exportPage); err != nil {
			return err
		}
		if more {
			after = page[len(page)-1].Row.Seq
		}
		if len(request.Outcomes) > 1 {
			page = slices.DeleteFunc(page, func(s store.Stored) bool { return !slices.Contains(request.Outcomes, s.Outcome) })
		}
		if len(page) == 0 {
			continue
		}
		select {
		case pages <- page:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// noteExport writes down who took data out. That it can't is no reason to take the file away again.
func (l *Local) noteExport(ctx context.Context, request ExportRequest, rows int64) {
	err := l.store.AddEntry(ctx, job.Entry{
		At: l.clock.Now().UnixMilli(), Job: request.Job, Who: request.Actor.Who, Origin: request.Actor.From,
		What: "export", After: fmt.Sprintf("%d rows", rows), Why: request.Path,
	})
	if err != nil {
		l.options.Log.WithError(err).Warn("note an export")
	}
}

func (l *Local) tellWork(work *live.Work) {
	told := *work
	l.bus.Publish(live.Event{Topic: live.WorkProgress, Key: work.ID, At: l.clock.Now().UnixMilli(), Work: &told})
}

// exportShape is how an item becomes a row of an exported list.
type exportShape struct {
	columns []string
	row     func(ItemView) []string
}

// allColumns is the list's own columns, those the results brought, and what became of each item.
func allColumns(j *job.Job) exportShape {
	columns := slices.Clone(j.List.Columns)
	for _, column := range j.OutputColumns {
		if slices.Contains(columns, column) {
			column += " (result)"
		}
		columns = append(columns, column)
	}
	width := len(j.List.Columns)
	return exportShape{
		columns: append(columns, outcomeColumn, reasonColumn),
		row: func(item ItemView) []string {
			cells := fit(item.Cells, width)
			for _, column := range j.OutputColumns {
				cells = append(cells, item.Output[column])
			}
			return append(cells, string(item.Outcome), item.Error)
		},
	}
}

// cleanedColumns is the list's own columns, with what the processor made of those it knows in
// their places.
func cleanedColumns(j *job.Job) (exportShape, error) {
	spec, err := registry.Find(j.Options.Processor)
	if err != nil {
		return exportShape{}, job.Usagef("%v", err)
	}
	if !spec.Cleans {
		return exportShape{}, job.Usagef("%s does not clean its list: export all rows instead", spec.Label)
	}
	return exportShape{
		columns: j.List.Columns,
		row: func(item ItemView) []string {
			cells := fit(item.Cells, len(j.List.Columns))
			for i, field := range j.List.Mapping {
				if value, cleaned := item.Output[string(field)]; cleaned && field != "" {
					cells[i] = value
				}
			}
			return cells
		},
	}, nil
}

// fit gives a row as many cells as the list has columns.
func fit(cells []string, width int) []string {
	fitted := make([]string, width, width+8)
	copy(fitted, cells)
	return fitted
}

// noun is what an item of a processor is called.
func noun(name string) string {
	if spec, err := registry.Find(name); err == nil {
		return spec.Noun
	}
	return "row"
}
