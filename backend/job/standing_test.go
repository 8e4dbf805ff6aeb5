package job_test

import (
	"testing"

	"jobdeck/backend/job"
)

func TestAJobSaysHowItStandsAndNotOnlyItsStatus(t *testing.T) {
	t.Parallel()
	completed := func(succeeded, failed, skipped int64) job.Snapshot {
		return job.Snapshot{Status: job.Completed, Total: succeeded + failed + skipped, Succeeded: succeeded, Failed: failed, Skipped: skipped}
	}
	for name, c := range map[string]struct {
		s     job.Snapshot
		held  bool
		words string
	}{
		"all is well":                     {completed(120, 0, 0), false, "completed"},
		"some were skipped":               {completed(100, 0, 20), false, "completed"},
		"one failed":                      {completed(119, 1, 0), false, "completed with failures"},
		"all but one failed":              {completed(1, 119, 0), false, "completed with failures"},
		"all failed":                      {completed(0, 120, 0), false, "completed, nothing succeeded"},
		"failed or skipped":               {completed(0, 100, 20), false, "completed, nothing succeeded"},
		"an empty list":                   {completed(0, 0, 0), false, "completed"},
		"failures so far":                 {job.Snapshot{Status: job.Running, Total: 9, Failed: 5}, false, "running"},
		"cancelled with failures":         {job.Snapshot{Status: job.Cancelled, Total: 9, Failed: 5}, false, "cancelled"},
		"running while all is held":       {job.Snapshot{Status: job.Running, Total: 9}, true, "held"},
		"pausing while all is held":       {job.Snapshot{Status: job.Pausing, Total: 9}, true, "pausing"},
		"paused by hand while all held":   {job.Snapshot{Status: job.Paused, Total: 9}, true, "paused"},
		"paused by hand":                  {job.Snapshot{Status: job.Paused}, false, "paused"},
		"a key was rejected":              {job.Snapshot{Status: job.Paused, ReasonKind: job.ByCredentials}, false, "paused, needs you"},
		"too many failed":                 {job.Snapshot{Status: job.Paused, ReasonKind: job.ByErrorRate}, false, "paused, needs you"},
		"the budget is reached":           {job.Snapshot{Status: job.Paused, ReasonKind: job.ByBudget}, false, "paused, needs you"},
		"the disk is full":                {job.Snapshot{Status: job.Paused, ReasonKind: job.ByDisk}, false, "paused, needs you"},
		"too many failed, until a time":   {job.Snapshot{Status: job.Paused, ReasonKind: job.ByErrorRate, ResumesAt: 1}, false, "paused"},
		"offline":                         {job.Snapshot{Status: job.Paused, ReasonKind: job.ByOffline}, false, "paused"},
		"outside its window":              {job.Snapshot{Status: job.Paused, ReasonKind: job.ByWindow, ResumesAt: 1}, false, "paused"},
		"set aside by a restart":          {job.Snapshot{Status: job.Paused, ReasonKind: job.ByRestart}, false, "paused"},
		"still pausing after a rejection": {job.Snapshot{Status: job.Pausing, ReasonKind: job.ByCredentials}, false, "pausing"},
	} {
		if words := job.StandingOf(&c.s, c.held).Words(); words != c.words {
			t.Errorf("%s: it stands as %q, want %q", name, words, c.words)
		}
	}
}
