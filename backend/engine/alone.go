package engine

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"jobdeck/backend/job"
)

// wholeSky is more than there can be items in flight, of all jobs together.
const wholeSky = 1 << 30

// sky is where the items of all jobs are in flight. One that was in flight in so many crashes that
// the next one fails it has it for itself: so that the next one names the right item, and not those
// that were beside it.
type sky struct {
	places *semaphore.Weighted // nil: nobody is suspected

	mu       sync.Mutex
	suspects map[job.ID]map[int64]bool
}

// suspect notes the items that shall be alone. It comes before any item is in flight.
func (s *sky) suspect(suspects map[job.ID][]int64) {
	if len(suspects) == 0 {
		return
	}
	s.places = semaphore.NewWeighted(wholeSky)
	s.suspects = make(map[job.ID]map[int64]bool, len(suspects))
	for id, seqs := range suspects {
		s.suspects[id] = make(map[int64]bool, len(seqs))
		for _, seq := range seqs {
			s.suspects[id][seq] = true
		}
	}
}

// watches reports whether a job has items that shall be alone.
func (s *sky) watches(id job.ID) bool {
	if s.places == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.suspects[id]) > 0
}

// acquit forgets an item that got an outcome.
func (s *sky) acquit(id job.ID, seq int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.suspects[id], seq)
}

// enter waits for an item's place in the sky. False means that ctx ended or the gate shut meanwhile.
func (s *sky) enter(ctx context.Context, shutting <-chan struct{}, id job.ID, seq int64) (leave func(), ok bool) {
	if s.places == nil {
		return func() {}, true
	}
	s.mu.Lock()
	needs := int64(1)
	if s.suspects[id][seq] {
		needs = wholeSky
	}
	s.mu.Unlock()
	leave = func() { s.places.Release(needs) }
	if s.places.TryAcquire(needs) {
		return leave, true
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-shutting:
			cancel()
		case <-ctx.Done():
		}
	}()
	return leave, s.places.Acquire(ctx, needs) == nil
}
