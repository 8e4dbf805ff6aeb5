package host

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"jobdeck/backend/deck"
	"jobdeck/backend/desktop"
	"jobdeck/backend/desktop/login"
	"jobdeck/backend/desktop/power"
	"jobdeck/backend/desktop/session"
	"jobdeck/backend/job"
	"jobdeck/backend/remote"
)

// opening is the deck as far as it is open.
type opening struct {
	busy   sync.Mutex    // held by who opens the deck, or closes it
	checks chan struct{} // closed when a check has begun that comes before everything else

	mu       sync.Mutex
	deck     *deck.Local
	problem  error              // why the deck is not open
	checking deck.DatabaseState // of that check
	warning  string             // what a person should know of the data folder, told once
	close    []func() error     // what is open, to be closed in reverse order
}

var errNotOpen = errors.New("the deck is not open")

// takingOver is how long a Jobdeck that has just taken the data folder may need until it answers.
const takingOver = 5 * time.Second

// Open opens the deck, or hands over to the Jobdeck that has the data folder. [Host.Deck] says what
// came of it.
func (h *Host) Open(ctx context.Context) {
	if errors.Is(h.open(ctx), deck.ErrInUse) && HandOver(ctx, h.Options, takingOver) {
		h.Window.Quit()
	}
}

// TryAgain opens a deck that could not be opened: a person has done something about it.
func (h *Host) TryAgain(ctx context.Context) error {
	if d, _ := h.Deck(); d != nil {
		return nil
	}
	return h.open(ctx)
}

// Restore puts a backup in the place of a database that is unfit, and goes on with it.
func (h *Host) Restore(ctx context.Context, backup string) error {
	h.opening.busy.Lock()
	defer h.opening.busy.Unlock()
	if !h.Restorable() {
		return job.Usagef("the database is in order; to go back to a backup all the same, quit Jobdeck and say jobdeck restore in the terminal")
	}
	if err := h.end(); err != nil {
		h.log.WithError(err).Warn("close a database that is unfit")
	}
	_, err := deck.Restore(job.WithActor(ctx, h.Actor()), deck.RestoreRequest{DataDir: h.DataDir, Backup: backup, At: h.Clock.Now()})
	return errors.Join(err, h.begin(ctx))
}

// Restorable says whether a backup in the place of the database would mend what is wrong.
func (h *Host) Restorable() bool {
	d, err := h.Deck()
	if local, ok := d.(*deck.Local); ok {
		return local.Database().Problem != ""
	}
	_, unfit := errors.AsType[*deck.UnfitError](err)
	return unfit
}

// Backups lists the backups there are, the newest first.
func (h *Host) Backups() []deck.Backup { return deck.Backups(h.DataDir, h.Clock.Now().Location()) }

// Deck is whom to ask, or why there is nobody.
func (h *Host) Deck() (deck.Door, error) {
	h.opening.mu.Lock()
	defer h.opening.mu.Unlock()
	if h.opening.deck == nil {
		return nil, h.opening.problem
	}
	return h.opening.deck, nil
}

// CheckBegins is closed when the database is checked before the deck opens; [Host.Checking] says
// how far that is.
func (h *Host) CheckBegins() <-chan struct{} { return h.opening.checks }

// Checking says how far the check is that comes before the deck opens.
func (h *Host) Checking() deck.DatabaseState {
	h.opening.mu.Lock()
	defer h.opening.mu.Unlock()
	return h.opening.checking
}

// Warning is what a person should know of the data folder, or empty. It is told once.
func (h *Host) Warning() string {
	h.opening.mu.Lock()
	defer h.opening.mu.Unlock()
	warning := h.opening.warning
	h.opening.warning = ""
	return warning
}

// open opens the deck, unless the folders are not what they must be.
func (h *Host) open(ctx context.Context) error {
	h.opening.busy.Lock()
	defer h.opening.busy.Unlock()
	if h.logFile == nil {
		if err := h.findFolders(); err != nil {
			return h.keep(nil, err)
		}
	}
	return h.begin(ctx)
}

// begin takes the data folder and begins to work. Callers hold busy, as those of end and keep.
func (h *Host) begin(ctx context.Context) error {
	local, err := deck.Open(ctx, deck.Options{
		DataDir: h.DataDir, Version: h.Version, Work: true, Log: h.log, LogDir: h.logDir, Clock: h.Clock,
		Checking: h.noteCheck, Warn: h.warn,
	})
	if err != nil {
		return h.keep(nil, err)
	}
	h.onEnd(local.Close)
	if err := h.serve(ctx, local); err != nil {
		return h.keep(nil, errors.Join(err, h.end()))
	}
	return h.keep(local, nil)
}

// serve lets others reach the deck, and begins the stay on the desktop when the deck is at work. A
// deck that only reads, because its database is being checked or damaged, has none.
func (h *Host) serve(ctx context.Context, local *deck.Local) error {
	began := h.Clock.Now().UnixMilli()
	ctx, cancel := context.WithCancel(ctx)
	var beside sync.WaitGroup
	h.onEnd(func() error { cancel(); beside.Wait(); return nil })
	server, err := remote.Serve(ctx, local, h.DataDir, h.Version, remote.WithWindow(h.OpenList))
	if err != nil {
		h.log.WithError(err).Warn("the command line can't reach this window")
	} else {
		h.onEnd(server.Close)
	}
	events, err := local.Follow(ctx)
	if err != nil {
		return err
	}
	beside.Go(func() { h.forward(ctx, events) })
	if state := local.Database(); !state.Checking {
		if state.Problem != "" {
			return nil
		}
		return h.stay(ctx, local, began)
	}
	beside.Go(func() {
		if local.Settled(ctx) != nil {
			return
		}
		if err := h.stay(ctx, local, began); err != nil {
			h.log.WithError(err).Error("no tray and no notifications")
		}
	})
	return nil
}

// stay begins the stay on the desktop.
func (h *Host) stay(ctx context.Context, local *deck.Local, began int64) error {
	item := login.Item{}
	if h.Options.DataDir != "" {
		item.DataDir = h.DataDir
	}
	stay, err := session.Start(ctx, session.Options{
		Deck: local, Window: h.Window, Tray: desktop.NewSystray(h.log), Notifier: desktop.NewSystemNotifier(ctx),
		Machine: power.This(), Login: item, Who: h.who, Focused: h.lookedAt, Since: began,
		Clock: h.Clock, Log: h.log,
	})
	if err != nil {
		return err
	}
	h.onEnd(stay.Close)
	return nil
}

// keep remembers what came of opening the deck.
func (h *Host) keep(local *deck.Local, err error) error {
	h.opening.mu.Lock()
	defer h.opening.mu.Unlock()
	h.opening.deck, h.opening.problem = local, err
	return err
}

// onEnd remembers to close something.
func (h *Host) onEnd(end func() error) {
	h.opening.mu.Lock()
	defer h.opening.mu.Unlock()
	h.opening.close = append(h.opening.close, end)
}

// end closes all that is open. The last that was opened is closed first; what is opened beside
// meanwhile, too.
func (h *Host) end() error {
	var problems []error
	for {
		h.opening.mu.Lock()
		all := h.opening.close
		h.opening.close = nil
		h.opening.deck, h.opening.problem = nil, errNotOpen
		h.opening.mu.Unlock()
		if len(all) == 0 {
			return errors.Join(problems...)
		}
		for _, end := range slices.Backward(all) {
			if err := end(); err != nil {
				problems = append(problems, fmt.Errorf("close: %w", err))
			}
		}
	}
}

// noteCheck keeps how far a check is that comes before everything else.
func (h *Host) noteCheck(done, total int64) {
	h.opening.mu.Lock()
	defer h.opening.mu.Unlock()
	if !h.opening.checking.Checking {
		h.opening.checking.Checking = true
		close(h.opening.checks)
	}
	h.opening.checking.Done, h.opening.checking.Total = done, total
}

func (h *Host) warn(text string) {
	h.opening.mu.Lock()
	defer h.opening.mu.Unlock()
	h.opening.warning = text
}
