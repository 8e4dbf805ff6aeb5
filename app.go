package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"jobdeck/backend/deck"
	"jobdeck/backend/desktop/window"
	"jobdeck/backend/host"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/outfile"
	"jobdeck/backend/paths"
	"jobdeck/backend/processor"
	"jobdeck/backend/task"
	"jobdeck/samples"
)

// App is what the window may call: it translates, asks the deck, and translates back. It decides
// nothing. Its exported methods are the window's door to Go.
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
	a.options.Tell = func(events []live.Event) { runtime.EventsEmit(ctx, "live", events) }
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

func (a *App) actor() job.Actor {
	<-a.made
	return a.host.Actor()
}

// ask waits until the deck is open, and gives it.
func (a *App) ask() (deck.Deck, error) {
	<-a.opened
	return a.host.Deck()
}

// withDeck asks the deck for something.
func withDeck[T any](a *App, ask func(context.Context, deck.Deck) (T, error)) (T, error) {
	d, err := a.ask()
	if err != nil {
		var nothing T
		return nothing, err
	}
	return ask(a.ctx, d)
}

// doDeck asks the deck to do something.
func doDeck(a *App, do func(context.Context, deck.Deck) error) error {
	_, err := withDeck(a, func(ctx context.Context, d deck.Deck) (struct{}, error) { return struct{}{}, do(ctx, d) })
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
	return a.host.Backups()
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

// Inspect says what is in a file.
func (a *App) Inspect(request deck.InspectRequest) (deck.Preview, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.Preview, error) { return d.Inspect(ctx, request) })
}

// Create stores a job and starts it, or leaves it paused.
func (a *App) Create(draft deck.Draft) (job.Snapshot, error) {
	draft.Actor = a.actor()
	return withDeck(a, func(ctx context.Context, d deck.Deck) (job.Snapshot, error) { return d.Create(ctx, draft) })
}

// Try runs the first rows of a list and gives what came out.
func (a *App) Try(draft deck.Draft, rows int) ([]deck.ItemView, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]deck.ItemView, error) { return d.Try(ctx, draft, rows) })
}

// Apply does a verb on jobs.
func (a *App) Apply(command job.Command) (job.Report, error) {
	command.Actor = a.actor()
	return withDeck(a, func(ctx context.Context, d deck.Deck) (job.Report, error) { return d.Apply(ctx, command) })
}

// Adjust changes options of a job, while it runs too.
func (a *App) Adjust(id job.ID, changes job.Changes) (job.Snapshot, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (job.Snapshot, error) {
		return d.Adjust(ctx, id, changes, a.actor())
	})
}

// Move changes a queued job's place.
func (a *App) Move(id job.ID, where string) error {
	return doDeck(a, func(ctx context.Context, d deck.Deck) error { return d.Move(ctx, id, where, a.actor()) })
}

// Hold pauses everything until Release, or until a time.
func (a *App) Hold(why string, until int64) (job.Hold, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (job.Hold, error) { return d.Hold(ctx, why, until, a.actor()) })
}

// Release lifts the hold.
func (a *App) Release() (job.Hold, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (job.Hold, error) { return d.Release(ctx, a.actor()) })
}

// Overview is what the frame shows.
func (a *App) Overview() (deck.Overview, error) { return withDeck(a, overview) }

func overview(ctx context.Context, d deck.Deck) (deck.Overview, error) { return d.Overview(ctx) }

// JobIDs lists the jobs that match a filter.
func (a *App) JobIDs(filter string) ([]job.ID, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]job.ID, error) { return d.JobIDs(ctx, filter) })
}

// Jobs gives snapshots of jobs.
func (a *App) Jobs(ids []job.ID) ([]job.Snapshot, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]job.Snapshot, error) { return d.Jobs(ctx, ids) })
}

// Detail is everything a job's page shows beside its items.
func (a *App) Detail(id job.ID) (deck.JobDetail, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.JobDetail, error) { return d.Detail(ctx, id) })
}

// Items gives a page of a job's items.
func (a *App) Items(query deck.ItemQuery) (deck.ItemPage, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.ItemPage, error) { return d.Items(ctx, query) })
}

// Item gives one item.
func (a *App) Item(id job.ID, seq int64) (deck.ItemView, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.ItemView, error) { return d.Item(ctx, id, seq) })
}

// Export writes a job's items to a file.
func (a *App) Export(request deck.ExportRequest) (deck.ExportReport, error) {
	request.Actor = a.actor()
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.ExportReport, error) { return d.Export(ctx, request) })
}

// Processors describes what a recipe can be made of.
func (a *App) Processors() ([]processor.Spec, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]processor.Spec, error) { return d.Processors(ctx) })
}

// Recipes lists the recipes.
func (a *App) Recipes() ([]deck.Recipe, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]deck.Recipe, error) { return d.Recipes(ctx) })
}

// SaveRecipe keeps a recipe under its name.
func (a *App) SaveRecipe(recipe deck.Recipe) error {
	return doDeck(a, func(ctx context.Context, d deck.Deck) error { return d.SaveRecipe(ctx, recipe) })
}

// DeleteRecipe takes a recipe away.
func (a *App) DeleteRecipe(name string) error {
	return doDeck(a, func(ctx context.Context, d deck.Deck) error { return d.DeleteRecipe(ctx, name) })
}

// Settings lists the settings.
func (a *App) Settings() ([]deck.Setting, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]deck.Setting, error) { return d.Settings(ctx) })
}

// SetSetting changes a setting.
func (a *App) SetSetting(key, value string) error {
	return doDeck(a, func(ctx context.Context, d deck.Deck) error { return d.SetSetting(ctx, key, value, a.actor()) })
}

// Tasks lists the tasks with their state.
func (a *App) Tasks() ([]task.View, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]task.View, error) { return d.Tasks(ctx) })
}

// Task gives one task.
func (a *App) Task(id task.ID) (task.View, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (task.View, error) { return d.Task(ctx, id) })
}

// Works describes what a task can do.
func (a *App) Works() ([]task.Work, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]task.Work, error) { return d.Works(ctx) })
}

// SaveTask makes a task, or changes one.
func (a *App) SaveTask(draft task.Draft) (task.View, error) {
	draft.Actor = a.actor()
	return withDeck(a, func(ctx context.Context, d deck.Deck) (task.View, error) { return d.SaveTask(ctx, draft) })
}

// ApplyTask does a verb on tasks.
func (a *App) ApplyTask(command task.Command) (task.Report, error) {
	command.Actor = a.actor()
	return withDeck(a, func(ctx context.Context, d deck.Deck) (task.Report, error) { return d.ApplyTask(ctx, command) })
}

// TryTask tells what a task would do now.
func (a *App) TryTask(id task.ID) (task.Result, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (task.Result, error) { return d.TryTask(ctx, id) })
}

// Firings says when a schedule fires next.
func (a *App) Firings(schedule task.Schedule, count int) (task.Firings, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (task.Firings, error) { return d.Firings(ctx, schedule, count) })
}

// Runs gives a page of the history of runs.
func (a *App) Runs(query task.RunQuery) (task.RunPage, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (task.RunPage, error) { return d.Runs(ctx, query) })
}

// Activity gives a page of what happened.
func (a *App) Activity(query deck.ActivityQuery) (deck.ActivityPage, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.ActivityPage, error) { return d.Activity(ctx, query) })
}

// ExportActivity writes what happened to a file.
func (a *App) ExportActivity(query deck.ActivityQuery, path string) (deck.ExportReport, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.ExportReport, error) {
		return d.ExportActivity(ctx, query, path, a.actor())
	})
}

// Logs gives lines of the log files.
func (a *App) Logs(query deck.LogQuery) (deck.LogPage, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.LogPage, error) { return d.Logs(ctx, query) })
}

// News gives the inbox.
func (a *App) News() ([]live.News, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) ([]live.News, error) { return d.News(ctx) })
}

// SeeNews notes that news was looked at; no ids mean all.
func (a *App) SeeNews(ids []int64) error {
	return doDeck(a, func(ctx context.Context, d deck.Deck) error { return d.SeeNews(ctx, ids) })
}

// TestNews sends a test over a channel.
func (a *App) TestNews(channel string) error {
	return doDeck(a, func(ctx context.Context, d deck.Deck) error { return d.TestNews(ctx, channel) })
}

// SetSecret puts a secret into the system's keychain; an empty value takes it out.
func (a *App) SetSecret(key, value string) error {
	return doDeck(a, func(ctx context.Context, d deck.Deck) error { return d.SetSecret(ctx, key, value, a.actor()) })
}

// Secrets says which secrets are set.
func (a *App) Secrets() (map[string]bool, error) {
	return withDeck(a, func(ctx context.Context, d deck.Deck) (map[string]bool, error) { return d.Secrets(ctx) })
}

// KeepKeys finds the keys in lines of an environment, and moves them into the keychain.
func (a *App) KeepKeys(request deck.KeepKeys) (deck.KeptKeys, error) {
	request.Actor = a.actor()
	return withDeck(a, func(ctx context.Context, d deck.Deck) (deck.KeptKeys, error) { return d.KeepKeys(ctx, request) })
}

// ChooseList asks for a list with the system's dialog; empty means that none was chosen.
func (a *App) ChooseList() (string, error) {
	return runtime.OpenFileDialog(a.ctx, runtime.OpenDialogOptions{
		Title: "Choose a list",
		Filters: []runtime.FileFilter{
			{DisplayName: "Lists (CSV, TSV, XLSX, JSON Lines)", Pattern: "*.csv;*.tsv;*.tab;*.txt;*.xlsx;*.xlsm;*.jsonl;*.ndjson;*.json"},
			{DisplayName: "All files", Pattern: "*"},
		},
	})
}

// ChooseFile asks for a file of any kind; empty means that none was chosen.
func (a *App) ChooseFile(title string) (string, error) {
	return runtime.OpenFileDialog(a.ctx, runtime.OpenDialogOptions{Title: title})
}

// ChooseFolder asks for a folder; empty means that none was chosen.
func (a *App) ChooseFolder(title string) (string, error) {
	return runtime.OpenDirectoryDialog(a.ctx, runtime.OpenDialogOptions{Title: title, CanCreateDirectories: true})
}

// ChooseExport asks where to write a file; empty means that no place was chosen.
func (a *App) ChooseExport(name string) (string, error) {
	return runtime.SaveFileDialog(a.ctx, runtime.SaveDialogOptions{Title: "Export", DefaultFilename: name, CanCreateDirectories: true})
}

// SampleList writes the sample list into the data folder, when it is not there yet, and gives its path.
func (a *App) SampleList() (string, error) {
	dir, err := paths.DataDir(a.options.DataDir)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "samples", samples.CompaniesName)
	if _, err := os.Stat(path); err == nil {
		return path, nil // it may have been worked on
	}
	if err := paths.Make(filepath.Dir(path)); err != nil {
		return "", err
	}
	if err := outfile.Write(path, samples.Companies); err != nil {
		return "", fmt.Errorf("write the sample list: %w", err)
	}
	return path, nil
}

// RevealFile shows a file in the system's file manager. Only a file that exists is handed over, as
// one argument, never through a shell.
func (a *App) RevealFile(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("show %s: it is not there any more", path)
	}
	switch goruntime.GOOS {
	case "darwin":
		return a.startManager("open", "-R", path)
	case "windows":
		return a.startManager("explorer", "/select,"+path)
	default:
		return a.startManager("xdg-open", filepath.Dir(path))
	}
}

// OpenDataFolder shows the data folder in the system's file manager.
func (a *App) OpenDataFolder() error {
	<-a.made
	opener := map[string]string{"darwin": "open", "windows": "explorer"}[goruntime.GOOS]
	return a.startManager(cmp.Or(opener, "xdg-open"), a.host.DataDir)
}

func (a *App) startManager(program string, arguments ...string) error {
	command := exec.CommandContext(a.ctx, program, arguments...)
	if err := command.Start(); err != nil {
		return fmt.Errorf("open the file manager: %w", err)
	}
	go func() { _ = command.Wait() }()
	return nil
}

// WindowError is an error as the window gets it.
type WindowError struct {
	Message string `json:"message"`
	Details string `json:"details"`
	// Kind is "refused", "not_found", "usage" or "error".
	Kind string `json:"kind"`
}

// formatError turns errors of bound methods into what the window shows: a [WindowError] as JSON
// text, for Wails makes an Error of what it gets, and of an object that says "[object Object]".
func formatError(err error) any {
	formatted := WindowError{Message: err.Error(), Kind: "error"}
	var refused *job.RefusedError
	var taskRefused *task.RefusedError
	var usage *deck.UsageError
	switch {
	case errors.As(err, &refused), errors.As(err, &taskRefused):
		formatted.Kind = "refused"
	case errors.As(err, &usage):
		formatted.Kind = "usage"
	case errors.Is(err, deck.ErrNotFound):
		formatted.Kind = "not_found"
	}
	text, err := json.Marshal(formatted)
	if err != nil {
		return formatted.Message
	}
	return string(text)
}
