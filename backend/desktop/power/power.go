// Package power keeps the machine awake while jobs run, and holds everything while its battery is
// low. When to do so is decided here; how, in one file for each system.
package power

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/settings"
)

// Charge is what a battery has left.
type Charge struct {
	// Percent is 0 to 100.
	Percent int
	// Draining says that the machine runs on it.
	Draining bool
}

// ErrNoBattery says that the machine has none, or does not tell.
var ErrNoBattery = errors.New("no battery")

// Machine is what the system does and tells.
type Machine interface {
	// Battery tells the charge of all batteries together; [ErrNoBattery] when there is none.
	Battery() (Charge, error)
	// StayAwake keeps the machine from sleeping by itself until the function it gives is called.
	StayAwake(why string) (release func(), err error)
}

// batteryEvery is how often the battery is looked at, when a setting asks for it.
const batteryEvery = time.Minute

// itself is the actor of such a hold.
var itself = job.Actor{Who: "jobdeck", From: job.FromEngine}

// Keeper keeps an eye on the deck and the machine.
type Keeper struct {
	Deck    deck.Door
	Machine Machine
	Clock   clockwork.Clock
	Log     logrus.FieldLogger

	release func() // lets the machine sleep again; nil when it may
}

// Run keeps watch until ctx ends. It waits for events, and looks at the battery once a minute.
func (k *Keeper) Run(ctx context.Context) error {
	events, err := k.Deck.Follow(ctx)
	if err != nil {
		return err
	}
	defer k.sleep()
	changed := make(chan struct{}, 1)
	go func() {
		for {
			batch, err := events.Next(ctx)
			if err != nil || len(batch) == 0 {
				return
			}
			if matters(batch) {
				select {
				case changed <- struct{}{}:
				default:
				}
			}
		}
	}()
	battery := k.Clock.NewTicker(batteryEvery)
	defer battery.Stop()
	k.look(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		case <-battery.Chan():
		}
		k.look(ctx)
	}
}

// matters reports whether something happened that can change what is to be done. Mere progress of a
// job does not.
func matters(batch []live.Event) bool {
	for _, event := range batch {
		switch event.Topic {
		case live.JobsChanged, live.JobGone, live.HoldChanged, live.SettingsChanged:
			return true
		case live.JobChanged:
			if event.Job != nil && (event.Job.Status != job.Running || event.Job.Succeeded+event.Job.Failed+event.Job.Skipped == 0) {
				return true
			}
		case live.WorkProgress, live.TaskChanged, live.TaskGone:
		}
	}
	return false
}

// look does what the deck and the machine ask for now.
func (k *Keeper) look(ctx context.Context) {
	values, err := deck.ValuesOf(ctx, k.Deck)
	if err != nil {
		k.complain(ctx, err, "read the settings")
		return
	}
	overview, err := deck.Overview.Ask(ctx, k.Deck)
	if err != nil {
		k.complain(ctx, err, "count the jobs")
		return
	}
	overview.Hold = k.saveBattery(ctx, values.Number(settings.BatteryPause), overview.Hold)
	atWork := overview.Counts[job.Running] + overview.Counts[job.Pausing] + overview.Counts[job.Cancelling]
	if values.Switch(settings.KeepAwake) && atWork > 0 && !overview.Hold.Held {
		k.stayAwake()
	} else {
		k.sleep()
	}
}

// saveBattery holds everything while the battery is below a limit, and lifts the hold when the
// machine is plugged in. A hold that a person made is left alone.
func (k *Keeper) saveBattery(ctx context.Context, limit int64, hold job.Hold) job.Hold {
	ours := hold.Held && hold.Kind == job.HeldForBattery
	if limit == 0 && !ours {
		return hold
	}
	charge, err := k.Machine.Battery()
	if err != nil && !errors.Is(err, ErrNoBattery) {
		k.complain(ctx, err, "look at the battery")
		return hold
	}
	low := err == nil && charge.Draining && int64(charge.Percent) < limit
	switch {
	case low && !hold.Held:
		why := fmt.Sprintf("the battery is low, at %d %%: the jobs go on when the machine is plugged in", charge.Percent)
		hold, err = deck.Hold.Ask(job.WithActor(ctx, itself), k.Deck, deck.HoldRequest{Why: why, Kind: job.HeldForBattery})
	case !low && ours:
		hold, err = deck.Release.Ask(job.WithActor(ctx, itself), k.Deck)
	default:
		err = nil
	}
	if err != nil {
		k.complain(ctx, err, "save the battery")
	}
	return hold
}

func (k *Keeper) stayAwake() {
	if k.release != nil {
		return
	}
	release, err := k.Machine.StayAwake("jobs are running")
	if err != nil {
		// Some systems offer no way: told once, and not tried again for each job.
		k.Log.WithError(err).Warn("the machine may fall asleep while jobs run")
		release = func() {}
	}
	k.release = release
}

func (k *Keeper) sleep() {
	if k.release != nil {
		k.release()
		k.release = nil
	}
}

func (k *Keeper) complain(ctx context.Context, err error, doing string) {
	if ctx.Err() == nil {
		k.Log.WithError(err).Warn(doing)
	}
}
