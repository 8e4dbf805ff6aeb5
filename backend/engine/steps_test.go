package engine_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/processor"
)

// house is a deck that people do things to, in any order and from several places at once, and what
// they know of it: what they were told, and which rows were done.
type house struct {
	*bundle
	r     *rapid.T
	clock *clockwork.FakeClock
	book  *book
	ids   []job.ID
	held  bool
	// deleted is when somebody was told that a job is deleted; back are the jobs that somebody was
	// told are back.
	deleted map[job.ID]time.Time
	back    map[job.ID]bool
}

// book is a processor that writes down what it gave. A row takes until the test lets it go. Each fifth
// row fails, the first time; each seventh waits a moment for its second try.
type book struct {
	let  chan struct{} // a token lets one row go
	open chan struct{} // closed: all go

	mu     sync.Mutex
	waited map[job.ID]map[int64]int
	good   map[job.ID]map[int64]int
	failed map[job.ID]map[int64]int
	flying map[job.ID]int
	bound  map[job.ID]int // how many may be in flight, where that is certain
	over   []string
}

func (k *book) process(ctx context.Context, item *job.Item) (job.Result, error) {
	k.fly(item.Job, 1)
	defer k.fly(item.Job, -1)
	select {
	case <-k.let:
	case <-k.open:
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return job.Result{}, ctx.Err()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if item.Seq%7 == 0 && k.waited[item.Job][item.Seq] == 0 {
		note(k.waited, item)
		return job.Result{}, &processor.Failure{Message: "busy", Retry: true}
	}
	page := k.good
	if item.Seq%5 == 0 && k.failed[item.Job][item.Seq] == 0 {
		page = k.failed
	}
	if note(page, item) > 1 {
		k.over = append(k.over, fmt.Sprintf("row %d of job %d was done twice", item.Seq, item.Job))
	}
	if k.failed[item.Job][item.Seq] > 0 && k.good[item.Job][item.Seq] == 0 {
		return job.Result{}, &processor.Failure{Message: "not the first time"}
	}
	return job.Result{Outcome: job.Succeeded}, nil
}

func note(page map[job.ID]map[int64]int, item *job.Item) int {
	if page[item.Job] == nil {
		page[item.Job] = make(map[int64]int)
	}
	page[item.Job][item.Seq]++
	return page[item.Job][item.Seq]
}

func (k *book) fly(id job.ID, n int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.flying[id] += n
	if bound, certain := k.bound[id]; certain && k.flying[id] > bound {
		k.over = append(k.over, fmt.Sprintf("%d rows of job %d in flight at %d at once", k.flying[id], id, bound))
	}
}

func (k *book) count(id job.ID) (good, failed int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return int64(len(k.good[id])), int64(len(k.failed[id]))
}

func newHouse(b *bundle, r *rapid.T, clock *clockwork.FakeClock) *house {
	h := &house{
		bundle: b, r: r, clock: clock, deleted: make(map[job.ID]time.Time), back: make(map[job.ID]bool),
		book: &book{
			let: make(chan struct{}, 1000), open: make(chan struct{}),
			waited: make(map[job.ID]map[int64]int), good: make(map[job.ID]map[int64]int), failed: make(map[job.ID]map[int64]int),
			flying: make(map[job.ID]int), bound: make(map[job.ID]int),
		},
	}
	h.work.process = h.book.process
	if rapid.Bool().Draw(r, "held") {
		h.held = true
		h.hold(true)
	}
	for range rapid.IntRange(1, 4).Draw(r, "jobs") {
		at := rapid.IntRange(1, 8).Draw(r, "at once")
		h.ids = append(h.ids, h.create(rapid.IntRange(1, 40).Draw(r, "rows"), atOnce(at), withPriority(rapid.IntRange(0, 1).Draw(r, "priority")),
			func(n *engine.NewJob) { n.Options.Retries = 3 }))
	}
	h.Start()
	return h
}

// pass lets rows go.
func (h *house) pass(n int) {
	for range n {
		select {
		case h.book.let <- struct{}{}:
		default: // there are enough
		}
	}
}

// leave ends the program in good order, as a signal does. Rows in flight have two seconds, which pass.
func (h *house) leave() {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.stop()
	}()
	for {
		select {
		case <-ended:
			return
		default:
			h.clock.Advance(100 * time.Millisecond)
			runtime.Gosched()
		}
	}
}

// step is something that a person, or the world, does.
type step struct {
	name string
	do   func(h *house, id job.ID)
}

// verb does a verb on a job and checks what it was told against what is true then, as far as
// nobody else can have changed it in between.
func verb(v job.Verb, until time.Duration) step {
	return step{string(v), func(h *house, id job.ID) {
		before, known := h.look(id)
		command := job.Command{Verb: v, Actor: someone, Jobs: []job.ID{id}}
		if until > 0 {
			command.Until = h.clock.Now().Add(until).UnixMilli()
		}
		report, err := h.Apply(context.Background(), command)
		require.NoError(h.r, err)
		h.told(v, id, report)
		if known && until == 0 {
			h.offered(v, before, len(report.Done) > 0)
		}
		if after, there := h.look(id); known && there && len(report.Done) > 0 {
			h.follows(v, command.Until, before, after)
		}
	}}
}

// offered says that a verb is done when, and only when, it was offered, to a job that rests: nobody
// but the one who asks changes it then. One that will go on by itself can always be paused.
func (h *house) offered(v job.Verb, before job.Snapshot, done bool) {
	waits := before.Status == job.Paused && before.ResumesAt > h.clock.Now().UnixMilli()
	rests := before.Status.Ended() || before.Status == job.Paused && before.ResumesAt == 0 || waits
	if !rests || before.Deleted > 0 {
		return
	}
	require.Equal(h.r, slices.Contains(before.Verbs, v), done)
	require.True(h.r, done || v != job.Pause || !waits)
}

// told keeps what a report promises.
func (h *house) told(v job.Verb, id job.ID, report job.Report) {
	done := len(report.Done) > 0
	switch {
	case v == job.Delete && done:
		h.deleted[id], h.back[id] = h.clock.Now(), false
	case v == job.Undelete && done:
		h.back[id] = true
		delete(h.deleted, id)
	case v == job.Undelete:
		at, deleted := h.deleted[id]
		require.False(h.r, deleted && h.clock.Since(at) < engine.UndoFor, "it can be brought back for ten seconds")
	case (v == job.Duplicate || v == job.RunRest) && done:
		h.ids = append(h.ids, report.Done...)
	}
}

// follows says what must come of a verb that was done.
func (h *house) follows(v job.Verb, until int64, before, after job.Snapshot) {
	switch v {
	case job.Pause:
		require.Contains(h.r, []job.Status{job.Pausing, job.Paused}, after.Status)
		require.Equal(h.r, job.ByHand, after.ReasonKind)
		require.Equal(h.r, until, after.ResumesAt)
	case job.PauseNow:
		require.Contains(h.r, []job.Status{job.Pausing, job.Paused}, after.Status)
		if before.Status == job.Pausing && before.ReasonKind == job.ByHand {
			require.Equal(h.r, before.ResumesAt, after.ResumesAt)
		}
	case job.Cancel:
		require.Contains(h.r, []job.Status{job.Cancelling, job.Cancelled}, after.Status)
	case job.Delete:
		require.NotZero(h.r, after.Deleted)
		listed, err := h.store.JobIDs(context.Background(), job.Filter{})
		require.NoError(h.r, err)
		require.NotContains(h.r, listed, after.ID)
	case job.Undelete:
		require.Zero(h.r, after.Deleted)
	}
}

// look gives a job, unless it was purged.
func (h *house) look(id job.ID) (job.Snapshot, bool) {
	list, err := h.Snapshots(context.Background(), []job.ID{id})
	require.NoError(h.r, err)
	if len(list) == 0 {
		require.False(h.r, h.back[id], "a job that is said to be back is there")
		return job.Snapshot{}, false
	}
	s := list[0]
	require.Equal(h.r, s.Total, s.Pending+s.InFlight+s.Succeeded+s.Failed+s.Skipped, "every row is accounted for")
	return s, true
}

// atOnceStep changes how many rows are worked at once. Whether more than that are in flight is
// certain only from when none is.
func atOnceStep(n int) step {
	return step{fmt.Sprint(n, " at once"), func(h *house, id job.ID) {
		h.book.mu.Lock()
		delete(h.book.bound, id)
		h.book.mu.Unlock()
		_, err := h.Adjust(context.Background(), id, job.Changes{Concurrency: &n}, someone)
		if err != nil {
			return // deleted, or purged
		}
		h.book.mu.Lock()
		defer h.book.mu.Unlock()
		if s, there := h.look(id); there && h.book.flying[id] == 0 && (s.Status == job.Paused || s.InFlight == 0 && h.held) {
			h.book.bound[id] = n
		}
	}}
}

func windowStep(name string, changes job.Changes) step {
	return step{name, func(h *house, id job.ID) {
		after, err := h.Adjust(context.Background(), id, changes, someone)
		if err != nil {
			return
		}
		waits := after.ReasonKind == job.ByWindow && (after.Status == job.Paused || after.Status == job.Pausing)
		require.False(h.r, changes.ClearWindow && waits, "what waits for no window goes on")
	}}
}

func moveStep(where string) step {
	return step{where, func(h *house, id job.ID) {
		before := h.queued()
		if err := h.Move(context.Background(), id, where, someone); err != nil || !h.held {
			return // not queued, or the queue moves on by itself
		}
		from := slices.Index(before, id)
		to := map[string]int{"up": max(0, from-1), "down": min(len(before)-1, from+1)}[where]
		require.Equal(h.r, slices.Insert(slices.Delete(before, from, from+1), to, id), h.queued())
	}}
}

func (h *house) queued() []job.ID {
	queue, err := h.store.Queue(context.Background(), 100)
	require.NoError(h.r, err)
	return queue
}

func holdStep(held bool) step {
	return step{fmt.Sprint("hold ", held), func(h *house, _ job.ID) {
		h.held = held
		h.hold(held)
	}}
}

// calmStep lets rows go until none of a job is in flight, where no others start.
var calmStep = step{"calm", func(h *house, id job.ID) {
	if s, there := h.look(id); !there || !h.held && s.Status != job.Pausing {
		return
	}
	for len(h.Flights(id)) > 0 {
		select {
		case h.book.let <- struct{}{}:
		default: // they wait to be tried again, or for the recorder
		}
		h.clock.Advance(100 * time.Millisecond)
		runtime.Gosched()
	}
	for len(h.book.let) > 0 {
		select {
		case <-h.book.let: // what nobody needed must not let the next ones go at once
		default:
		}
	}
}}

func clockStep(by time.Duration) step {
	return step{by.String(), func(h *house, _ job.ID) { h.clock.Advance(by) }}
}

var restartStep = step{"restart", func(h *house, _ job.ID) {
	h.leave()
	h.bundle = setup(h.t, inDir(h.dir), withClock(h.clock))
	h.work.process = h.book.process
	h.Start()
}}
