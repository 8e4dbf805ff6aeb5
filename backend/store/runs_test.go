package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

func withTask(t *testing.T, s *store.Store, name string) task.Task {
	t.Helper()
	made := task.Task{
		Name: name, Does: "own", Missed: task.RunOnce, MissedCap: 100, Overlap: task.SkipOverlap, Enabled: true, Created: 1, HandledUntil: 1,
		Schedule: task.Schedule{Kind: task.Every, EveryMS: 1000}, Settings: map[string]string{"days": "7"},
	}
	id, err := s.AddTask(t.Context(), made, job.Entry{What: "add task"})
	require.NoError(t, err)
	made.ID = id
	return made
}

func TestADueTimeHasOneRunHoweverOftenItIsFound(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	made := withTask(t, s, "Mine")
	made.HandledUntil = 5000
	firing := store.Firing{Task: made, Runs: []task.Run{
		{Task: made.ID, Name: "Mine", Due: 5000, Trigger: task.BySchedule, Outcome: task.Queued},
	}}
	first, err := s.Fire(t.Context(), firing)
	require.NoError(t, err)
	require.Len(t, first, 1)
	again, err := s.Fire(t.Context(), firing)
	require.NoError(t, err)
	require.Empty(t, again)

	firing.Runs[0].Trigger = task.ByHand // a person may start at the same millisecond
	byHand, err := s.Fire(t.Context(), firing)
	require.NoError(t, err)
	require.Len(t, byHand, 1)
	kept, err := s.Task(t.Context(), made.ID)
	require.NoError(t, err)
	require.Equal(t, made, kept)
}

func TestAFiringOfATaskThatIsGoneLeavesNoRun(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	made := withTask(t, s, "Mine")
	gone := made
	gone.ID = 99
	_, err := s.Fire(t.Context(), store.Firing{Task: gone, Runs: []task.Run{
		{Task: made.ID, Name: "Mine", Due: 5000, Trigger: task.BySchedule, Outcome: task.Queued},
	}})
	require.ErrorIs(t, err, store.ErrNotFound)
	left, err := s.OpenRuns(t.Context())
	require.NoError(t, err)
	require.Empty(t, left, "cursor and runs are one transaction")
}

func TestARunKeepsItsFirstOutcome(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	made := withTask(t, s, "Mine")
	runs, err := s.Fire(t.Context(), store.Firing{Task: made, Runs: []task.Run{
		{Task: made.ID, Name: "Mine", Due: 5000, Trigger: task.BySchedule, Outcome: task.AtWork, Started: 5001},
		{Task: made.ID, Name: "Mine", Due: 6000, Trigger: task.BySchedule, Outcome: task.Queued},
	}})
	require.NoError(t, err)
	runs[0].Outcome, runs[0].Ended, runs[0].Message, runs[0].Counts = task.Cancelled, 5100, "did 7 of 10", map[string]int64{"done": 7}
	require.NoError(t, s.EndRuns(t.Context(), runs[:1]))
	late := runs[0]
	late.Outcome, late.Message = task.Completed, "all of it"
	require.NoError(t, s.EndRuns(t.Context(), []task.Run{late}))
	last, err := s.LastRun(t.Context(), made.ID)
	require.NoError(t, err)
	require.Equal(t, task.Cancelled, last.Outcome)
	require.Equal(t, "did 7 of 10", last.Message)
	require.EqualValues(t, 99, last.DurationMS)
	require.Equal(t, map[string]int64{"done": 7}, last.Counts)

	n, err := s.InterruptRuns(t.Context(), 9000, "killed")
	require.NoError(t, err)
	require.Zero(t, n, "what only waits is not interrupted")
	begun, err := s.BeginRun(t.Context(), runs[1].ID, 6001)
	require.NoError(t, err)
	require.True(t, begun)
	begun, err = s.BeginRun(t.Context(), runs[1].ID, 6002)
	require.NoError(t, err)
	require.False(t, begun, "a run begins once")
	n, err = s.InterruptRuns(t.Context(), 9000, "killed")
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
}

func TestRunsAreFoundByTaskOutcomeAndTextAPageAtATime(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	one, two := withTask(t, s, "Ärger"), withTask(t, s, "Other")
	for due := range int64(5) {
		for _, made := range []task.Task{one, two} {
			_, err := s.Fire(t.Context(), store.Firing{Task: made, Runs: []task.Run{
				{Task: made.ID, Name: made.Name, Due: due, Trigger: task.BySchedule, Outcome: task.MissedRun, Message: "100 % missed"},
			}})
			require.NoError(t, err)
		}
	}
	find := func(query task.RunQuery) task.RunPage {
		page, err := s.Runs(t.Context(), query)
		require.NoError(t, err)
		return page
	}
	page := find(task.RunQuery{Task: one.ID, Limit: 3})
	require.Len(t, page.Runs, 3)
	require.True(t, page.More)
	require.EqualValues(t, 4, page.Runs[0].Due, "newest first")
	page = find(task.RunQuery{Task: one.ID, Limit: 3, Before: page.Runs[2].ID})
	require.Len(t, page.Runs, 2)
	require.False(t, page.More)
	require.Len(t, find(task.RunQuery{Text: "äRGER", Limit: 50}).Runs, 5)
	require.Len(t, find(task.RunQuery{Text: "0 % m", Limit: 50}).Runs, 10)
	require.Empty(t, find(task.RunQuery{Text: "0_%", Limit: 50}).Runs)
	require.Empty(t, find(task.RunQuery{Outcomes: []task.Outcome{task.Failed}, Limit: 50}).Runs)
}

func TestANameIsTakenInAnyCaseUntilItsTaskIsDeleted(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	made := withTask(t, s, "Mine")
	_, err := s.AddTask(t.Context(), task.Task{Name: "MINE", Schedule: made.Schedule}, job.Entry{})
	require.ErrorIs(t, err, store.ErrNameTaken)
	made.Deleted = 10
	require.NoError(t, s.SaveTask(t.Context(), made, job.Entry{What: "delete task"}))
	withTask(t, s, "mine")
	left, err := s.LeftoverTasks(t.Context(), 9)
	require.NoError(t, err)
	require.Empty(t, left)
	left, err = s.LeftoverTasks(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, []task.ID{made.ID}, left)
	_, more, err := s.PurgeTaskChunk(t.Context(), made.ID, 10)
	require.NoError(t, err)
	require.False(t, more)
	_, err = s.Task(t.Context(), made.ID)
	require.ErrorIs(t, err, store.ErrNotFound)
}
