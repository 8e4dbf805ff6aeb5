package engine

import (
	"context"
	"fmt"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// Hold pauses everything: nothing new starts anywhere, items in flight finish, and each job keeps
// its own state underneath. Of the hold that is asked for it takes why, the kind, and when it lifts by itself.
func (e *Engine) Hold(ctx context.Context, hold job.Hold, actor job.Actor) (job.Hold, error) {
	e.changing.Lock()
	defer e.changing.Unlock()
	hold.Held, hold.Since, hold.Who, hold.Origin = true, e.now(), actor.Who, actor.From
	return hold, e.setHold(ctx, hold, job.Entry{Who: actor.Who, Origin: actor.From, What: "hold", Why: hold.Why})
}

// Release lifts the hold. It wakes nobody whom a person had paused.
func (e *Engine) Release(ctx context.Context, actor job.Actor) (job.Hold, error) {
	e.changing.Lock()
	defer e.changing.Unlock()
	return job.Hold{}, e.setHold(ctx, job.Hold{}, job.Entry{Who: actor.Who, Origin: actor.From, What: "release"})
}

// Held gives the global pause.
func (e *Engine) Held() job.Hold {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.hold
}

// setHold makes a hold true, or that there is none. Callers hold e.changing.
func (e *Engine) setHold(ctx context.Context, hold job.Hold, entry job.Entry) error {
	entry.At = e.now()
	entry.Before, entry.After = heldWord(e.hold.Held), heldWord(hold.Held)
	if err := e.store.SetHold(ctx, hold, entry); err != nil {
		return fmt.Errorf("%s: %w", entry.What, err)
	}
	e.mu.Lock()
	e.hold = hold
	for _, r := range e.runs {
		if hold.Held {
			r.gate.shut(holding)
		} else {
			r.gate.open(holding)
		}
		j := r.seen()
		e.publish(&j, r)
	}
	e.mu.Unlock()
	e.bus.Publish(live.Event{Topic: live.HoldChanged, At: e.now(), Hold: &hold})
	e.look()
	return nil
}

func heldWord(held bool) string {
	if held {
		return "held"
	}
	return "not held"
}

// liftHold lifts a hold whose time has come.
func (e *Engine) liftHold(ctx context.Context) error {
	e.changing.Lock()
	defer e.changing.Unlock()
	if hold := e.hold; hold.Held && hold.Until > 0 && hold.Until <= e.now() {
		return e.setHold(ctx, job.Hold{}, job.Entry{Who: itself.Who, Origin: itself.From, What: "release", Why: "it is time"})
	}
	return nil
}
