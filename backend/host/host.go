// Package host is a Jobdeck with a window, from its start to its end: it takes the data folder, or
// hands over to the Jobdeck that has it; works its jobs and tasks; answers the command line; and
// keeps window, tray and notifications in step. What the window shows, and how, it does not know.
package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/desktop/window"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
	"jobdeck/backend/paths"
	"jobdeck/backend/signals"
)

// Options are how a window is opened.
type Options struct {
	// DataDir is the data folder that was asked for; empty: the system's place for it.
	DataDir string
	// File is a list to open, or empty.
	File string
	// Hidden says that the window stays out of sight at first, where there is a tray.
	Hidden  bool
	Version string
	Frame   window.Frame
	Clock   clockwork.Clock
	// Tell hands events to the window.
	Tell func([]live.Event)
}

// Host is the Jobdeck of this process.
type Host struct {
	Options
	// DataDir is the data folder's path.
	DataDir string
	// Window is there even when the deck could not be opened.
	Window *window.Window

	who     string
	log     *logrus.Logger
	logDir  string
	logFile io.Closer   // nil when no log is written
	focused atomic.Bool // a person looks at the window
	opening opening

	mu     sync.Mutex
	opened bool // the window has asked for its list: further ones are handed to it
}

// New makes a host with a window, which is there whatever becomes of the deck: [Host.Open] opens it.
func New(ctx context.Context, options Options) *Host {
	h := &Host{Options: options, who: paths.User(), log: logging.Discard()}
	h.opening.problem = errors.Join(h.findFolders(), errNotOpen)
	h.opening.checks = make(chan struct{})
	h.Window = window.New(window.Options{
		Frame: options.Frame, DataDir: h.DataDir, Hidden: options.Hidden, Clock: options.Clock, Log: h.log,
	})
	asked := make(chan os.Signal, 1)
	signals.Notify(asked)
	go h.obey(ctx, asked)
	return h
}

// findFolders finds the folders for data and logs, and opens the log. Without one there is still
// work to do.
func (h *Host) findFolders() (err error) {
	if h.DataDir, err = paths.DataDir(h.Options.DataDir); err != nil {
		return err
	}
	if h.logDir, err = paths.LogDir(h.Options.DataDir); err != nil {
		return err
	}
	// The log may be in the same folder: nothing is made in one that is refused.
	if _, err := paths.Check(h.DataDir); err != nil {
		return fmt.Errorf("the data folder %w", err)
	}
	if log, file, err := logging.New(h.logDir, "info"); err == nil {
		h.log, h.logFile = log, file
	}
	return nil
}

// obey quits when the system asks the program to end: at logout, or from a terminal. At logout it is
// asked more than once, in several ways: one end in good order is the answer to all of them.
func (h *Host) obey(ctx context.Context, asked chan os.Signal) {
	defer signal.Stop(asked)
	for told := false; ; told = true {
		select {
		case <-asked:
			if !told {
				h.Window.QuitNow()
			}
		case <-ctx.Done():
			return
		}
	}
}

// tellAtMost bounds how often the window is told: each time is a call on its drawing thread.
const tellAtMost = 50 * time.Millisecond

// forward hands events to the window, many at once. One that comes alone goes out at once. While the
// window is hidden they wait: of each thing the last is kept, and told when it is shown again.
func (h *Host) forward(ctx context.Context, events *live.Subscription) {
	for {
		h.Window.Await(ctx)
		batch, err := events.Next(ctx)
		if err != nil || len(batch) == 0 {
			return
		}
		h.Tell(batch)
		select {
		case <-h.Clock.After(tellAtMost):
		case <-ctx.Done():
			return
		}
	}
}

// Actor is the person in front of the window.
func (h *Host) Actor() job.Actor { return job.Actor{Who: h.who, From: job.FromWindow} }

// Focused is told when the window gets the focus, and when it loses it: notifications are quiet for
// who looks at it anyway.
func (h *Host) Focused(focused bool) { h.focused.Store(focused) }

// lookedAt says whether a person looks at the window: a page that is hidden or minimised is not
// always told that it lost the focus.
func (h *Host) lookedAt() bool { return h.focused.Load() && h.Window.Seen() }

// Close ends the work in good order: running jobs go on at the next start.
func (h *Host) Close() error {
	h.opening.busy.Lock()
	defer h.opening.busy.Unlock()
	err := h.end()
	if h.logFile != nil {
		err = errors.Join(err, h.logFile.Close())
	}
	return err
}

// List is the absolute path of the list to open, or empty. It is told once: from then on the window
// listens, and lists are handed to it.
func (h *Host) List() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.list()
	h.File, h.opened = "", true
	return list
}

// OpenList brings the window forward with a list, or none, at once or when it is drawn.
func (h *Host) OpenList(path string) {
	h.mu.Lock()
	early := !h.opened
	if early && path != "" {
		h.File = path
	}
	h.mu.Unlock()
	if early {
		h.Window.Show()
		return
	}
	h.Window.OpenList(path)
}
