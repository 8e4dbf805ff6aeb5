package maintenance_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
)

func TestACompactionGivesWhatIsUnusedBackToTheDisk(t *testing.T) {
	t.Parallel()
	h := millionRows(t)
	h.recordedBefore()
	require.Contains(t, h.run("compaction", nil).Message, "nothing to do", "all of it is used")
	h.run("audit_cleanup", nil)
	tried := h.try("compaction", nil)
	require.Contains(t, tried.Message, "would rewrite the database")
	done := h.run("compaction", nil)
	require.Equal(t, tried.Counts["before"], done.Counts["before"])
	require.InEpsilon(t, tried.Counts["freed"], done.Counts["freed"], 0.01)
	status, err := os.Stat(h.database())
	require.NoError(t, err)
	require.Equal(t, done.Counts["after"], status.Size(), "the file is as small as it says")
	require.Less(t, status.Size(), int64(1<<20))
	h.whole()
	require.NoError(t, h.place.Store.AddEntry(t.Context(), job.Entry{What: "afterwards"}), "the store goes on")
	h.withJob(3)
}

// A compaction can't be cancelled by a person, but the program's end doesn't wait for it.
func TestTheProgramsEndStopsACompactionAndTheDatabaseIsAsItWas(t *testing.T) {
	t.Parallel()
	h := millionRows(t)
	ctx, cancel := context.WithCancel(t.Context())
	order := h.order("compaction", map[string]string{"unused_percent": "0"})
	var asked time.Time
	order.Step = func(context.Context) error {
		time.AfterFunc(50*time.Millisecond, func() { // in the middle: to rewrite 110 MB takes longer
			asked = time.Now()
			cancel()
		})
		return nil
	}
	result, err := h.work("compaction").Run(ctx, order)
	require.Truef(t, errors.Is(err, context.Canceled), "%v: %s", err, result.Message)
	require.Less(t, time.Since(asked), time.Second)
	require.Equal(t, "the database is as it was", result.Message)
	require.EqualValues(t, oldEntries, value[int64](h, `SELECT count(*) FROM audit`))
	h.whole()
}
