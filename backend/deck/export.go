package deck

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/outfile"
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

// CheckExport implements [Deck].
func (l *Local) CheckExport(ctx context.Context, request ExportRequest) error {
	_, _, err := l.plan(ctx, &request)
	return err
}

// plan makes sure that a request can be met: that there is such a job and something to write of it,
// and that the file has a place with room for it.
func (l *Local) plan(ctx context.Context, request *ExportRequest) (job.Job, exportShape, error) {
	j, err := l.store.Job(ctx, request.Job)
	if err != nil {
		return j, exportShape{}, err
	}
	shape := allColumns(&j)
	if request.Cleaned {
		if shape, err = cleanedColumns(&j); err != nil {
			return j, shape, err
		}
		request.Outcomes = []job.Outcome{job.Succeeded}
	}
	for _, outcome := range request.Outcomes {
		if !slices.Contains(exported, outcome) {
			return j, shape, job.Usagef("there is no outcome %q to export (succeeded, failed, skipped, pending)", outcome)
		}
	}
	if err := l.mayWriteList(ctx, request.Path, j.List.Source); err != nil {
		return j, shape, err
	}
	bytes, err := l.exportSize(ctx, request, &j)
	if err != nil {
		return j, shape, err
	}
	return j, shape, outfile.Room(request.Path, bytes)
}

// exported are the outcomes that items of an export can have.
var exported = []job.Outcome{job.Succeeded, job.FailedItem, job.Skipped, job.Pending}

// Export implements [Deck].
func (l *Local) Export(ctx context.Context, request ExportRequest) (report ExportReport, err error) {
	j, shape, err := l.plan(ctx, &request)
	if err != nil {
		return ExportReport{}, err
	}
	work := live.Work{ID: "export-" + strconv.FormatInt(int64(j.ID), 10), Label: "Exporting " + j.Name, Total: j.Counts.Total}
	rows, err := l.writeFile(request.Path, shape.columns, &work, func(writer *table.Writer) (int64, error) {
		return l.exportRows(ctx, request, &j, shape, writer, &work)
	})
	if err != nil {
		return ExportReport{}, err
	}
	l.noteWritten(ctx, job.Entry{Job: j.ID, What: store.ExportJob, After: fmt.Sprintf("%d rows", rows), Why: request.Path}, request.Actor)
	return ExportReport{Path: request.Path, Rows: rows}, nil
}

// sampled is how many items an export's size is reckoned from.
const sampled = 500

// exportSize estimates how many bytes an export will have: as many rows as there are, each as long
// as those at the list's beginning. A workbook is packed, to a quarter as a rule.
func (l *Local) exportSize(ctx context.Context, request *ExportRequest, j *job.Job) (int64, error) {
	if request.Text != "" {
		return 0, nil // nobody knows how many rows that will be
	}
	page, _, err := l.store.Items(ctx, j.ID, store.ItemFilter{}, 0, sampled)
	if err != nil || len(page) == 0 {
		return 0, err
	}
	var bytes int64
	for i := range page {
		bytes += int64(len(page[i].Input) + len(page[i].Output) + len(page[i].Error))
	}
	rows := j.Counts.Total
	if len(request.Outcomes) > 0 {
		rows = 0
		for _, outcome := range request.Outcomes {
			rows += countOf(&j.Counts, outcome)
		}
	}
	bytes = bytes / int64(len(page)) * rows
	if strings.EqualFold(filepath.Ext(request.Path), ".xlsx") {
		bytes /= 4
	}
	return bytes, nil
}

// countOf is how many items have an outcome.
func countOf(counts *job.Counts, outcome job.Outcome) int64 {
	switch outcome {
	case job.Succeeded:
		return counts.Succeeded
	case job.FailedItem:
		return counts.Failed
	case job.Skipped:
		return counts.Skipped
	default:
		return counts.Total - counts.Succeeded - counts.Failed - counts.Skipped
	}
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
