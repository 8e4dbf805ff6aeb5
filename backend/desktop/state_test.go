package desktop

import (
	"testing"
	"time"

	"jobdeck/backend/job"
)

func running(id job.ID, done, total, eta int64) job.Snapshot {
	return job.Snapshot{
		ID: id, Name: "Q4 targets", Status: job.Running, Total: total, Succeeded: done, Pending: total - done, ETAMS: eta,
		Verbs: job.Allowed(job.Running),
	}
}

func TestTheTrayTellsHowThingsStand(t *testing.T) {
	t.Parallel()
	const minute = 60_000
	two := []job.Snapshot{running(1, 50, 100, 4*minute), running(2, 72, 100, minute)}
	for name, test := range map[string]struct {
		state   State
		icon    Icon
		tooltip string
	}{
		"nothing to do":                 {State{}, Idle, "Jobdeck · nothing running"},
		"two at work":                   {State{AtWork: two}, Running, "2 jobs running · 61% · about 4 min left"},
		"one, time not known yet":       {State{AtWork: []job.Snapshot{running(1, 0, 10, -1)}}, Running, "1 job running · 0%"},
		"its list not read yet":         {State{AtWork: []job.Snapshot{running(1, 0, 0, -1)}}, Running, "1 job running"},
		"only queued":                   {State{Queued: 3}, Idle, "3 jobs queued"},
		"only paused":                   {State{Paused: 1}, Idle, "1 job paused"},
		"held":                          {State{Held: true, AtWork: two, Queued: 1}, Held, "Everything on hold · 3 jobs wait"},
		"held with nothing to do":       {State{Held: true}, Held, "Everything on hold"},
		"one needs a person":            {State{Stuck: 1, Paused: 1}, Attention, "1 job needs attention"},
		"others run beside it":          {State{Stuck: 1, AtWork: two}, Attention, "1 job needs attention · 2 jobs running · 61% · about 4 min left"},
		"failed and not looked at":      {State{Unseen: 2}, Attention, "2 failures not looked at"},
		"attention comes before a hold": {State{Unseen: 1, Held: true}, Attention, "1 failure not looked at · Everything on hold"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if icon := test.state.Icon(); icon != test.icon {
				t.Errorf("icon %s, want %s", icon, test.icon)
			}
			if tooltip := test.state.Tooltip(); tooltip != test.tooltip {
				t.Errorf("tooltip %q, want %q", tooltip, test.tooltip)
			}
		})
	}
}

func TestNothingIsDoneBeforeItIs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		done, total int64
		want        string
	}{{0, 3, "0%"}, {1, 3, "33%"}, {999_999, 1_000_000, "99%"}, {3, 3, "100%"}} {
		if got := percent(test.done, test.total); got != test.want {
			t.Errorf("%d of %d is %s, want %s", test.done, test.total, got, test.want)
		}
	}
}

func TestTimeLeftIsCoarse(t *testing.T) {
	t.Parallel()
	for left, want := range map[time.Duration]string{
		0:                                "less than a minute left",
		54 * time.Second:                 "less than a minute left",
		56 * time.Second:                 "about 1 min left",
		4*time.Minute + 20*time.Second:   "about 4 min left",
		2*time.Hour + 7*time.Minute:      "about 2 h 10 min left",
		2*time.Hour + 58*time.Minute:     "about 3 h left",
		3*24*time.Hour + 260*time.Minute: "about 3 d 4 h left",
	} {
		if got := timeLeft(left); got != want {
			t.Errorf("%v is %q, want %q", left, got, want)
		}
	}
}
