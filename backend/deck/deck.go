// Package deck is the one door to a running Jobdeck: everything the window, the tray, the command
// line and scripts may ask, and nothing else. [Local] answers from this process; remote.Client
// asks the process that owns the data folder. It makes no decisions of its own: it translates
// between what people give (paths, names, text) and what engine, store and table take.
package deck

import (
	"context"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/table"
	"jobdeck/backend/task"
)

// Deck is what every front of Jobdeck talks to.
type Deck interface {
	// Inspect reads a list far enough to show what it holds: format, columns and their matches,
	// first rows, and (in full) how many rows, duplicates and problems there are.
	Inspect(ctx context.Context, request InspectRequest) (Preview, error)
	// Create stores a job with all its rows and starts it, or leaves it paused.
	Create(ctx context.Context, draft Draft) (job.Snapshot, error)
	// Try runs the first rows of a draft's list and gives back what came out. Nothing is stored.
	Try(ctx context.Context, draft Draft, rows int) ([]ItemView, error)

	// Apply does a verb on jobs. It fails only when nothing could be decided; what single jobs
	// refused stands in the report.
	Apply(ctx context.Context, command job.Command) (job.Report, error)
	// Adjust changes options of a job, while it runs too.
	Adjust(ctx context.Context, id job.ID, changes job.Changes, actor job.Actor) (job.Snapshot, error)
	// Move changes a queued job's place in the queue: "up", "down", "top", "bottom".
	Move(ctx context.Context, id job.ID, where string, actor job.Actor) error
	// Hold is the global pause; Release lifts it.
	Hold(ctx context.Context, why string, until int64, actor job.Actor) (job.Hold, error)
	Release(ctx context.Context, actor job.Actor) (job.Hold, error)

	// Overview is what the frame shows: counts by status, rate, hold.
	Overview(ctx context.Context) (Overview, error)
	// JobIDs lists the jobs that match a filter's text, in the order screens show them.
	JobIDs(ctx context.Context, filter string) ([]job.ID, error)
	// Jobs gives snapshots of jobs, in the order asked for; those that are gone are left out.
	Jobs(ctx context.Context, ids []job.ID) ([]job.Snapshot, error)
	// Detail is everything a job's page shows beside its items.
	Detail(ctx context.Context, id job.ID) (JobDetail, error)
	// Items gives a page of a job's items.
	Items(ctx context.Context, query ItemQuery) (ItemPage, error)
	// Item gives one item with all that is known of it.
	Item(ctx context.Context, id job.ID, seq int64) (ItemView, error)
	// CheckExport tells whether Export could write its file, before anybody works for it. The error is
	// the one that Export would end with.
	CheckExport(ctx context.Context, request ExportRequest) error
	// Export writes a job's items to a file. No file is written over a list that a job was made from or a
	// task reads, nor into Jobdeck's own folders; what is there is replaced when all is written.
	Export(ctx context.Context, request ExportRequest) (ExportReport, error)

	// Processors describes what a recipe can be made of.
	Processors(ctx context.Context) ([]processor.Spec, error)
	// Recipes lists the saved recipes, the built-in ones first.
	Recipes(ctx context.Context) ([]Recipe, error)
	SaveRecipe(ctx context.Context, recipe Recipe) error
	DeleteRecipe(ctx context.Context, name string) error
	// ExportRecipe writes a recipe to a file, to share it. What Export is refused, it is refused too.
	ExportRecipe(ctx context.Context, name, path string, actor job.Actor) (ExportReport, error)
	// ReadRecipe reads a recipe's file. Nothing is saved.
	ReadRecipe(ctx context.Context, path string) (Recipe, error)

	// Settings lists every setting with its value, default and meaning.
	Settings(ctx context.Context) ([]Setting, error)
	// SetSetting changes a setting; it takes effect at once.
	SetSetting(ctx context.Context, key, value string, actor job.Actor) error

	// Tasks lists the tasks with their state, by group and name.
	Tasks(ctx context.Context) ([]task.View, error)
	// Task gives one of them.
	Task(ctx context.Context, id task.ID) (task.View, error)
	// Works describes what a task can do.
	Works(ctx context.Context) ([]task.Work, error)
	// SaveTask makes a task, or changes one.
	SaveTask(ctx context.Context, draft task.Draft) (task.View, error)
	// ApplyTask does a verb on tasks. What single tasks refused stands in the report.
	ApplyTask(ctx context.Context, command task.Command) (task.Report, error)
	// TryTask tells what a task would do now. Nothing is changed.
	TryTask(ctx context.Context, id task.ID) (task.Result, error)
	// Firings says when a schedule fires next, at most count times (1 to 100), or what is wrong with it.
	Firings(ctx context.Context, schedule task.Schedule, count int) (task.Firings, error)
	// Runs gives a page of the history of runs.
	Runs(ctx context.Context, query task.RunQuery) (task.RunPage, error)

	// Activity gives a page of what happened: the audit log and the runs together.
	Activity(ctx context.Context, query ActivityQuery) (ActivityPage, error)
	// ExportActivity writes all that a query matches to a file; its ending says the format.
	ExportActivity(ctx context.Context, query ActivityQuery, path string, actor job.Actor) (ExportReport, error)
	// Logs gives lines of the log files.
	Logs(ctx context.Context, query LogQuery) (LogPage, error)

	// News gives the inbox: what was told, newest first.
	News(ctx context.Context) ([]live.News, error)
	// SeeNews notes that a person looked at news; no ids mean all.
	SeeNews(ctx context.Context, ids []int64) error
	// TestNews sends a test over a channel, "mail" or "webhook", and tells what went wrong.
	TestNews(ctx context.Context, channel string) error
	// SetSecret puts a secret into the system's keychain; an empty value takes it out. Keys of a person's
	// own, for what recipes call, have names of their own.
	SetSecret(ctx context.Context, key, value string, actor job.Actor) error
	// Secrets says which secrets are set. Their values are never told.
	Secrets(ctx context.Context) (map[string]bool, error)
	// KeepKeys finds the keys that stand in lines of an environment, and moves them into the keychain.
	KeepKeys(ctx context.Context, request KeepKeys) (KeptKeys, error)

	// Follow opens a stream of events, coalesced: it never waits for a slow reader. It ends with ctx.
	Follow(ctx context.Context) (*live.Subscription, error)
}

// NoHeader as the header's row says that the first row of a list is data already.
const NoHeader = table.NoHeader

// InspectRequest asks what is in a file.
type InspectRequest struct {
	Path string `json:"path"`
	// Reading says how the list is read where that shall not be found out.
	table.Reading

	// Full reads the whole file, to count rows, duplicates and problems.
	Full bool `json:"full"`
	// Mapping overrides matches: column header to field, "" for none.
	Mapping map[string]job.Field `json:"mapping"`
}

// Preview is what is in a file.
type Preview struct {
	table.Layout
	Name string `json:"name"` // the file's name, without its folder
	Size int64  `json:"size"` // bytes
	// Rows are the first rows' cells, at most 50.
	Rows [][]string `json:"rows"`
	// Mapping has a field, a further choice for one, or "" for each column.
	Mapping []job.Field `json:"mapping"`
	// Doubts are what somebody who knows the list should look at before it is worked.
	Doubts []table.Doubt `json:"doubts"`
	// Total, Duplicates, Near and Problems count the whole file when Full was asked; else Total is -1.
	Total      int64 `json:"total"`
	Duplicates int64 `json:"duplicates"`
	// Near is how many further rows have a name much like that of an earlier one.
	Near     int64           `json:"near"`
	Problems []table.Problem `json:"problems"` // at most 100; ProblemCount says how many there are
	// ProblemCount is how many problems there are in all.
	ProblemCount int64 `json:"problem_count"`
}

// Draft is a job before it is stored.
type Draft struct {
	Name string `json:"name"` // empty: the file's name without its ending
	Path string `json:"path"`
	// Reading says how the list is read where that shall not be found out.
	table.Reading

	// Mapping overrides matches: column header to field, "" for none.
	Mapping map[string]job.Field `json:"mapping"`
	// Recipe names a saved recipe. Options then override what it says where they are set.
	Recipe  string      `json:"recipe"`
	Options job.Changes `json:"options"`
	// Set overrides the processor's own options of the recipe.
	Set map[string]string `json:"set"`
	// RetryDelayMS and MaxErrorRate override the recipe's when set.
	RetryDelayMS *int64   `json:"retry_delay_ms,omitempty"`
	MaxErrorRate *float64 `json:"max_error_rate,omitempty"`
	StartPaused  bool     `json:"start_paused"`
	// Out is where the list will be exported to at the end, or empty. Nothing is stored for a file
	// that can't be written; who made the job writes it.
	Out   string    `json:"out"`
	Actor job.Actor `json:"actor"`
}

// Overview is what the frame shows.
type Overview struct {
	// Counts has the number of jobs by status, archived and deleted ones left out.
	Counts    map[job.Status]int64 `json:"counts"`
	DoneToday int64                `json:"done_today"`
	// Rate is items a minute over all running jobs.
	Rate float64  `json:"rate"`
	Hold job.Hold `json:"hold"`
	// Version is the program's version.
	Version string `json:"version"`
	DataDir string `json:"data_dir"`
	// Database says whether anything can be changed now.
	Database DatabaseState `json:"database"`
}

// DatabaseState is whether the database can be worked with.
type DatabaseState struct {
	// Checking says that it is being checked, Done bytes of Total: it is only read until then.
	Checking bool  `json:"checking"`
	Done     int64 `json:"done"`
	Total    int64 `json:"total"`
	// Problem says why it is only read from now on, or is empty. A backup can be put in its place.
	Problem string `json:"problem"`
}

// JobDetail is everything a job's page shows beside its items.
type JobDetail struct {
	job.Snapshot
	Options       job.Options `json:"options"`
	List          job.List    `json:"list"`
	OutputColumns []string    `json:"output_columns"`
	// Timeline is the job's part of the audit log, oldest first, at most the last 500.
	Timeline []job.Entry `json:"timeline"`
	// Samples are the job's throughput, oldest first, at most 300.
	Samples []Sample `json:"samples"`
	// Noun is what an item is called on screens: "account" or "row".
	Noun string `json:"noun"`
}

// Sample is how many items got an outcome in a stretch of time.
type Sample struct {
	At         int64 `json:"at"`          // its beginning
	DurationMS int64 `json:"duration_ms"` // its length
	Done       int64 `json:"done"`
	Failed     int64 `json:"failed"` // of Done
}

// ItemQuery asks for a page of a job's items, in the list's order.
type ItemQuery struct {
	Job job.ID `json:"job"`
	// Outcome is one of succeeded, failed, skipped, pending, in_flight; empty means all.
	Outcome job.Outcome `json:"outcome"`
	// Text must be found in the input, output or error, in any case.
	Text  string `json:"text"`
	After int64  `json:"after"` // items with a greater seq
	Limit int    `json:"limit"` // 1 to 500
}

// ItemPage is a page of items.
type ItemPage struct {
	Items []ItemView `json:"items"`
	// More says that there are further ones.
	More bool `json:"more"`
}

// ItemView is an item with all that is known of it.
type ItemView struct {
	Seq   int64    `json:"seq"`
	Row   int64    `json:"row"`
	Cells []string `json:"cells"`
	job.Ending

	// Output has the output columns' values by name.
	Output map[string]string `json:"output"`
	// Step is the current step of an item in flight; Steps are all steps with their timings.
	Step  string     `json:"step"`
	Steps []job.Step `json:"steps"`
}

// ExportRequest asks to write a job's items to a file.
type ExportRequest struct {
	Job job.ID `json:"job"`
	// Path is where to write; its ending says the format: .csv, .tsv, .xlsx, .jsonl.
	Path string `json:"path"`
	// Outcomes limits which items are written; empty means all.
	Outcomes []job.Outcome `json:"outcomes"`
	Text     string        `json:"text"`
	// Cleaned writes only succeeded items with just their own columns, cleaned: what preprocess is for.
	Cleaned bool      `json:"cleaned"`
	Actor   job.Actor `json:"actor"`
}

// ExportReport says what was written.
type ExportReport struct {
	Path string `json:"path"` // absolute
	Rows int64  `json:"rows"`
}

// Recipe is what happens to each item, saved under a name.
type Recipe struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	BuiltIn     bool   `json:"built_in"`
	// Options hold the processor, its own options, and how it is run.
	Options job.Options `json:"options"`
}

// KeepKeys asks which keys stand in an environment, or to move them.
type KeepKeys struct {
	// Environment is lines of NAME=value, as a recipe's option has them.
	Environment string `json:"environment"`
	// Move puts the keys into the keychain, each under its variable's name; else they are only named.
	Move  bool      `json:"move"`
	Actor job.Actor `json:"actor"`
}

// KeptKeys says which keys stood in an environment.
type KeptKeys struct {
	// Environment is as it was asked with; the keys that were moved are references: NAME=secret:NAME.
	Environment string `json:"environment"`
	// Names are the variables whose values are keys.
	Names []string `json:"names"`
}

// Setting is one setting with its meaning.
type Setting struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Default string `json:"default"`
	// Kind is "number", "text", "choice", "switch".
	Kind    string   `json:"kind"`
	Choices []string `json:"choices"`
	Min     int      `json:"min"`
	Max     int      `json:"max"`
	Label   string   `json:"label"`
	Help    string   `json:"help"`
	Group   string   `json:"group"`
}
