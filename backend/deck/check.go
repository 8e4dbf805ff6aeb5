package deck

import (
	"context"
	"errors"
	"sync"
	"time"

	"jobdeck/backend/live"
	"jobdeck/backend/trouble"
)

// checkID is the key of what the bus tells of a check.
const checkID = "check"

// check is the check of a database that was not left in good order, beside a deck that only reads.
// Its zero value is a deck that needed none.
type check struct {
	cancel context.CancelFunc
	ended  chan struct{} // closed when the deck is at work, or stays as it is

	mu  sync.Mutex
	now DatabaseState
	err error // why the deck only reads
}

// checkFirst checks a database that can't be read before it is brought forward.
func (l *Local) checkFirst(ctx context.Context) error {
	tell := l.options.Checking
	if tell == nil {
		tell = func(int64, int64) {}
	}
	return l.store.Check(ctx, tell, func(context.Context) error { return nil })
}

// shortly is how long a check may take to be waited for: that of a small database is over before
// anybody sees it.
const shortly = time.Second

// checkBeside checks the database while it is read, and lets the work begin when it is whole.
func (l *Local) checkBeside(ctx context.Context) {
	checking, cancel := context.WithCancel(context.WithoutCancel(ctx))
	l.check.cancel, l.check.ended = cancel, make(chan struct{})
	l.check.now.Checking = true
	go func() {
		defer close(l.check.ended)
		l.options.Log.Warn("the database was not left in good order: it is checked before anything is written to it")
		err := l.store.Check(checking, l.tellCheck, l.putInOrder)
		for tries := 1; trouble.Passes(err) && tries < openTries && checking.Err() == nil; tries++ {
			l.options.Log.WithError(err).Warn("wait for the database")
			err = l.store.Check(checking, l.tellCheck, l.putInOrder)
		}
		if err == nil {
			err = l.begin(checking)
		}
		l.endCheck(err)
	}()
	select {
	case <-l.check.ended:
	case <-l.clock.After(shortly):
	case <-ctx.Done():
	}
}

// putInOrder puts in order what a crash left, before anybody else may change it.
func (l *Local) putInOrder(ctx context.Context) error {
	if err := l.engine.PutInOrder(ctx); err != nil {
		return err
	}
	return l.scheduler.PutInOrder(ctx)
}

// tellCheck tells how far the check is.
func (l *Local) tellCheck(done, total int64) {
	l.check.mu.Lock()
	l.check.now.Done, l.check.now.Total = done, total
	l.check.mu.Unlock()
	l.publishCheck(live.Work{Done: done, Total: total})
}

// endCheck keeps what came of the check, and tells everybody to look again.
func (l *Local) endCheck(err error) {
	work := live.Work{Ended: true}
	l.check.mu.Lock()
	l.check.now.Checking, l.check.err = false, err
	if err != nil && !errors.Is(err, context.Canceled) {
		l.check.now.Problem, work.Error = err.Error(), err.Error()
		l.options.Log.WithError(err).Error("the database is only read")
	}
	l.check.mu.Unlock()
	l.publishCheck(work)
	at := l.clock.Now().UnixMilli()
	for _, topic := range []live.Topic{live.JobsChanged, live.SettingsChanged} {
		l.bus.Publish(live.Event{Topic: topic, At: at})
	}
}

func (l *Local) publishCheck(work live.Work) {
	work.ID, work.Label = checkID, "Checking the database"
	l.bus.Publish(live.Event{Topic: live.WorkProgress, Key: checkID, At: l.clock.Now().UnixMilli(), Work: &work})
}

// Settled waits until the database is known to be whole and the deck is at work: at once when it was
// left in good order. The error says why it is only read, and stays so; an [UnfitError] mostly.
func (l *Local) Settled(ctx context.Context) error {
	if l.check.ended == nil {
		return nil
	}
	select {
	case <-l.check.ended:
	case <-ctx.Done():
		return ctx.Err()
	}
	l.check.mu.Lock()
	defer l.check.mu.Unlock()
	return l.check.err
}

// Database says whether anything can be changed now.
func (l *Local) Database() DatabaseState { return l.check.state() }

func (c *check) state() DatabaseState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// stop ends the check, and waits for its end.
func (c *check) stop() {
	if c.ended != nil {
		c.cancel()
		<-c.ended
	}
}
