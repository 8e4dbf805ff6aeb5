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

// CheckExport answers the question of its name.
func (l *Local) CheckExport(ctx context.Context, request ExportRequest) error {
	_, err := l.plan(ctx, request)
	return err
}

// plan makes sure that a request can be met: that there is such a job and something to write of it,
// and that the file has a place with room for it.
func (l *Local) plan(ctx context.Context, request ExportRequest) (job.Job, error) {
	j, err := l.store.Job(ctx, request.Job)
	if err != nil {
		return j, err
	}
	if _, err := request.shape(&j); err != nil {
		return j, err
	}
	for _, outcome := range request.Outcomes {
		if !slices.Contains(exported, outcome) {
			return j, job.Usagef("there is no outcome %q to export (succeeded, failed, skipped, pending)", outcome)
		}
	}
	if err := l.mayWriteList(ctx, request.Path, j.List); err != nil {
		return j, err
	}
	bytes, err := l.exportSize(ctx, request, &j)
	if err != nil {
		return j, err
	}
	return j, outfile.Room(request.Path, bytes)
}

// exported are the outcomes that items of an export can have.
var exported = []job.Outcome{job.Succeeded, job.FailedItem, job.Skipped, job.Pending}

// wanted are the outcomes that a request is about; empty means all.
func (r *ExportRequest) wanted() []job.Outcome {
	if r.Cleaned {
		return []job.Outcome{job.Succeeded}
	}
	return r.Outcomes
}

// Export answers the question of its name.
func (l *Local) Export(ctx context.Context, request ExportRequest) (ExportReport, error) {
	j, err := l.plan(ctx, request)
	if err != nil {
		return ExportReport{}, err
	}
	work := live.Work{ID: "export-" + strconv.FormatInt(int64(j.ID), 10), Label: "Exporting " + j.Name, Total: j.Counts.Total}
	rows, err := l.exportRows(ctx, request, &work)
	if err != nil {
		return ExportReport{}, err
	}
	l.noteWritten(ctx, job.Entry{Job: j.ID, What: store.ExportJob, After: fmt.Sprintf("%d rows", rows), Why: request.Path})
	return ExportReport{Path: request.Path, Rows: rows}, nil
}

// sampled is how many items an export's size is reckoned from.
const sampled = 500

// exportSize estimates how many bytes an export will have: as many rows as there are, each as long
// as those at the list's beginning. A workbook is packed, to a quarter as a rule.
func (l *Local) exportSize(ctx context.Context, request ExportRequest, j *job.Job) (int64, error) {
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
	if wanted := request.wanted(); len(wanted) > 0 {
		rows = 0
		for _, outcome := range wanted {
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
func (l *Local) writeFile(path string, style table.Style, work *live.Work, fill func(*table.Writer) (int64, error)) (int64, error) {
	writer, err := table.Create(path, style)
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

// exportSource is where the rows of an export come from: the job and its items as they were at one
// instant, so that a row has its results, and the header the columns of all of them, while the job
// is at work.
type exportSource struct {
	shape chan exportShape    // one, before the pages; none when nothing can be read
	pages chan []store.Stored // closed when all are read, or err is set
	err   error
}

// exportRows writes the items that a request asks for, and gives how many. One goroutine reads a
// page while the other writes the one before.
func (l *Local) exportRows(ctx context.Context, request ExportRequest, work *live.Work) (int64, error) {
	source := exportSource{shape: make(chan exportShape, 1), pages: make(chan []store.Stored, 1)}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		source.err = l.store.Freeze(ctx, func(frozen *store.Frozen) error { return source.read(ctx, frozen, request) })
		close(source.shape)
		close(source.pages)
		return source.err
	})
	var rows int64
	group.Go(func() error {
		shape, readable := <-source.shape
		if !readable {
			return nil // the other one says why
		}
		var err error
		rows, err = l.writeFile(request.Path, table.Style{Columns: shape.columns, Delimiter: shape.delimiter}, work, func(writer *table.Writer) (int64, error) {
			return l.writePages(&source, shape, writer, work)
		})
		return err
	})
	return rows, group.Wait()
}

// writePages writes what a source gives. What could not be read on to its end is not whole.
func (l *Local) writePages(source *exportSource, shape exportShape, writer *table.Writer, work *live.Work) (rows int64, err error) {
	for page := range source.pages {
		for i := range page {
			if err := writer.Write(shape.row(viewOf(&page[i]))); err != nil {
				return rows, err
			}
		}
		rows += int64(len(page))
		work.Done = page[len(page)-1].Row.Seq
		l.tellWork(work)
	}
	return rows, source.err
}

// read reads the items that a request asks for, page by page, in the list's order.
func (s *exportSource) read(ctx context.Context, frozen *store.Frozen, request ExportRequest) error {
	j, err := frozen.Job(ctx, request.Job)
	if err != nil {
		return err
	}
	shape, err := request.shape(&j)
	if err != nil {
		return err
	}
	s.shape <- shape
	filter, wanted := store.ItemFilter{Text: request.Text}, request.wanted()
	if len(wanted) == 1 {
		filter.Outcome = wanted[0]
	}
	for after, more := int64(0), true; more; {
		var page []store.Stored
		if page, more, err = frozen.Items(ctx, j.ID, filter, after, exportPage); err != nil {
			return err
		}
		if more {
			after = page[len(page)-1].Row.Seq
		}
		if len(wanted) > 1 {
			page = slices.DeleteFunc(page, func(s store.Stored) bool { return !slices.Contains(wanted, s.Outcome) })
		}
		if len(page) == 0 {
			continue
		}
		select {
		case s.pages <- page:
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

// noun is what an item of a processor is called.
func noun(name string) string {
	if spec, err := registry.Find(name); err == nil {
		return spec.Noun
	}
	return "row"
}
