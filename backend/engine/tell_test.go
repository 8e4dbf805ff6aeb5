package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

func TestAJobThatWasToldToHaveEndedIsNeverToldToWait(t *testing.T) {
	t.Parallel()
	for name, another := range map[string]func(*bundle, job.ID) job.ID{
		"created": func(b *bundle, _ job.ID) job.ID { return b.create(1) },
		"run again": func(b *bundle, first job.ID) job.ID {
			report, err := b.Apply(b.t.Context(), job.Command{Verb: job.RunRest, Actor: someone, Jobs: []job.ID{first}})
			require.NoError(b.t, err)
			return report.Done[0]
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			first := b.create(1)
			b.do(job.Cancel, first)
			b.Start()
			ctx, end := context.WithCancel(t.Context())
			stale := make(chan []job.Snapshot)
			go func() { stale <- toldToo(t.Context(), b.bus.Subscribe(ctx)) }()
			for range 60 {
				b.reaches(another(b, first), job.Completed)
			}
			end()
			require.Empty(t, <-stale)
		})
	}
}

// toldToo follows events to their end, and gives the jobs that were told to be something else after
// they had ended.
func toldToo(ctx context.Context, events *live.Subscription) (stale []job.Snapshot) {
	ended := map[job.ID]bool{}
	for {
		batch, err := events.Next(ctx)
		if err != nil || len(batch) == 0 {
			return stale
		}
		for _, event := range batch {
			switch {
			case event.Job == nil:
			case event.Job.Status.Ended():
				ended[event.Job.ID] = true
			case ended[event.Job.ID]:
				stale = append(stale, *event.Job)
			}
		}
	}
}
