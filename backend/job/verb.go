package job

import "fmt"

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

// UserVerbs lists the verbs a person can use on an existing job.
var UserVerbs = []Verb{Pause, PauseNow, Resume, Cancel, Retry, Delete, Undelete, Archive, Unarchive, Duplicate, RunRest}

// transition is one arrow of the state machine.
type transition struct {
	verb Verb
	from Status
	to   Status
}

// transitions is the whole state machine: what is not in here is refused. Verbs that leave the
// status as it is (delete, archive, duplicate) stand here too, for this table alone says when a
// verb is allowed.
var transitions = []transition{
	{Start, "", Queued},
	{startAside, "", Paused},

	{TakeSlot, Queued, Running},

	{Pause, Queued, Paused},
	{Pause, Running, Pausing},
	{Pause, Pausing, Pausing}, // one that would go on by itself stays, or goes on at another time
	{Pause, Paused, Paused},   // the same
	{PauseNow, Running, Pausing},
	{PauseNow, Pausing, Pausing},
	{Resume, Pausing, Running},
	{Resume, Paused, Queued},

	{Cancel, Queued, Cancelled},
	{Cancel, Running, Cancelling},
	{Cancel, Pausing, Cancelling},
	{Cancel, Paused, Cancelled},

	{Drain, Pausing, Paused},
	{Drain, Cancelling, Cancelled},
	{Complete, Running, Completed},
	{Settle, Running, Cancelled},
	{Fail, Running, Failed},
	{Fail, Pausing, Failed},
	{Fail, Cancelling, Cancelled},
	{Fail, Queued, Failed},

	{Requeue, Running, Queued},
	{SetAside, Running, Paused},

	{Retry, Completed, Queued},
	{Retry, Cancelled, Queued},
	{Retry, Failed, Queued},

	{Delete, Completed, Completed},
	{Delete, Cancelled, Cancelled},
	{Delete, Failed, Failed},
	{Undelete, Completed, Completed},
	{Undelete, Cancelled, Cancelled},
	{Undelete, Failed, Failed},
	{Archive, Completed, Completed},
	{Archive, Cancelled, Cancelled},
	{Archive, Failed, Failed},
	{Unarchive, Completed, Completed},
	{Unarchive, Cancelled, Cancelled},
	{Unarchive, Failed, Failed},

	{Duplicate, Queued, Queued},
	{Duplicate, Running, Running},
	{Duplicate, Pausing, Pausing},
	{Duplicate, Paused, Paused},
	{Duplicate, Cancelling, Cancelling},
	{Duplicate, Cancelled, Cancelled},
	{Duplicate, Completed, Completed},
	{Duplicate, Failed, Failed},
	{RunRest, Cancelled, Cancelled},
	{RunRest, Failed, Failed},
}

// Next says where verb leads from a status. What the table does not hold is a [*RefusedError].
func Next(verb Verb, from Status) (Status, error) {
	for _, t := range transitions {
		if t.verb == verb && t.from == from {
			return t.to, nil
		}
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
	switch {
	case e.Because != "":
		return fmt.Sprintf("can't %s: %s", e.Verb.Words(), e.Because)
	case e.Verb == Delete && e.Status.Active():
		return fmt.Sprintf("can't delete a job that is %s: cancel it first", e.Status)
	case e.Verb == Resume && e.Status == Cancelled:
		return "can't resume: already cancelled (run the rest as a new job)"
	case e.Status.Ended():
		return fmt.Sprintf("can't %s: already %s", e.Verb.Words(), e.Status)
	default:
		return fmt.Sprintf("can't %s a job that is %s", e.Verb.Words(), e.Status)
	}
}

// Words is the verb as a sentence says it: "pause now", "retry failed".
func (v Verb) Words() string {
	switch v {
	case PauseNow:
		return "pause now"
	case Retry:
		return "retry failed"
	case RunRest:
		return "run the rest"
	case TakeSlot:
		return "start"
	case SetAside:
		return "set aside"
	default:
		return string(v)
	}
}
