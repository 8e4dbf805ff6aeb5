package deck_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"jobdeck/backend/job"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/deck"
	"jobdeck/backend/instants"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
)

func TestWhatWasDoneTodayIsForgottenAtMidnightAndNotBefore(t *testing.T) {
	t.Parallel()
	list := filepath.Join(t.TempDir(), "leads.csv")
	require.NoError(t, os.WriteFile(list, []byte("company_name,domain\nAcme,acme.com\n"), 0o600))
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			d, err := deck.Open(t.Context(), deck.Options{DataDir: t.TempDir(), LogDir: t.TempDir(), Log: logging.Discard(), Work: true, ByHand: true, Clock: clock})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, d.Close()) })
			events, err := d.Follow(t.Context())
			require.NoError(t, err)
			s, err := d.Create(job.WithActor(t.Context(), anna), deck.Draft{Path: list, Recipe: "preprocess"})
			require.NoError(t, err)
			for ended := false; !ended; {
				batch, err := events.Next(t.Context())
				require.NoError(t, err)
				for _, event := range batch {
					ended = ended || event.Topic == live.JobChanged && event.Job.ID == s.ID && event.Job.Status.Ended()
				}
			}
			doneToday := func() int64 {
				overview, err := d.Overview(t.Context())
				require.NoError(t, err)
				return overview.DoneToday
			}
			require.EqualValues(t, 1, doneToday())
			midnight := instants.Midnight(clock.Now())
			clock.Advance(midnight.Sub(clock.Now()) - time.Millisecond)
			require.EqualValues(t, 1, doneToday(), clock.Now())
			clock.Advance(time.Millisecond)
			require.Zero(t, doneToday(), clock.Now())
		})
	}
}

func TestTheHistoryIsWrittenInTheTimeOfThePlace(t *testing.T) {
	t.Parallel()
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			d, err := deck.Open(t.Context(), deck.Options{DataDir: t.TempDir(), LogDir: t.TempDir(), Log: logging.Discard(), Clock: clock})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, d.Close()) })
			_, err = d.Hold(job.WithActor(t.Context(), anna), deck.HoldRequest{Why: "lunch"})
			require.NoError(t, err)
			path := filepath.Join(t.TempDir(), "history.csv")
			_, err = d.ExportActivity(job.WithActor(t.Context(), anna), deck.ActivityExport{Path: path})
			require.NoError(t, err)
			written, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Contains(t, string(written), clock.Now().Format("2006-01-02T15:04:05.000Z07:00")+",change,anna")
		})
	}
}
