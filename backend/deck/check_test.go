package deck

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

var ada = job.Actor{Who: "ada", From: job.FromWindow}

// crashed is a data folder with a paused job and one that was running, as a crash left it.
func crashed(t *testing.T) (dir string) {
	t.Helper()
	from := t.TempDir()
	list := filepath.Join(from, "list.csv")
	require.NoError(t, os.WriteFile(list, []byte("Company Name,Website\nOne,one.com\nTwo,two.com\n"), 0o600))
	l, err := Open(t.Context(), Options{DataDir: filepath.Join(from, "data"), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	defer func() { require.NoError(t, l.Close()) }()
	for _, paused := range []bool{true, false} {
		_, err := l.Create(job.WithActor(t.Context(), ada), Draft{Path: list, Recipe: "preprocess", StartPaused: paused})
		require.NoError(t, err)
	}
	dir = t.TempDir()
	for _, name := range []string{store.FileName, store.FileName + "-wal"} {
		content, err := os.ReadFile(filepath.Join(from, "data", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	return dir
}

// halt stops whoever logs that a check begins until it is told to go on.
type halt struct{ begun, goOn chan struct{} }

func (h halt) Levels() []logrus.Level { return []logrus.Level{logrus.WarnLevel} }

func (h halt) Fire(entry *logrus.Entry) error {
	if strings.Contains(entry.Message, "checked before") {
		close(h.begun)
		<-h.goOn
	}
	return nil
}

func TestWhileTheDatabaseIsCheckedEverythingCanBeSeenAndNothingChanged(t *testing.T) {
	t.Parallel()
	dir := crashed(t)
	h := halt{make(chan struct{}), make(chan struct{})}
	log := logging.Discard()
	log.AddHook(h)
	clock := clockwork.NewFakeClock()
	opened := make(chan *Local)
	go func() {
		l, err := Open(context.WithoutCancel(t.Context()), Options{DataDir: dir, Work: true, Log: log, Clock: clock})
		if err != nil {
			t.Error(err)
		}
		opened <- l
	}()
	<-h.begun
	require.NoError(t, clock.BlockUntilContext(t.Context(), 1))
	clock.Advance(shortly)
	l := <-opened
	defer func() { require.NoError(t, l.Close()) }()

	overview, err := l.Overview(t.Context())
	require.NoError(t, err)
	require.True(t, overview.Database.Checking)
	ids, err := l.JobIDs(t.Context(), "")
	require.NoError(t, err)
	jobs, err := l.Jobs(t.Context(), ids)
	require.NoError(t, err)
	require.Len(t, jobs, 2)
	page, err := l.Items(t.Context(), ItemQuery{Job: 1, Limit: 10})
	require.NoError(t, err)
	require.Len(t, page.Items, 2)
	_, err = l.Tasks(t.Context())
	require.NoError(t, err)
	out := filepath.Join(t.TempDir(), "out.csv")
	_, err = l.Export(job.WithActor(t.Context(), ada), ExportRequest{Job: 1, Path: out})
	require.NoError(t, err, "what is there can be taken out")

	before := map[string]string{}
	for _, name := range []string{store.FileName, store.FileName + "-wal"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		before[name] = string(content)
	}
	for what, change := range map[string]func() error{
		"resume": func() error {
			_, err := l.Apply(job.WithActor(t.Context(), ada), job.Command{Verb: job.Resume, Jobs: ids})
			return err
		},
		"create": func() error {
			_, err := l.Create(job.WithActor(t.Context(), ada), Draft{Path: out, Recipe: "preprocess"})
			return err
		},
		"hold": func() error {
			_, err := l.Hold(job.WithActor(t.Context(), ada), HoldRequest{})
			return err
		},
		"setting": func() error {
			return l.SetSetting(job.WithActor(t.Context(), ada), SettingChange{Key: "slots", Value: "2"})
		},
		"recipe": func() error {
			return l.SaveRecipe(t.Context(), Recipe{Name: "mine", Options: job.Options{Processor: "preprocess", Concurrency: 1}})
		},
		"secret": func() error {
			return l.SetSecret(job.WithActor(t.Context(), ada), SettingChange{Key: "smtp_password", Value: "x"})
		},
		"task": func() error {
			_, err := l.ApplyTask(job.WithActor(t.Context(), ada), task.Command{Verb: task.PauseTask, Tasks: []task.ID{1}})
			return err
		},
	} {
		err := change()
		require.ErrorIs(t, err, ErrChecking, what)
		require.ErrorContains(t, err, "nothing is changed until that is done", what)
	}
	for name, content := range before {
		now, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.True(t, content == string(now), "%s was changed", name)
	}

	events, err := l.Follow(t.Context())
	require.NoError(t, err)
	close(h.goOn)
	require.NoError(t, l.Settled(t.Context()))
	require.False(t, l.Database().Checking)
	_, err = l.Hold(job.WithActor(t.Context(), ada), HoldRequest{})
	require.NoError(t, err)
	tasks, err := l.Tasks(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, tasks)
	// Who has been looking is told how far it was, and to look again.
	told := map[live.Topic]bool{}
	for !told[live.WorkProgress] || !told[live.JobsChanged] || !told[live.SettingsChanged] {
		batch, err := events.Next(t.Context())
		require.NoError(t, err)
		for _, event := range batch {
			told[event.Topic] = true
		}
	}
}

func TestADamagedDatabaseIsReadAsFarAsItGoesAndNeverWritten(t *testing.T) {
	t.Parallel()
	dir := crashed(t)
	l, err := Open(t.Context(), Options{DataDir: dir, Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	require.NoError(t, l.Settled(t.Context()))
	require.NoError(t, l.Close())
	path := filepath.Join(dir, store.FileName)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	// A page that no screen at the start reads: found by trying.
	var damaged []byte
	for page := len(content)/4096 - 1; page > 0 && damaged == nil; page-- {
		tried := append([]byte{}, content...)
		clear(tried[page*4096:][:4096])
		require.NoError(t, os.WriteFile(path, tried, 0o600))
		l, err = Open(t.Context(), Options{DataDir: dir, Work: true, Log: logging.Discard(), Clock: clockwork.NewFakeClockAt(time.Unix(1, 0))})
		if err == nil && l.Settled(t.Context()) != nil {
			damaged = tried
		} else if err == nil {
			require.NoError(t, l.Close())
		}
	}
	require.NotNil(t, damaged)
	err = l.Settled(t.Context())
	require.ErrorIs(t, err, ErrDamaged)
	require.ErrorAs(t, err, new(*UnfitError))
	require.Equal(t, err.Error(), l.Database().Problem)
	_, err = l.Overview(t.Context())
	require.NoError(t, err)
	_, err = l.Hold(job.WithActor(t.Context(), ada), HoldRequest{})
	require.ErrorIs(t, err, ErrDamaged)
	require.NoError(t, l.Close())
	left, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, string(damaged) == string(left), "the database was changed")
}

func TestAFolderThatAGroupMayWriteToIsToldOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0o770))
	var told []string
	for range 2 {
		l, err := Open(t.Context(), Options{
			DataDir: dir, Log: logging.Discard(), Clock: clockwork.NewRealClock(), Warn: func(text string) { told = append(told, text) },
		})
		require.NoError(t, err)
		require.NoError(t, l.Close())
	}
	require.Len(t, told, 1)
	require.Contains(t, told[0], "chmod g-w")
}
