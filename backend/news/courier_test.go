package news

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// wire is a channel that the test answers for.
type wire struct {
	off    bool
	sent   chan live.News // what arrives; each must be taken
	answer func(ctx context.Context) error
}

func newWire(answer func(ctx context.Context) error) *wire {
	return &wire{sent: make(chan live.News, 1000), answer: answer}
}

func (w *wire) Name() string                 { return "wire" }
func (w *wire) SetUp(map[string]string) bool { return !w.off }

func (w *wire) Send(ctx context.Context, _ map[string]string, news live.News) error {
	w.sent <- news
	return w.answer(ctx)
}

func arrives(context.Context) error { return nil }

// hasty lets no time pass between attempts.
func hasty(b *bench) {
	for _, c := range b.couriers {
		c.pauses = func() backoff.BackOff { return &backoff.ZeroBackOff{} }
	}
}

func TestNewsGoesOutOverEachChannelThatIsSetUp(t *testing.T) {
	t.Parallel()
	on, off := newWire(arrives), newWire(arrives)
	off.off = true
	b := started(t, on, off)
	b.happens(completed7(5))
	b.Close()
	require.Equal(t, b.inbox()[0], <-on.sent)
	require.Empty(t, off.sent)
}

func TestWhatDidNotArriveIsTriedAgain(t *testing.T) {
	t.Parallel()
	tries := 0
	w := newWire(func(context.Context) error {
		if tries++; tries < sendTries {
			return errors.New("try later")
		}
		return nil
	})
	b := setup(t, t.TempDir(), w)
	hasty(b)
	require.NoError(t, b.Start(t.Context()))
	b.happens(completed7(5))
	b.Close()
	require.Len(t, w.sent, sendTries)
	require.Len(t, b.inbox(), 1)
}

func TestWhatCanNotHelpIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWire(func(context.Context) error { return backoff.Permanent(errors.New("wrong password")) })
	b := setup(t, t.TempDir(), w)
	hasty(b)
	require.NoError(t, b.Start(t.Context()))
	b.happens(completed7(5))
	b.Close()
	require.Len(t, w.sent, 1)
	require.Equal(t, "Q4 completed: wrong password", b.inbox()[0].Text)
}

func TestAChannelThatFailsIsToldOfOnceAndOnlyInTheInbox(t *testing.T) {
	t.Parallel()
	works := make(chan bool, 1)
	w := newWire(nil)
	w.answer = func(context.Context) error {
		if <-works {
			return nil
		}
		return backoff.Permanent(errors.New("no such host"))
	}
	b := started(t, w)
	tell := func(id job.ID, arrives bool) live.News {
		b.happens(job.Snapshot{ID: id, Name: "Q4", Status: job.Completed, Ended: 5})
		b.later(together)
		works <- arrives
		news := b.next()
		require.Equal(t, news, <-w.sent)
		return news
	}
	tell(1, false)
	failed := b.next()
	require.Equal(t, live.Undelivered, failed.Kind)
	require.Equal(t, "News could not be sent by wire", failed.Title)
	require.Empty(t, failed.Actions)
	tell(2, false)
	tell(3, true)
	tell(4, false)
	require.Equal(t, live.Undelivered, b.next().Kind, "it worked in between")
	b.Close()
	require.Len(t, b.inbox(), 6, "once for each time that it began to fail")
	require.Empty(t, w.sent, "that it can't be sent is not sent")
}

func TestAChannelThatHangsHoldsUpNobody(t *testing.T) {
	t.Parallel()
	w := newWire(func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	})
	b := started(t, w)
	for i := range int64(5) {
		b.happens(completed7(i + 1))
		b.later(together)
		require.Equal(t, "Q4 completed", b.next().Title)
	}
	closed := make(chan struct{})
	go func() {
		b.Close()
		close(closed)
	}()
	b.later(grace)
	<-closed
	require.Equal(t, "Q4 completed: it was not sent before Jobdeck was closed", b.inbox()[0].Text)
}

func TestATestGivesTheErrorInWords(t *testing.T) {
	t.Parallel()
	w := newWire(func(context.Context) error { return backoff.Permanent(errors.New("wrong password")) })
	b := setup(t, t.TempDir(), w)
	require.EqualError(t, b.Test(t.Context(), "wire"), "wrong password")
	w.answer = arrives
	require.NoError(t, b.Test(t.Context(), "wire"))
	<-w.sent
	require.Equal(t, live.TestNews, (<-w.sent).Kind)
	require.Empty(t, b.inbox(), "a test is no news")
	_, usage := errors.AsType[*job.UsageError](b.Test(t.Context(), "pigeon"))
	require.True(t, usage)
}

func TestAnAttemptEndsInTime(t *testing.T) {
	t.Parallel()
	w := newWire(func(ctx context.Context) error {
		deadline, bounded := ctx.Deadline()
		if !bounded || time.Until(deadline) > sendTimeout {
			return errors.New("it may take for ever")
		}
		return nil
	})
	require.NoError(t, send(t.Context(), w, nil, live.News{}))
}
