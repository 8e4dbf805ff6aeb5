package schedule_test

import "time"

// period is how far apart the firings of the model are.
const period = 10 * time.Minute

// model says what must come of a task that fires every ten minutes: how many firings are accounted
// for, whatever the clock, people and the end of the process do. It knows nothing of policies.
type model struct {
	upTo    time.Time // firings up to it are decided
	decided time.Time // and were up to this one before the clock was set back
	started time.Time // when Jobdeck was there from

	paused, disabled, held bool

	expected int64 // firings that runs stand for
}

// dues counts the firings after one instant, up to and with another.
func dues(after, until time.Time) int64 {
	return max(0, until.Unix()/int64(period/time.Second)-after.Unix()/int64(period/time.Second))
}

// off says that nothing may fire or begin.
func (m *model) off() bool { return m.paused || m.disabled || m.held }

// setBack follows a clock that shows a time before the last decision: one firing that comes again is
// left out, of several each comes again when its time does. It reports whether the clock does.
func (m *model) setBack(now time.Time) bool {
	if !m.upTo.After(now) {
		return false
	}
	if dues(now, m.upTo) > 1 || m.upTo.Sub(now) > 25*time.Hour {
		if m.upTo.After(m.decided) {
			m.decided = m.upTo
		}
		m.upTo = now
	}
	return true
}

// passOver lets what was due until now be.
func (m *model) passOver(now time.Time) {
	if !m.setBack(now) {
		m.upTo = now
	}
}

// look is what a look at the clock must come to.
func (m *model) look(now time.Time) {
	if now.Before(m.started) {
		m.started = now
	}
	switch n := dues(m.upTo, now); {
	case m.paused || m.disabled || m.setBack(now):
	case m.held:
		m.upTo = now
	case n == 0:
	case !m.decided.After(m.upTo):
		m.expected += n
		m.upTo = now
	case n == 1:
		due := now.Truncate(period)
		onTime := !due.Before(m.started) && now.Sub(due) <= 30*time.Second
		if onTime || due.After(m.decided) {
			m.expected++
		}
		m.upTo = now
	case now.After(m.decided):
		m.expected += dues(m.decided, now)
		m.upTo = now
	case dues(now, m.decided) > 1:
		m.upTo = now
	default:
		m.upTo = m.decided
	}
}
