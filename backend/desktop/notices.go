package desktop

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"jobdeck/backend/deck"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// told remembers what was told, so that nothing is told twice and an answer finds what it is about.
type told struct {
	mu   sync.Mutex
	news []live.News // the last ones, oldest first
}

// remembered is how many news an answer can still come to: as many as the inbox keeps.
const remembered = 200

// add remembers news. It says false for those that it remembers already.
func (t *told) add(news live.News) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if slices.ContainsFunc(t.news, func(n live.News) bool { return noticeID(n) == noticeID(news) }) {
		return false
	}
	t.news = append(t.news, news)
	t.news = t.news[max(0, len(t.news)-remembered):]
	return true
}

// find gives the news of a notice.
func (t *told) find(notice string) (live.News, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := slices.IndexFunc(t.news, func(n live.News) bool { return noticeID(n) == notice })
	if at < 0 {
		return live.News{}, false
	}
	return t.news[at], true
}

// noticeID names the notice of news. Those that could not be kept have no number of their own.
func noticeID(news live.News) string {
	if news.ID == 0 {
		return fmt.Sprintf("at-%d-%s", news.At, news.Title)
	}
	return strconv.FormatInt(news.ID, 10)
}

// tellSince tells the news that came while the deck was opened: missed firings, mostly.
func (d *Desktop) tellSince(inbox []live.News) {
	for _, news := range slices.Backward(inbox) {
		if news.At >= d.Since && !news.Seen {
			d.tell(news)
		}
	}
}

// tell shows news, once, unless the person looks at the window anyway. A test is always shown.
func (d *Desktop) tell(news live.News) {
	if !d.told.add(news) || news.Seen || (d.Focused() && news.Kind != live.TestNews) {
		return
	}
	d.post(Notice{ID: noticeID(news), Title: news.Title, Text: news.Text, Buttons: buttons(news)})
}

func buttons(news live.News) []Button {
	var offered []Button
	for _, action := range news.Actions {
		switch action {
		case live.OpenNews:
			label := "Open"
			if news.Job != 0 && (news.Kind == live.JobCompleted || news.Kind == live.JobWithFailures) {
				label = "Open results"
			}
			offered = append(offered, Button{ActionOpen, label})
		case live.ResumeNews:
			offered = append(offered, Button{ActionResume, "Resume"})
		}
	}
	return offered
}

// post hands a notice to the goroutine that shows them: a service that hangs holds up nobody else.
func (d *Desktop) post(notice Notice) {
	select {
	case d.notices <- notice:
	default:
		d.Log.WithField("notice", notice.Title).Warn("too many notifications at once: this one is left out")
	}
}

// notify shows notices. Where the system shows none nothing is lost: the inbox has the news, and
// the log the errors.
func (d *Desktop) notify(ctx context.Context) {
	for {
		select {
		case notice := <-d.notices:
			if err := d.Notifier.Show(notice); err != nil {
				d.Log.WithError(err).WithField("notice", notice.Title).Warn("can't show a notification")
			}
		case <-ctx.Done():
			return
		}
	}
}

// Say tells a person something that is no news: it is in no inbox.
func (d *Desktop) Say(title, text string) {
	d.post(Notice{ID: fmt.Sprintf("said-%d", d.Clock.Now().UnixNano()), Title: title, Text: text})
}

// complain tells that something chosen outside the window could not be done.
func (d *Desktop) complain(title string, err error) {
	if err == nil {
		return
	}
	d.Log.WithError(err).Warn(title)
	d.post(Notice{ID: fmt.Sprintf("error-%d", d.Clock.Now().UnixNano()), Title: title, Text: err.Error()})
}

// chosenInNotice does what was chosen in a notification. Who answers has seen the news.
func (d *Desktop) chosenInNotice(notice, action string) {
	news, found := d.told.find(notice)
	if !found {
		d.Window.Open("")
		return
	}
	if action == ActionResume && news.Job != 0 {
		d.later(job.FromNotification, func(ctx context.Context) { d.apply(ctx, job.Resume, news.Job) })
	} else {
		d.Window.Open(address(news))
	}
	if news.ID == 0 {
		return
	}
	d.later(job.FromNotification, func(ctx context.Context) {
		if err := deck.SeeNews.Do(ctx, d.Deck, []int64{news.ID}); err != nil {
			d.Log.WithError(err).Warn("can't mark news as seen")
		}
	})
}

// address is where in the window a news leads.
func address(news live.News) string {
	switch {
	case news.Job != 0:
		return jobAddress(news.Job)
	case news.Task != 0:
		return fmt.Sprintf("#/schedules/%d", news.Task)
	case news.Kind == live.ScheduleMissed || news.Kind == live.RunFailed:
		return "#/schedules"
	default:
		return jobsAddress
	}
}
