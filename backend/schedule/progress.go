package schedule

import (
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// tellEvery is the shortest time between two events about a run's progress.
const tellEvery = 100 * time.Millisecond

// progress is how far a run is. It may be set as often as one likes, and is told ten times a
// second at most; what was said last is always told. Whoever looks in between sees what was told.
type progress struct {
	clock clockwork.Clock
	tell  func()

	mu      sync.Mutex
	set     amount // what the work said last
	shown   amount // what everybody is told: what was said when it was told last
	told    time.Time
	later   clockwork.Timer // tells once the time has come; nil when nothing is to be told
	stopped bool
}

// amount is how much is done of how much.
type amount struct{ done, total int64 }

func (p *progress) say(done, total int64) {
	p.mu.Lock()
	p.set = amount{done, total}
	now := p.clock.Now()
	wait := tellEvery - now.Sub(p.told)
	if p.stopped || p.later != nil {
		p.mu.Unlock()
		return
	}
	if wait > 0 && wait <= tellEvery {
		p.later = p.clock.AfterFunc(wait, p.tellNow)
		p.mu.Unlock()
		return
	}
	p.shown, p.told = p.set, now
	p.mu.Unlock()
	p.tell()
}

func (p *progress) tellNow() {
	p.mu.Lock()
	p.later, p.shown, p.told = nil, p.set, p.clock.Now()
	stopped := p.stopped
	p.mu.Unlock()
	if !stopped {
		p.tell()
	}
}

// stop ends the telling: the end of the run is told by its own event.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	if p.later != nil {
		p.later.Stop()
	}
}

func (p *progress) get() (done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.done, p.shown.total
}
