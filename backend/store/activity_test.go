package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// history opens a store with lines in the audit log, tasks and runs, written as SQL: what is
// tested is the reading.
func history(t *testing.T, statements ...string) *store.Store {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	for _, statement := range statements {
		change(t, dir, statement)
	}
	return open(t, dir)
}

const (
	twoTasks = `INSERT INTO tasks (id, name, does, schedule, missed, missed_cap, overlap, enabled, handled_until, created, deleted) VALUES
		(1, 'Nightly ÜBERSICHT', 'job', '{}', 'skip', 1, 'skip', 1, 0, 0, 0), (2, 'Old task', 'job', '{}', 'skip', 1, 'skip', 1, 0, 0, 9)`
	someEntries = `INSERT INTO audit (id, at, job, task, who, origin, what, before, after, why) VALUES
		(1, 1000, 0, 0, 'anna', 'window', 'hold', 'open', 'held', 'meeting'),
		(2, 2000, 0, 1, 'anna', 'window', 'pause', 'scheduled', 'paused', 'Straße 100%'),
		(3, 2000, 0, 2, 'bert', 'command line', 'delete', '', '', 'a_b'),
		(4, 4000, 77, 0, 'jobdeck', 'engine', 'pause', 'running', 'paused', 'offline')`
	someRuns = `INSERT INTO runs (id, task, name, due, begun_by, who, origin, outcome, started, ended, message, job) VALUES
		(1, 1, 'Nightly', 1500, 'schedule', '', '', 'completed', 3000, 3500, 'Größe 5', 0),
		(2, 2, 'Old task', 2000, 'schedule', '', '', 'missed', 0, 0, 'closed', 0),
		(3, 1, 'Nightly', 2000, 'manual', 'anna', 'window', 'failed', 2000, 2600, 'no such file', 8)`
)

// places names happenings by what they are, for comparing: "c4" is entry 4, "r1" run 1.
func places(page []store.Happening) []string {
	names := []string{}
	for _, h := range page {
		if h.Run {
			names = append(names, fmt.Sprintf("r%d", h.ID))
		} else {
			names = append(names, fmt.Sprintf("c%d", h.ID))
		}
	}
	return names
}

func TestEntriesAndRunsAreOneHistoryNewestFirst(t *testing.T) {
	t.Parallel()
	s := history(t, twoTasks, someEntries, someRuns)
	page, more, err := s.Activity(t.Context(), store.HappeningFilter{}, store.HappeningKey{}, 500)
	require.NoError(t, err)
	require.False(t, more)
	require.Equal(t, []string{"c4", "r1", "r3", "r2", "c3", "c2", "c1"}, places(page))
	require.Equal(t, store.Happening{
		HappeningKey: store.HappeningKey{At: 3000, Run: true, ID: 1}, Who: "jobdeck", What: "run", Why: "Größe 5", Origin: job.FromSchedule,
		Task: 1, TaskName: "Nightly", Outcome: task.Completed, Started: 3000, Ended: 3500,
	}, page[1])
	require.Equal(t, "Old task", page[4].TaskName, "a deleted task keeps its name")
	require.Empty(t, page[0].JobName, "the job is gone")
}

func TestPagesOfHistoryNeitherLoseNorRepeatWhateverIsWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	for limit := 1; limit <= 7; limit++ {
		s := history(t, twoTasks, someEntries, someRuns)
		var all []string
		after := store.HappeningKey{}
		for more := true; more; {
			var page []store.Happening
			var err error
			page, more, err = s.Activity(t.Context(), store.HappeningFilter{}, after, limit)
			require.NoError(t, err)
			require.LessOrEqual(t, len(page), limit)
			all = append(all, places(page)...)
			after = page[len(page)-1].HappeningKey
			require.NoError(t, s.AddEntry(t.Context(), job.Entry{At: 5000, Who: "anna", Origin: job.FromWindow, What: "hold"}))
		}
		require.Equal(t, []string{"c4", "r1", "r3", "r2", "c3", "c2", "c1"}, all, "pages of %d", limit)
	}
}

func TestHistoryIsFiltered(t *testing.T) {
	t.Parallel()
	s := history(t, twoTasks, someEntries, someRuns)
	cases := map[string]struct {
		filter store.HappeningFilter
		want   []string
	}{
		"only changes":                    {store.HappeningFilter{WithoutRuns: true}, []string{"c4", "c3", "c2", "c1"}},
		"only runs":                       {store.HappeningFilter{OnlyRuns: true}, []string{"r1", "r3", "r2"}},
		"one origin":                      {store.HappeningFilter{Origins: []job.Origin{job.FromWindow}}, []string{"r3", "c2", "c1"}},
		"several origins, one twice":      {store.HappeningFilter{Origins: []job.Origin{job.FromEngine, job.FromSchedule, job.FromEngine}}, []string{"c4", "r1", "r2"}},
		"since takes its own instant":     {store.HappeningFilter{Since: 3000}, []string{"c4", "r1"}},
		"until leaves its own out":        {store.HappeningFilter{Until: 2000}, []string{"c1"}},
		"one job":                         {store.HappeningFilter{Job: 77}, []string{"c4"}},
		"a job that a run started":        {store.HappeningFilter{Job: 8}, []string{"r3"}},
		"one task":                        {store.HappeningFilter{Task: 1}, []string{"r1", "r3", "c2"}},
		"one task from one origin":        {store.HappeningFilter{Task: 1, Origins: []job.Origin{job.FromSchedule}}, []string{"r1"}},
		"who, in any case":                {store.HappeningFilter{Text: "BERT"}, []string{"c3"}},
		"a letter with two small forms":   {store.HappeningFilter{Text: "GRÖSSE"}, []string{}},
		"letters that are not ASCII":      {store.HappeningFilter{Text: "gRÖße"}, []string{"r1"}},
		"a name, in any case":             {store.HappeningFilter{Text: "übersicht"}, []string{"r1", "r3", "c2"}},
		"a deleted task's name":           {store.HappeningFilter{Text: "old TASK"}, []string{"r2", "c3"}},
		"a letter with a sign of its own": {store.HappeningFilter{Text: "\u212aÖSSE"}, []string{}},
		"a sign beside other letters":     {store.HappeningFilter{Text: "STRASSE 100%"}, []string{}},
		"percent beside other letters":    {store.HappeningFilter{Text: "straße 100%"}, []string{"c2"}},
		"underscore beside other letters": {store.HappeningFilter{Text: "straße_"}, []string{}},
		"percent is a letter":             {store.HappeningFilter{Text: "0%"}, []string{"c2"}},
		"a percent that is not there":     {store.HappeningFilter{Text: "m%t"}, []string{}},
		"underscore is a letter":          {store.HappeningFilter{Text: "_"}, []string{"c3"}},
		"star is a letter":                {store.HappeningFilter{Text: "Straße*"}, []string{}},
		"what it was before":              {store.HappeningFilter{Text: "scheduled"}, []string{"c2"}},
		"a run's outcome":                 {store.HappeningFilter{Text: "missed"}, []string{"r2"}},
		"text of one kind and one origin": {
			store.HappeningFilter{Text: "paused", WithoutRuns: true, Origins: []job.Origin{job.FromEngine}},
			[]string{"c4"},
		},
	}
	for name, test := range cases {
		page, more, err := s.Activity(t.Context(), test.filter, store.HappeningKey{}, 500)
		require.NoError(t, err, name)
		require.False(t, more, name)
		require.Equal(t, test.want, places(page), name)
	}
}

// A million entries and a hundred thousand runs: pages come along an index, at any depth.
func TestTheFirstPageOfAMillionComesAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 1,100,000 rows")
	}
	s := bigHistory(t)
	cases := map[string]struct {
		filter store.HappeningFilter
		after  store.HappeningKey
	}{
		"all":                        {},
		"deep down":                  {after: store.HappeningKey{At: 1_000, ID: 1}},
		"an origin that never comes": {filter: store.HappeningFilter{Origins: []job.Origin{job.FromTray}}},
		"two origins":                {filter: store.HappeningFilter{Origins: []job.Origin{job.FromEngine, job.FromSchedule}}},
		"a job":                      {filter: store.HappeningFilter{Job: 5}},
		"a task with all runs":       {filter: store.HappeningFilter{Task: 1}},
		"a day":                      {filter: store.HappeningFilter{Since: 1_000, Until: 2_000}},
		"only runs":                  {filter: store.HappeningFilter{OnlyRuns: true}},
	}
	for name, test := range cases {
		best := time.Hour
		for range 3 { // the fastest of three: other tests run beside
			begun := time.Now()
			_, _, err := s.Activity(t.Context(), test.filter, test.after, 200)
			require.NoError(t, err)
			best = min(best, time.Since(begun))
		}
		t.Logf("%s: %v", name, best)
		require.Less(t, best, 150*time.Millisecond, name)
	}
	begun := time.Now()
	page, _, err := s.Activity(t.Context(), store.HappeningFilter{Text: "nothing like this"}, store.HappeningKey{}, 200)
	require.NoError(t, err)
	require.Empty(t, page)
	t.Logf("text that is nowhere: %v", time.Since(begun))
	begun = time.Now()
	_, _, err = s.Activity(t.Context(), store.HappeningFilter{Text: "nichts für"}, store.HappeningKey{}, 200)
	require.NoError(t, err)
	t.Logf("other letters that are nowhere: %v", time.Since(begun))
}

func bigHistory(t *testing.T) *store.Store {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName)+"?_synchronous=OFF")
	require.NoError(t, err)
	for _, statement := range []string{
		twoTasks,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
			INSERT INTO audit (at, job, task, who, origin, what, before, after, why)
			SELECT i, i % 1000, 0, 'anna', iif(i % 2, 'window', 'engine'), 'pause', 'running', 'paused', 'a reason of usual length' FROM n`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
			INSERT INTO runs (task, name, due, begun_by, outcome, started, ended, message)
			SELECT 1, 'Nightly', i * 10, 'schedule', 'completed', i * 10 + 1, i * 10 + 5, 'deleted 214 entries' FROM n`,
	} {
		_, err := db.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
	return open(t, dir)
}
