package news

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
)

// Channel is a way of being told that leaves this machine.
type Channel interface {
	// Name is what people call it: "mail".
	Name() string
	// SetUp says whether a person set it up.
	SetUp(values map[string]string) bool
	// Send sends news. What sending again can't help with is a [*backoff.PermanentError]. No secret
	// stands in an error.
	Send(ctx context.Context, values map[string]string, news live.News) error
}

const (
	sendTimeout = 10 * time.Second // for one attempt
	// sendTries are how often news is sent, over some five minutes: a network that was gone when a
	// job ended is often back by then.
	sendTries = 5
	// waiting is how much news may wait for a channel.
	waiting = 100
)

// courier brings news over one channel, one after another, beside everything else.
type courier struct {
	desk    *Desk
	channel Channel
	queue   chan live.News
	ctx     context.Context
	cancel  context.CancelCauseFunc
	done    chan struct{}
	pauses  func() backoff.BackOff // between attempts
	// ailing says that the last news did not arrive, and that this was told.
	ailing bool
}

func newCourier(d *Desk, channel Channel) *courier {
	return &courier{desk: d, channel: channel, pauses: longer}
}

// longer makes pauses that become longer: 2 s, 10 s, 50 s, 4 min, each give or take.
func longer() backoff.BackOff {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.Multiplier, pauses.MaxInterval = 2*time.Second, 5, 5*time.Minute
	return pauses
}

func (c *courier) start() {
	c.queue, c.done = make(chan live.News, waiting), make(chan struct{})
	c.ctx, c.cancel = context.WithCancelCause(context.Background())
	go c.run()
}

func (c *courier) run() {
	defer close(c.done)
	for news := range c.queue {
		c.bring(news)
	}
}

// take accepts news and returns at once. What there is no place for any more is lost to this
// channel, not to the inbox.
func (c *courier) take(news live.News) {
	select {
	case c.queue <- news:
	default:
		c.desk.log.WithField("channel", c.channel.Name()).WithField("news", news.ID).Warn("too much news waits to be sent: left out")
	}
}

// close waits until what waits was sent, or the courier is cancelled.
func (c *courier) close() {
	close(c.queue)
	<-c.done
	c.cancel(nil)
}

// bring sends news, several times when that may help, and tells in the inbox when it did not
// arrive: once, until some does again.
func (c *courier) bring(news live.News) {
	values, err := c.desk.values(c.ctx)
	if err == nil && !c.channel.SetUp(values) {
		c.ailing = false
		return
	}
	if err == nil {
		err = c.sendAgain(values, news)
	}
	log := c.desk.log.WithField("channel", c.channel.Name()).WithField("news", news.ID)
	if err == nil {
		c.ailing = false
		log.Debug("sent")
		return
	}
	if cause := context.Cause(c.ctx); cause != nil {
		err = cause
	}
	log.WithError(err).Warn("send news")
	if c.ailing {
		return
	}
	c.ailing = true
	c.desk.keep(context.WithoutCancel(c.ctx), []store.News{{
		At: c.desk.now(), Kind: string(live.Undelivered),
		Title: line(fmt.Sprintf("News could not be sent by %s", c.channel.Name()), longestTitle),
		Text:  line(fmt.Sprintf("%s: %v", strings.TrimRight(news.Title, "."), err), longestText),
	}}, nil)
}

// sendAgain tries until it works. While nothing arrives it tries each news once, so that what
// waits does not grow.
func (c *courier) sendAgain(values map[string]string, news live.News) error {
	tries := uint(sendTries)
	if c.ailing {
		tries = 1
	}
	_, err := backoff.Retry(c.ctx, func() (struct{}, error) {
		return struct{}{}, send(c.ctx, c.channel, values, news)
	}, backoff.WithBackOff(c.pauses()), backoff.WithMaxTries(tries), backoff.WithMaxElapsedTime(0))
	return bare(err)
}

// bare is an error without the mark that sending again can't help.
func bare(err error) error {
	if permanent, found := errors.AsType[*backoff.PermanentError](err); found {
		return permanent.Unwrap()
	}
	return err
}

// send tries once, and not for ever.
func send(ctx context.Context, channel Channel, values map[string]string, news live.News) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	return channel.Send(ctx, values, news)
}

// Test sends a test over a channel at once, and tells what went wrong.
func (d *Desk) Test(ctx context.Context, channel string) error {
	var known []string
	for _, c := range d.couriers {
		if c.channel.Name() == channel {
			return d.test(ctx, c.channel)
		}
		known = append(known, c.channel.Name())
	}
	return job.Usagef("news can't be sent by %q (%s)", channel, strings.Join(known, ", "))
}

func (d *Desk) test(ctx context.Context, channel Channel) error {
	values, err := d.values(ctx)
	if err != nil {
		return err
	}
	return bare(send(ctx, channel, values, live.News{
		At: d.now(), Kind: live.TestNews, Actions: []live.NewsAction{},
		Title: "Jobdeck can reach you", Text: "This is a test: news of your jobs will come this way.",
	}))
}
