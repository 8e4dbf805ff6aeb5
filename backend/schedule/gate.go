package schedule

import (
	"context"
	"sync"
)

// reason is why a gate is shut. It opens when none is left.
type reason int

const (
	pausing reason = 1 << iota
	holding
)

// gate is where a run that can be paused waits, between two of its steps.
type gate struct {
	mu      sync.Mutex
	shut    reason
	opened  chan struct{} // closed when the gate opens
	waiting int           // steps that wait
	changed func()        // told when a step begins or ends to wait
}

// turn shuts or opens the gate for one reason.
func (g *gate) turn(why reason, shut bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	before := g.shut
	if shut {
		g.shut |= why
	} else {
		g.shut &^= why
	}
	switch {
	case before == 0 && g.shut != 0:
		g.opened = make(chan struct{})
	case before != 0 && g.shut == 0:
		close(g.opened)
	}
}

// pass waits until the gate is open, or gives ctx's error when that ends first.
func (g *gate) pass(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		g.mu.Lock()
		if g.shut == 0 {
			g.mu.Unlock()
			return nil
		}
		opened := g.opened
		g.waiting++
		g.mu.Unlock()
		g.changed()
		select {
		case <-opened:
		case <-ctx.Done():
		}
		g.mu.Lock()
		g.waiting--
		g.mu.Unlock()
		g.changed()
	}
}

// state tells whether a step waits, and why the gate is shut.
func (g *gate) state() (waits bool, shut reason) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting > 0, g.shut
}
