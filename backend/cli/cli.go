// Package cli is the command line: it reads arguments, asks a [deck.Deck] (that of the running
// window or server when there is one, else its own), and says what came of it, to people or as one
// JSON document to scripts. It decides nothing about jobs and draws no window.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jobdeck/backend/job"
	"jobdeck/backend/paths"
	"jobdeck/backend/signals"
)

// Streams are where a command reads answers from, and where it writes what it found and what it
// has to say about its work.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// Option changes what the command line can do.
type Option func(*program)

// WindowRequest is how the window was asked for.
type WindowRequest struct {
	DataDir string // the data folder that was asked for, or ""
	File    string // the list to open, or ""
	Hidden  bool   // out of sight at first, where there is a tray
}

// WithWindow makes "jobdeck" without a subcommand open the window.
func WithWindow(open func(ctx context.Context, request WindowRequest) error) Option {
	return func(p *program) { p.window = open }
}

// Run does what the arguments say, without the program's name, and gives the exit code:
// 0 done, 1 error, 2 wrong usage, 3 refused by the job's state, 4 the job ended with failed
// items, 130 interrupted.
func Run(ctx context.Context, args []string, streams Streams, version string, clock clockwork.Clock, options ...Option) int {
	ctx = job.WithActor(ctx, job.Actor{Who: paths.User(), From: job.FromCommandLine})
	p := &program{
		streams: streams,
		out:     &output{to: streams.Out},
		version: version,
		clock:   clock,
	}
	for _, option := range options {
		option(p)
	}
	stop := p.catchSignals()
	defer stop()
	return p.run(ctx, args)
}

// program is one call of the command line.
type program struct {
	streams Streams
	// out is where results go. Everything else goes to streams.Err.
	out     *output
	version string
	window  func(ctx context.Context, request WindowRequest) error
	// clock tells the time, and in which time zone its reader lives.
	clock clockwork.Clock
	// interrupts brings Ctrl-C, or a request to end.
	interrupts chan os.Signal

	// The flags that all commands take.
	dataDir string
	json    bool
	hidden  bool // of the window
	// answered says that the JSON document is written.
	answered bool
}

func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil && p.out.err != nil {
		err = p.out.err
	}
	// When the arguments can't be read, neither can the flag.
	p.json = p.json || slices.Contains(args, "--json")
	return p.finish(err)
}

// now is the time where the person is.
func (p *program) now() time.Time { return p.clock.Now() }

// catchSignals takes interrupts as messages instead of as an end. SIGPIPE is taken too, so that
// writing to a pipe that nobody reads any more is an error like others: it must not end a job.
func (p *program) catchSignals() (stop func()) {
	p.interrupts = make(chan os.Signal, 8)
	signals.Notify(p.interrupts)
	pipes := make(chan os.Signal, 1)
	signal.Notify(pipes, syscall.SIGPIPE)
	return func() {
		signal.Stop(p.interrupts)
		signal.Stop(pipes)
	}
}

// root is the command line with all its commands.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "jobdeck [FILE]",
		Short: "Play, pause and stop long batch jobs over lists",
		Long: `Jobdeck works through long lists, a row at a time: clean them, or run a program for each row.
Without a command it opens the window.

Commands talk to the running window or "jobdeck serve" when one holds the data folder. Otherwise
"run" does the work itself, and the others change what is stored.`,
		Args:                       cobra.ArbitraryArgs,
		SilenceErrors:              true,
		SilenceUsage:               true,
		SuggestionsMinimumDistance: 2,
		RunE:                       p.open,
	}
	root.SetOut(p.out)
	root.SetErr(p.streams.Err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return job.Usagef("%s (see %s --help)", flagProblem(err), cmd.CommandPath())
	})
	flags := root.PersistentFlags()
	flags.StringVar(&p.dataDir, "data-dir", "", "the data folder (default: $JOBDECK_DATA_DIR, else the system's place for it)")
	flags.BoolVar(&p.json, "json", false, "print one JSON document; what is meant for people goes to the error output")

	root.Flags().BoolVar(&p.hidden, "hidden", false, "open the window out of sight, with its icon in the tray: for the start at login")

	root.AddCommand(p.serveCommand(), p.runCommand())
	root.AddCommand(p.jobsCommand(), p.showCommand(), p.itemsCommand(), p.exportCommand())
	for _, verb := range verbs() {
		root.AddCommand(p.verbCommand(verb))
	}
	root.AddCommand(p.adjustCommand(), p.moveCommand(), p.holdCommand(), p.releaseCommand())
	root.AddCommand(p.schedulesCommand(), p.activityCommand())
	root.AddCommand(p.settingsCommand(), p.recipesCommand(), p.secretsCommand(), p.logsCommand(), p.restoreCommand(), p.versionCommand())
	return root
}

// open opens the window, on a list when one is given.
func (p *program) open(cmd *cobra.Command, args []string) error {
	file := ""
	if len(args) > 0 {
		if _, err := os.Stat(args[0]); err != nil {
			return unknownCommand(cmd, args[0])
		}
		if len(args) > 1 {
			return job.Usagef("one list can be opened at a time, and %d are given", len(args))
		}
		file = args[0]
	}
	if p.window == nil {
		return errors.New("this build has no window: jobdeck --help lists the commands")
	}
	// The window takes interrupts itself.
	signal.Stop(p.interrupts)
	return p.window(cmd.Context(), WindowRequest{DataDir: p.dataDir, File: file, Hidden: p.hidden})
}

func unknownCommand(cmd *cobra.Command, name string) error {
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		return job.Usagef("there is no command or file %q: is %q meant? (see jobdeck --help)", name, near[0])
	}
	return job.Usagef("there is no command or file %q (see jobdeck --help)", name)
}

// action makes a command's function: an interrupt ends its context.
func (p *program) action(do func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ctx, cancel := p.interruptible(cmd.Context())
		defer cancel()
		err := do(ctx, args)
		if err != nil && errors.Is(context.Cause(ctx), errInterrupted) {
			return errInterrupted
		}
		return err
	}
}

// interruptible gives a context that ends with the next interrupt.
func (p *program) interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-p.interrupts:
			cancel(errInterrupted)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

// isTerminal reports whether a stream is a person's terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
