package engine

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
)

const (
	// importChunk is how many rows one transaction stores: big enough to be fast, small enough that
	// running jobs record in between.
	importChunk = 10_000
	// importBytes bounds the same by size, for rows of megabytes.
	importBytes = 8 << 20
)

// ListRow is a row of a list on its way in.
type ListRow struct {
	Row   int64 // its line in the file
	Cells []string
}

// NewJob is a job to be made.
type NewJob struct {
	Name        string
	Recipe      string
	Options     job.Options
	List        job.List
	StartPaused bool
	Priority    int
	Actor       job.Actor
	// Cursor is written with the job when a task took the list from a folder; else nil.
	Cursor *store.FileCursor
	// Rows are the list's rows, in order. Cells may be reused from one to the next.
	Rows iter.Seq2[ListRow, error]
	// Done tells, when the rows have been read, what is known of the list by then; nil keeps List.
	Done func() job.List
	// Progress tells how far the import is, in parts of Total; it may be nil.
	Progress func() (done, total int64)
}

// Create stores a job with all its rows, and puts it in the queue, or leaves it paused. Nobody sees
// the job before it is whole; on an error nothing of it is left.
func (e *Engine) Create(ctx context.Context, n NewJob) (job.Job, error) {
	if err := n.Options.Check(); err != nil {
		return job.Job{}, job.Usagef("%v", err)
	}
	j := job.Job{
		Name: n.Name, Recipe: n.Recipe, Options: n.Options, List: n.List, Priority: n.Priority,
		Status: job.First(n.StartPaused), Created: e.now(),
	}
	var id job.ID
	err := e.bear(ctx, func(ctx context.Context) (err error) {
		id, err = e.store.BeginJob(ctx, j)
		return err
	})
	if err != nil {
		return job.Job{}, fmt.Errorf("store the job: %w", err)
	}
	work := live.Work{ID: "import-" + key(id), Label: "Importing " + n.Name}
	total, err := e.importRows(ctx, id, n, work)
	if err == nil && n.Done != nil {
		j.List = n.Done()
	}
	if err == nil {
		entry := job.Entry{At: e.now(), Job: id, Who: n.Actor.Who, Origin: n.Actor.From, What: string(job.Start), After: string(j.Status)}
		err = e.bear(ctx, func(ctx context.Context) error { return e.store.FinishJob(ctx, id, j.List, total, n.Cursor, entry) })
	}
	work.Ended = true
	if err != nil {
		work.Error = err.Error()
	}
	e.tellWork(work)
	if err != nil {
		e.discard(id)
		return job.Job{}, err
	}
	return e.created(ctx, id)
}

// created tells everybody of a new job.
func (e *Engine) created(ctx context.Context, id job.ID) (job.Job, error) {
	e.look()
	if err := e.tellNew(ctx, []job.ID{id}); err != nil {
		return job.Job{}, err
	}
	e.tellList()
	return e.store.Job(ctx, id)
}

// importRows reads rows and stores them, side by side, and gives how many there were.
func (e *Engine) importRows(ctx context.Context, id job.ID, n NewJob, work live.Work) (int64, error) {
	group, ctx := errgroup.WithContext(ctx)
	chunks := make(chan []store.Row, 1)
	var total int64
	group.Go(func() error {
		defer close(chunks)
		var err error
		total, err = readChunks(ctx, n.Rows, chunks)
		return err
	})
	group.Go(func() error {
		for chunk := range chunks {
			if err := e.bear(ctx, func(ctx context.Context) error { return e.store.AppendRows(ctx, id, chunk) }); err != nil {
				return err
			}
			if n.Progress != nil {
				work.Done, work.Total = n.Progress()
				e.tellWork(work)
			}
		}
		return nil
	})
	return total, group.Wait()
}

// readChunks turns rows into chunks ready to be stored.
func readChunks(ctx context.Context, rows iter.Seq2[ListRow, error], chunks chan<- []store.Row) (int64, error) {
	var seq int64
	var size int
	var buffer []byte
	chunk := make([]store.Row, 0, importChunk)
	send := func() error {
		select {
		case chunks <- chunk:
			chunk, size = make([]store.Row, 0, importChunk), 0
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for row, err := range rows {
		if err != nil {
			return 0, err
		}
		seq++
		buffer = job.AppendCells(buffer[:0], withoutRest(row.Cells))
		chunk = append(chunk, store.Row{Seq: seq, Row: row.Row, Input: string(buffer)})
		if size += len(buffer); len(chunk) == importChunk || size > importBytes {
			if err := send(); err != nil {
				return 0, err
			}
		}
	}
	if len(chunk) > 0 {
		return seq, send()
	}
	return seq, nil
}

// withoutRest leaves out the empty cells at a row's end: a list whose rows have few of its many
// columns would else take far more room than its file. Whoever reads a row knows how many there are.
func withoutRest(cells []string) []string {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

func (e *Engine) tellWork(work live.Work) {
	e.bus.Publish(live.Event{Topic: live.WorkProgress, Key: work.ID, At: e.now(), Work: &work})
}
