package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

func TestUpToWhereATaskWasToldIsKeptWithTheNews(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	change(t, dir, `INSERT INTO tasks (id, name, does, schedule, missed, missed_cap, overlap, enabled, handled_until, created)
		VALUES (3, 'Nightly', 'command', '{}', 'skip', 1, 'skip', 1, 0, 0)`)
	told := map[task.ID]store.Told{3: {Run: 5, Missed: 100}, 99: {Run: 1}}
	news := []store.News{{At: 1, Kind: "missed", Title: "Nightly missed its schedule", Text: "…", Task: 3}}
	require.NoError(t, s.AddNews(t.Context(), news, told), "a task that is gone meanwhile is no obstacle")
	require.EqualValues(t, 1, news[0].ID)
	got, err := s.Told(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[task.ID]store.Told{3: {Run: 5, Missed: 100}}, got)
	require.NoError(t, s.AddNews(t.Context(), nil, map[task.ID]store.Told{3: {Run: 6, Missed: 100}}))
	got, err = s.Told(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 6, got[3].Run)
}

func TestNewsAndMarksAreKeptTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	change(t, dir, `CREATE TRIGGER full BEFORE INSERT ON news_told BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
	change(t, dir, `INSERT INTO tasks (id, name, does, schedule, missed, missed_cap, overlap, enabled, handled_until, created)
		VALUES (3, 'Nightly', 'command', '{}', 'skip', 1, 'skip', 1, 0, 0)`)
	news := []store.News{{Kind: "missed", Title: "Nightly missed its schedule"}}
	require.Error(t, s.AddNews(t.Context(), news, map[task.ID]store.Told{3: {Run: 5}}))
	require.Zero(t, news[0].ID)
	kept, err := s.News(t.Context())
	require.NoError(t, err)
	require.Empty(t, kept)
}

func TestJobsAtRestAreThoseThatEndedAndThoseThatTheAppPaused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	var ids []job.ID
	for range 4 {
		ids = append(ids, withJob(t, s, 1))
	}
	change(t, dir, `UPDATE jobs SET status = 'completed', ended = 7 WHERE id = 1`)
	change(t, dir, `UPDATE jobs SET status = 'paused', reason_kind = 'disk' WHERE id = 2`)
	change(t, dir, `UPDATE jobs SET status = 'paused' WHERE id = 3`)
	resting, err := s.JobsAtRest(t.Context())
	require.NoError(t, err)
	require.ElementsMatch(t, []store.AtRest{
		{Job: ids[0], Status: job.Completed, Ended: 7},
		{Job: ids[1], Status: job.Paused, Kind: job.ByDisk},
	}, resting)
}
