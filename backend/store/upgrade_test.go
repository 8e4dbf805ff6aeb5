package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// Databases that earlier versions of the schema left, each made by the program of its time: a
// completed job of four rows, and a second one that was started paused.
func TestADatabaseOfEachEarlierSchemaIsBroughtForwardWithAllThatIsInIt(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"schema1.db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			old, err := os.ReadFile(filepath.Join("testdata", name))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(dir, store.FileName), old, 0o600))
			s, err := store.Open(t.Context(), dir)
			require.NoError(t, err)
			defer func() { require.NoError(t, s.Close()) }()

			done, err := s.Job(t.Context(), 1)
			require.NoError(t, err)
			require.Equal(t, job.Completed, done.Status)
			require.Equal(t, job.Counts{Total: 4, Succeeded: 2, Failed: 1, Skipped: 1}, done.Counts)
			waits, err := s.Job(t.Context(), 2)
			require.NoError(t, err)
			require.Equal(t, job.Paused, waits.Status)
			items, more, err := s.Items(t.Context(), 1, store.ItemFilter{}, 0, 10)
			require.NoError(t, err)
			require.False(t, more)
			require.Len(t, items, 4)
			require.Equal(t, `["Globex","globex.com"]`, items[2].Row.Input)
			timeline, err := s.Timeline(t.Context(), 1, 10)
			require.NoError(t, err)
			require.NotEmpty(t, timeline)
			tasks, err := s.Tasks(t.Context())
			require.NoError(t, err)
			require.Empty(t, tasks, "the tasks that ship are made by the scheduler")
		})
	}
}
