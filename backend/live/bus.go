// Package live tells whoever listens what happens: window, tray, notifications, command line. It
// never waits for a listener: what one has not read yet is replaced by newer events of the same
// topic and key, so a slow listener costs memory for one event a key and no time at all.
package live

import (
	"context"
	"sync"
)

// Bus hands events to its subscriptions. The zero Bus is ready to use.
type Bus struct {
	mu            sync.Mutex
	subscriptions map[*Subscription]struct{}
}

// Publish hands an event to every subscription and returns at once.
func (b *Bus) Publish(event Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for s := range b.subscriptions {
		s.put(event)
	}
}

// Subscribe opens a subscription. It ends when ctx does.
func (b *Bus) Subscribe(ctx context.Context) *Subscription {
	s := NewSubscription()
	b.mu.Lock()
	if b.subscriptions == nil {
		b.subscriptions = make(map[*Subscription]struct{})
	}
	b.subscriptions[s] = struct{}{}
	b.mu.Unlock()
	context.AfterFunc(ctx, func() {
		b.mu.Lock()
		delete(b.subscriptions, s)
		b.mu.Unlock()
		s.Close()
	})
	return s
}

// Subscription is one listener's view of the bus.
type Subscription struct {
	mu      sync.Mutex
	waiting []Event
	place   map[place]int // where an event of this topic and key waits
	ready   chan struct{} // holds one token while events wait
	closed  chan struct{}
	once    sync.Once
}

type place struct {
	topic Topic
	key   string
}

// NewSubscription makes a subscription that is fed with [Subscription.Put] instead of by a bus:
// for a client that gets its events from another process.
func NewSubscription() *Subscription {
	return &Subscription{
		place:  make(map[place]int),
		ready:  make(chan struct{}, 1),
		closed: make(chan struct{}),
	}
}

// Put hands over one event.
func (s *Subscription) Put(event Event) { s.put(event) }

// Close ends the subscription: what waits can still be read.
func (s *Subscription) Close() {
	s.once.Do(func() { close(s.closed) })
}

func (s *Subscription) put(event Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := place{event.Topic, event.Key}
	if i, found := s.place[at]; found {
		s.waiting[i] = event
		return
	}
	s.place[at] = len(s.waiting)
	s.waiting = append(s.waiting, event)
	select {
	case s.ready <- struct{}{}:
	default:
	}
}

// Next waits for events and gives all that wait, oldest first. It gives none when the
// subscription has ended, and ctx's error when that ends first.
func (s *Subscription) Next(ctx context.Context) ([]Event, error) {
	for {
		select {
		case <-s.ready:
			// An event that came between the wake-up and the last take was taken along with the
			// others: it woke this call for nothing, and nothing here means the end.
			if events := s.take(); len(events) > 0 {
				return events, nil
			}
		case <-s.closed:
			return s.take(), nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (s *Subscription) take() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	events := s.waiting
	s.waiting = nil
	clear(s.place)
	return events
}
