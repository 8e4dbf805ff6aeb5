package remote

import (
	"context"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/task"
)

// The methods of the deck, as [routes] answers them. What each does stands at [deck.Deck].

// Inspect implements deck.Deck.
func (c *Client) Inspect(ctx context.Context, request deck.InspectRequest) (deck.Preview, error) {
	return call[deck.Preview](ctx, c, "Inspect", request)
}

// Create implements deck.Deck.
func (c *Client) Create(ctx context.Context, draft deck.Draft) (job.Snapshot, error) {
	return call[job.Snapshot](ctx, c, "Create", draft)
}

// Try implements deck.Deck.
func (c *Client) Try(ctx context.Context, draft deck.Draft, rows int) ([]deck.ItemView, error) {
	return call[[]deck.ItemView](ctx, c, "Try", tryCall{draft, rows})
}

// Apply implements deck.Deck.
func (c *Client) Apply(ctx context.Context, command job.Command) (job.Report, error) {
	return call[job.Report](ctx, c, "Apply", command)
}

// Adjust implements deck.Deck.
func (c *Client) Adjust(ctx context.Context, id job.ID, changes job.Changes, actor job.Actor) (job.Snapshot, error) {
	return call[job.Snapshot](ctx, c, "Adjust", adjustCall{id, changes, actor})
}

// Move implements deck.Deck.
func (c *Client) Move(ctx context.Context, id job.ID, where string, actor job.Actor) error {
	_, err := call[nothing](ctx, c, "Move", moveCall{id, where, actor})
	return err
}

// Hold implements deck.Deck.
func (c *Client) Hold(ctx context.Context, why string, until int64, actor job.Actor) (job.Hold, error) {
	return call[job.Hold](ctx, c, "Hold", holdCall{why, until, actor})
}

// Release implements deck.Deck.
func (c *Client) Release(ctx context.Context, actor job.Actor) (job.Hold, error) {
	return call[job.Hold](ctx, c, "Release", actor)
}

// Overview implements deck.Deck.
func (c *Client) Overview(ctx context.Context) (deck.Overview, error) {
	return call[deck.Overview](ctx, c, "Overview", nothing{})
}

// JobIDs implements deck.Deck.
func (c *Client) JobIDs(ctx context.Context, filter string) ([]job.ID, error) {
	return call[[]job.ID](ctx, c, "JobIDs", filter)
}

// Jobs implements deck.Deck.
func (c *Client) Jobs(ctx context.Context, ids []job.ID) ([]job.Snapshot, error) {
	return call[[]job.Snapshot](ctx, c, "Jobs", ids)
}

// Detail implements deck.Deck.
func (c *Client) Detail(ctx context.Context, id job.ID) (deck.JobDetail, error) {
	return call[deck.JobDetail](ctx, c, "Detail", id)
}

// Items implements deck.Deck.
func (c *Client) Items(ctx context.Context, query deck.ItemQuery) (deck.ItemPage, error) {
	return call[deck.ItemPage](ctx, c, "Items", query)
}

// Item implements deck.Deck.
func (c *Client) Item(ctx context.Context, id job.ID, seq int64) (deck.ItemView, error) {
	return call[deck.ItemView](ctx, c, "Item", itemCall{id, seq})
}

// CheckExport implements deck.Deck.
func (c *Client) CheckExport(ctx context.Context, request deck.ExportRequest) error {
	_, err := call[nothing](ctx, c, "CheckExport", request)
	return err
}

// Export implements deck.Deck.
func (c *Client) Export(ctx context.Context, request deck.ExportRequest) (deck.ExportReport, error) {
	return call[deck.ExportReport](ctx, c, "Export", request)
}

// Processors implements deck.Deck. The specs come without their New: processors are made where
// the work is done.
func (c *Client) Processors(ctx context.Context) ([]processor.Spec, error) {
	return call[[]processor.Spec](ctx, c, "Processors", nothing{})
}

// Recipes implements deck.Deck.
func (c *Client) Recipes(ctx context.Context) ([]deck.Recipe, error) {
	return call[[]deck.Recipe](ctx, c, "Recipes", nothing{})
}

// SaveRecipe implements deck.Deck.
func (c *Client) SaveRecipe(ctx context.Context, recipe deck.Recipe) error {
	_, err := call[nothing](ctx, c, "SaveRecipe", recipe)
	return err
}

// DeleteRecipe implements deck.Deck.
func (c *Client) DeleteRecipe(ctx context.Context, name string) error {
	_, err := call[nothing](ctx, c, "DeleteRecipe", name)
	return err
}

// ExportRecipe implements deck.Deck.
func (c *Client) ExportRecipe(ctx context.Context, name, path string, actor job.Actor) (deck.ExportReport, error) {
	return call[deck.ExportReport](ctx, c, "ExportRecipe", recipeCall{name, path, actor})
}

// ReadRecipe implements deck.Deck.
func (c *Client) ReadRecipe(ctx context.Context, path string) (deck.Recipe, error) {
	return call[deck.Recipe](ctx, c, "ReadRecipe", path)
}

// Settings implements deck.Deck.
func (c *Client) Settings(ctx context.Context) ([]deck.Setting, error) {
	return call[[]deck.Setting](ctx, c, "Settings", nothing{})
}

// SetSetting implements deck.Deck.
func (c *Client) SetSetting(ctx context.Context, key, value string, actor job.Actor) error {
	_, err := call[nothing](ctx, c, "SetSetting", settingCall{key, value, actor})
	return err
}

// Tasks implements deck.Deck.
func (c *Client) Tasks(ctx context.Context) ([]task.View, error) {
	return call[[]task.View](ctx, c, "Tasks", nothing{})
}

// Task implements deck.Deck.
func (c *Client) Task(ctx context.Context, id task.ID) (task.View, error) {
	return call[task.View](ctx, c, "Task", id)
}

// Works implements deck.Deck. They come without their Run: tasks run where the data folder is held.
func (c *Client) Works(ctx context.Context) ([]task.Work, error) {
	return call[[]task.Work](ctx, c, "Works", nothing{})
}

// SaveTask implements deck.Deck.
func (c *Client) SaveTask(ctx context.Context, draft task.Draft) (task.View, error) {
	return call[task.View](ctx, c, "SaveTask", draft)
}

// ApplyTask implements deck.Deck.
func (c *Client) ApplyTask(ctx context.Context, command task.Command) (task.Report, error) {
	return call[task.Report](ctx, c, "ApplyTask", command)
}

// TryTask implements deck.Deck.
func (c *Client) TryTask(ctx context.Context, id task.ID) (task.Result, error) {
	return call[task.Result](ctx, c, "TryTask", id)
}

// Firings implements deck.Deck.
func (c *Client) Firings(ctx context.Context, schedule task.Schedule, count int) (task.Firings, error) {
	return call[task.Firings](ctx, c, "Firings", firingsCall{schedule, count})
}

// Runs implements deck.Deck.
func (c *Client) Runs(ctx context.Context, query task.RunQuery) (task.RunPage, error) {
	return call[task.RunPage](ctx, c, "Runs", query)
}

// Activity implements deck.Deck.
func (c *Client) Activity(ctx context.Context, query deck.ActivityQuery) (deck.ActivityPage, error) {
	return call[deck.ActivityPage](ctx, c, "Activity", query)
}

// ExportActivity implements deck.Deck.
func (c *Client) ExportActivity(ctx context.Context, query deck.ActivityQuery, path string, actor job.Actor) (deck.ExportReport, error) {
	return call[deck.ExportReport](ctx, c, "ExportActivity", activityCall{query, path, actor})
}

// News implements deck.Deck.
func (c *Client) News(ctx context.Context) ([]live.News, error) {
	return call[[]live.News](ctx, c, "News", nothing{})
}

// SeeNews implements deck.Deck.
func (c *Client) SeeNews(ctx context.Context, ids []int64) error {
	_, err := call[nothing](ctx, c, "SeeNews", ids)
	return err
}

// TestNews implements deck.Deck.
func (c *Client) TestNews(ctx context.Context, channel string) error {
	_, err := call[nothing](ctx, c, "TestNews", channel)
	return err
}

// SetSecret implements deck.Deck.
func (c *Client) SetSecret(ctx context.Context, key, value string, actor job.Actor) error {
	_, err := call[nothing](ctx, c, "SetSecret", settingCall{key, value, actor})
	return err
}

// Secrets implements deck.Deck.
func (c *Client) Secrets(ctx context.Context) (map[string]bool, error) {
	return call[map[string]bool](ctx, c, "Secrets", nothing{})
}

// KeepKeys implements deck.Deck.
func (c *Client) KeepKeys(ctx context.Context, request deck.KeepKeys) (deck.KeptKeys, error) {
	return call[deck.KeptKeys](ctx, c, "KeepKeys", request)
}

// Logs implements deck.Deck.
func (c *Client) Logs(ctx context.Context, query deck.LogQuery) (deck.LogPage, error) {
	return call[deck.LogPage](ctx, c, "Logs", query)
}
