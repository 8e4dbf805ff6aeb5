package deck

import (
	"context"

	"jobdeck/backend/live"
	"jobdeck/backend/news"
	"jobdeck/backend/secret"
)

func (l *Local) openNews() {
	l.news = news.New(news.Options{
		Store: l.store, Bus: &l.bus, Clock: l.clock, Log: l.options.Log,
		Values: l.values, Tasks: l.scheduler.Tasks, Secret: secret.Get, Version: l.options.Version,
	})
}

// News answers the question of its name.
func (l *Local) News(ctx context.Context) ([]live.News, error) { return l.news.Inbox(ctx) }

// SeeNews answers the question of its name.
func (l *Local) SeeNews(ctx context.Context, ids []int64) error { return l.news.See(ctx, ids) }

// TestNews answers the question of its name.
func (l *Local) TestNews(ctx context.Context, channel string) error { return l.news.Test(ctx, channel) }
