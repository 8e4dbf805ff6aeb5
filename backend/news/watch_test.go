package news

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// seen feeds states of job 7, one after another, and gives what was found in each: "-" for nothing.
func seen(w *watcher, states ...job.Snapshot) string {
	var kinds []string
	for _, s := range states {
		s.ID = 7
		found, _ := w.job(&s, 1000)
		kind := "-"
		for _, f := range found {
			kind = string(f.kind)
		}
		kinds = append(kinds, kind)
	}
	return strings.Join(kinds, "/")
}

func TestOnlyWhatHappenedByItselfIsFound(t *testing.T) {
	t.Parallel()
	running := job.Snapshot{Status: job.Running}
	completed := job.Snapshot{Status: job.Completed, Ended: 500, Succeeded: 3}
	byDisk := job.Snapshot{Status: job.Pausing, ReasonKind: job.ByDisk}
	byDiskStill := job.Snapshot{Status: job.Paused, ReasonKind: job.ByDisk}
	cases := map[string]struct {
		states []job.Snapshot
		want   string
	}{
		"a job that completes":                          {[]job.Snapshot{running, completed}, "-/completed"},
		"a job seen only as completed":                  {[]job.Snapshot{completed}, "completed"},
		"the same ending again":                         {[]job.Snapshot{running, completed, completed}, "-/completed/-"},
		"with failures":                                 {[]job.Snapshot{{Status: job.Completed, Ended: 5, Failed: 1}}, "failures"},
		"failed":                                        {[]job.Snapshot{running, {Status: job.Failed, Ended: 5}}, "-/failed"},
		"cancelled by a person":                         {[]job.Snapshot{running, {Status: job.Cancelled, Ended: 5}}, "-/-"},
		"deleted before anybody looked":                 {[]job.Snapshot{{Status: job.Completed, Ended: 5, Deleted: 6}}, "-"},
		"archived before anybody looked":                {[]job.Snapshot{{Status: job.Completed, Ended: 5, Archived: true}}, "-"},
		"deleted, brought back":                         {[]job.Snapshot{completed, {Status: job.Completed, Ended: 500, Deleted: 6}, completed}, "completed/-/-"},
		"retried, seen at work":                         {[]job.Snapshot{completed, running, completed}, "completed/-/completed"},
		"retried, seen only at its end":                 {[]job.Snapshot{completed, {Status: job.Completed, Ended: 501}}, "completed/completed"},
		"paused by hand":                                {[]job.Snapshot{running, {Status: job.Paused}}, "-/-"},
		"paused outside its window":                     {[]job.Snapshot{running, {Status: job.Paused, ReasonKind: job.ByWindow}}, "-/-"},
		"set aside after a restart":                     {[]job.Snapshot{running, {Status: job.Paused, ReasonKind: job.ByRestart}}, "-/-"},
		"paused by the app, once for both states":       {[]job.Snapshot{running, byDisk, byDiskStill, byDiskStill}, "-/paused/-/-"},
		"paused by the app again after a resume":        {[]job.Snapshot{byDisk, running, byDisk}, "paused/-/paused"},
		"a pause that ends by itself, soon again":       {[]job.Snapshot{{Status: job.Paused, ReasonKind: job.ByRateLimit, ResumesAt: 9}, running, {Status: job.Paused, ReasonKind: job.ByRateLimit, ResumesAt: 19}}, "paused/-/-"},
		"a pause that ends by itself after another one": {[]job.Snapshot{byDisk, running, {Status: job.Paused, ReasonKind: job.ByRateLimit, ResumesAt: 19}}, "paused/-/paused"},
		"then a pause that does not end by itself":      {[]job.Snapshot{{Status: job.Paused, ReasonKind: job.ByRateLimit, ResumesAt: 9}, running, byDisk}, "paused/-/paused"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWatcher(nil, map[task.ID]store.Told{})
			require.Equal(t, test.want, seen(&w, test.states...))
		})
	}
}

func TestWhatWasAtRestBeforeIsNoNews(t *testing.T) {
	t.Parallel()
	w := newWatcher([]store.AtRest{{Job: 7, Status: job.Completed, Ended: 500}}, map[task.ID]store.Told{})
	require.Equal(t, "-/completed", seen(&w, job.Snapshot{Status: job.Completed, Ended: 500}, job.Snapshot{Status: job.Completed, Ended: 501}))
	w = newWatcher([]store.AtRest{{Job: 7, Status: job.Paused, Kind: job.ByDisk}}, map[task.ID]store.Told{})
	require.Equal(t, "-/-/paused", seen(&w,
		job.Snapshot{Status: job.Paused, ReasonKind: job.ByDisk}, job.Snapshot{Status: job.Running}, job.Snapshot{Status: job.Paused, ReasonKind: job.ByDisk}))
}

// However a job's states are thinned out on their way, an ending is told exactly once.
func TestEachEndingIsToldOnceWhateverStatesWereNotSeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var states []job.Snapshot
		at := int64(0)
		for range rapid.IntRange(1, 5).Draw(t, "endings") {
			for range rapid.IntRange(0, 3).Draw(t, "steps") {
				states = append(states, job.Snapshot{Status: rapid.SampledFrom([]job.Status{job.Queued, job.Running, job.Pausing, job.Paused}).Draw(t, "status")})
			}
			at++
			for range rapid.IntRange(1, 3).Draw(t, "times") {
				states = append(states, job.Snapshot{Status: job.Completed, Ended: at})
			}
		}
		w := newWatcher(nil, map[task.ID]store.Told{})
		endings, told := map[int64]bool{}, map[int64]int{}
		for _, s := range states {
			if rapid.Bool().Draw(t, "not seen") {
				continue
			}
			found, _ := w.job(&s, at)
			if s.Status.Ended() {
				endings[s.Ended] = true
			}
			for _, f := range found {
				told[f.job.Ended]++
			}
		}
		for ending := range endings {
			if told[ending] != 1 {
				t.Fatalf("ending %d was told %d times", ending, told[ending])
			}
		}
		if len(told) != len(endings) {
			t.Fatalf("told %v of %v", told, endings)
		}
	})
}

func TestOfTasksMissedFiringsAndFailedScheduledRunsAreFound(t *testing.T) {
	t.Parallel()
	failed := func(id task.RunID, trigger task.Trigger) *task.Run {
		return &task.Run{ID: id, Outcome: task.Failed, Trigger: trigger}
	}
	cases := map[string]struct {
		views []task.View
		want  string
	}{
		"a scheduled run that failed":    {[]task.View{{LastRun: failed(1, task.BySchedule)}}, "run_failed"},
		"one that made up for another":   {[]task.View{{LastRun: failed(1, task.ByMissed)}}, "run_failed"},
		"one that a person started":      {[]task.View{{LastRun: failed(1, task.ByHand)}}, "-"},
		"one that was cancelled":         {[]task.View{{LastRun: &task.Run{ID: 1, Outcome: task.Cancelled, Trigger: task.BySchedule}}}, "-"},
		"the same run again":             {[]task.View{{LastRun: failed(1, task.BySchedule)}, {LastRun: failed(1, task.BySchedule)}}, "run_failed/-"},
		"the next one, soon after":       {[]task.View{{LastRun: failed(1, task.BySchedule)}, {LastRun: failed(2, task.BySchedule)}}, "run_failed/-"},
		"missed firings":                 {[]task.View{{MissedFirings: task.Missed{Count: 2, First: 3, Last: 4}}}, "missed"},
		"the same ones again":            {[]task.View{{MissedFirings: task.Missed{Count: 2, Last: 4}}, {MissedFirings: task.Missed{Count: 2, Last: 4}}}, "missed/-"},
		"a further one":                  {[]task.View{{MissedFirings: task.Missed{Count: 2, Last: 4}}, {MissedFirings: task.Missed{Count: 3, Last: 5}}}, "missed/missed"},
		"looked at, then none":           {[]task.View{{MissedFirings: task.Missed{Count: 2, Last: 4}}, {}}, "missed/-"},
		"missed firings of what ships":   {[]task.View{{Task: task.Task{Shipped: true}, MissedFirings: task.Missed{Count: 2, Last: 4}}}, "-"},
		"a failure of what ships":        {[]task.View{{Task: task.Task{Shipped: true}, LastRun: failed(1, task.BySchedule)}}, "run_failed"},
		"a run that was missed and kept": {[]task.View{{LastRun: &task.Run{ID: 1, Outcome: task.MissedRun, Trigger: task.BySchedule}}}, "-"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWatcher(nil, map[task.ID]store.Told{})
			var kinds []string
			for _, view := range test.views {
				view.ID = 3
				kind := "-"
				for _, f := range w.task(&view, 1000) {
					kind = string(f.kind)
				}
				kinds = append(kinds, kind)
			}
			require.Equal(t, test.want, strings.Join(kinds, "/"))
		})
	}
}

func TestATaskThatFailsEveryMinuteIsToldOfOnceAnHour(t *testing.T) {
	t.Parallel()
	w := newWatcher(nil, map[task.ID]store.Told{})
	var told int
	for minute := range int64(180) {
		view := task.View{Task: task.Task{ID: 3}, LastRun: &task.Run{ID: task.RunID(minute + 1), Outcome: task.Failed, Trigger: task.BySchedule}}
		told += len(w.task(&view, minute*time.Minute.Milliseconds()))
	}
	require.Equal(t, 3, told)
}

func TestWordsTellWhatHappened(t *testing.T) {
	t.Parallel()
	kathmandu, err := time.LoadLocation("Asia/Kathmandu")
	require.NoError(t, err)
	due := time.Date(2026, 11, 23, 2, 0, 0, 0, kathmandu).UnixMilli()
	about := func(kind live.NewsKind, s job.Snapshot) finding {
		s.ID, s.Name = 7, "Q4 leads"
		return finding{kind: kind, job: &s}
	}
	task3 := func(kind live.NewsKind, v task.View) finding {
		v.ID, v.Name = 3, "Nightly"
		return finding{kind: kind, task: &v}
	}
	cases := map[string]struct {
		found       []finding
		title, text string
	}{
		"completed": {
			[]finding{about(live.JobCompleted, job.Snapshot{Succeeded: 1240, Skipped: 3, ActiveMS: 7_500_000})},
			"Q4 leads completed", "1,240 succeeded, 3 skipped in 2 h 5 min",
		},
		"with failures": {
			[]finding{about(live.JobWithFailures, job.Snapshot{Standing: job.WithFailures, Succeeded: 998, Failed: 12, ActiveMS: 45_900})},
			"Q4 leads completed with failures", "998 succeeded, 12 failed in 45 s",
		},
		"nothing succeeded": {
			[]finding{about(live.JobWithFailures, job.Snapshot{Standing: job.NoneSucceeded, Failed: 120})},
			"Q4 leads completed, nothing succeeded", "0 succeeded, 120 failed",
		},
		"failed": {
			[]finding{about(live.JobFailed, job.Snapshot{Reason: "the program is\nnot there"})},
			"Q4 leads failed", "the program is not there",
		},
		"failed items tried again, the job still failed": {
			[]finding{about(live.JobFailed, job.Snapshot{Succeeded: 5, Pending: 2})},
			"Q4 leads failed", "5 succeeded, 2 not done",
		},
		"paused": {
			[]finding{about(live.JobAutoPaused, job.Snapshot{Reason: "no network", ResumesAt: due})},
			"Q4 leads is paused", "no network (goes on by itself at 02:00)",
		},
		"missed, left out": {
			[]finding{task3(live.ScheduleMissed, task.View{Task: task.Task{Missed: task.SkipMissed}, MissedFirings: task.Missed{Count: 1, Last: due}})},
			"Nightly missed its schedule", "It was due on Mon 23 Nov, 02:00, while Jobdeck was closed or the machine asleep; it was left out",
		},
		"missed, made up for": {
			[]finding{task3(live.ScheduleMissed, task.View{Task: task.Task{Missed: task.RunOnce}, MissedFirings: task.Missed{Count: 1200, Last: due}})},
			"Nightly missed its schedule", "It was due 1,200 times, last on Mon 23 Nov, 02:00, while Jobdeck was closed or the machine asleep; one run makes up for it",
		},
		"run failed": {
			[]finding{task3(live.RunFailed, task.View{LastRun: &task.Run{Message: "no such folder"}})},
			"Nightly failed", "no such folder",
		},
		"many completed": {
			[]finding{
				about(live.JobCompleted, job.Snapshot{Succeeded: 1000}), about(live.JobWithFailures, job.Snapshot{Succeeded: 900, Failed: 3}),
				about(live.JobCompleted, job.Snapshot{Succeeded: 1}), about(live.JobCompleted, job.Snapshot{Succeeded: 1}),
			},
			"4 jobs completed, 1 with failures", "1,902 succeeded, 3 failed: Q4 leads, Q4 leads, Q4 leads and 1 more",
		},
		"many paused for one reason": {
			[]finding{about(live.JobAutoPaused, job.Snapshot{Reason: "the disk is full"}), about(live.JobAutoPaused, job.Snapshot{Reason: "the disk is full"})},
			"2 jobs are paused", "the disk is full: Q4 leads, Q4 leads",
		},
		"many paused for several reasons": {
			[]finding{about(live.JobAutoPaused, job.Snapshot{Reason: "the disk is full"}), about(live.JobAutoPaused, job.Snapshot{Reason: "no network"})},
			"2 jobs are paused", "Q4 leads, Q4 leads",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			news := compose(test.found, time.UnixMilli(5).In(kathmandu))
			require.Len(t, news, 1)
			require.Equal(t, test.title, news[0].Title)
			require.Equal(t, test.text, news[0].Text)
			if len(test.found) > 1 {
				require.Zero(t, news[0].Job, "it is about several")
			}
		})
	}
}

func TestATextFromAFileStaysOneHarmlessLine(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Q4 Bcc: evil@example.com [31m", line("Q4\r\nBcc: evil@example.com\x1b[31m", 100))
	require.Equal(t, "abcd", line("ab\u202ecd", 100))
	require.Equal(t, "ab\uFFFD", line("ab\xff", 100))
	require.Equal(t, "aaaa…", line(strings.Repeat("a", 9), 5))
	rapid.Check(t, func(t *rapid.T) {
		text := line(rapid.String().Draw(t, "text"), 20)
		if len([]rune(text)) > 20 || strings.ContainsAny(text, "\r\n\x00\x1b") {
			t.Fatal(fmt.Sprintf("%q", text))
		}
	})
}

func TestEachKindCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	for kind, key := range switches {
		require.Empty(t, wanted([]finding{{kind: kind}}, map[string]string{key: "false"}), kind)
		require.Len(t, wanted([]finding{{kind: kind}}, map[string]string{key: "true"}), 1, kind)
		require.Len(t, wanted([]finding{{kind: kind}}, nil), 1, "told rather than not, when the settings can't be read")
	}
}
