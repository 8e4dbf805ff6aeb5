package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"jobdeck/backend/deck"
	"jobdeck/backend/desktop/filemanager"
	"jobdeck/backend/desktop/window"
	"jobdeck/backend/host"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/paths"
	"jobdeck/backend/whole"
)

// App is what the window may call: it translates, asks the deck, and translates back. It decides
// nothing. Its exported methods, and those made of the questions of
// the deck in questions.go, are the window's door to Go.
type App struct {
	options host.Options

	ctx    context.Context
	stop   context.CancelFunc
	made   chan struct{} // closed when the host is there
	opened chan struct{} // closed when it is open, with a deck or a problem
	host   *host.Host
}

// NewApp makes the window's door to Go. The data folder is taken at startup.
func NewApp(options host.Options) *App {
	return &App{options: options, made: make(chan struct{}), opened: make(chan struct{})}
}

func (a *App) startup(ctx context.Context) {
	a.ctx, a.stop = context.WithCancel(ctx)
	a.options.Frame = &window.Wails{Context: ctx}
	a.options.Tell = func(events []live.Event) { runtime.EventsEmit(ctx, "live", whole.Of(events)) }
	a.host = host.New(a.ctx, a.options)
	close(a.made)
	a.host.Open(a.ctx)
	close(a.opened)
}

// showAfter is how long a window waits for its first screen before it is shown as it is.
const showAfter = 5 * time.Second

func (a *App) domReady(context.Context) {
	a.options.Clock.AfterFunc(showAfter, a.Ready)
}

// openFile is told of a list that the system opens with Jobdeck while it runs.
func (a *App) openFile(path string) {
	go func() {
		<-a.made
		a.host.OpenList(path)
	}()
}

// beforeClose tells whether the window stays although a person closes it.
func (a *App) beforeClose(ctx context.Context) bool {
	select {
	case <-a.opened:
		return a.host.Window.BeforeClose(ctx)
	default:
		return false // nothing has begun
	}
}

// shutdown ends the work in good order: running jobs go on at the next start.
func (a *App) shutdown(context.Context) {
	defer a.stop()
	select {
	case <-a.opened:
	default:
		a.stop() // a check goes on at the next start
		<-a.opened
	}
	if err := a.host.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "jobdeck:", err)
	}
}

// ask puts a question of the person in front of the window, as soon as the deck is open.
func ask[In, Out any](a *App, question deck.Question[In, Out], in In) (Out, error) {
	<-a.opened
	d, err := a.host.Deck()
	if err != nil {
		var none Out
		return none, err
	}
	out, err := question.Ask(job.WithActor(a.ctx, a.host.Actor()), d, in)
	return whole.Of(out), err
}

func askBare[Out any](a *App, question deck.Bare[Out]) (Out, error) {
	return ask(a, deck.Question[deck.Nothing, Out](question), deck.Nothing{})
}

func do[In any](a *App, question deck.Order[In], in In) error {
	_, err := ask(a, deck.Question[In, deck.Nothing](question), in)
	return err
}

// Startup is what the window must know first.
type Startup struct {
	Version string `json:"version"`
	DataDir string `json:"data_dir"`
	// Problem says why the deck could not be opened, or is empty.
	Problem        string `json:"problem"`
	ProblemDetails string `json:"problem_details"`
	// Restorable says that a backup in the place of the database would solve it.
	Restorable bool `json:"restorable"`
	// Checking says that the database is checked first, Done bytes of Total: ask again.
	Checking bool  `json:"checking"`
	Done     int64 `json:"done"`
	Total    int64 `json:"total"`
	// Warning is something to know about the data folder, told once, or empty.
	Warning string `json:"warning"`
	// OpenFile is a list that the program was started with.
	OpenFile string `json:"open_file"`
}

// Startup tells what the window must know first. The list to open is told once.
func (a *App) Startup() Startup {
	<-a.made
	started := Startup{Version: a.options.Version, DataDir: a.host.DataDir}
	select {
	case <-a.opened:
	default:
		select {
		case <-a.opened:
		case <-a.host.CheckBegins():
			state := a.host.Checking()
			started.Checking, started.Done, started.Total = true, state.Done, state.Total
			return started
		}
	}
	started.OpenFile, started.Warning = a.host.List(), a.host.Warning()
	if _, err := a.host.Deck(); err != nil {
		started.Problem, started.Restorable = err.Error(), a.host.Restorable()
	}
	return started
}

// TryAgain opens a deck that could not be opened.
func (a *App) TryAgain() error {
	<-a.opened
	return a.host.TryAgain(a.ctx)
}

// Backups lists the backups that can be put in the place of the database, the newest first.
func (a *App) Backups() []deck.Backup {
	<-a.opened
	return whole.Of(a.host.Backups())
}

// Restore puts a backup in the place of a database that is damaged, another program's or empty.
func (a *App) Restore(backup string) error {
	<-a.opened
	return a.host.Restore(a.ctx, backup)
}

// Ready is called when the first screen is drawn.
func (a *App) Ready() {
	<-a.made
	a.host.Window.Ready()
}

// Quit quits, after asking where jobs are at work.
func (a *App) Quit() { a.host.Window.Quit() }

// AnswerQuit is what a person answers to "ask-quit": "now", "when_done" or "stay".
func (a *App) AnswerQuit(answer window.Answer) { a.host.Window.Answer(a.ctx, answer) }

// Focused is called when the window gets the focus, and when it loses it.
func (a *App) Focused(focused bool) { a.host.Focused(focused) }

// SampleList gives the path of the sample list in the data folder.
func (a *App) SampleList() (string, error) {
	dir, err := paths.DataDir(a.options.DataDir)
	if err != nil {
		return "", err
	}
	return host.SampleList(dir)
}

// RevealFile shows a file in the system's file manager.
func (a *App) RevealFile(path string) error { return filemanager.Reveal(a.ctx, path) }

// OpenDataFolder shows the data folder in the system's file manager.
func (a *App) OpenDataFolder() error {
	<-a.made
	return filemanager.Open(a.ctx, a.host.DataDir)
}
