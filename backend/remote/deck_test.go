package remote

import (
	"context"
	"sync"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/task"
)

// echo is a deck that writes down what it is asked and answers what it is told.
type echo struct {
	mu sync.Mutex
	// asked is what the last call was given, its context left out.
	method string
	asked  []any
	// answers has what each method gives back; fails is the error of all.
	answers map[string]any
	fails   error
	// during is called inside each call.
	during func(ctx context.Context)
	bus    live.Bus
}

func ask[Out any](ctx context.Context, e *echo, method string, in ...any) (Out, error) {
	e.mu.Lock()
	e.method, e.asked = method, in
	out, _ := e.answers[method].(Out)
	during, err := e.during, e.fails
	e.mu.Unlock()
	if during != nil {
		during(ctx)
	}
	return out, err
}

func tell(ctx context.Context, e *echo, method string, in ...any) error {
	_, err := ask[any](ctx, e, method, in...)
	return err
}

func (e *echo) Inspect(ctx context.Context, r deck.InspectRequest) (deck.Preview, error) {
	return ask[deck.Preview](ctx, e, "Inspect", r)
}

func (e *echo) Create(ctx context.Context, d deck.Draft) (job.Snapshot, error) {
	return ask[job.Snapshot](ctx, e, "Create", d)
}

func (e *echo) Try(ctx context.Context, d deck.Draft, rows int) ([]deck.ItemView, error) {
	return ask[[]deck.ItemView](ctx, e, "Try", d, rows)
}

func (e *echo) Apply(ctx context.Context, c job.Command) (job.Report, error) {
	return ask[job.Report](ctx, e, "Apply", c)
}

func (e *echo) Adjust(ctx context.Context, id job.ID, c job.Changes, a job.Actor) (job.Snapshot, error) {
	return ask[job.Snapshot](ctx, e, "Adjust", id, c, a)
}

func (e *echo) Move(ctx context.Context, id job.ID, where string, a job.Actor) error {
	return tell(ctx, e, "Move", id, where, a)
}

func (e *echo) Hold(ctx context.Context, why string, until int64, a job.Actor) (job.Hold, error) {
	return ask[job.Hold](ctx, e, "Hold", why, until, a)
}

func (e *echo) Release(ctx context.Context, a job.Actor) (job.Hold, error) {
	return ask[job.Hold](ctx, e, "Release", a)
}

func (e *echo) Overview(ctx context.Context) (deck.Overview, error) {
	return ask[deck.Overview](ctx, e, "Overview")
}

func (e *echo) JobIDs(ctx context.Context, filter string) ([]job.ID, error) {
	return ask[[]job.ID](ctx, e, "JobIDs", filter)
}

func (e *echo) Jobs(ctx context.Context, ids []job.ID) ([]job.Snapshot, error) {
	return ask[[]job.Snapshot](ctx, e, "Jobs", ids)
}

func (e *echo) Detail(ctx context.Context, id job.ID) (deck.JobDetail, error) {
	return ask[deck.JobDetail](ctx, e, "Detail", id)
}

func (e *echo) Items(ctx context.Context, q deck.ItemQuery) (deck.ItemPage, error) {
	return ask[deck.ItemPage](ctx, e, "Items", q)
}

func (e *echo) Item(ctx context.Context, id job.ID, seq int64) (deck.ItemView, error) {
	return ask[deck.ItemView](ctx, e, "Item", id, seq)
}

func (e *echo) CheckExport(ctx context.Context, r deck.ExportRequest) error {
	return tell(ctx, e, "CheckExport", r)
}

func (e *echo) Export(ctx context.Context, r deck.ExportRequest) (deck.ExportReport, error) {
	return ask[deck.ExportReport](ctx, e, "Export", r)
}

func (e *echo) Processors(ctx context.Context) ([]processor.Spec, error) {
	return ask[[]processor.Spec](ctx, e, "Processors")
}

func (e *echo) Recipes(ctx context.Context) ([]deck.Recipe, error) {
	return ask[[]deck.Recipe](ctx, e, "Recipes")
}

func (e *echo) SaveRecipe(ctx context.Context, r deck.Recipe) error {
	return tell(ctx, e, "SaveRecipe", r)
}

func (e *echo) DeleteRecipe(ctx context.Context, name string) error {
	return tell(ctx, e, "DeleteRecipe", name)
}

func (e *echo) ExportRecipe(ctx context.Context, name, path string, a job.Actor) (deck.ExportReport, error) {
	return ask[deck.ExportReport](ctx, e, "ExportRecipe", name, path, a)
}

func (e *echo) ReadRecipe(ctx context.Context, path string) (deck.Recipe, error) {
	return ask[deck.Recipe](ctx, e, "ReadRecipe", path)
}

func (e *echo) Settings(ctx context.Context) ([]deck.Setting, error) {
	return ask[[]deck.Setting](ctx, e, "Settings")
}

func (e *echo) SetSetting(ctx context.Context, key, value string, a job.Actor) error {
	return tell(ctx, e, "SetSetting", key, value, a)
}

func (e *echo) Follow(ctx context.Context) (*live.Subscription, error) {
	if e.fails != nil {
		return nil, e.fails
	}
	return e.bus.Subscribe(ctx), nil
}

func (e *echo) Tasks(ctx context.Context) ([]task.View, error) {
	return ask[[]task.View](ctx, e, "Tasks")
}

func (e *echo) Task(ctx context.Context, id task.ID) (task.View, error) {
	return ask[task.View](ctx, e, "Task", id)
}

func (e *echo) Works(ctx context.Context) ([]task.Work, error) {
	return ask[[]task.Work](ctx, e, "Works")
}

func (e *echo) SaveTask(ctx context.Context, d task.Draft) (task.View, error) {
	return ask[task.View](ctx, e, "SaveTask", d)
}

func (e *echo) ApplyTask(ctx context.Context, c task.Command) (task.Report, error) {
	return ask[task.Report](ctx, e, "ApplyTask", c)
}

func (e *echo) TryTask(ctx context.Context, id task.ID) (task.Result, error) {
	return ask[task.Result](ctx, e, "TryTask", id)
}

func (e *echo) Firings(ctx context.Context, s task.Schedule, n int) (task.Firings, error) {
	return ask[task.Firings](ctx, e, "Firings", s, n)
}

func (e *echo) Runs(ctx context.Context, q task.RunQuery) (task.RunPage, error) {
	return ask[task.RunPage](ctx, e, "Runs", q)
}

func (e *echo) Activity(ctx context.Context, q deck.ActivityQuery) (deck.ActivityPage, error) {
	return ask[deck.ActivityPage](ctx, e, "Activity", q)
}

func (e *echo) ExportActivity(ctx context.Context, q deck.ActivityQuery, path string, a job.Actor) (deck.ExportReport, error) {
	return ask[deck.ExportReport](ctx, e, "ExportActivity", q, path, a)
}

func (e *echo) Logs(ctx context.Context, q deck.LogQuery) (deck.LogPage, error) {
	return ask[deck.LogPage](ctx, e, "Logs", q)
}

func (e *echo) News(ctx context.Context) ([]live.News, error) {
	return ask[[]live.News](ctx, e, "News")
}

func (e *echo) SeeNews(ctx context.Context, ids []int64) error {
	return tell(ctx, e, "SeeNews", ids)
}

func (e *echo) TestNews(ctx context.Context, channel string) error {
	return tell(ctx, e, "TestNews", channel)
}

func (e *echo) SetSecret(ctx context.Context, key, value string, a job.Actor) error {
	return tell(ctx, e, "SetSecret", key, value, a)
}

func (e *echo) Secrets(ctx context.Context) (map[string]bool, error) {
	return ask[map[string]bool](ctx, e, "Secrets")
}

func (e *echo) KeepKeys(ctx context.Context, r deck.KeepKeys) (deck.KeptKeys, error) {
	return ask[deck.KeptKeys](ctx, e, "KeepKeys", r)
}
