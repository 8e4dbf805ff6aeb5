package deck

import (
	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/table"
	"jobdeck/backend/task"
)

// NoHeader as the header's row says that the first row of a list is data already.
const NoHeader = table.NoHeader

// InspectRequest asks what is in a file.
type InspectRequest struct {
	Path string `json:"path"`
	// Reading says how the list is read where that shall not be found out.
	table.Reading

	// Full reads the whole file, to count rows, duplicates and problems.
	Full bool `json:"full,omitempty"`
	// Mapping overrides matches: column header to field, "" for none.
	Mapping map[string]job.Field `json:"mapping,omitempty"`
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
	Name string `json:"name,omitempty"` // empty: the file's name without its ending
	Path string `json:"path"`
	// Reading says how the list is read where that shall not be found out.
	table.Reading

	// Mapping overrides matches: column header to field, "" for none.
	Mapping map[string]job.Field `json:"mapping,omitempty"`
	// Recipe names a saved recipe. Options then override what it says where they are set.
	Recipe  string      `json:"recipe"`
	Options job.Changes `json:"options,omitzero"`
	// Set overrides the processor's own options of the recipe.
	Set map[string]string `json:"set,omitempty"`
	// RetryDelayMS and MaxErrorRate override the recipe's when set.
	RetryDelayMS *int64   `json:"retry_delay_ms,omitempty"`
	MaxErrorRate *float64 `json:"max_error_rate,omitempty"`
	StartPaused  bool     `json:"start_paused,omitempty"`
	// Out is where the list will be exported to at the end, or empty. Nothing is stored for a file
	// that can't be written; who made the job writes it.
	Out string `json:"out,omitempty"`
}

// Summary is what the frame shows.
type Summary struct {
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
	Outcome job.Outcome `json:"outcome,omitempty"`
	// Text must be found in the input, output or error, in any case.
	Text  string `json:"text,omitempty"`
	After int64  `json:"after,omitempty"` // items with a greater seq
	Limit int    `json:"limit"`           // 1 to 500
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
	Outcomes []job.Outcome `json:"outcomes,omitempty"`
	Text     string        `json:"text,omitempty"`
	// Cleaned writes only succeeded items with just their own columns, cleaned: what preprocess is for.
	Cleaned bool `json:"cleaned,omitempty"`
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

// KeysRequest asks which keys stand in an environment, or to move them.
type KeysRequest struct {
	// Environment is lines of NAME=value, as a recipe's option has them.
	Environment string `json:"environment"`
	// Move puts the keys into the keychain, each under its variable's name; else they are only named.
	Move bool `json:"move"`
}

// KeptKeys says which keys stood in an environment.
type KeptKeys struct {
	// Environment is as it was asked with; the keys that were moved are references: NAME=secret:NAME.
	Environment string `json:"environment"`
	// Names are the variables whose values are keys.
	Names []string `json:"names"`
}

// Setting is one setting: what can be filled in, and what is.
type Setting struct {
	form.Field

	Value string `json:"value"`
	Group string `json:"group"`
}

// What is asked with more than one value.
type (
	// TryRequest asks to run the first rows of a draft's list.
	TryRequest struct {
		Draft

		Rows int `json:"rows"` // 1 to 100
	}

	// AdjustRequest asks to change a job's options.
	AdjustRequest struct {
		Job     job.ID      `json:"job"`
		Changes job.Changes `json:"changes"`
	}

	// MoveRequest asks for another place in the queue: "up", "down", "top", "bottom".
	MoveRequest struct {
		Job   job.ID `json:"job"`
		Where string `json:"where"`
	}

	// HoldRequest asks to hold everything.
	HoldRequest struct {
		Why   string       `json:"why,omitempty"`
		Kind  job.HoldKind `json:"kind,omitempty"`
		Until int64        `json:"until,omitempty"` // 0: until somebody lifts it
	}

	// ItemRequest asks for one item of a job.
	ItemRequest struct {
		Job job.ID `json:"job"`
		Seq int64  `json:"seq"`
	}

	// RecipeExport asks to write a recipe to a file.
	RecipeExport struct {
		Name string `json:"name"`
		Path string `json:"path"`
	}

	// RecipeFile names a file that a recipe is read from.
	RecipeFile struct {
		Path string `json:"path"`
	}

	// SettingChange gives a setting or a secret another value.
	SettingChange struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}

	// FiringsRequest asks when a schedule fires next.
	FiringsRequest struct {
		Schedule task.Schedule `json:"schedule"`
		Count    int           `json:"count"` // 1 to 100
	}

	// ActivityExport asks to write what happened to a file.
	ActivityExport struct {
		Query ActivityQuery `json:"query"`
		Path  string        `json:"path"`
	}
)
