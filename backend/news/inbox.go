package news

import (
	"context"
	"slices"

	"jobdeck/backend/live"
	"jobdeck/backend/store"
)

// Inbox gives what was told, newest first.
func (d *Desk) Inbox(ctx context.Context) ([]live.News, error) {
	kept, err := d.store.News(ctx)
	if err != nil {
		return nil, err
	}
	inbox := make([]live.News, len(kept))
	for i, n := range kept {
		inbox[i] = told(n)
	}
	return inbox, nil
}

// See notes that a person looked at news; no ids mean all.
func (d *Desk) See(ctx context.Context, ids []int64) error {
	if err := d.store.SeeNews(ctx, ids); err != nil {
		return err
	}
	d.bus.Publish(live.Event{Topic: live.NewsChanged, At: d.now()})
	return nil
}

// told is news as everybody sees it, of what is kept of it.
func told(n store.News) live.News {
	kind := live.NewsKind(n.Kind)
	return live.News{
		ID: n.ID, At: n.At, Kind: kind, Title: n.Title, Text: n.Text, Job: n.Job, Task: n.Task, Seen: n.Seen,
		Actions: actions(kind, n.Job > 0),
	}
}

// actions are what can be done about news of a kind, the most likely first.
func actions(kind live.NewsKind, aboutOneJob bool) []live.NewsAction {
	switch {
	case slices.Contains([]live.NewsKind{live.Undelivered, live.TestNews}, kind):
		return []live.NewsAction{}
	case kind == live.JobAutoPaused && aboutOneJob:
		return []live.NewsAction{live.ResumeNews, live.OpenNews}
	default:
		return []live.NewsAction{live.OpenNews}
	}
}
