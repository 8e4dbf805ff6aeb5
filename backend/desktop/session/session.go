// Package session is Jobdeck's stay on a person's desktop, as long as the deck is open: it brings
// together the window, the tray and its notifications, what keeps the machine awake, and the entry
// that starts Jobdeck at login.
package session

import (
	"context"
	"errors"
	"sync"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/deck"
	"jobdeck/backend/desktop"
	"jobdeck/backend/desktop/login"
	"jobdeck/backend/desktop/power"
	"jobdeck/backend/desktop/window"
	"jobdeck/backend/live"
	"jobdeck/backend/settings"
)

// Options are what a session is made of.
type Options struct {
	Deck     deck.Door
	Window   *window.Window
	Tray     desktop.Tray
	Notifier desktop.Notifier
	Machine  power.Machine
	Login    login.Item
	// Who is the person in front of the screen, Focused whether she looks at the window.
	Who     string
	Focused func() bool
	// Since is when the deck was about to be opened, in milliseconds UTC.
	Since int64
	Clock clockwork.Clock
	Log   *logrus.Logger
}

// Session lasts until Close.
type Session struct {
	desktop *desktop.Desktop
	end     context.CancelFunc
	works   sync.WaitGroup
}

// Start begins it.
func Start(ctx context.Context, o Options) (*Session, error) {
	ctx, end := context.WithCancel(ctx)
	s := &Session{end: end}
	shown, err := desktop.Start(ctx, desktop.Options{
		Deck: o.Deck, Tray: o.Tray, Notifier: o.Notifier, Window: o.Window,
		Who: o.Who, Focused: o.Focused, Since: o.Since, Clock: o.Clock, Log: o.Log,
	})
	if err != nil {
		end()
		return nil, err
	}
	s.desktop = shown
	events, err := o.Deck.Follow(ctx)
	if err != nil {
		end()
		return nil, errors.Join(err, shown.Close())
	}
	keeper := power.Keeper{Deck: o.Deck, Machine: o.Machine, Clock: o.Clock, Log: o.Log}
	s.works.Go(func() {
		if err := keeper.Run(ctx); err != nil {
			o.Log.WithError(err).Warn("the machine may fall asleep while jobs run")
		}
	})
	s.works.Go(func() { o.Window.Remember(ctx) })
	s.works.Go(func() { keepLogin(ctx, o, events) })
	o.Window.Serve(o.Deck, shown)
	return s, nil
}

// Close ends it.
func (s *Session) Close() error {
	s.end()
	s.works.Wait()
	return s.desktop.Close()
}

// keepLogin keeps the entry that starts Jobdeck at login in step with its setting. One that was
// never switched on is left alone: it may belong to another Jobdeck of this user.
func keepLogin(ctx context.Context, o Options, events *live.Subscription) {
	was := false
	for {
		values, err := deck.ValuesOf(ctx, o.Deck)
		if is := err == nil && values.Switch(settings.StartAtLogin); err == nil && is != was {
			err = o.Login.Set(is)
			was = is
		}
		if err != nil && ctx.Err() == nil {
			o.Log.WithError(err).Warn("start at login")
		}
		for changed := false; !changed; {
			batch, err := events.Next(ctx)
			if err != nil || len(batch) == 0 {
				return
			}
			for _, event := range batch {
				changed = changed || event.Topic == live.SettingsChanged
			}
		}
	}
}
