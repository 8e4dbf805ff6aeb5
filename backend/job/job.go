package job

// ID names a job. It is the number a person uses too.
type ID int64

// Job is one recipe over one list, as it is stored.
type Job struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
	// Recipe is the name of the recipe it was started with.
	Recipe  string  `json:"recipe"`
	Options Options `json:"options"`
	List    List    `json:"list"`

	Status Status `json:"status"`
	// Reason says why the status is what it is, where that needs saying: why the app paused the
	// job by itself, or why it failed.
	Reason string `json:"reason"`
	// ReasonKind is the reason in one word, or "" when a person did it.
	ReasonKind PauseKind `json:"reason_kind"`
	// ResumesAt is when a paused job goes on by itself, or 0.
	ResumesAt int64 `json:"resumes_at"`
	// EndsAs is how a job ends whose failed items are tried again while others stay pending: as it
	// was before. Empty for all other jobs.
	EndsAs Status `json:"-"`
	// Epoch counts the changes of status: a change made on an old sight of the job is refused.
	Epoch int64 `json:"-"`
	// Priority orders queued jobs: higher goes first, then Position, lower first.
	Priority int   `json:"priority"`
	Position int64 `json:"position"`

	Counts  Counts           `json:"counts"`
	Reasons map[Reason]int64 `json:"reasons"`
	// OutputColumns are the columns that results have brought so far, in order of appearance.
	OutputColumns []string `json:"output_columns"`
	// Cursor is such that every item before it has an outcome row. See the store.
	Cursor int64 `json:"-"`

	// ActiveMS is how long the job was at work: pauses, hold and sleep are left out.
	ActiveMS int64 `json:"active_ms"`
	Created  int64 `json:"created"`
	Started  int64 `json:"started"`
	Ended    int64 `json:"ended"`
	Archived bool  `json:"archived"`
	// Deleted is when the job was deleted, or 0.
	Deleted int64 `json:"deleted"`
}

// PauseKind says in one word why the app paused a job by itself.
type PauseKind string

// The pauses that the app itself makes.
const (
	ByHand        PauseKind = ""
	ByRateLimit   PauseKind = "rate_limit"
	ByCredentials PauseKind = "credentials"
	ByErrorRate   PauseKind = "error_rate"
	ByOffline     PauseKind = "offline"
	ByBudget      PauseKind = "budget"
	ByDisk        PauseKind = "disk"
	ByWindow      PauseKind = "window"
	ByRestart     PauseKind = "restart"
	// ByMachine is a trouble of this machine that passes by itself: a database that another program
	// holds, a disk that does not answer, no file handles left.
	ByMachine PauseKind = "machine"
)

// Counts are the items of a job by outcome. Pending and in flight are what is left of Total.
type Counts struct {
	Total     int64 `json:"total"`
	Succeeded int64 `json:"succeeded"`
	Failed    int64 `json:"failed"`
	Skipped   int64 `json:"skipped"`
}

// Done is how many items have an outcome.
func (c Counts) Done() int64 {
	return c.Succeeded + c.Failed + c.Skipped
}

// Add counts n more items of an outcome; n may be negative.
func (c *Counts) Add(outcome Outcome, n int64) {
	switch outcome {
	case Succeeded:
		c.Succeeded += n
	case FailedItem:
		c.Failed += n
	case Skipped:
		c.Skipped += n
	}
}

// Flight is an item that is being worked on now.
type Flight struct {
	Seq int64 `json:"seq"`
	// Step is what is being done, in words: "reading careers page".
	Step    string `json:"step"`
	Started int64  `json:"started"`
	Attempt int    `json:"attempt"`
}

// Snapshot is a job as everybody sees it at one instant: what is stored, and what only the
// running engine knows. Total = Pending + InFlight + Succeeded + Failed + Skipped, always.
type Snapshot struct {
	ID            ID               `json:"id"`
	Name          string           `json:"name"`
	Recipe        string           `json:"recipe"`
	Processor     string           `json:"processor"`
	Source        string           `json:"source"`
	Status        Status           `json:"status"`
	Standing      Standing         `json:"standing"`
	Reason        string           `json:"reason"`
	ReasonKind    PauseKind        `json:"reason_kind"`
	ResumesAt     int64            `json:"resumes_at"`
	Total         int64            `json:"total"`
	Pending       int64            `json:"pending"`
	InFlight      int64            `json:"in_flight"`
	Succeeded     int64            `json:"succeeded"`
	Failed        int64            `json:"failed"`
	Skipped       int64            `json:"skipped"`
	Reasons       map[Reason]int64 `json:"reasons"`
	Rate          float64          `json:"rate"`   // items a minute, lately; 0 while none may start
	ETAMS         int64            `json:"eta_ms"` // time left in ms of active time; -1 not known yet, or none may start
	ActiveMS      int64            `json:"active_ms"`
	Created       int64            `json:"created"`
	Started       int64            `json:"started"`
	Ended         int64            `json:"ended"`
	Archived      bool             `json:"archived"`
	Deleted       int64            `json:"deleted"`
	Priority      int              `json:"priority"`
	Concurrency   int              `json:"concurrency"`
	RatePerMinute float64          `json:"rate_per_minute"`
	Retries       int              `json:"retries"`
	// Doing says in words what a job at work does that is no item: "looking over the list".
	Doing string `json:"doing"`
	// Flights are the items in flight, oldest first, at most 8 of them.
	Flights []Flight `json:"flights"`
	// Verbs are what can be done to the job now.
	Verbs []Verb `json:"verbs"`
}
