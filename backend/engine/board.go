package engine

import (
	"maps"
	"sync"
	"time"

	"jobdeck/backend/job"
)

const (
	// rateSpan is the stretch of active time over which rate and time left are reckoned.
	rateSpan = 60 * time.Second
	// rateStep is how far apart the marks within it are.
	rateStep = 500 * time.Millisecond
	// certainAfter is how much active time must have passed before a rate is shown.
	certainAfter = 2 * time.Second
)

// board is a run's count: what is recorded, how long it was at work, and how fast it goes.
// Everything here is recorded already, so that nobody sees a number that a crash takes back.
type board struct {
	clock func() time.Time

	mu      sync.Mutex
	counts  job.Counts
	reasons map[job.Reason]int64
	doing   string
	// working and since make the clock of active time, which stands still in pauses and, as Go's
	// monotonic clock does on Linux and Windows, while the machine sleeps.
	working bool
	since   time.Time
	spent   time.Duration
	marks   []mark // oldest first
}

// mark is how many items were done after so much active time.
type mark struct {
	active time.Duration
	done   int64
}

func newBoard(clock func() time.Time, j *job.Job) *board {
	b := &board{clock: clock, counts: j.Counts, reasons: maps.Clone(j.Reasons), spent: time.Duration(j.ActiveMS) * time.Millisecond}
	if b.reasons == nil {
		b.reasons = make(map[job.Reason]int64)
	}
	b.marks = []mark{{b.spent, b.counts.Done()}}
	return b
}

// atWork starts or stops the clock of active time.
func (b *board) atWork(working bool, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.working {
		b.spent += now.Sub(b.since)
	}
	b.working, b.since = working, now
}

// active is the time at work in milliseconds.
func (b *board) active() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.activeTime().Milliseconds()
}

func (b *board) activeTime() time.Duration {
	if b.working {
		return b.spent + b.clock().Sub(b.since)
	}
	return b.spent
}

// recorded counts a batch that the store has made true.
func (b *board) recorded(counts job.Counts, reasons map[job.Reason]int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts.Succeeded += counts.Succeeded
	b.counts.Failed += counts.Failed
	b.counts.Skipped += counts.Skipped
	for reason, n := range reasons {
		b.reasons[reason] += n
	}
	now := b.activeTime()
	if last := b.marks[len(b.marks)-1]; now-last.active < rateStep {
		return
	}
	b.marks = append(b.marks, mark{now, b.counts.Done()})
	for len(b.marks) > 2 && now-b.marks[1].active > rateSpan {
		b.marks = b.marks[1:]
	}
}

// reasonsWith is the count by reason as it will be when more are recorded.
func (b *board) reasonsWith(more map[job.Reason]int64) map[job.Reason]int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	sum := maps.Clone(b.reasons)
	for reason, n := range more {
		sum[reason] += n
	}
	return sum
}

// setDoing says what the run does before its first item.
func (b *board) setDoing(doing string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.doing = doing
}

// progress is the board at one instant.
type progress struct {
	counts   job.Counts
	reasons  map[job.Reason]int64
	activeMS int64
	rate     float64 // items a minute
	etaMS    int64   // -1: not known yet
	doing    string
}

func (b *board) progress() progress {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := progress{counts: b.counts, reasons: maps.Clone(b.reasons), activeMS: b.activeTime().Milliseconds(), etaMS: -1, doing: b.doing}
	p.rate = b.rateLocked()
	if left := b.counts.Total - b.counts.Done(); p.rate > 0 {
		p.etaMS = int64(float64(left) / p.rate * 60_000)
	}
	return p
}

func (b *board) rate() float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rateLocked()
}

// rateLocked is items a minute of active time over the last span; 0 until it is certain enough.
func (b *board) rateLocked() float64 {
	first := b.marks[0]
	span := b.activeTime() - first.active
	done := b.counts.Done() - first.done
	if span < certainAfter || done == 0 {
		return 0
	}
	return float64(done) / span.Minutes()
}
