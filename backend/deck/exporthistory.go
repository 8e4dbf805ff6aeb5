package deck

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
)

// activityColumns are the columns of an exported history.
var activityColumns = []string{
	"time", "kind", "who", "from", "what", "before", "after", "why", "outcome", "seconds", "job", "job name", "task", "task name",
}

// ExportActivity answers the question of its name.
func (l *Local) ExportActivity(ctx context.Context, request ActivityExport) (ExportReport, error) {
	path := request.Path
	if err := l.mayWriteList(ctx, path, job.List{}); err != nil {
		return ExportReport{}, err
	}
	filter, err := request.Query.filter()
	if err != nil {
		return ExportReport{}, err
	}
	work := live.Work{ID: "export-activity", Label: "Exporting what happened"}
	rows, err := l.writeFile(path, table.Style{Columns: activityColumns}, &work, func(writer *table.Writer) (int64, error) {
		return l.exportHappenings(ctx, filter, writer, &work)
	})
	if err != nil {
		return ExportReport{}, err
	}
	l.noteWritten(ctx, job.Entry{What: store.ExportActivity, After: fmt.Sprintf("%d rows", rows), Why: path})
	return ExportReport{Path: path, Rows: rows}, nil
}

// exportHappenings writes what a filter matches, a page at a time, and gives how many rows it is.
// What happens meanwhile is newer than where it began, and is left out.
func (l *Local) exportHappenings(ctx context.Context, filter store.HappeningFilter, writer *table.Writer, work *live.Work) (rows int64, err error) {
	after := store.HappeningKey{}
	for more := true; more; {
		var page []store.Happening
		if page, more, err = l.store.Activity(ctx, filter, after, exportPage); err != nil {
			return rows, err
		}
		for i := range page {
			if err := writer.Write(activityCells(l.activityRow(&page[i]), l.clock.Now().Location())); err != nil {
				return rows, err
			}
		}
		if len(page) > 0 {
			after = page[len(page)-1].HappeningKey
		}
		rows += int64(len(page))
		work.Done = rows
		l.tellWork(work)
	}
	return rows, nil
}

// activityCells is a row as it stands in a file: its time in local time with the distance to UTC.
func activityCells(row ActivityRow, place *time.Location) []string {
	seconds := ""
	if row.Kind == Run && row.DurationMS > 0 {
		seconds = strconv.FormatFloat(float64(row.DurationMS)/1000, 'f', -1, 64)
	}
	return []string{
		time.UnixMilli(row.At).In(place).Format("2006-01-02T15:04:05.000Z07:00"), string(row.Kind), row.Who, string(row.Origin), row.What, row.Before, row.After,
		row.Why, string(row.Outcome), seconds, numberOrNothing(int64(row.Job)), row.JobName, numberOrNothing(int64(row.Task)), row.TaskName,
	}
}

func numberOrNothing(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}
