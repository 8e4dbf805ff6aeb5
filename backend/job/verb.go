package job

import (
	"cmp"
	"fmt"
	"slices"
)

// Verb is something that is done to a job: by a person, or by the engine itself.
type Verb string

// The verbs a person can use.
const (
	Start     Verb = "start" // puts a new job in the queue (or, started paused, at rest)
	Pause     Verb = "pause"
	PauseNow  Verb = "pause_now"
	Resume    Verb = "resume"
	Cancel    Verb = "cancel"
	Retry     Verb = "retry"
	Delete    Verb = "delete"
	Undelete  Verb = "undelete"
	Archive   Verb = "archive"
	Unarchive Verb = "unarchive"
	Duplicate Verb = "duplicate"
	// RunRest makes a new job of the items that a cancelled or failed job left pending.
	RunRest Verb = "run_rest"
)

// The verbs only the engine uses.
const (
	TakeSlot   Verb = "take_slot"   // a queued job begins
	Drain      Verb = "drain"       // nothing is in flight any more
	Complete   Verb = "complete"    // every item has an outcome
	Fail       Verb = "fail"        // the job itself can't go on
	Settle     Verb = "settle"      // the failed items of a cancelled job were tried again
	Requeue    Verb = "requeue"     // found running after a crash or quit: goes on
	SetAside   Verb = "set_aside"   // found running after a crash or quit: waits, by setting
	startAside Verb = "start_aside" // start paused: the second form of Start
)

// Row is all there is to say of a verb; what it does to a job is the engine's.
type Row struct {
	Verb Verb `json:"-"`
	// Label is on buttons: "Pause now". Words follow "can't": "pause now", and On is how they go on with a job, where
	// that is another way: "retry the failed items of". Past begins a result: "Paused 12".
	Label string `json:"label"`
	Words string `json:"words"`
	On    string `json:"-"`
	Past  string `json:"past"`
	// Help says what it does, without a full stop.
	Help string `json:"-"`
	// Moves are the statuses it leads to, by those that allow it. What is not in here is refused; a verb that leaves the
	// status as it is stands here too.
	Moves []Move `json:"-"`
	// Makes is for verbs that make another job, of one in these statuses, and leave it as it is.
	Makes []Status `json:"makes"`
	// Needs says why a job in such a status does not allow it, or nothing.
	Needs func(*Job) string `json:"-"`
	// Among is a filter's text for the jobs it is for, where those are not in the list.
	Among string `json:"-"`
	// Person says that people use it, not only the engine.
	Person bool `json:"-"`
	// Asks says that something is lost by it: people are asked first.
	Asks bool `json:"asks"`
	// Undo takes it back, as long as it is offered; empty: nothing does.
	Undo Verb `json:"undo"`
	// Leaves says that the job leaves the list, Lists that it changes which jobs a list shows, or their order.
	Leaves bool `json:"-"`
	Lists  bool `json:"-"`
}

// Move is one arrow of the state machine.
type Move struct{ From, To Status }

// ended are the statuses of jobs that do nothing more by themselves.
var ended = []Status{Completed, Cancelled, Failed}

// stay are moves that leave the status as it is.
func stay(statuses ...Status) []Move {
	moves := make([]Move, len(statuses))
	for i, status := range statuses {
		moves[i] = Move{status, status}
	}
	return moves
}

// rows are the verbs, those of people in the order in which screens offer them. They are the whole state machine.
var rows = []Row{
	{Verb: Start, Words: "start", Moves: []Move{{"", Queued}}},
	{Verb: startAside, Words: "start aside", Moves: []Move{{"", Paused}}},
	{
		Verb: Pause, Label: "Pause", Words: "pause", Past: "Paused", Person: true,
		Help: "Start no further item; items in flight finish and are kept",
		// One that would go on by itself stays, or goes on at another time.
		Moves: []Move{{Queued, Paused}, {Running, Pausing}, {Pausing, Pausing}, {Paused, Paused}},
	},
	{
		Verb: PauseNow, Label: "Pause now", Words: "pause now", Past: "Paused now", Person: true,
		Help:  "Start no further item and interrupt those in flight; they are run again",
		Moves: []Move{{Running, Pausing}, {Pausing, Pausing}},
	},
	{
		Verb: Resume, Label: "Resume", Words: "resume", Past: "Resumed", Person: true,
		Help:  "Go on with the next pending item, with the options the job was started with",
		Moves: []Move{{Pausing, Running}, {Paused, Queued}},
	},
	{
		Verb: Cancel, Label: "Cancel", Words: "cancel", Past: "Cancelled", Person: true, Asks: true, Lists: true,
		Help:  "Stop for good; finished items are kept",
		Moves: []Move{{Queued, Cancelled}, {Running, Cancelling}, {Pausing, Cancelling}, {Paused, Cancelled}},
	},
	{
		Verb: Retry, Label: "Retry failed", Words: "retry failed", On: "retry the failed items of", Past: "Retrying", Person: true, Lists: true,
		Help:  "Run the failed items again, and only those",
		Moves: []Move{{Completed, Queued}, {Cancelled, Queued}, {Failed, Queued}},
		Needs: func(j *Job) string { return unless(j.Counts.Failed > 0, "no item failed") },
	},
	{
		Verb: Delete, Label: "Delete", Words: "delete", Past: "Deleted", Person: true, Asks: true, Undo: Undelete, Leaves: true, Lists: true,
		Help:  "Delete a job with its items and results",
		Moves: stay(ended...),
	},
	{
		Verb: Undelete, Label: "Bring back", Words: "undelete", Past: "Brought back", Person: true, Among: "is:deleted", Lists: true,
		Help:  "Bring a deleted job back, until its rows are purged",
		Moves: stay(ended...),
		Needs: func(j *Job) string { return unless(j.Deleted > 0, "it is not deleted") },
	},
	{
		Verb: Archive, Label: "Archive", Words: "archive", Past: "Archived", Person: true, Undo: Unarchive, Leaves: true, Lists: true,
		Help:  "Take a job out of the list; nothing is deleted",
		Moves: stay(ended...),
		Needs: func(j *Job) string { return unless(!j.Archived, "it is archived already") },
	},
	{
		Verb: Unarchive, Label: "Unarchive", Words: "unarchive", Past: "Unarchived", Person: true, Among: "is:archived", Lists: true,
		Help:  "Put an archived job back on the list",
		Moves: stay(ended...),
		Needs: func(j *Job) string { return unless(j.Archived, "it is not archived") },
	},
	{
		Verb: Duplicate, Label: "Duplicate", Words: "duplicate", Past: "Duplicated", Person: true, Lists: true,
		Help:  "Make a new job with the same list and options",
		Makes: Statuses,
	},
	{
		Verb: RunRest, Label: "Run the rest as a new job", Words: "run the rest", On: "run the rest of", Past: "Started the rest of", Person: true,
		Help:  "Make a new job of the items a cancelled job left pending",
		Makes: []Status{Cancelled, Failed}, Lists: true,
		Needs: func(j *Job) string { return unless(j.Counts.Done() < j.Counts.Total, "nothing is left") },
	},
	{Verb: TakeSlot, Words: "start", Moves: []Move{{Queued, Running}}},
	{Verb: Drain, Words: "drain", Moves: []Move{{Pausing, Paused}, {Cancelling, Cancelled}}},
	{Verb: Complete, Words: "complete", Moves: []Move{{Running, Completed}}},
	{Verb: Settle, Words: "settle", Moves: []Move{{Running, Cancelled}}},
	{Verb: Fail, Words: "fail", Moves: []Move{{Running, Failed}, {Pausing, Failed}, {Cancelling, Cancelled}, {Queued, Failed}}},
	{Verb: Requeue, Words: "requeue", Moves: []Move{{Running, Queued}}},
	{Verb: SetAside, Words: "set aside", Moves: []Move{{Running, Paused}}},
}

func unless(holds bool, because string) string {
	if holds {
		return ""
	}
	return because
}

// Row is that of a verb; of one that there is not, it allows nothing.
func (v Verb) Row() Row {
	for _, row := range rows {
		if row.Verb == v {
			return row
		}
	}
	return Row{Verb: v, Words: string(v)}
}

// UserVerbs lists the verbs a person can use on an existing job.
var UserVerbs = func() []Verb {
	var verbs []Verb
	for _, row := range rows {
		if row.Person {
			verbs = append(verbs, row.Verb)
		}
	}
	return verbs
}()

// Next says where a verb leads from a status. What its row does not hold is a [*RefusedError]. A verb that makes another
// job leads nowhere.
func Next(verb Verb, from Status) (Status, error) {
	row := verb.Row()
	for _, move := range row.Moves {
		if move.From == from {
			return move.To, nil
		}
	}
	if slices.Contains(row.Makes, from) {
		return from, nil
	}
	return "", &RefusedError{Verb: verb, Status: from}
}

// First is the status of a job that is made now.
func First(paused bool) Status {
	verb := Start
	if paused {
		verb = startAside
	}
	status, _ := Next(verb, "")
	return status
}

// Allowed lists the verbs a person can use on a job in this status, in the order of [UserVerbs].
func Allowed(from Status) []Verb {
	var verbs []Verb
	for _, verb := range UserVerbs {
		if _, err := Next(verb, from); err == nil {
			verbs = append(verbs, verb)
		}
	}
	return verbs
}

// RefusedError says that a job's status does not allow a verb. Nothing was changed.
type RefusedError struct {
	Verb   Verb
	Status Status
	// Because says why, where the status alone would allow the verb.
	Because string
}

// Error names both the verb and the status, and what to do instead where there is something.
func (e *RefusedError) Error() string {
	row := e.Verb.Row()
	switch {
	case e.Because != "" || e.Status.Ended():
		return fmt.Sprintf("can't %s: %s", row.Words, e.Reason())
	case e.instead() != "":
		return fmt.Sprintf("can't %s a job that is %s: %s", cmp.Or(row.On, row.Words), e.Status, e.instead())
	default:
		return fmt.Sprintf("can't %s a job that is %s", cmp.Or(row.On, row.Words), e.Status)
	}
}

// Reason is why, for those who know what was tried: "already completed", "running (cancel it first)".
func (e *RefusedError) Reason() string {
	reason := string(e.Status)
	switch {
	case e.Because != "":
		return e.Because
	case e.Status.Ended():
		reason = "already " + reason
	}
	if instead := e.instead(); instead != "" {
		reason += " (" + instead + ")"
	}
	return reason
}

// instead is what to do to get what was wanted, or nothing.
func (e *RefusedError) instead() string {
	switch {
	case e.Verb == Delete && e.Status.Active():
		return "cancel it first"
	case e.Verb == Resume && e.Status == Cancelled:
		return "run the rest as a new job"
	}
	return ""
}

// Words is the verb as a sentence says it: "pause now", "retry failed".
func (v Verb) Words() string { return v.Row().Words }
