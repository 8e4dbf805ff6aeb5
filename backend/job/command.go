package job

// Command is a verb on one job, on several, or on all that match a filter.
type Command struct {
	Verb  Verb   `json:"verb"`
	Actor Actor  `json:"-"` // the deck puts in who asks
	Why   string `json:"why,omitempty"`
	// Until is when a pause ends by itself, or 0.
	Until int64 `json:"until,omitempty"`
	// Jobs names the jobs; when empty, Filter chooses them and All must be set.
	Jobs   []ID   `json:"jobs,omitempty"`
	All    bool   `json:"all,omitempty"`
	Filter string `json:"filter,omitempty"`
}

// Report says what a command did and what it left out, and why.
type Report struct {
	Verb Verb `json:"verb"`
	// Done are the jobs that were changed, or for duplicate and run the rest the jobs that were made.
	Done []ID `json:"done"`
	// LeftOut are the jobs that the command did not change.
	LeftOut []LeftOut `json:"left_out"`
}

// LeftOut is a job that a command did not change.
type LeftOut struct {
	Job ID     `json:"job"`
	Why string `json:"why"`
	// Reason is Why for those who know what was tried: "already completed".
	Reason string `json:"reason"`
	// Refused tells a job whose status does not allow the verb from one that does not exist.
	Refused bool `json:"refused"`
}
