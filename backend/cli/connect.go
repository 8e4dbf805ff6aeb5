package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jobdeck/backend/deck"
	"jobdeck/backend/logging"
	"jobdeck/backend/paths"
	"jobdeck/backend/remote"
)

// How long a command waits for a data folder that another one holds for a moment, and how often
// it looks.
const (
	patience  = 5 * time.Second
	untilOver = 2 * time.Minute // where the other is known to be ending: it finishes what is in flight
	lookEvery = 50 * time.Millisecond
)

// connection is a deck with what the command line needs to know about it.
type connection struct {
	deck.Door
	dataDir string
	// hello is who owns the data folder, when it is another process.
	hello remote.Hello
	// alone says that this process owns the data folder, with local.
	alone bool
	local *deck.Local
	close func() error
}

// connect reaches the process that owns the data folder, or opens the folder itself: to work jobs,
// or only to read and change what is stored.
func (p *program) connect(ctx context.Context, work bool) (*connection, error) {
	return p.connectWithin(ctx, work, patience)
}

func (p *program) connectWithin(ctx context.Context, work bool, within time.Duration) (*connection, error) {
	dataDir, err := paths.DataDir(p.dataDir)
	if err != nil {
		return nil, err
	}
	deadline := p.clock.NewTimer(within)
	defer deadline.Stop()
	for {
		c, err := dial(ctx, dataDir)
		if err == nil || !lost(err) {
			return c, err
		}
		c, err = p.openAlone(ctx, dataDir, work)
		if err == nil || !errors.Is(err, deck.ErrInUse) {
			return c, err
		}
		// Another command holds it for a moment, or an app that is starting or ending.
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-deadline.Chan():
			return nil, fmt.Errorf("%w, and it does not answer at its socket", err)
		case <-p.clock.After(lookEvery):
		}
	}
}

// lost reports whether nobody is, or no longer is, at the other end.
func lost(err error) bool {
	return errors.Is(err, remote.ErrNoApp) || errors.Is(err, remote.ErrLost)
}

// dial reaches the process that owns the data folder.
func dial(ctx context.Context, dataDir string) (*connection, error) {
	client, err := remote.Dial(ctx, dataDir)
	if err != nil {
		return nil, err
	}
	return &connection{Door: client, dataDir: dataDir, hello: client.Hello(), close: client.Close}, nil
}

// openAlone opens the data folder in this process. When it works jobs, other commands can reach it
// like a window, so that "pause" finds the job that "run" is at.
func (p *program) openAlone(ctx context.Context, dataDir string, work bool) (*connection, error) {
	c, err := p.openDeck(ctx, dataDir, deck.Options{Work: work, ByHand: true})
	if err != nil {
		return nil, err
	}
	switch err := p.settled(ctx, c); {
	case errors.As(err, new(*deck.UnfitError)) && !work:
		p.note("jobdeck: %v", err) // what can be read of it can be exported
	case err != nil:
		return nil, errors.Join(err, c.close())
	}
	if !work {
		return c, nil
	}
	// Like the deck, the server outlives the wait for it.
	server, err := remote.Serve(context.WithoutCancel(ctx), c.Door, dataDir, p.version, remote.Passing())
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	closeDeck := c.close
	c.close = func() error { return errors.Join(server.Close(), closeDeck()) }
	return c, nil
}

// checkShown is how often it is told how far a check is.
const checkShown = 5 * time.Second

// settled waits until the database of a deck of this process is known to be whole.
func (p *program) settled(ctx context.Context, c *connection) error {
	settled := make(chan error, 1)
	go func() { settled <- c.local.Settled(ctx) }()
	if state := c.local.Database(); state.Checking {
		p.note("jobdeck: checking the database, for Jobdeck did not end in good order")
	}
	ticker := p.clock.NewTicker(checkShown)
	defer ticker.Stop()
	for {
		select {
		case err := <-settled:
			return err
		case <-ticker.Chan():
			state := c.local.Database()
			p.note("jobdeck: checking the database: %s", percent(state.Done, state.Total))
		}
	}
}

// openDeck takes the data folder, to work or not. Without a log there is still work to do; from which level on it
// logs is a setting.
func (p *program) openDeck(ctx context.Context, dataDir string, options deck.Options) (*connection, error) {
	// The deck is closed by hand, so that what an interrupt leaves in flight is put back in order.
	ctx = context.WithoutCancel(ctx)
	logDir, err := paths.LogDir(p.dataDir)
	if err != nil {
		return nil, err
	}
	// The log may be in the same folder: nothing is made in one that is refused.
	if _, err := paths.Check(dataDir); err != nil {
		return nil, fmt.Errorf("the data folder %w", err)
	}
	log, logFile, err := logging.New(logDir, "")
	if err != nil {
		p.note("jobdeck: no log is written: %v", err)
		log, logFile = logging.Discard(), nil
	}
	options.Warn = func(text string) { p.note("jobdeck: %s", text) }
	options.Checking = p.tellCheck()
	options.DataDir, options.Version, options.Log, options.LogDir, options.Clock = dataDir, p.version, log, logDir, p.clock
	local, err := deck.Open(ctx, options)
	if err != nil {
		if logFile != nil {
			err = errors.Join(err, logFile.Close())
		}
		return nil, err
	}
	return &connection{Door: local, dataDir: dataDir, alone: true, local: local, close: func() error {
		err := local.Close()
		if logFile != nil {
			err = errors.Join(err, logFile.Close())
		}
		return err
	}}, nil
}

// tellCheck tells now and then how far a check is that comes before everything else.
func (p *program) tellCheck() func(done, total int64) {
	last := p.now()
	return func(done, total int64) {
		if now := p.now(); now.Sub(last) >= checkShown {
			last = now
			p.note("jobdeck: checking the database: %s", percent(done, total))
		}
	}
}

// with connects, does something, and closes the connection.
func (p *program) with(ctx context.Context, do func(*connection) error) error {
	c, err := p.connect(ctx, false)
	if err != nil {
		return err
	}
	return errors.Join(do(c), c.close())
}
