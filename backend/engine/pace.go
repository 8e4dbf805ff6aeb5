package engine

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
	"golang.org/x/time/rate"
)

// pace bounds how many tries start in a minute. It outlives a run: who pauses and resumes a job does
// not get a start for free. It can be changed while workers wait: they then wait by the new rate.
type pace struct {
	clock clockwork.Clock
	// line holds a token of the worker that waits for the clock; those behind it wait for that one,
	// first come first served.
	line chan struct{}

	bound atomic.Bool // else any number may start, and nobody waits for anybody to find that out

	mu      sync.Mutex
	limiter *rate.Limiter
	changed chan struct{} // closed when the rate is changed
}

func newPace(clock clockwork.Clock) *pace {
	return &pace{clock: clock, line: make(chan struct{}, 1), limiter: rate.NewLimiter(rate.Inf, 1), changed: make(chan struct{})}
}

// set changes the rate; 0 means no bound. One try may start at once when none did for long enough;
// the others are spread evenly.
func (p *pace) set(perMinute float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	limit := rate.Inf
	if perMinute > 0 {
		limit = rate.Limit(perMinute / 60)
	}
	if limit == p.limiter.Limit() {
		return
	}
	p.limiter.SetLimitAt(p.clock.Now(), limit)
	p.bound.Store(limit != rate.Inf)
	close(p.changed)
	p.changed = make(chan struct{})
}

// look gives how long it is until a try may start, by the rate of now.
func (p *pace) look() (delay time.Duration, changed <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	reserved := p.limiter.ReserveN(now, 1)
	delay = reserved.DelayFrom(now)
	reserved.CancelAt(now)
	return delay, p.changed
}

// take counts a try that starts now. False means that it may not: the rate was lowered while
// somebody was on the way from wait.
func (p *pace) take() bool {
	if !p.bound.Load() {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.limiter.AllowN(p.clock.Now(), 1)
}

// wait until the next try may start. Nobody else gets that far before leave is called, which the
// caller does after it took its start, or could not use it. False means that ctx or stop ended it.
func (p *pace) wait(ctx context.Context, stop <-chan struct{}) (leave func(), ok bool) {
	for {
		if !p.bound.Load() {
			return func() {}, true
		}
		_, changed := p.look()
		select {
		case p.line <- struct{}{}:
		case <-changed:
			continue
		case <-stop:
			return nil, false
		case <-ctx.Done():
			return nil, false
		}
		if p.sleep(ctx, stop) {
			return func() { <-p.line }, true
		}
		<-p.line
		return nil, false
	}
}

// sleep waits until a try may start, by whatever rate holds meanwhile.
func (p *pace) sleep(ctx context.Context, stop <-chan struct{}) bool {
	for {
		delay, changed := p.look()
		if delay <= 0 {
			return true
		}
		timer := p.clock.NewTimer(delay)
		select {
		case <-timer.Chan():
		case <-changed:
		case <-stop:
			timer.Stop()
			return false
		case <-ctx.Done():
			timer.Stop()
			return false
		}
		timer.Stop()
	}
}

// start waits until a try may start, and counts it.
func (p *pace) start(ctx context.Context, stop <-chan struct{}) bool {
	for {
		leave, ok := p.wait(ctx, stop)
		if !ok {
			return false
		}
		taken := p.take()
		leave()
		if taken {
			return true
		}
	}
}
