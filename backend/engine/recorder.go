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
	run    *run
	news   chan struct{} // holds a token when something was recorded since it was last taken
	ready  chan struct{} // holds a token when records wait
	ripe   chan struct{} // holds a token when a whole group waits
	errors *errorRate

	mu      sync.Mutex
	room    sync.Cond // records were taken, or the recorder closed
	saved   sync.Cond // records became durable, or the recorder closed
	added   int64     // how many records were handed over
	durable int64     // how many of them are durable
	waiting []store.Record
	spare   []store.Record // the slice that waiting was before, to be used again
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
		errors: &errorRate{}, known: make(map[string]bool), all: j.OutputColumns, low: j.Cursor, above: make(map[int64]struct{}),
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

// add hands over what became of an item, and gives the number it is waited for by. It waits itself
// only when the disk is far behind.
func (rec *recorder) add(record store.Record, output []job.Cell) (number int64) {
	rec.mu.Lock()
	for (len(rec.waiting) >= mostWaiting || rec.size >= mostBytes) && !rec.closed {
		rec.room.Wait()
	}
	rec.waiting = append(rec.waiting, record)
	for _, cell := range output {
		if !rec.known[cell.Column] {
			rec.known[cell.Column] = true
			rec.all = append(slices.Clip(rec.all), cell.Column)
			rec.columns = rec.all
		}
	}
	waiting, before := len(rec.waiting), rec.size
	rec.size += len(record.Output) + len(record.Error)
	ripe := waiting == groupSize || before < groupBytes && rec.size >= groupBytes
	rec.added++
	number = rec.added
	rec.mu.Unlock()
	if waiting == 1 {
		token(rec.ready)
	}
	if ripe {
		token(rec.ripe)
	}
	rec.errors.add(record.Outcome)
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
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-rec.ready:
		case <-rec.run.ctx.Done():
			return
		}
		timer.Reset(groupTime)
		select {
		case <-rec.ripe:
		case <-timer.C:
		case <-rec.run.ctx.Done():
			return
		}
		if err := rec.commit(); err != nil {
			if !errors.Is(err, errUnsaved) {
				rec.run.fail(err)
			}
			return
		}
		rec.pauseAtErrors()
	}
}

// commit makes all that waits durable. A disk that is full or does not answer is waited for, with
// the gate shut and the job then paused; any other error means that the job can't go on.
func (rec *recorder) commit() error {
	rec.committing.Lock()
	defer rec.committing.Unlock()
	records, columns := rec.take()
	if len(records) == 0 {
		return nil
	}
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

// errUnsaved says that the program ends with results that a full disk could not take: their items
// are worked again.
var errUnsaved = errors.New("the results are not saved")

// record writes a batch. A disk that can't take it pauses the job and is waited for: the results
// are kept, and saved as soon as there is room.
func (rec *recorder) record(batch *store.Batch) error {
	r := rec.run
	full := r.engine.store.Record(context.WithoutCancel(r.ctx), batch)
	if !errors.Is(full, store.ErrFull) {
		return full
	}
	r.gate.shut(stalled)
	r.board.setDoing(fmt.Sprintf("waiting for space on the disk to save %d results", len(batch.Records)))
	defer r.board.setDoing("")
	r.engine.store.MakeRoom()
	saved, paused := false, false
	for {
		if !saved {
			err := r.engine.store.Record(context.WithoutCancel(r.ctx), batch)
			if err != nil && !errors.Is(err, store.ErrFull) {
				return err
			}
			saved = err == nil
		}
		if !paused {
			err := r.engine.changeBy(r.ctx, r.id, cause{verb: job.Pause, actor: itself, why: full.Error(), kind: job.ByDisk})
			if err != nil && !errors.Is(err, store.ErrFull) {
				return err
			}
			paused = err == nil
		}
		if saved && paused {
			r.gate.open(stalled)
			r.gate.nudge()
			return nil
		}
		select {
		case <-r.engine.clock.After(time.Second):
		case <-r.ctx.Done():
		}
		if r.ctx.Err() != nil || !r.engine.isWorking() {
			if saved {
				return nil
			}
			return fmt.Errorf("%w: %w", errUnsaved, full)
		}
	}
}

// take gives all that waits, and all output columns if there are new ones.
func (rec *recorder) take() ([]store.Record, []string) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	records, columns := rec.waiting, rec.columns
	rec.waiting, rec.spare, rec.columns, rec.size = rec.spare, nil, nil, 0
	rec.room.Broadcast()
	return records, columns
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

// pauseAtErrors pauses the job when more items fail than it may.
func (rec *recorder) pauseAtErrors() {
	limit := rec.run.options().MaxErrorRate
	if limit <= 0 {
		return
	}
	if share, of := rec.errors.share(); of >= fewestForRate && share > limit {
		rec.errors.reset()
		rec.run.pauseItself(job.ByErrorRate,
			fmt.Sprintf("%.0f %% of the last %d items failed; the limit is %.0f %%", share*100, of, limit*100), 0)
	}
}

const (
	rateOver = 100 // the share of errors is reckoned over the last so many items
	// fewestForRate is how many there must be before the share means anything.
	fewestForRate = 20
)

// errorRate knows which of the last items failed.
type errorRate struct {
	mu     sync.Mutex
	last   [rateOver]bool
	next   int
	filled int
	failed int
}

func (r *errorRate) add(outcome job.Outcome) {
	if outcome == job.Pending {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.filled == rateOver && r.last[r.next] {
		r.failed--
	}
	r.last[r.next] = outcome == job.FailedItem
	if r.last[r.next] {
		r.failed++
	}
	r.next = (r.next + 1) % rateOver
	r.filled = min(r.filled+1, rateOver)
}

func (r *errorRate) share() (share float64, of int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.filled == 0 {
		return 0, 0
	}
	return float64(r.failed) / float64(r.filled), r.filled
}

func (r *errorRate) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next, r.filled, r.failed = 0, 0, 0
}
