package engine_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	_ "github.com/mattn/go-sqlite3"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// occupy holds the database for writing, as a compaction, a backup tool or a long copy do, until
// the test lets it go.
func (b *bundle) occupy() (release func()) {
	b.t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(b.dir, store.FileName)+"?_busy_timeout=5000&_txlock=immediate")
	require.NoError(b.t, err)
	tx, err := db.BeginTx(context.Background(), nil)
	require.NoError(b.t, err)
	return func() {
		require.NoError(b.t, tx.Rollback())
		require.NoError(b.t, db.Close())
	}
}

func TestScreensAnswerWhileAVerbWaitsForTheDatabase(t *testing.T) {
	t.Parallel()
	two := 2
	for name, verb := range map[string]func(context.Context, *bundle, job.ID) error{
		"pause": func(ctx context.Context, b *bundle, id job.ID) error {
			_, err := b.Apply(ctx, job.Command{Verb: job.Pause, Actor: someone, Jobs: []job.ID{id}})
			return err
		},
		"hold": func(ctx context.Context, b *bundle, _ job.ID) error {
			_, err := b.Hold(ctx, job.Hold{}, someone)
			return err
		},
		"adjust": func(ctx context.Context, b *bundle, id job.ID) error {
			_, err := b.Adjust(ctx, id, job.Changes{Concurrency: &two}, someone)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			id, h := b.underWay(3, 1, oneAtATime)
			other := b.create(1, func(n *engine.NewJob) { n.StartPaused = true })
			release := b.occupy()
			ended := make(chan error, 1)
			go func() { ended <- verb(t.Context(), b, id) }()
			b.AwaitVerb()

			require.Equal(t, job.Running, b.snapshot(id).Status)
			require.Equal(t, job.Paused, b.snapshot(other).Status)
			require.Len(t, b.Flights(id), 1)
			require.False(t, b.Held().Held)
			b.Rate()
			b.SetSlots(3)
			select {
			case <-ended:
				require.Fail(t, "the verb did not wait")
			default:
			}
			release()
			require.NoError(t, <-ended)
			close(h.let)
		})
	}
}
