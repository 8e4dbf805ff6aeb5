// Package news decides what is worth telling a person who is not looking, puts it into words, once,
// keeps it in the inbox, and hands it to whoever passes it on: the bus for notifications, mail, the
// webhook. It tells what happened by itself, never what a person did by hand. Nobody waits for it:
// it follows the bus like any listener, and what it sends is sent beside the work.
package news

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
	"jobdeck/backend/trouble"
)

// Options are what a desk is made of.
type Options struct {
	Store *store.Store
	Bus   *live.Bus
	Clock clockwork.Clock
	Log   *logrus.Logger
	// Values gives every setting's value.
	Values func(ctx context.Context) (form.Values, error)
	// Tasks gives all tasks as they are.
	Tasks func(ctx context.Context) ([]task.View, error)
	// Secret gives a secret, or "" when it isn't set.
	Secret  func(ctx context.Context, key string) (string, error)
	Version string
}

// Desk is where news is made. Make it with [New], start it with [Desk.Start], end it with
// [Desk.Close].
type Desk struct {
	store  *store.Store
	bus    *live.Bus
	clock  clockwork.Clock
	log    *logrus.Entry
	values func(ctx context.Context) (form.Values, error)
	tasks  func(ctx context.Context) ([]task.View, error)

	couriers []*courier
	cancel   context.CancelFunc // ends the subscription
	ended    sync.WaitGroup

	// What only the goroutine of [Desk.follow] touches.
	watch    watcher
	pending  []finding
	alarm    clockwork.Timer // set while something is pending
	tellings []time.Time     // the last ones, at most burst
}

// New makes a desk. It answers for the inbox; nothing is told before [Desk.Start].
func New(options Options) *Desk {
	d := &Desk{
		store: options.Store, bus: options.Bus, clock: options.Clock, log: options.Log.WithField("room", "news"),
		values: options.Values, tasks: options.Tasks,
	}
	for _, channel := range []Channel{
		&mailbox{secret: options.Secret, version: options.Version},
		&webhook{secret: options.Secret, version: options.Version},
	} {
		d.couriers = append(d.couriers, newCourier(d, channel))
	}
	return d
}

// Start tells what happens from now on, until Close: all that is at rest now is no news. It comes
// before the work begins, so that nothing is missed in between.
func (d *Desk) Start(ctx context.Context) error {
	following, cancel := context.WithCancel(context.Background())
	events := d.bus.Subscribe(following)
	if err := d.begin(ctx); err != nil {
		cancel()
		return fmt.Errorf("see what was told already: %w", err)
	}
	d.cancel = cancel
	for _, c := range d.couriers {
		c.start()
	}
	batches := make(chan []live.Event)
	d.ended.Go(func() { pump(events, batches) })
	d.ended.Go(func() { d.follow(batches) })
	return nil
}

// begin learns what is at rest already. Only of tasks something may be news: what was missed while
// nobody was there, and what a crash left untold.
func (d *Desk) begin(ctx context.Context) error {
	resting, err := d.store.JobsAtRest(ctx)
	if err != nil {
		return err
	}
	told, err := d.store.Told(ctx)
	if err != nil {
		return err
	}
	views, err := d.tasks(ctx)
	if err != nil {
		return err
	}
	d.watch = newWatcher(resting, told)
	for i := range views {
		d.pending = append(d.pending, d.watch.task(&views[i], d.now())...)
	}
	return nil
}

// pump hands over what a subscription brings, until it has ended and all is read.
func pump(events *live.Subscription, batches chan<- []live.Event) {
	defer close(batches)
	for {
		batch, err := events.Next(context.Background())
		if err != nil || len(batch) == 0 {
			return
		}
		batches <- batch
	}
}

// follow looks at what happens, and tells what came together within a short while at once.
func (d *Desk) follow(batches <-chan []live.Event) {
	for {
		d.setAlarm()
		var due <-chan time.Time
		if d.alarm != nil {
			due = d.alarm.Chan()
		}
		select {
		case batch, open := <-batches:
			if !open {
				d.tell()
				return
			}
			for i := range batch {
				d.look(&batch[i])
			}
		case <-due:
			d.tell()
		}
	}
}

// look takes note of an event.
func (d *Desk) look(event *live.Event) {
	switch {
	case event.Topic == live.JobChanged && event.Job != nil:
		found, state := d.watch.job(event.Job, d.now())
		if state == moving || putAway(event.Job) {
			d.drop(event.Job.ID)
		}
		d.pending = append(d.pending, found...)
	case event.Topic == live.TaskChanged && event.Task != nil:
		d.pending = append(d.pending, d.watch.task(event.Task, d.now())...)
	}
}

// drop forgets what is not told yet of a job that somebody set going again, or put away.
func (d *Desk) drop(id job.ID) {
	kept := d.pending[:0]
	for _, f := range d.pending {
		if f.job == nil || f.job.ID != id {
			kept = append(kept, f)
		}
	}
	d.pending = kept
}

const (
	// together is how long news waits for more that belongs to it.
	together = 3 * time.Second
	// burst is how many tellings there may be in a spell; what comes then waits for its end.
	burst = 5
	spell = time.Minute
)

// setAlarm sees to it that what is pending is told, soon.
func (d *Desk) setAlarm() {
	if len(d.pending) == 0 || d.alarm != nil {
		return
	}
	now := d.clock.Now()
	due := now.Add(together)
	if len(d.tellings) == burst {
		if end := d.tellings[0].Add(spell); end.After(due) && end.Before(due.Add(spell)) {
			due = end
		}
	}
	d.alarm = d.clock.NewTimer(due.Sub(now))
}

// tell makes news of what is pending.
func (d *Desk) tell() {
	if d.alarm != nil {
		d.alarm.Stop()
		d.alarm = nil
	}
	found := d.pending
	d.pending = nil
	if len(found) == 0 {
		return
	}
	ctx := context.Background()
	values, err := d.values(ctx)
	if err != nil {
		// Better told against a wish than not told at all.
		d.log.WithError(err).Warn("read the settings")
	}
	news := compose(wanted(found, values), d.clock.Now())
	if len(news) > 0 {
		d.tellings = append(d.tellings, d.clock.Now())
		d.tellings = d.tellings[max(0, len(d.tellings)-burst):]
	}
	for _, n := range d.keep(ctx, news, d.watch.told()) {
		for _, c := range d.couriers {
			c.take(n)
		}
	}
}

// keepTries is how often it is tried to keep news while another program holds the database: the store
// waits some seconds each time, and nobody waits for this.
const keepTries = 5

// keep puts news into the inbox and tells everybody on this machine. What can't be kept is told
// all the same: that the disk is full is news too.
func (d *Desk) keep(ctx context.Context, news []store.News, marks map[task.ID]store.Told) []live.News {
	err := d.store.AddNews(ctx, news, marks)
	for tries := 1; trouble.Passes(err) && tries < keepTries; tries++ {
		err = d.store.AddNews(ctx, news, marks)
	}
	if err != nil {
		d.log.WithError(err).Warn("keep news")
	}
	out := make([]live.News, len(news))
	for i, n := range news {
		out[i] = told(n)
		key := strconv.FormatInt(n.ID, 10)
		if n.ID == 0 {
			key = fmt.Sprintf("unkept %d %d", n.At, i)
		}
		d.log.WithFields(logrus.Fields{"kind": n.Kind, "title": n.Title, "job": n.Job, "task": n.Task}).Info("news")
		d.bus.Publish(live.Event{Topic: live.NewsChanged, Key: key, At: n.At, News: &out[i]})
	}
	return out
}

// grace is how long sending may take when the program ends.
const grace = 5 * time.Second

var errClosing = errors.New("it was not sent before Jobdeck was closed")

// Close tells what is pending, and gives what is being sent a few seconds. The work has ended by
// then.
func (d *Desk) Close() {
	if d.cancel == nil {
		return
	}
	d.cancel()
	d.cancel = nil
	d.ended.Wait()
	late := d.clock.AfterFunc(grace, func() {
		for _, c := range d.couriers {
			c.cancel(errClosing)
		}
	})
	for _, c := range d.couriers {
		c.close()
	}
	late.Stop()
}

// now is the wall clock in milliseconds UTC.
func (d *Desk) now() int64 { return d.clock.Now().UnixMilli() }
