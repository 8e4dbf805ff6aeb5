package news

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
	"jobdeck/backend/settings"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a desk over a real store, on a clock that stands still.
type bench struct {
	*Desk
	t     *testing.T
	dir   string
	bus   *live.Bus
	clock *clockwork.FakeClock
	heard *live.Subscription
	told  []live.News // heard, and not asked for yet

	mu    sync.Mutex
	set   map[string]string
	views []task.View
}

// setup makes a desk that has not begun.
func setup(t *testing.T, dir string, channels ...Channel) *bench {
	t.Helper()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	b := &bench{t: t, dir: dir, bus: &live.Bus{}, clock: clockwork.NewFakeClockAt(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)), set: map[string]string{}}
	b.Desk = New(Options{
		Store: s, Bus: b.bus, Clock: b.clock, Log: logging.Discard(), Values: b.settings,
		Tasks:  func(context.Context) ([]task.View, error) { return b.views, nil },
		Secret: func(context.Context, string) (string, error) { return "", nil },
	})
	b.couriers = nil
	for _, channel := range channels {
		b.couriers = append(b.couriers, newCourier(b.Desk, channel))
	}
	b.heard = b.bus.Subscribe(t.Context())
	t.Cleanup(func() {
		b.Close()
		require.NoError(t, s.Close())
	})
	return b
}

// started makes a desk that follows what happens.
func started(t *testing.T, channels ...Channel) *bench {
	t.Helper()
	b := setup(t, t.TempDir(), channels...)
	require.NoError(t, b.Start(t.Context()))
	return b
}

func (b *bench) settings(context.Context) (form.Values, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	values := form.Values{}
	for _, d := range settings.All {
		values[d.Key] = d.Default
	}
	maps.Copy(values, b.set)
	return values, nil
}

// happens publishes a job's state, as the engine does.
func (b *bench) happens(s job.Snapshot) {
	s.Standing = job.StandingOf(&s, false)
	b.bus.Publish(live.Event{Topic: live.JobChanged, Key: fmt.Sprint(s.ID), Job: &s})
}

// later lets the time pass that news waits for more.
func (b *bench) later(d time.Duration) {
	b.t.Helper()
	require.NoError(b.t, b.clock.BlockUntilContext(b.t.Context(), 1))
	b.clock.Advance(d)
}

// next waits for the news that is told next.
func (b *bench) next() live.News {
	b.t.Helper()
	for len(b.told) == 0 {
		events, err := b.heard.Next(b.t.Context())
		require.NoError(b.t, err)
		require.NotEmpty(b.t, events)
		for _, event := range events {
			if event.Topic == live.NewsChanged && event.News != nil {
				b.told = append(b.told, *event.News)
			}
		}
	}
	news := b.told[0]
	b.told = b.told[1:]
	return news
}

func (b *bench) inbox() []live.News {
	b.t.Helper()
	inbox, err := b.Inbox(b.t.Context())
	require.NoError(b.t, err)
	return inbox
}

func completed7(ended int64) job.Snapshot {
	return job.Snapshot{ID: 7, Name: "Q4", Status: job.Completed, Ended: ended, Succeeded: 3}
}

func TestNewsIsToldOnceAndKept(t *testing.T) {
	t.Parallel()
	b := started(t)
	b.happens(completed7(5))
	b.later(together)
	news := b.next()
	require.Equal(t, live.News{
		ID: 1, At: b.now(), Kind: live.JobCompleted, Title: "Q4 completed", Text: "3 succeeded", Job: 7,
		Actions: []live.NewsAction{live.OpenNews},
	}, news)
	b.happens(completed7(5))
	b.Close()
	require.Equal(t, []live.News{news}, b.inbox())
}

func TestAPausedJobCanBeResumedFromItsNews(t *testing.T) {
	t.Parallel()
	b := started(t)
	b.happens(job.Snapshot{ID: 7, Name: "Q4", Status: job.Paused, ReasonKind: job.ByErrorRate, Reason: "too many failed"})
	b.later(together)
	require.Equal(t, []live.NewsAction{live.ResumeNews, live.OpenNews}, b.next().Actions)
}

func TestWhatEndsTogetherIsToldTogether(t *testing.T) {
	t.Parallel()
	b := started(t)
	for id := range job.ID(12) {
		s := job.Snapshot{ID: id + 1, Name: fmt.Sprintf("list %d", id+1), Status: job.Completed, Ended: 5, Succeeded: 1000}
		if id < 3 {
			s.Failed = 4
		}
		b.happens(s)
	}
	b.happens(job.Snapshot{ID: 40, Name: "broken", Status: job.Failed, Ended: 5, Reason: "no disk"})
	b.Close()
	inbox := b.inbox()
	require.Len(t, inbox, 2)
	require.Equal(t, "12 jobs completed, 3 with failures", inbox[0].Title)
	require.Equal(t, live.JobWithFailures, inbox[0].Kind)
	require.Equal(t, "broken failed", inbox[1].Title)
}

func TestAJobThatAPersonSetGoingAgainOrPutAwayIsNotToldOf(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	require.NoError(t, b.begin(t.Context()))
	failed := job.Snapshot{ID: 7, Name: "Q4", Status: job.Failed, Ended: 5}
	running := job.Snapshot{ID: 7, Name: "Q4", Status: job.Running}
	b.look(&live.Event{Topic: live.JobChanged, Job: &failed})
	require.Len(t, b.pending, 1)
	b.look(&live.Event{Topic: live.JobChanged, Job: &running})
	require.Empty(t, b.pending)
	b.look(&live.Event{Topic: live.JobChanged, Job: &failed})
	require.Len(t, b.pending, 1)
	failed.Deleted = 6
	b.look(&live.Event{Topic: live.JobChanged, Job: &failed})
	require.Empty(t, b.pending)
}

func TestAStreamOfNewsIsToldAFewTimesAMinute(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	require.NoError(t, b.begin(t.Context()))
	var id job.ID
	end := func() {
		id++
		b.look(&live.Event{Topic: live.JobChanged, Job: &job.Snapshot{ID: id, Name: "Q4", Status: job.Completed, Ended: 5}})
		b.setAlarm()
	}
	for range burst {
		end()
		b.clock.Advance(together)
		<-b.alarm.Chan()
		b.tell()
		require.Equal(t, "Q4 completed", b.next().Title)
	}
	end()
	b.clock.Advance(spell - burst*together)
	end()
	select {
	case <-b.alarm.Chan():
		t.Fatal("told before the minute is over")
	default:
	}
	b.clock.Advance(together)
	<-b.alarm.Chan()
	b.tell()
	require.Equal(t, "2 jobs completed", b.next().Title)
}

func TestWhatIsTurnedOffIsNeitherToldNorKept(t *testing.T) {
	t.Parallel()
	b := started(t)
	b.set[settings.NotifyCompleted] = "false"
	b.happens(completed7(5))
	b.Close()
	require.Empty(t, b.inbox())
}

func TestNothingIsToldAgainAfterARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := setup(t, dir)
	id := insert(t, b.store.Dir(), `INSERT INTO tasks (name, does, schedule, missed, missed_cap, overlap, enabled, handled_until, created)
		VALUES ('Nightly', 'command', '{}', 'skip', 1, 'skip', 1, 0, 0)`)
	insert(t, dir, `INSERT INTO jobs (name, recipe, processor, options, list, source, ready, status, ended, created) VALUES ('Q4', '', '', '{}', '{}', '', 1, 'completed', 5, 1)`)
	insert(t, dir, `INSERT INTO jobs (name, recipe, processor, options, list, source, ready, status, reason_kind, created) VALUES ('Q5', '', '', '{}', '{}', '', 1, 'paused', 'disk', 1)`)
	view := task.View{
		Task: task.Task{ID: task.ID(id), Name: "Nightly"}, MissedFirings: task.Missed{Count: 1, Last: 100},
		LastRun: &task.Run{ID: 4, Outcome: task.Failed, Trigger: task.BySchedule, Message: "no such folder"},
	}
	b.views = []task.View{view}
	require.NoError(t, b.Start(t.Context()))
	b.Close()
	require.Len(t, b.inbox(), 2, "what happened to a task while nobody was there is told")
	require.NoError(t, b.store.Close())

	b = setup(t, dir)
	b.views = []task.View{view}
	require.NoError(t, b.Start(t.Context()))
	b.happens(job.Snapshot{ID: 1, Name: "Q4", Status: job.Completed, Ended: 5})
	b.happens(job.Snapshot{ID: 2, Name: "Q5", Status: job.Paused, ReasonKind: job.ByDisk})
	b.Close()
	require.Len(t, b.inbox(), 2)
}

func insert(t *testing.T, dir, statement string) int64 {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	require.NoError(t, err)
	result, err := db.ExecContext(t.Context(), statement)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	id, err := result.LastInsertId()
	require.NoError(t, err)
	return id
}

func TestNewsThatCanNotBeKeptIsToldAllTheSame(t *testing.T) {
	t.Parallel()
	b := started(t)
	insert(t, b.dir, `CREATE TRIGGER full BEFORE INSERT ON news BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
	b.happens(job.Snapshot{ID: 7, Name: "Q4", Status: job.Paused, ReasonKind: job.ByDisk, Reason: "the disk is full"})
	b.later(together)
	news := b.next()
	require.Zero(t, news.ID)
	require.Equal(t, "Q4 is paused", news.Title)
	require.Empty(t, b.inbox())
}

func TestSeenNewsIsSeenByEverybody(t *testing.T) {
	t.Parallel()
	b := started(t)
	for i := range int64(3) {
		b.happens(completed7(i + 1))
		b.later(together)
		b.next()
	}
	require.NoError(t, b.See(t.Context(), []int64{2, 99}))
	events, err := b.heard.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, live.NewsChanged, events[0].Topic)
	require.Nil(t, events[0].News, "the inbox is to be asked for again")
	seen := func() (list []int64) {
		for _, n := range b.inbox() {
			if n.Seen {
				list = append(list, n.ID)
			}
		}
		return list
	}
	require.Equal(t, []int64{2}, seen())
	require.NoError(t, b.See(t.Context(), nil))
	require.Equal(t, []int64{3, 2, 1}, seen())
}

func TestTheInboxKeepsTheLastTwoHundred(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	for range 5 {
		list := make([]store.News, 50)
		for i := range list {
			list[i] = store.News{Kind: "completed", Title: "Q4 completed"}
		}
		require.NoError(t, b.store.AddNews(t.Context(), list, nil))
	}
	inbox := b.inbox()
	require.Len(t, inbox, 200)
	require.EqualValues(t, 250, inbox[0].ID)
	require.EqualValues(t, 51, inbox[199].ID)
}

func TestADeskThatCanNotSeeWhatWasToldDoesNotBegin(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	b.tasks = func(context.Context) ([]task.View, error) { return nil, errors.New("no table") }
	require.ErrorContains(t, b.Start(t.Context()), "no table")
}
