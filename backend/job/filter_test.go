package job_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
)

func TestAFilterIsReadFromWhatAPersonTypes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]job.Filter{
		``:                          {},
		`status:paused`:             {Statuses: []job.Status{job.Paused}},
		`Status:Running,queued q4`:  {Statuses: []job.Status{job.Running, job.Queued}, Words: []string{"q4"}},
		`kind:command "trade fair"`: {Kinds: []string{"command"}, Words: []string{"trade fair"}},
		`is:archived`:               {Archived: true},
		`is:ended`:                  {Statuses: []job.Status{job.Completed, job.Cancelled, job.Failed}},
		`12:`:                       {Words: []string{"12:"}},
	} {
		filter, err := job.ParseFilter(text)
		require.NoError(t, err, text)
		require.Equal(t, want, filter, text)
	}
}

func TestAFilterThatMakesNoSenseSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"status:done": `no status is called "done" (running, pausing`,
		"is:old":      "is:old is not known (active, ended, archived, deleted)",
		"owner:ada":   `"owner:" is not known (status, kind, is)`,
	} {
		_, err := job.ParseFilter(text)
		require.ErrorContains(t, err, says)
	}
}
