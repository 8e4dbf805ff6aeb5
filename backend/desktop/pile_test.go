package desktop

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// pile is a deck that answers what the desktop asks, and nothing else.
type pile struct {
	bus live.Bus

	mu    sync.Mutex
	jobs  []job.Snapshot
	inbox []live.News
	held  bool
	fails error // what every verb fails with
	calls chan string
	asked int // how often the jobs were counted
}

func (p *pile) Follow(ctx context.Context) (*live.Subscription, error) {
	return p.bus.Subscribe(ctx), nil
}

func (p *pile) Call(ctx context.Context, asked *deck.Asked, in, out any) (err error) {
	switch asked.Name {
	case deck.Overview.Name:
		*out.(*deck.Summary) = p.overview()
	case deck.JobIDs.Name:
		*out.(*[]job.ID), err = p.jobIDs(in.(string))
	case deck.Jobs.Name:
		*out.(*[]job.Snapshot) = p.snapshots(in.([]job.ID))
	case deck.News.Name:
		p.mu.Lock()
		*out.(*[]live.News) = slices.Clone(p.inbox)
		p.mu.Unlock()
	case deck.SeeNews.Name:
		p.calls <- fmt.Sprintf("see %v", in)
	case deck.Apply.Name:
		*out.(*job.Report) = p.apply(job.ActorOf(ctx), in.(job.Command))
	case deck.Hold.Name, deck.Release.Name:
		p.calls <- strings.ToLower(asked.Name) + " from " + string(job.ActorOf(ctx).From)
		err = p.fails
	default:
		err = fmt.Errorf("the desktop does not ask %s", asked.Name)
	}
	return err
}

func (p *pile) overview() deck.Summary {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	counts := map[job.Status]int64{}
	for _, j := range p.jobs {
		counts[j.Status]++
	}
	return deck.Summary{Counts: counts, Hold: job.Hold{Held: p.held}}
}

func (p *pile) jobIDs(text string) ([]job.ID, error) {
	filter, err := job.ParseFilter(text)
	p.mu.Lock()
	defer p.mu.Unlock()
	var ids []job.ID
	for _, j := range p.jobs {
		if slices.Contains(filter.Statuses, j.Status) {
			ids = append(ids, j.ID)
		}
	}
	return ids, err
}

func (p *pile) snapshots(ids []job.ID) []job.Snapshot {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []job.Snapshot
	for _, id := range ids {
		for _, j := range p.jobs {
			if j.ID == id {
				found = append(found, j)
			}
		}
	}
	return found
}

func (p *pile) apply(by job.Actor, c job.Command) job.Report {
	p.calls <- fmt.Sprintf("%s %v by %s from %s", c.Verb, c.Jobs, by.Who, by.From)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fails != nil {
		return job.Report{LeftOut: []job.LeftOut{{Job: c.Jobs[0], Why: p.fails.Error(), Refused: true}}}
	}
	return job.Report{Done: c.Jobs}
}

// set puts a job on the pile, or changes it, and tells.
func (p *pile) set(s job.Snapshot) {
	s.Standing = job.StandingOf(&s, false)
	p.mu.Lock()
	at := slices.IndexFunc(p.jobs, func(j job.Snapshot) bool { return j.ID == s.ID })
	if at < 0 {
		p.jobs = append(p.jobs, s)
	} else {
		p.jobs[at] = s
	}
	p.mu.Unlock()
	p.bus.Publish(live.Event{Topic: live.JobChanged, Key: fmt.Sprint(s.ID), Job: &s})
}

func (p *pile) tell(n live.News) {
	p.mu.Lock()
	p.inbox = append([]live.News{n}, p.inbox...)
	p.mu.Unlock()
	p.bus.Publish(live.Event{Topic: live.NewsChanged, Key: fmt.Sprint(n.ID), News: &n})
}

// glass is a window that tells what was done to it.
type glass struct{ calls chan string }

func (g glass) Open(address string) { g.calls <- "open " + address }
func (g glass) Quit()               { g.calls <- "quit" }
