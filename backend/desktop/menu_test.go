package desktop

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"jobdeck/backend/job"
)

func labels(m Menu) []string {
	var out []string
	for _, row := range m.Rows {
		out = append(out, row.Label)
	}
	return out
}

func many(first, n job.ID) []job.Snapshot {
	var jobs []job.Snapshot
	for id := first; id < first+n; id++ {
		jobs = append(jobs, running(id, int64(id)%100, 100, -1))
	}
	return jobs
}

func TestTheMenuShowsFiveJobsAndCountsTheRest(t *testing.T) {
	t.Parallel()
	var seats seating
	menu, again := seats.menu(State{AtWork: many(1, 12), Active: 500}, time.Now())
	if again != 0 || menu.More != "and 495 more…" {
		t.Errorf("more %q, drawn again in %v", menu.More, again)
	}
	for place, row := range menu.Rows {
		if row.Job != job.ID(place+1) || !row.Pause || row.Resume {
			t.Errorf("place %d shows %+v", place, row)
		}
	}
	if want := "Q4 targets — 1%"; menu.Rows[0].Label != want {
		t.Errorf("label %q, want %q", menu.Rows[0].Label, want)
	}
}

func TestAJobKeepsItsPlaceAndAnEmptyOneSettlesBeforeItIsTaken(t *testing.T) {
	t.Parallel()
	var seats seating
	now := time.Now()
	state := State{AtWork: many(1, 5), Active: 6}
	seats.menu(state, now)

	state = State{AtWork: append(many(1, 1), many(3, 4)...), Active: 5} // 2 ended, 6 came
	menu, again := seats.menu(state, now.Add(time.Second))
	if menu.Rows[1] != (Row{}) || menu.Rows[2].Job != 3 || menu.More != "and 1 more…" {
		t.Errorf("a click on its way to job 2 hits another: %q, %s", labels(menu), menu.More)
	}
	if again != settle {
		t.Errorf("drawn again in %v, want %v", again, settle)
	}

	menu, again = seats.menu(state, now.Add(time.Second+settle))
	if menu.Rows[1].Job != 6 || again != 0 || menu.More != "" {
		t.Errorf("the place was not taken: %q, again in %v, %q", labels(menu), again, menu.More)
	}
}

func TestJobsNeverChangePlacesWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var seats seating
		now := time.Unix(1, 0)
		place := map[job.ID]int{}
		left := map[int]time.Time{}
		for range 30 {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "ms")) * time.Millisecond)
			ids := rapid.SliceOfNDistinct(rapid.Int64Range(1, 12), 0, 8, rapid.ID[int64]).Draw(t, "jobs")
			var state State
			for _, id := range ids {
				state.AtWork = append(state.AtWork, running(job.ID(id), 0, 1, -1))
			}
			state.Active = int64(len(ids))
			menu, again := seats.menu(state, now)
			shown := map[job.ID]int{}
			for i, row := range menu.Rows {
				if row.Job == 0 {
					continue
				}
				if _, twice := shown[row.Job]; twice {
					t.Fatalf("job %d is shown twice", row.Job)
				}
				shown[row.Job] = i
				if was, seen := place[row.Job]; seen && was != i {
					t.Fatalf("job %d moved from %d to %d", row.Job, was, i)
				}
				if _, seen := place[row.Job]; !seen && !left[i].IsZero() && now.Sub(left[i]) < settle {
					t.Fatalf("place %d was taken %v after it was left", i, now.Sub(left[i]))
				}
			}
			for id, i := range place {
				if _, still := shown[id]; !still {
					left[i] = now
				}
			}
			place = shown
			if len(shown) < min(len(ids), Places) && again <= 0 {
				t.Fatalf("%d of %d jobs are shown, and nobody looks again", len(shown), len(ids))
			}
		}
	})
}

func TestNamesFromFilesFitAMenu(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Q4 targets":                        "Q4 targets",
		"two\nlines\tand   spaces":          "two lines and spaces",
		"bell\a and \x00 nothing":           "bell and nothing",
		"turned \u202e around":              "turned around",
		"not \xff text":                     "not \uFFFD text",
		strings.Repeat("grün und gut ", 20): "grün und gut grün und gut grün und gut…",
		strings.Repeat("x", 40):             strings.Repeat("x", 40),
		strings.Repeat("\U0001F600", 50):    strings.Repeat("\U0001F600", 39) + "…",
	} {
		got := short(name)
		if got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%q is shown as broken text", name)
		}
	}
}

func TestARowSaysWhereItsJobStands(t *testing.T) {
	t.Parallel()
	at := func(status job.Status, done, total int64) Row {
		return row(job.Snapshot{ID: 1, Name: "Q4", Status: status, Succeeded: done, Total: total, Verbs: job.Allowed(status)})
	}
	for _, test := range []struct {
		row             Row
		label           string
		pauses, resumes bool
	}{
		{at(job.Running, 61, 100), "Q4 — 61%", true, false},
		{at(job.Running, 0, 0), "Q4 — starting", true, false},
		{at(job.Queued, 0, 100), "Q4 — queued", true, false},
		{at(job.Pausing, 5, 100), "Q4 — pausing", false, true},
		{at(job.Paused, 5, 100), "Q4 — paused at 5%", false, true},
		{at(job.Paused, 0, 100), "Q4 — paused", false, true},
		{at(job.Cancelling, 5, 100), "Q4 — cancelling", false, false},
	} {
		if test.row.Label != test.label || test.row.Pause != test.pauses || test.row.Resume != test.resumes {
			t.Errorf("%+v, want %q, pause %v, resume %v", test.row, test.label, test.pauses, test.resumes)
		}
	}
}
