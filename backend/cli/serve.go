package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/paths"
	"jobdeck/backend/remote"
)

func (p *program) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Work jobs without a window, until Ctrl-C or a request to end",
		Long: `Holds the data folder and works its jobs without a window. Commands talk to it through a local
socket that only this user can open. At Ctrl-C, at SIGTERM, or when its terminal is closed, no item
starts any more, items in flight go back to pending after a short while, and the jobs go on at the
next start. A second Ctrl-C or SIGTERM ends at once; nothing is lost by that either. Started with
nohup it stays when its terminal is closed.`,
		Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.serve(cmd.Context()) },
	}
}

// serve holds the data folder until it is told to end.
func (p *program) serve(ctx context.Context) error {
	dataDir, err := paths.DataDir(p.dataDir)
	if err != nil {
		return err
	}
	opening, stop := p.interruptible(ctx)
	c, err := p.take(opening, dataDir)
	interrupted := errors.Is(context.Cause(opening), errInterrupted)
	stop()
	if err != nil {
		if interrupted {
			return errInterrupted
		}
		return err
	}
	server, err := remote.Serve(ctx, c.Door, dataDir, p.version)
	if err != nil {
		return errors.Join(err, c.close())
	}
	p.answer(struct {
		Serving string `json:"serving"`
		PID     int    `json:"pid"`
		Version string `json:"version"`
	}{dataDir, os.Getpid(), p.version}, func() { p.say("jobdeck: serving %s", dataDir) })

	asked := 0 // how often, but for terminals that close: that is told more than once
	if interrupted {
		asked++
	} else {
		var unfit error
		if asked, unfit = p.stay(ctx, c); unfit != nil {
			return errors.Join(unfit, server.Close(), c.close())
		}
	}
	p.note("jobdeck: ending; the jobs go on at the next start")
	closed := make(chan error, 1)
	go func() { closed <- errors.Join(server.Close(), c.close()) }()
	for asked < 2 {
		select {
		case err := <-closed:
			return err
		case signal := <-p.interrupts:
			asked += haste(signal)
		}
	}
	return errInterrupted
}

// haste is 1 for a signal that a person, or the system, sends again when it takes too long.
func haste(signal os.Signal) int {
	if signal == syscall.SIGHUP {
		return 0
	}
	return 1
}

// stay waits for a request to end. A database that turns out to be damaged ends it, too: what can be
// read of it other commands read by themselves.
func (p *program) stay(ctx context.Context, c *connection) (asked int, unfit error) {
	settled := make(chan error, 1)
	go func() { settled <- p.settled(ctx, c) }()
	for {
		select {
		case err := <-settled:
			if err != nil && ctx.Err() == nil {
				return 0, err
			}
			settled = nil
		case signal := <-p.interrupts:
			return haste(signal), nil
		case <-ctx.Done():
			return 0, nil
		}
	}
}

// take takes the data folder, and says who has it when it can't be had.
func (p *program) take(ctx context.Context, dataDir string) (*connection, error) {
	deadline := p.clock.NewTimer(patience)
	defer deadline.Stop()
	for {
		c, err := p.openDeck(ctx, dataDir, deck.Options{Work: true})
		if !errors.Is(err, deck.ErrInUse) {
			return c, err
		}
		if other, dialErr := dial(ctx, dataDir); dialErr == nil {
			pid := other.hello.PID
			return nil, errors.Join(fmt.Errorf("the data folder %s is in use by another Jobdeck (process %d): commands reach it as it is", dataDir, pid), other.close())
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-deadline.Chan():
			return nil, err
		case <-p.clock.After(lookEvery):
		}
	}
}
