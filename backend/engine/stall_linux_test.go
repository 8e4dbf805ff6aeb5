package engine_test

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/processor"
)

// holdDatabase holds the database as another program's transaction does: by SQLite's own lock of who
// writes, taken through a file of its own, so that this program is kept out too.
func (b *bundle) holdDatabase() (letGo func()) {
	b.t.Helper()
	index, err := os.OpenFile(filepath.Join(b.dir, "jobdeck.db-shm"), os.O_RDWR, 0)
	require.NoError(b.t, err)
	// Not closed before the store is: closing it would take the store's own locks away.
	b.t.Cleanup(func() { _ = index.Close() })
	lock := unix.Flock_t{Type: unix.F_WRLCK, Start: 120, Len: 1}
	require.NoError(b.t, unix.FcntlFlock(index.Fd(), unix.F_OFD_SETLKW, &lock))
	return func() {
		lock.Type = unix.F_UNLCK
		require.NoError(b.t, unix.FcntlFlock(index.Fd(), unix.F_OFD_SETLK, &lock))
	}
}

// says waits until a job says what it waits for.
func (b *bundle) says(id job.ID, words string) job.Snapshot {
	b.t.Helper()
	events := b.bus.Subscribe(b.t.Context())
	for {
		if s := b.snapshot(id); strings.Contains(s.Doing, words) {
			return s
		}
		_, err := events.Next(b.t.Context())
		require.NoError(b.t, err)
	}
}

func TestADatabaseThatAnotherProgramHoldsIsWaitedFor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(30, 2)
	letGo := b.holdDatabase()
	h.pass(2)
	s := b.says(id, "waiting to save")
	require.Contains(t, s.Doing, "another program holds the database")
	require.Equal(t, job.Running, s.Status)
	letGo()
	close(h.let)
	s = b.reaches(id, job.Completed)
	require.EqualValues(t, 30, s.Succeeded)
	require.EqualValues(t, 30, b.work.started.Load(), "nothing is done twice")
}

func TestTheEndOfAJobIsWrittenDownWhenTheDatabaseIsFreeAgain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, h := b.underWay(4, 2)
	b.do(job.Pause, id)
	letGo := b.holdDatabase()
	close(h.let)
	b.says(id, "waiting to save")
	letGo()
	s := b.reaches(id, job.Paused)
	require.EqualValues(t, 2, s.Succeeded)
}

func TestAPauseOfTheAppsOwnWaitsForTheDatabase(t *testing.T) {
	t.Parallel()
	b := setup(t)
	started := make(chan struct{}, 64)
	rejected := make(chan struct{})
	b.work.process = func(context.Context, *job.Item) (job.Result, error) {
		started <- struct{}{}
		<-rejected
		return job.Result{}, &processor.Failure{Message: "the key was rejected", Pause: job.ByCredentials}
	}
	id := b.create(5, oneAtATime)
	b.Start()
	<-started
	letGo := b.holdDatabase()
	close(rejected)
	b.says(id, "waiting to pause")
	letGo()
	s := b.reaches(id, job.Paused)
	require.Equal(t, job.ByCredentials, s.ReasonKind)
	require.EqualValues(t, 5, s.Pending)
}

func TestAListIsStoredWhenTheDatabaseIsFreeAgain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	read := make(chan struct{})
	letGo := b.holdDatabase()
	time.AfterFunc(6*time.Second, letGo) // longer than the store waits by itself
	j, err := b.Create(t.Context(), engine.NewJob{
		Name: "x", Recipe: "Test", Options: job.Options{Processor: "test", Concurrency: 1}, Actor: someone,
		List: job.List{Columns: []string{"name", "domain"}, Mapping: []job.Field{"", ""}},
		Rows: func(yield func(engine.ListRow, error) bool) { close(read); rows(3)(yield) },
	})
	require.NoError(t, err)
	require.EqualValues(t, 3, j.Counts.Total)
	<-read
}

// keepBusy makes a job's flight log a program that runs, which can't be opened for writing then.
func (b *bundle) keepBusy(id string) (letGo func()) {
	b.t.Helper()
	program := filepath.Join(b.dir, "flight", id)
	require.NoError(b.t, os.MkdirAll(filepath.Dir(program), 0o700))
	bytes, err := os.ReadFile("/bin/cat")
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(program, bytes, 0o700))
	running := exec.CommandContext(b.t.Context(), program)
	stdin, err := running.StdinPipe()
	require.NoError(b.t, err)
	stdout, err := running.StdoutPipe()
	require.NoError(b.t, err)
	require.NoError(b.t, running.Start())
	_, err = io.WriteString(stdin, "up")
	require.NoError(b.t, err)
	_, err = io.ReadFull(stdout, make([]byte, 2))
	require.NoError(b.t, err)
	return func() {
		require.NoError(b.t, stdin.Close())
		require.NoError(b.t, running.Wait())
		require.NoError(b.t, os.Remove(program))
	}
}

// toPause lets time pass until the job has waited long enough.
func toPause(t *testing.T, clock *clockwork.FakeClock) {
	t.Helper()
	for range 9 {
		// The dispatcher, the purger, and who waits to look again.
		require.NoError(t, clock.BlockUntilContext(t.Context(), 3))
		clock.Advance(time.Second)
	}
}

func TestAJobThatCanNotBeginYetWaitsThenPausesWithTheReasonAndGoesOnByItself(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	id := b.create(3)
	letGo := b.keepBusy("1")
	b.Start()
	b.says(id, "waiting to begin")
	toPause(t, clock)
	s := b.reaches(id, job.Paused)
	require.Equal(t, job.ByMachine, s.ReasonKind)
	require.Contains(t, s.Reason, "text file busy")
	require.Zero(t, s.Failed)
	letGo()
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(time.Minute + time.Second)
	require.EqualValues(t, 3, b.reaches(id, job.Completed).Succeeded)
}

func TestAJobThatCanNotBeginYetCanBeCancelled(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	id := b.create(3)
	letGo := b.keepBusy("1")
	b.Start()
	b.says(id, "waiting to begin")
	b.do(job.Cancel, id)
	require.NoError(t, clock.BlockUntilContext(t.Context(), 3))
	clock.Advance(time.Second)
	require.EqualValues(t, 3, b.reaches(id, job.Cancelled).Pending)
	letGo()
}

func TestAQuitDoesNotWaitForATroubleToPass(t *testing.T) {
	t.Parallel()
	b := setup(t, withClock(clockwork.NewFakeClock()))
	id := b.create(3)
	letGo := b.keepBusy("1")
	b.Start()
	b.says(id, "waiting to begin")
	b.stop()
	letGo()
	after := setup(t, inDir(b.dir))
	after.Start()
	require.EqualValues(t, 3, after.reaches(id, job.Completed).Succeeded)
}

// A list that can't be read is no full disk: the space for that stays reserved, and commits go on
// folding the log back.
func TestAFailedImportKeepsTheReservedSpaceAndTheLogShort(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]func(*bundle) error{
		"a list that can't be read": func(b *bundle) error {
			_, err := b.Create(t.Context(), engine.NewJob{
				Name: "x", Options: job.Options{Processor: "test", Concurrency: 1},
				Rows: func(yield func(engine.ListRow, error) bool) {
					yield(engine.ListRow{}, errors.New("row 3 can't be read"))
				},
			})
			return err
		},
		"an import that is stopped": func(b *bundle) error {
			ctx, stop := context.WithCancel(t.Context())
			_, err := b.Create(ctx, engine.NewJob{
				Name: "x", Options: job.Options{Processor: "test", Concurrency: 1},
				Rows: func(yield func(engine.ListRow, error) bool) {
					stop()
					rows(50_000)(yield)
				},
			})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			require.Error(t, fails(b))
			require.FileExists(t, filepath.Join(b.dir, "ballast"))
			// Big rows, one at a time: 120 MB of them, and the log is looked at with each.
			var longest atomic.Int64
			b.work.process = func(context.Context, *job.Item) (job.Result, error) {
				log, err := os.Stat(filepath.Join(b.dir, "jobdeck.db-wal"))
				if err == nil {
					longest.Store(max(longest.Load(), log.Size()))
				}
				return job.Result{Outcome: job.Succeeded, Output: []job.Cell{{Column: "a", Value: strings.Repeat("x", 1<<20)}}}, nil
			}
			id := b.create(120, oneAtATime)
			b.Start()
			b.reaches(id, job.Completed)
			require.Less(t, longest.Load(), int64(64<<20), "4,000 pages of 4 KB are 16 MB, and the groups after them, of 32 MB at most")
		})
	}
}

func TestATroubleOfTheMachineIsNoRowsFault(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	b := setup(t, withClock(clock))
	var short atomic.Bool
	short.Store(true)
	b.work.process = func(ctx context.Context, item *job.Item) (job.Result, error) {
		if item.Seq == 2 && short.Load() {
			return job.Result{}, &processor.Failure{Message: "run x: too many open files", Retry: true, Pause: job.ByMachine}
		}
		return succeed(ctx, item)
	}
	id := b.create(4, oneAtATime)
	b.Start()
	for status := job.Queued; status != job.Pausing && status != job.Paused; status = b.snapshot(id).Status {
		clock.Advance(time.Second)
	}
	s := b.reaches(id, job.Paused)
	require.Equal(t, job.ByMachine, s.ReasonKind)
	require.Equal(t, "run x: too many open files", s.Reason)
	require.EqualValues(t, 3, s.Pending)
	short.Store(false)
	require.NoError(t, clock.BlockUntilContext(t.Context(), 2))
	clock.Advance(time.Minute + time.Second)
	require.EqualValues(t, 4, b.reaches(id, job.Completed).Succeeded)
	item, err := b.store.Item(t.Context(), id, 2)
	require.NoError(t, err)
	require.Equal(t, 1, item.Attempts, "no try is counted that could not begin")
}
