package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// withDeleted stores a completed job of n rows that was deleted at a time, and gives the sight of it.
func withDeleted(t *testing.T, s *store.Store, n int, at int64) job.Job {
	t.Helper()
	id := withJob(t, s, n)
	made, err := s.Apply(t.Context(), []store.Change{{Job: job.Job{ID: id, Status: job.Completed, Ended: 1, Deleted: at}}})
	require.NoError(t, err)
	require.Equal(t, []bool{true}, made)
	return seen(t, s, id)
}

func seen(t *testing.T, s *store.Store, id job.ID) job.Job {
	t.Helper()
	j, err := s.Job(t.Context(), id)
	require.NoError(t, err)
	return j
}

func TestAJobWhosePurgeHasBegunCanNotBeBroughtBackOrChanged(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	j := withDeleted(t, s, 3, 100)
	sealed, err := s.SealDeleted(t.Context(), j.ID, 100)
	require.NoError(t, err)
	require.True(t, sealed)

	undelete := store.Change{Job: job.Job{ID: j.ID, Epoch: j.Epoch, Status: j.Status}}
	guessed := undelete
	guessed.Job.Epoch++ // even one who guessed the next epoch
	made, err := s.Apply(t.Context(), []store.Change{undelete, guessed})
	require.NoError(t, err)
	require.Equal(t, []bool{false, false}, made)

	renamed, err := s.UpdateOptions(t.Context(), j, job.Entry{Job: j.ID, What: "change options"})
	require.NoError(t, err)
	require.False(t, renamed)
	entries, err := s.Timeline(t.Context(), j.ID, 10)
	require.NoError(t, err)
	require.Len(t, entries, 1, "its start: what was not done is not written down")
}

func TestWhatWasUndeletedOrDeletedAgainMeanwhileIsNotPurged(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	back, again := withDeleted(t, s, 3, 100), withDeleted(t, s, 3, 100)
	due, err := s.Deleted(t.Context(), 150)
	require.NoError(t, err)
	require.Equal(t, []job.ID{back.ID, again.ID}, due)

	made, err := s.Apply(t.Context(), []store.Change{
		{Job: job.Job{ID: back.ID, Epoch: back.Epoch, Status: job.Completed}},
		{Job: job.Job{ID: again.ID, Epoch: again.Epoch, Status: job.Completed}},
		{Job: job.Job{ID: again.ID, Epoch: again.Epoch + 1, Status: job.Completed, Deleted: 149_000}},
	})
	require.NoError(t, err)
	require.Equal(t, []bool{true, true, true}, made)
	for _, id := range due {
		sealed, err := s.SealDeleted(t.Context(), id, 150)
		require.NoError(t, err)
		require.False(t, sealed)
	}
}

func TestACopyIsWholeOrThereIsNone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rest  bool
		then  func(*testing.T, *store.Store, job.Job)
		whole bool
	}{
		"nothing happened": {whole: true, then: func(*testing.T, *store.Store, job.Job) {}},
		"its source was purged in between": {then: func(t *testing.T, s *store.Store, j job.Job) {
			t.Helper()
			sealed, err := s.SealDeleted(t.Context(), j.ID, 100)
			require.NoError(t, err)
			require.True(t, sealed)
			_, err = s.PurgeChunk(t.Context(), j.ID)
			require.NoError(t, err)
		}},
		"its source was only brought back":                  {whole: true, then: undelete},
		"the rest, when what is pending changed in between": {rest: true, then: undelete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, t.TempDir())
			source := withDeleted(t, s, 10, 100)
			c := store.Copy{
				Job: job.Job{Name: "copy", Status: job.Paused, Options: source.Options}, Source: source.ID, Epoch: source.Epoch,
				PendingOnly: test.rest, Entry: job.Entry{What: "duplicate"},
			}
			id, err := s.BeginJob(t.Context(), c.Job)
			require.NoError(t, err)
			first, err := s.CopyRows(t.Context(), id, source.ID, 1, 6, 0, c.PendingOnly)
			require.NoError(t, err)
			test.then(t, s, source)
			second, err := s.CopyRows(t.Context(), id, source.ID, 6, 11, first, c.PendingOnly)
			require.NoError(t, err)
			whole, err := s.FinishCopy(t.Context(), id, c, first+second)
			require.NoError(t, err)
			require.Equal(t, test.whole, whole)

			short, err := s.CopyJobs(t.Context(), []store.Copy{c})
			require.NoError(t, err)
			require.Equal(t, test.whole, short[0] != 0, "in one transaction it is the same")
			copies, err := s.Jobs(t.Context(), []job.ID{id, short[0]})
			require.NoError(t, err)
			require.Len(t, copies, map[bool]int{true: 2}[test.whole])
			for _, made := range copies {
				require.EqualValues(t, 10, made.Counts.Total)
			}
		})
	}
}

func undelete(t *testing.T, s *store.Store, j job.Job) {
	t.Helper()
	made, err := s.Apply(t.Context(), []store.Change{{Job: job.Job{ID: j.ID, Epoch: j.Epoch, Status: j.Status}}})
	require.NoError(t, err)
	require.Equal(t, []bool{true}, made)
}

func TestAQueueIsReorderedAsAWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	first, second := withJob(t, s, 1), withJob(t, s, 1)
	stale := []job.Job{{ID: second, Position: int64(first)}, {ID: first, Epoch: 7, Position: int64(second)}}
	made, err := s.Reorder(t.Context(), stale, job.Entry{What: "move up"})
	require.NoError(t, err)
	require.False(t, made)
	queue, err := s.Queue(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, []job.ID{first, second}, queue)
	require.Zero(t, seen(t, s, second).Epoch)
}
