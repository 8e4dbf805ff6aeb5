package engine

import (
	"context"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"golang.org/x/time/rate"
)

// pace bounds how many tries start in a minute. It can be changed while workers wait: they then
// wait by the new rate.
type pace struct {
	clock clockwork.Clock

	mu      sync.Mutex
	limiter *rate.Limiter // nil: no bound
	changed chan struct{} // closed when the limiter is replaced
}

func newPace(clock clockwork.Clock, perMinute float64) *pace {
	p := &pace{clock: clock, changed: make(chan struct{})}
	p.set(perMinute)
	return p
}

// set changes the rate; 0 means no bound. One try may start at once, the others are spread evenly.
func (p *pace) set(perMinute float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.limiter = nil
	if perMinute > 0 {
		p.limiter = rate.NewLimiter(rate.Limit(perMinute/60), 1)
	}
	close(p.changed)
	p.changed = make(chan struct{})
}

// wait until the next try may start. It ends early, with false, when ctx or stop does.
func (p *pace) wait(ctx context.Context, stop <-chan struct{}) bool {
	for {
		p.mu.Lock()
		limiter, changed := p.limiter, p.changed
		p.mu.Unlock()
		if limiter == nil {
			return true
		}
		now := p.clock.Now()
		reserved := limiter.ReserveN(now, 1)
		delay := reserved.DelayFrom(now)
		if delay == 0 {
			return true
		}
		if waited, again := p.sleep(ctx, stop, changed, delay); waited {
			return true
		} else if reserved.CancelAt(p.clock.Now()); !again {
			return false
		}
	}
}

// sleep waits; it tells whether the whole delay passed, and else whether the rate was changed.
func (p *pace) sleep(ctx context.Context, stop, changed <-chan struct{}, delay time.Duration) (waited, again bool) {
	timer := p.clock.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.Chan():
		return true, false
	case <-changed:
		return false, true
	case <-stop:
		return false, false
	case <-ctx.Done():
		return false, false
	}
}
