package deck

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

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

// Export implements [Deck]. Half a file is never left under the asked for name.
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
	writer, err := table.Create(request.Path, shape.columns)
	if err != nil {
		return ExportReport{}, err
	}
	work := live.Work{ID: "export-" + strconv.FormatInt(int64(j.ID), 10), Label: "Exporting " + j.Name, Total: j.Counts.Total}
	rows, err := l.exportRows(ctx, request, &j, shape, writer, &work)
	if err == nil {
		err = writer.Close()
	}
	work.Ended = true
	if err != nil {
		work.Error = err.Error()
		_ = writer.Abort()
	}
	l.tellWork(&work)
	if err != nil {
		return ExportReport{}, err
	}
	l.noteExport(ctx, request, rows)
	return ExportReport{Path: request.Path, Rows: rows}, nil
}

func (l *Local) exportRows(ctx context.Context, request ExportRequest, j *job.Job, shape exportShape, writer *table.Writer, work *live.Work) (int64, error) {
	filter := store.ItemFilter{Text: request.Text}
	if len(request.Outcomes) == 1 {
		filter.Outcome = request.Outcomes[0]
	}
	var rows, after int64
	for {
		page, err := l.store.Items(ctx, j.ID, filter, after, exportPage)
		if err != nil {
			return 0, err
		}
		for i := range page {
			if len(request.Outcomes) > 0 && !slices.Contains(request.Outcomes, page[i].Outcome) {
				continue
			}
			if err := writer.Write(shape.row(viewOf(&page[i]))); err != nil {
				return 0, err
			}
			rows++
		}
		if len(page) < exportPage {
			return rows, nil
		}
		after = page[len(page)-1].Row.Seq
		work.Done = after
		l.tellWork(work)
	}
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
	l.bus.Publish(live.Event{Topic: live.TaskProgress, Key: work.ID, At: l.clock.Now().UnixMilli(), Work: &told})
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
