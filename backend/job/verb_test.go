package job_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/job"
)

// The table of the product page: which verb works from which status, and where it leads.
func TestEachVerbWorksFromItsStatusesAndNoOther(t *testing.T) {
	t.Parallel()
	leads := map[job.Verb]map[job.Status]job.Status{
		job.Pause:    {job.Queued: job.Paused, job.Running: job.Pausing, job.Pausing: job.Pausing, job.Paused: job.Paused},
		job.PauseNow: {job.Running: job.Pausing, job.Pausing: job.Pausing},
		job.Resume:   {job.Pausing: job.Running, job.Paused: job.Queued},
		job.Cancel: {
			job.Queued: job.Cancelled, job.Running: job.Cancelling, job.Pausing: job.Cancelling, job.Paused: job.Cancelled,
		},
		job.Retry:     {job.Completed: job.Queued, job.Cancelled: job.Queued, job.Failed: job.Queued},
		job.Delete:    {job.Completed: job.Completed, job.Cancelled: job.Cancelled, job.Failed: job.Failed},
		job.Archive:   {job.Completed: job.Completed, job.Cancelled: job.Cancelled, job.Failed: job.Failed},
		job.Unarchive: {job.Completed: job.Completed, job.Cancelled: job.Cancelled, job.Failed: job.Failed},
		job.RunRest:   {job.Cancelled: job.Cancelled, job.Failed: job.Failed},
	}
	for verb, want := range leads {
		for _, from := range job.Statuses {
			to, err := job.Next(verb, from)
			if expected, allowed := want[from]; allowed {
				require.NoError(t, err, "%s from %s", verb, from)
				require.Equal(t, expected, to, "%s from %s", verb, from)
				continue
			}
			var refused *job.RefusedError
			require.ErrorAs(t, err, &refused, "%s from %s", verb, from)
			require.Equal(t, &job.RefusedError{Verb: verb, Status: from}, refused)
		}
	}
}

func TestARefusalNamesTheVerbAndTheStatus(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		verb job.Verb
		from job.Status
		want string
	}{
		{job.Pause, job.Completed, "can't pause: already completed"},
		{job.Delete, job.Running, "can't delete a job that is running: cancel it first"},
		{job.Resume, job.Cancelled, "can't resume: already cancelled (run the rest as a new job)"},
		{job.PauseNow, job.Queued, "can't pause now a job that is queued"},
		{job.Retry, job.Running, "can't retry the failed items of a job that is running"},
	} {
		_, err := job.Next(test.verb, test.from)
		require.EqualError(t, err, test.want)
	}
}

// However verbs follow each other, a job that was cancelled stays cancelled until its failed items
// are retried, and paused and cancelled are reached with nothing but a drain or from rest.
func TestNoSequenceOfVerbsLeavesTheMachine(t *testing.T) {
	t.Parallel()
	verbs := append([]job.Verb{job.TakeSlot, job.Drain, job.Complete, job.Settle, job.Fail, job.Requeue, job.SetAside}, job.UserVerbs...)
	rapid.Check(t, func(r *rapid.T) {
		status := job.First(rapid.Bool().Draw(r, "paused"))
		for _, verb := range rapid.SliceOf(rapid.SampledFrom(verbs)).Draw(r, "verbs") {
			next, err := job.Next(verb, status)
			if err != nil {
				var refused *job.RefusedError
				require.True(t, errors.As(err, &refused))
				continue
			}
			require.True(t, next.Valid())
			if status == job.Cancelled && next != job.Cancelled {
				require.Equal(t, job.Retry, verb)
			}
			if status == job.Cancelling {
				require.Contains(t, []job.Status{job.Cancelling, job.Cancelled}, next, "a late completed never overwrites a cancel")
			}
			status = next
		}
	})
}

func TestAllowedListsWhatAPersonCanDo(t *testing.T) {
	t.Parallel()
	require.Equal(t, []job.Verb{job.Pause, job.PauseNow, job.Cancel, job.Duplicate}, job.Allowed(job.Running))
	require.Equal(t, []job.Verb{job.Pause, job.Resume, job.Cancel, job.Duplicate}, job.Allowed(job.Paused))
}

// A refusal's reason is for those who know what was tried.
func TestARefusalHasAReasonOfItsOwn(t *testing.T) {
	t.Parallel()
	for want, refused := range map[string]*job.RefusedError{
		"already completed":                             {Verb: job.Pause, Status: job.Completed},
		"running (cancel it first)":                     {Verb: job.Delete, Status: job.Running},
		"already cancelled (run the rest as a new job)": {Verb: job.Resume, Status: job.Cancelled},
		"queued":         {Verb: job.PauseNow, Status: job.Queued},
		"no item failed": {Verb: job.Retry, Status: job.Completed, Because: "no item failed"},
	} {
		require.Equal(t, want, refused.Reason())
	}
}

// What screens, questions and commands need of a verb is in its row.
func TestEachVerbOfAPersonHasItsWords(t *testing.T) {
	t.Parallel()
	for _, verb := range job.UserVerbs {
		row := verb.Row()
		require.NotEmpty(t, row.Label, verb)
		require.NotEmpty(t, row.Words, verb)
		require.NotEmpty(t, row.Past, verb)
		require.NotEmpty(t, row.Help, verb)
		require.NotEqual(t, row.Makes == nil, row.Moves == nil, "%s moves a job or makes another", verb)
		if row.Undo != "" {
			require.Contains(t, job.UserVerbs, row.Undo)
		}
	}
}

// The table of the docs says what the rows say.
func TestTheDocsHaveTheVerbsAsTheyAre(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "state-machine.md"))
	require.NoError(t, err)
	_, text, found := bytes.Cut(text, []byte("| verb | from | to |\n"))
	require.True(t, found)
	text, _, _ = bytes.Cut(text, []byte("\n\n"))
	from := make(map[string][]job.Status)
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		for name := range strings.SplitSeq(strings.TrimSpace(cells[1]), ", ") {
			for _, status := range job.Statuses {
				if strings.Contains(cells[2], "`"+string(status)+"`") || strings.TrimSpace(cells[2]) == "any" {
					from[name] = append(from[name], status)
				}
			}
		}
	}
	for _, verb := range job.UserVerbs {
		row := verb.Row()
		want := slices.Clone(row.Makes)
		for _, move := range row.Moves {
			want = append(want, move.From)
		}
		require.ElementsMatch(t, want, from[row.Words], "%s in docs/state-machine.md", row.Words)
	}
}
