package desktop

import (
	"context"
	"slices"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// view is the deck as the tray sees it. Progress is taken from events; the deck is asked again only
// when a job came, went or changed its status.
type view struct {
	deck  deck.Door
	state State
	inbox []live.News
	// stale and unread say that jobs and inbox must be asked for again.
	stale, unread bool
}

// take follows one event.
func (v *view) take(event *live.Event) {
	switch event.Topic {
	case live.JobChanged:
		if event.Job == nil || !v.update(event.Job) {
			v.stale = true
		}
	case live.JobsChanged, live.JobGone, live.HoldChanged:
		v.stale = true
	case live.NewsChanged:
		v.unread = true
	default: // nothing that the tray shows
	}
}

// update takes over a job's progress. It can't when more than that changed.
func (v *view) update(s *job.Snapshot) bool {
	for _, jobs := range [][]job.Snapshot{v.state.AtWork, v.state.Waiting} {
		at := slices.IndexFunc(jobs, func(known job.Snapshot) bool { return known.ID == s.ID })
		if at >= 0 && jobs[at].Status == s.Status && jobs[at].Standing == s.Standing {
			jobs[at] = *s
			return true
		}
	}
	return false
}

// mostLooked is how many paused jobs are looked at for one that needs a person.
const mostLooked = 100

// refresh asks for what is not known any more. What fails is asked for again with the next event.
func (v *view) refresh(ctx context.Context) error {
	if v.stale {
		state, err := v.ask(ctx)
		if err != nil {
			return err
		}
		state.Unseen = v.state.Unseen
		v.state, v.stale = state, false
	}
	if v.unread {
		inbox, err := deck.News.Ask(ctx, v.deck)
		if err != nil {
			return err
		}
		v.inbox, v.unread = inbox, false
		v.state.Unseen = failures(inbox)
	}
	return nil
}

// ask reads the jobs. Of ten thousand that wait only those are read that the menu has room for.
func (v *view) ask(ctx context.Context) (State, error) {
	overview, err := deck.Overview.Ask(ctx, v.deck)
	if err != nil {
		return State{}, err
	}
	state := State{Held: overview.Hold.Held, Queued: overview.Counts[job.Queued], Paused: overview.Counts[job.Paused]}
	for status, n := range overview.Counts {
		if status.Active() {
			state.Active += n
		}
	}
	if state.Active == 0 {
		return state, nil
	}
	var ids []job.ID
	for _, part := range []struct {
		filter string
		most   int
	}{{"status:running,pausing,cancelling", mostLooked}, {"status:paused", mostLooked}, {"status:queued", Places}} {
		found, err := deck.JobIDs.Ask(ctx, v.deck, part.filter)
		if err != nil {
			return State{}, err
		}
		ids = append(ids, found[:min(len(found), part.most)]...)
	}
	jobs, err := deck.Jobs.Ask(ctx, v.deck, ids)
	if err != nil {
		return State{}, err
	}
	state.sort(jobs)
	return state, nil
}

// sort puts jobs where they belong: those that need a person before the other paused ones, and
// those before the queued ones, so that what was paused in the menu can be resumed there.
func (s *State) sort(jobs []job.Snapshot) {
	var paused, queued []job.Snapshot
	for _, j := range jobs {
		switch {
		case j.Status.AtWork():
			s.AtWork = append(s.AtWork, j)
		case j.Standing == job.NeedsYou:
			s.Waiting = append(s.Waiting, j)
			s.Stuck++
		case j.Status == job.Paused:
			paused = append(paused, j)
		case j.Status == job.Queued:
			queued = append(queued, j)
		default: // ended since its number was asked for
		}
	}
	s.Waiting = slices.Concat(s.Waiting, paused, queued)
}

// failures counts the news that a person should look at and has not.
func failures(inbox []live.News) int64 {
	var n int64
	for i := range inbox {
		if inbox[i].Seen {
			continue
		}
		switch inbox[i].Kind {
		case live.JobFailed, live.RunFailed, live.Undelivered:
			n++
		default: // good to know, or shown by the job itself
		}
	}
	return n
}
