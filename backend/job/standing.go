package job

// Standing is how a job stands, as it is said to people: its status, and what the status alone
// would hide. It is decided here alone, so that window, tray and command line say the same.
type Standing string

// The standings that are no status of their own.
const (
	// Held is a running job that gets on with nothing, because everything is held.
	Held Standing = "held"
	// NeedsYou is a job that the app paused for a reason that a person must see to.
	NeedsYou Standing = "needs_you"
	// WithFailures is a completed job of which some items failed.
	WithFailures Standing = "with_failures"
	// NoneSucceeded is a completed job of which no item succeeded.
	NoneSucceeded Standing = "none_succeeded"
)

// StandingOf says how a job stands. held says that the gate is shut for everybody.
func StandingOf(s *Snapshot, held bool) Standing {
	switch {
	case s.Status == Running && held:
		return Held
	case s.Status == Paused && s.ResumesAt == 0 && s.ReasonKind.needsAPerson():
		return NeedsYou
	case s.Status == Completed && s.Total > 0 && s.Succeeded == 0:
		return NoneSucceeded
	case s.Status == Completed && s.Failed > 0:
		return WithFailures
	default:
		return Standing(s.Status)
	}
}

// needsAPerson says whether a pause of this kind does not pass by itself.
func (k PauseKind) needsAPerson() bool {
	switch k {
	case ByCredentials, ByErrorRate, ByBudget, ByDisk:
		return true
	default:
		return false
	}
}

// Words is the standing as a sentence says it: "completed with failures".
func (s Standing) Words() string {
	switch s {
	case NeedsYou:
		return "paused, needs you"
	case WithFailures:
		return "completed with failures"
	case NoneSucceeded:
		return "completed, nothing succeeded"
	default:
		return string(s)
	}
}
