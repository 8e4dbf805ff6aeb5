//go:build unix

package remote_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
	"jobdeck/backend/remote"
)

// promisesFile is what verbs do to jobs, as a file: the window's stand-in for a deck is held to it, too.
const promisesFile = "../../frontend/e2e/fake/promises.json"

var write = flag.Bool("write", false, "write "+promisesFile)

// promise is a job's way through verbs. A step that is no verb is "passes": what is in flight ends, what can begin
// begins; in "fails" it ends badly.
type promise struct {
	Name string `json:"name"`
	// Works says that the deck works its jobs: a job begins at once.
	Works bool       `json:"works"`
	From  job.Status `json:"from"`
	Rows  int        `json:"rows"`
	Steps []step     `json:"steps"`
}

type step struct {
	Do string `json:"do"`
	// Done is that it was done, Refused that the job's state forbids it.
	Done    bool `json:"done"`
	Refused bool `json:"refused"`
	// Makes says that another job was made.
	Makes bool `json:"makes"`
	// Becomes is the status that the job has right after it.
	Becomes  job.Status `json:"becomes"`
	Archived bool       `json:"archived"`
	Deleted  bool       `json:"deleted"`
	// Verbs are what can be done then; null where it is on its way to the next status already.
	Verbs []job.Verb `json:"verbs"`
}

// ways are the promises, without what comes of them.
var ways = []struct {
	name  string
	works bool
	from  job.Status
	rows  int
	steps []string
}{
	{"a queued job", false, job.Queued, 3, []string{
		"resume", "pause_now", "retry", "pause", "pause", "resume", "duplicate", "delete", "cancel", "resume",
		"run_rest", "retry", "archive", "archive", "unarchive", "unarchive", "undelete", "delete", "delete", "archive", "undelete", "archive",
	}},
	{"a job that waits at rest", false, job.Paused, 3, []string{"pause_now", "resume", "pause", "cancel", "cancel", "delete", "run_rest"}},
	{"a running job", true, job.Running, 3, []string{
		"resume", "archive", "pause", "pause", "pause_now", "passes", "resume", "passes", "pause", "resume", "passes", "cancel", "passes", "run_rest",
	}},
	{"a job that is paused now", true, job.Running, 2, []string{"pause_now", "passes", "pause_now", "resume", "passes"}},
	{"a job with a failed row", true, job.Running, 1, []string{"fails", "resume", "run_rest", "retry", "passes", "passes", "retry", "delete", "retry", "undelete"}},
}

// One suite for all decks: what a verb does is the same whoever is asked.
//
//nolint:tparallel // what is compared at the end must be there
func TestEveryDeckKeepsThePromisesOfItsVerbs(t *testing.T) {
	t.Parallel()
	doors := []func(*testing.T, *deck.Local, string) deck.Door{
		func(_ *testing.T, l *deck.Local, _ string) deck.Door { return l },
		overTheSocket,
	}
	promises := make([][]promise, len(doors))
	t.Run("each way", func(t *testing.T) {
		for i, door := range doors {
			promises[i] = make([]promise, len(ways))
			for n, way := range ways {
				t.Run(way.name, func(t *testing.T) {
					t.Parallel()
					walk := begin(t, way.works, way.from, way.rows, door)
					p := promise{Name: way.name, Works: way.works, From: way.from, Rows: way.rows}
					for _, do := range way.steps {
						p.Steps = append(p.Steps, walk.step(do))
					}
					promises[i][n] = p
				})
			}
		}
	})
	if t.Failed() {
		return
	}
	require.Equal(t, promises[0], promises[1], "through the socket comes something else")
	text, err := json.MarshalIndent(promises[0], "", "  ")
	require.NoError(t, err)
	text = append(text, '\n')
	if *write {
		require.NoError(t, os.WriteFile(promisesFile, text, 0o644))
	}
	held, err := os.ReadFile(promisesFile)
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(string(held), "\r\n", "\n"), string(text), "stale: go test ./backend/remote -run Promises -write")
}

func overTheSocket(t *testing.T, l *deck.Local, dir string) deck.Door {
	t.Helper()
	server, err := remote.Serve(t.Context(), l, dir, "1.2.3")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	client, err := remote.Dial(t.Context(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

// waits is a program that ends when it may, as it is told to.
const waits = `until mv '%[1]s' '%[1]s.taken' 2>&-; do sleep 0.01; done; read how < '%[1]s.taken'; test "$how" != fails`

// walk is a job on its way, one of whose rows is in flight until its gate opens.
type walk struct {
	t      *testing.T
	door   deck.Door
	events *live.Subscription
	id     job.ID
	gate   string     // a file that lets one program end, and says how
	was    job.Status // after the step before
}

func begin(t *testing.T, works bool, from job.Status, rows int, front func(*testing.T, *deck.Local, string) deck.Door) *walk {
	t.Helper()
	dir := t.TempDir()
	local, err := deck.Open(t.Context(), deck.Options{
		DataDir: dir, LogDir: t.TempDir(), Log: logging.Discard(), Clock: clockwork.NewRealClock(), Work: works, ByHand: true,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, local.Close()) })
	w := &walk{t: t, door: front(t, local, dir), gate: filepath.Join(t.TempDir(), "gate")}
	w.events, err = w.door.Follow(t.Context())
	require.NoError(t, err)
	list := filepath.Join(t.TempDir(), "list.csv")
	require.NoError(t, os.WriteFile(list, slices.Concat([]byte("company_name\n"), bytes.Repeat([]byte("Acme\n"), rows)), 0o600))
	one := 1
	made, err := deck.Create.Ask(t.Context(), w.door, deck.Draft{
		Path: list, Recipe: "command", Set: map[string]string{"shell": "true", "command": fmt.Sprintf(waits, w.gate)},
		Options: job.Changes{Concurrency: &one}, StartPaused: from == job.Paused,
	})
	require.NoError(t, err)
	w.id = made.ID
	if works {
		w.until(func(s job.Snapshot) bool { return s.InFlight > 0 })
	}
	w.was = w.now().Status
	require.Equal(t, from, w.was)
	return w
}

func (w *walk) step(do string) step {
	w.t.Helper()
	s := step{Do: do}
	before := w.now()
	if do == "passes" || do == "fails" {
		s.Done = true
		w.pass(before, do)
	} else {
		report, err := deck.Apply.Ask(w.t.Context(), w.door, job.Command{Verb: job.Verb(do), Jobs: []job.ID{w.id}})
		require.NoError(w.t, err)
		s.Done = len(report.Done) == 1
		s.Makes = s.Done && report.Done[0] != w.id
		s.Refused = len(report.LeftOut) == 1 && report.LeftOut[0].Refused
	}
	after := w.now()
	s.Becomes, s.Archived, s.Deleted, s.Verbs = after.Status, after.Archived, after.Deleted > 0, after.Verbs
	verb := job.Verb(do)
	if s.Done && (verb == job.PauseNow || verb == job.Cancel || verb == job.Resume || verb == job.Retry) && !s.Makes {
		// It may be further already: what the change came to stands in the timeline.
		s.Becomes, s.Verbs = w.entry(verb), nil
	}
	w.was = s.Becomes
	return s
}

// pass lets what is in flight end and what waits begin.
func (w *walk) pass(before job.Snapshot, how string) {
	w.t.Helper()
	if w.was == job.Pausing || w.was == job.Cancelling || w.was == job.Running {
		w.end(before, how)
	}
	w.until(func(s job.Snapshot) bool {
		return s.Status == job.Paused || s.Status.Ended() || s.Status == job.Running && s.InFlight > 0 && (w.was != job.Running || s.Succeeded+s.Failed > before.Succeeded+before.Failed)
	})
}

// end ends the row that is in flight, if its program was not ended before.
func (w *walk) end(before job.Snapshot, how string) {
	w.t.Helper()
	require.NoError(w.t, os.WriteFile(w.gate+".new", []byte(how+"\n"), 0o600))
	require.NoError(w.t, os.Rename(w.gate+".new", w.gate))
	w.until(func(s job.Snapshot) bool {
		return s.Succeeded+s.Failed > before.Succeeded+before.Failed || !s.Status.AtWork()
	})
	require.NoError(w.t, os.RemoveAll(w.gate))
}

func (w *walk) now() job.Snapshot {
	w.t.Helper()
	jobs, err := deck.Jobs.Ask(w.t.Context(), w.door, []job.ID{w.id})
	require.NoError(w.t, err)
	require.Len(w.t, jobs, 1)
	return jobs[0]
}

func (w *walk) until(reached func(job.Snapshot) bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for !reached(w.now()) {
		_, err := w.events.Next(ctx)
		require.NoError(w.t, err, "%+v", w.now())
	}
}

// entry is the status that the last change by a verb came to.
func (w *walk) entry(verb job.Verb) job.Status {
	w.t.Helper()
	detail, err := deck.Detail.Ask(w.t.Context(), w.door, w.id)
	require.NoError(w.t, err)
	for _, entry := range slices.Backward(detail.Timeline) {
		if entry.What == string(verb) {
			return job.Status(entry.After)
		}
	}
	w.t.Fatalf("the timeline has no %s", verb)
	return ""
}
