package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

const (
	// groupSize and groupTime bound a group of outcomes that is made durable together: the flush to
	// the disk then costs each of them next to nothing, and a crash at most the last 10 ms of work.
	groupSize = 1000
	groupTime = 10 * time.Millisecond
	// worthSaving is how long items usually take whose results are saved before their worker begins
	// another, so that a crash costs no more than what is in flight. Shorter ones cost less to do
	// again than a flush each.
	worthSaving = time.Millisecond
	// mostWaiting is where workers wait for the recorder, so that memory stays bounded.
	mostWaiting = 4 * groupSize
	// groupBytes and mostBytes bound the same by size, for outputs of megabytes.
	groupBytes = 8 << 20
	mostBytes  = 4 * groupBytes
)

// recorder makes outcomes durable, in groups, with the counters that go with them. It is one
// goroutine, and the supervisor where it wants to be sure that nothing waits.
type recorder struct {
	run   *run
	news  chan struct{} // holds a token when something was recorded since it was last taken
	ready chan struct{} // holds a token when records wait
	ripe  chan struct{} // holds a token when a whole group waits

	mu      sync.Mutex
	room    sync.Cond // records were taken, or the recorder closed
	saved   sync.Cond // records became durable, or the recorder closed
	errors  errorRate
	added   int64 // how many records were handed over
	durable int64 // how many of them are durable
	waiting []store.Record
	spare   []store.Record // the slice that waiting was before, to be used again
	taken   bool           // records were taken and are being made durable
	size    int            // bytes of output that wait
	known   map[string]bool
	columns []string // all output columns, when there are new ones; else nil
	all     []string
	closed  bool

	committing sync.Mutex
	low        int64              // every item before it has a row
	above      map[int64]struct{} // items from low on that have one
}

func newRecorder(ctx context.Context, r *run, j *job.Job) (*recorder, error) {
	rec := &recorder{
		run: r, news: make(chan struct{}, 1), ready: make(chan struct{}, 1), ripe: make(chan struct{}, 1),
		known: make(map[string]bool), all: j.OutputColumns, low: j.Cursor, above: make(map[int64]struct{}),
	}
	rec.room.L, rec.saved.L = &rec.mu, &rec.mu
	for _, column := range j.OutputColumns {
		rec.known[column] = true
	}
	seqs, err := r.engine.store.DoneFrom(ctx, j.ID, j.Cursor)
	if err != nil {
		return nil, fmt.Errorf("read what is done: %w", err)
	}
	for _, seq := range seqs {
		rec.passed(seq)
	}
	return rec, nil
}

// mostColumns is how many columns the results of a job may have, as many as a list's.
const mostColumns = 2000

// learn notes the columns that an item's results have and no results before. It refuses them when
// the job would have more than can be worked with: a program that gives each row's own data as names
// would else make every further row slower.
func (rec *recorder) learn(output []job.Cell) error {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	var fresh []string
	for _, cell := range output {
		if !rec.known[cell.Column] && !slices.Contains(fresh, cell.Column) {
			fresh = append(fresh, cell.Column)
		}
	}
	if len(fresh) > 0 && len(rec.all)+len(fresh) > mostColumns {
		return fmt.Errorf("its results have the column %q, and the results before have %d different ones: there can be %d; give columns names that are the same for every row",
			fresh[0], len(rec.all), mostColumns)
	}
	for _, column := range fresh {
		rec.known[column] = true
	}
	if len(fresh) > 0 {
		rec.all = append(slices.Clip(rec.all), fresh...)
		rec.columns = rec.all
	}
	return nil
}

// add hands over what became of an item, and gives the number it is waited for by. It waits itself
// only when the disk is far behind.
func (rec *recorder) add(record store.Record) (number int64) {
	rec.mu.Lock()
	for (len(rec.waiting) >= mostWaiting || rec.size >= mostBytes) && !rec.closed {
		rec.room.Wait()
	}
	rec.waiting = append(rec.waiting, record)
	waiting, before := len(rec.waiting), rec.size
	rec.size += len(record.Output) + len(record.Error)
	ripe := waiting == groupSize || before < groupBytes && rec.size >= groupBytes
	rec.added++
	number = rec.added
	rec.errors.add(record.Outcome)
	rec.mu.Unlock()
	if waiting == 1 {
		token(rec.ready)
	}
	if ripe {
		token(rec.ripe)
	}
	return number
}

// save makes what was handed over under a number durable at once, with all that waits, and waits
// for it.
func (rec *recorder) save(number int64) {
	token(rec.ripe)
	rec.mu.Lock()
	defer rec.mu.Unlock()
	for rec.durable < number && !rec.closed {
		rec.saved.Wait()
	}
}

func token(channel chan struct{}) {
	select {
	case channel <- struct{}{}:
	default:
	}
}

// work records until the run ends.
func (rec *recorder) work() {
	defer rec.close()
	for {
		select {
		case <-rec.ready:
		case <-rec.run.ctx.Done():
			return
		}
		late := rec.run.engine.clock.NewTimer(groupTime)
		select {
		case <-rec.ripe:
		case <-late.Chan():
		case <-rec.run.ctx.Done():
			late.Stop()
			return
		}
		late.Stop()
		if err := rec.commit(); err != nil {
			if !errors.Is(err, errUnsaved) {
				rec.run.fail(err)
			}
			return
		}
		rec.pauseAtErrors()
	}
}

// commit makes all that waits durable. A full disk, one that does not answer, and a database that
// another program holds are waited for; any other error means that the job can't go on.
func (rec *recorder) commit() error {
	rec.committing.Lock()
	defer rec.committing.Unlock()
	records, columns := rec.take()
	if len(records) == 0 {
		return nil
	}
	defer rec.settle()
	batch := store.Batch{Job: rec.run.id, Records: records, OutputColumns: columns}
	counted := make(map[job.Reason]int64)
	for _, record := range records {
		batch.Counts.Add(record.Outcome, 1)
		if record.Reason != "" {
			counted[record.Reason]++
		}
		rec.passed(record.Seq)
	}
	if len(counted) > 0 {
		batch.Reasons = rec.run.board.reasonsWith(counted)
	}
	now := rec.run.engine.now()
	batch.Cursor, batch.ActiveMS, batch.Sample = rec.low, rec.run.board.active(), now-now%store.SampleMS
	if err := rec.record(&batch); err != nil {
		return err
	}
	rec.run.board.recorded(batch.Counts, counted)
	token(rec.news)
	rec.mu.Lock()
	rec.spare = records[:0]
	rec.durable += int64(len(records))
	rec.saved.Broadcast()
	rec.mu.Unlock()
	return nil
}

// record writes a batch, however long the database can't take it.
func (rec *recorder) record(batch *store.Batch) error {
	waiting := fmt.Sprintf("waiting to save %d results", len(batch.Records))
	return rec.run.patiently(waiting, func(ctx context.Context) error { return rec.run.engine.store.Record(ctx, batch) })
}

// take gives all that waits, and all output columns if there are new ones.
func (rec *recorder) take() ([]store.Record, []string) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	records, columns := rec.waiting, rec.columns
	rec.taken = len(records) > 0
	rec.waiting, rec.spare, rec.columns, rec.size = rec.spare, nil, nil, 0
	rec.room.Broadcast()
	return records, columns
}

// settle notes that what was taken is durable, or can't become so.
func (rec *recorder) settle() {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.taken = false
}

// idle reports whether everything that was handed over has been dealt with: a run that leaves
// before would throw work away that is done.
func (rec *recorder) idle() bool {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return len(rec.waiting) == 0 && !rec.taken
}

// passed notes that an item has a row, and moves the low mark over all that have.
func (rec *recorder) passed(seq int64) {
	switch {
	case seq < rec.low:
	case seq > rec.low:
		rec.above[seq] = struct{}{}
	default:
		rec.low++
		for len(rec.above) > 0 {
			if _, found := rec.above[rec.low]; !found {
				break
			}
			delete(rec.above, rec.low)
			rec.low++
		}
	}
}

// close lets go of workers that wait: what they bring is not recorded any more.
func (rec *recorder) close() {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.closed = true
	rec.room.Broadcast()
	rec.saved.Broadcast()
}
