//go:build unix

package deck_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/logging"
	"jobdeck/backend/table"
	"jobdeck/backend/task"
)

// opened is a deck over a new data folder that works nothing by itself.
func opened(t *testing.T) *deck.Local {
	t.Helper()
	return openedAt(t, t.TempDir())
}

func openedAt(t *testing.T, dataDir string) *deck.Local {
	t.Helper()
	local, err := deck.Open(t.Context(), deck.Options{DataDir: dataDir, LogDir: t.TempDir(), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, local.Close()) })
	return local
}

// work finds what a task can do.
func work(t *testing.T, d deck.Door, does string) task.Work {
	t.Helper()
	works, err := deck.Works.Ask(t.Context(), d)
	require.NoError(t, err)
	for _, w := range works {
		if w.Does == does {
			return w
		}
	}
	t.Fatalf("no work is called %q", does)
	return task.Work{}
}

// order gives an order with a work's defaults and some settings.
func order(id task.ID, w task.Work, set map[string]string) task.Order {
	settings := make(map[string]string)
	for _, setting := range w.Settings {
		settings[setting.Key] = setting.Default
	}
	maps.Copy(settings, set)
	return task.Order{
		Task: id, Name: "Every Monday", Settings: settings, Actor: job.Actor{Who: "anna", From: job.FromSchedule},
		Progress: func(int64, int64) {}, Step: func(ctx context.Context) error { return ctx.Err() },
	}
}

// put writes a list that was complete a while ago.
func put(t *testing.T, folder, name, content string, age time.Duration) string {
	t.Helper()
	path := filepath.Join(folder, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	at := time.Now().Add(-age)
	require.NoError(t, os.Chtimes(path, at, at))
	return path
}

const (
	goodList = "company_name,domain\nAcme,acme.com\nGlobex,globex.com\n"
	badList  = "colour\nred\n"
)

// ownTask makes a task of a person, for its files to be remembered under.
func ownTask(t *testing.T, d deck.Door, name string, set map[string]string) task.ID {
	t.Helper()
	view, err := deck.SaveTask.Ask(job.WithActor(t.Context(), anna), d, task.Draft{
		Name: name, Does: "job", Settings: set, Enabled: false,
		Schedule: task.Schedule{Kind: task.Cron, Cron: "0 9 * * 1"}, Missed: task.RunOnce, MissedCap: 1, Overlap: task.SkipOverlap,
	})
	require.NoError(t, err)
	return view.ID
}

func TestATaskStartsAJobFromAFile(t *testing.T) {
	t.Parallel()
	d := opened(t)
	list := put(t, t.TempDir(), "targets.csv", goodList, 0)
	w := work(t, d, "job")
	result, err := w.Run(t.Context(), order(1, w, map[string]string{"recipe": "preprocess", "file": list}))
	require.NoError(t, err)
	require.Equal(t, "started job 1, targets, with 2 rows", result.Message)
	require.EqualValues(t, 1, result.Job)
	detail, err := d.Detail(t.Context(), result.Job)
	require.NoError(t, err)
	require.Equal(t, job.Queued, detail.Status)
	require.Equal(t, "anna", detail.Timeline[0].Who)
	require.Equal(t, job.FromSchedule, detail.Timeline[0].Origin)
}

func TestATaskTakesTheNewestCompleteFileOfAFolder(t *testing.T) {
	t.Parallel()
	d := opened(t)
	folder := t.TempDir()
	put(t, folder, "old.csv", goodList, time.Hour)
	put(t, folder, "new.CSV", goodList, time.Minute)
	put(t, folder, "half.csv", goodList, 0) // still being written
	put(t, folder, "~$open.csv", goodList, 30*time.Second)
	put(t, folder, "notes.txt", goodList, 20*time.Second)
	w := work(t, d, "job")
	result, err := w.Run(t.Context(), order(1, w, map[string]string{"recipe": "preprocess", "source": "newest", "folder": folder, "start_paused": "true"}))
	require.NoError(t, err)
	detail, err := d.Detail(t.Context(), result.Job)
	require.NoError(t, err)
	require.Equal(t, "new", detail.Name)
	require.Equal(t, job.Paused, detail.Status)
}

func TestATaskTakesEachNewFileOnceAndABadOneDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	d := opened(t)
	folder := t.TempDir()
	w := work(t, d, "job")
	set := map[string]string{"recipe": "preprocess", "source": "each", "folder": folder}
	id := ownTask(t, d, "Inbox", set)
	run := func() (task.Result, error) { return w.Run(t.Context(), order(id, w, set)) }
	jobs := func() int {
		ids, err := d.JobIDs(t.Context(), "")
		require.NoError(t, err)
		return len(ids)
	}

	put(t, folder, "a.csv", goodList, time.Hour)
	put(t, folder, "b.csv", badList, 30*time.Minute)
	put(t, folder, "c.csv", goodList, time.Minute)
	dry := order(id, w, set)
	dry.DryRun = true
	result, err := w.Run(t.Context(), dry)
	require.NoError(t, err)
	require.Equal(t, "would start a job from a.csv, b.csv, c.csv", result.Message)
	require.Zero(t, jobs(), "a dry run changes nothing")

	result, err = run()
	require.ErrorContains(t, err, "b.csv has no column for company_name")
	require.Equal(t, "started 2 jobs, 1 to 2", result.Message)
	require.Equal(t, 2, jobs())

	result, err = run()
	require.NoError(t, err, "a list that can't be read is not tried again until it changes")
	require.Equal(t, "there is no new file", result.Message)

	put(t, folder, "b.csv", goodList, 20*time.Second)
	result, err = run()
	require.NoError(t, err)
	require.Equal(t, "started job 3, b, with 2 rows", result.Message)
	require.Equal(t, 3, jobs())
}

func TestATaskSaysWhatIsWrongWithWhatItShallDo(t *testing.T) {
	t.Parallel()
	d := opened(t)
	for name, test := range map[string]struct {
		does string
		set  map[string]string
		want string
	}{
		"unknown recipe":     {"job", map[string]string{"recipe": "fly", "file": "/list.csv"}, `no recipe is called "fly"`},
		"no file":            {"job", map[string]string{"recipe": "preprocess"}, "File is needed"},
		"no folder":          {"job", map[string]string{"recipe": "preprocess", "source": "each"}, "Folder is needed"},
		"relative file":      {"job", map[string]string{"recipe": "preprocess", "file": "list.csv"}, `File is "list.csv": it must be a whole path`},
		"bad pattern":        {"job", map[string]string{"recipe": "preprocess", "source": "each", "folder": "/in", "match": "[.csv"}, `"[.csv" is none`},
		"no command":         {"command", map[string]string{}, "Command is needed"},
		"shell without name": {"command", map[string]string{"command": "a | b"}, "means something to a shell only"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work(t, d, test.does)
			_, err := w.Clean(test.set)
			require.ErrorContains(t, err, test.want)
			require.ErrorAs(t, err, new(*job.UsageError))
		})
	}
}

func TestATaskRunsACommandAndKeepsItsLastWords(t *testing.T) {
	t.Parallel()
	d := opened(t)
	w := work(t, d, "command")
	result, err := w.Run(t.Context(), order(7, w, map[string]string{"command": `echo one; echo "$JOBDECK_TASK"`, "shell": "true"}))
	require.NoError(t, err)
	require.Equal(t, "Every Monday", result.Message)

	_, err = w.Run(t.Context(), order(7, w, map[string]string{"command": "echo broken >&2; exit 3", "shell": "true"}))
	require.ErrorContains(t, err, "exit code 3: broken")

	result, err = w.Run(t.Context(), order(7, w, map[string]string{"command": "head -c 9000000 /dev/zero; echo; echo done", "shell": "true"}))
	require.NoError(t, err, "it may write as much as it likes")
	require.Equal(t, "done", result.Message)
}

func TestCancellingACommandEndsAllThatItStarted(t *testing.T) {
	t.Parallel()
	d := opened(t)
	w := work(t, d, "command")
	pipe := filepath.Join(t.TempDir(), "alive")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		// The child holds the pipe's writing end: reading it ends when the last one of the tree is gone.
		_, err := w.Run(ctx, order(7, w, map[string]string{"command": "sh -c 'echo up; sleep 600' > " + pipe + " & wait", "shell": "true"}))
		ended <- err
	}()
	reader, err := os.Open(pipe)
	require.NoError(t, err)
	defer reader.Close()
	buffer := make([]byte, 16)
	_, err = reader.Read(buffer)
	require.NoError(t, err)
	cancelled := time.Now()
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	_, err = reader.Read(buffer)
	require.Error(t, err, "nobody is left to write")
	require.Less(t, time.Since(cancelled), 2*time.Second)
}

func TestEmptyCellsAtARowsEndTakeNoRoomAndAreThereAgain(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := openedAt(t, data)
	const keys = 1500
	var list strings.Builder
	for i := range keys {
		fmt.Fprintf(&list, "{\"company-%d.example\":\"yes\"}\n", i)
	}
	made, err := d.Create(t.Context(), deck.Draft{
		Path: put(t, t.TempDir(), "wide.jsonl", list.String(), time.Hour), Recipe: "preprocess", StartPaused: true,
		Mapping: map[string]job.Field{"company-0.example": job.CompanyName},
	})
	require.NoError(t, err)
	page, err := d.Items(t.Context(), deck.ItemQuery{Job: made.ID, Limit: 2})
	require.NoError(t, err)
	for i, item := range page.Items {
		require.Len(t, item.Cells, keys)
		require.Equal(t, "yes", item.Cells[i])
	}
	item, err := d.Item(t.Context(), deck.ItemRequest{Job: made.ID, Seq: 1})
	require.NoError(t, err)
	require.Len(t, item.Cells, keys)
	out := filepath.Join(t.TempDir(), "out.csv")
	_, err = d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: made.ID, Path: out})
	require.NoError(t, err)
	reader, err := table.Open(out, table.Reading{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, reader.Close()) })
	row, err := reader.Next()
	require.NoError(t, err)
	require.Len(t, row.Cells, keys)
	require.Equal(t, "yes", row.Cells[0])
	var stored int64
	for _, name := range []string{"jobdeck.db", "jobdeck.db-wal"} {
		if info, err := os.Stat(filepath.Join(data, name)); err == nil {
			stored += info.Size()
		}
	}
	require.Less(t, stored, int64(12<<20), "half of what the rows take with all their cells")
}

func TestAListWithTooManyColumnsLeavesNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := openedAt(t, data)
	var list strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&list, "{\"key %d\":\"1\"}\n", i)
	}
	_, err := d.Create(t.Context(), deck.Draft{
		Path: put(t, t.TempDir(), "keys.jsonl", list.String(), time.Hour), Recipe: "preprocess",
		Mapping: map[string]job.Field{"key 0": job.CompanyName},
	})
	require.ErrorContains(t, err, "has more than 2000 different keys, and each would be a column: the first one too many is “key 2000” in line 2001")
	ids, err := d.JobIDs(t.Context(), "")
	require.NoError(t, err)
	require.Empty(t, ids)
}
