package maintenance_test

import (
	"context"
	"database/sql"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"jobdeck/backend/job"
	"jobdeck/backend/maintenance"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(million.dir)
		os.Exit(code)
	}))
}

// now is the time on the fake clock of every test.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// ago is a time before now, in milliseconds.
func ago(d time.Duration) int64 { return now.Add(-d).UnixMilli() }

const day = 24 * time.Hour

// house is a place with a real database to keep in order.
type house struct {
	t     *testing.T
	clock *clockwork.FakeClock
	place maintenance.Place
	works []task.Work
}

func newHouse(t *testing.T) *house {
	t.Helper()
	return houseIn(t, t.TempDir())
}

func houseIn(t *testing.T, dir string) *house {
	t.Helper()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	h := &house{t: t, clock: clockwork.NewFakeClockAt(now)}
	h.place = maintenance.Place{Store: s, Clock: h.clock, LogDir: t.TempDir(), BackupDir: filepath.Join(dir, "backups")}
	h.works = maintenance.Works(h.place)
	return h
}

func (h *house) work(does string) task.Work {
	h.t.Helper()
	i := slices.IndexFunc(h.works, func(w task.Work) bool { return w.Does == does })
	require.GreaterOrEqual(h.t, i, 0, does)
	return h.works[i]
}

// order asks for a run with the default settings, but for those given.
func (h *house) order(does string, settings map[string]string) task.Order {
	h.t.Helper()
	all := map[string]string{}
	for _, setting := range h.work(does).Settings {
		all[setting.Key] = setting.Default
	}
	maps.Copy(all, settings)
	return task.Order{
		Name: does, Settings: all,
		Progress: func(int64, int64) {},
		Step:     func(ctx context.Context) error { return ctx.Err() },
	}
}

// run does a run to its end.
func (h *house) run(does string, settings map[string]string) task.Result {
	h.t.Helper()
	result, err := h.work(does).Run(h.t.Context(), h.order(does, settings))
	require.NoError(h.t, err)
	return result
}

// try does a dry run.
func (h *house) try(does string, settings map[string]string) task.Result {
	h.t.Helper()
	order := h.order(does, settings)
	order.DryRun = true
	result, err := h.work(does).Run(h.t.Context(), order)
	require.NoError(h.t, err)
	return result
}

// cancel begins a run and cancels it at some step, while what follows the step is under way. It
// expects that the run ends within a second.
func (h *house) cancel(order task.Order, does string, atStep int) task.Result {
	h.t.Helper()
	ctx, cancel := context.WithCancel(h.t.Context())
	defer cancel()
	var asked time.Time
	var cancelling sync.WaitGroup
	steps := 0
	order.Step = func(ctx context.Context) error {
		if steps++; steps == atStep {
			asked = time.Now()
			cancelling.Go(cancel)
		}
		return ctx.Err()
	}
	result, err := h.work(does).Run(ctx, order)
	cancelling.Wait()
	require.ErrorIs(h.t, err, context.Canceled)
	require.False(h.t, asked.IsZero(), "the run ended before it was cancelled, after %d steps", steps)
	require.Less(h.t, time.Since(asked), time.Second)
	h.whole()
	return result
}

// whole expects that the database is consistent.
func (h *house) whole() {
	h.t.Helper()
	require.Equal(h.t, "ok", value[string](h, `PRAGMA integrity_check`))
}

func (h *house) database() string { return filepath.Join(h.place.Store.Dir(), store.FileName) }

// sql runs a statement beside the store.
func (h *house) sql(statement string, args ...any) {
	h.t.Helper()
	change(h.t, h.database(), statement, args...)
}

func change(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite3", path+"?_busy_timeout=5000")
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(t.Context(), statement, args...)
	require.NoError(t, err)
}

// value reads one value beside the store.
func value[T any](h *house, query string, args ...any) T {
	h.t.Helper()
	db, err := sql.Open("sqlite3", h.database()+"?_busy_timeout=5000")
	require.NoError(h.t, err)
	defer func() { require.NoError(h.t, db.Close()) }()
	var v T
	require.NoError(h.t, db.QueryRowContext(h.t.Context(), query, args...).Scan(&v))
	return v
}

// fill runs a statement on a new database before the store opens it, as fast as can be.
func fill(t *testing.T, dir, statement string) {
	t.Helper()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	change(t, filepath.Join(dir, store.FileName), `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; `+statement)
}

// numbers is a table of the numbers from 1.
const numbers = `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %d) `

// million is a database with 1,000,000 old rows, made once for all tests.
var million struct {
	once sync.Once
	dir  string
}

// oldRows and oldRuns are what is in it: entries of the audit log and runs, all years old, and one
// task.
const (
	oldEntries = 700_000
	oldRuns    = 300_000
)

// millionRows is a house with a copy of that database.
func millionRows(t *testing.T) *house {
	t.Helper()
	million.once.Do(func() {
		dir, err := os.MkdirTemp("", "jobdeck-million-") //nolint:usetesting // it is shared by several tests
		require.NoError(t, err)
		million.dir = dir
		fill(t, dir, sprintf(`BEGIN;
			INSERT INTO tasks (id, name, does, schedule, missed, missed_cap, overlap, enabled, handled_until, created) VALUES (1, 'a', 'x', '{}', '', 1, '', 1, 0, 1);
			`+numbers+`INSERT INTO audit (at, job, who, origin, what, before, after, why) SELECT n, 0, 'ann', 'window', 'pause', 'running', 'paused', 'meeting' FROM numbers;
			`+numbers+`INSERT INTO runs (task, name, due, begun_by, outcome, started, ended) SELECT 1, 'a', n, 'schedule', 'completed', n, n FROM numbers;
			COMMIT`, oldEntries, oldRuns))
	})
	dir := t.TempDir()
	copyFile(t, filepath.Join(million.dir, store.FileName), filepath.Join(dir, store.FileName))
	return houseIn(t, dir)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, content, 0o600))
}

// withJob stores a job of some rows.
func (h *house) withJob(rows int) job.ID {
	h.t.Helper()
	ctx := h.t.Context()
	id, err := h.place.Store.BeginJob(ctx, job.Job{Name: "Q4", Options: job.Options{Processor: "preprocess", Concurrency: 5}, Status: job.Completed, Created: 1})
	require.NoError(h.t, err)
	var list []store.Row
	for i := range rows {
		list = append(list, store.Row{Seq: int64(i + 1), Row: int64(i + 2), Input: `["Acme"]`})
	}
	require.NoError(h.t, h.place.Store.AppendRows(ctx, id, list))
	require.NoError(h.t, h.place.Store.FinishJob(ctx, id, job.List{Columns: []string{"name"}}, int64(rows), nil, job.Entry{Job: id, What: "start"}))
	return id
}

// withTask stores a task.
func (h *house) withTask(id int64, deleted int64) {
	h.t.Helper()
	h.sql(`INSERT INTO tasks (id, name, does, schedule, missed, missed_cap, overlap, enabled, handled_until, created, deleted)
		VALUES (?1, 'task ' || ?1, 'x', '{}', '', 1, '', 1, 0, 1, ?2)`, id, deleted)
}
