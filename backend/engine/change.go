package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
)

// cause is why a status changes.
type cause struct {
	verb  job.Verb
	actor job.Actor
	why   string
	kind  job.PauseKind
	until int64 // when a pause ends by itself, or 0
	quiet bool  // no event for each job: the caller tells of all
}

// refuse says why a change is not possible on a job, or nil.
func refuse(j *job.Job, c cause) error {
	verb := c.verb
	if _, err := job.Next(verb, j.Status); err != nil {
		return err
	}
	switch {
	case verb == job.Pause && !pauses(j, c):
		return &job.RefusedError{Verb: verb, Status: j.Status}
	case verb != job.Undelete && j.Deleted > 0:
		return &job.RefusedError{Verb: verb, Status: j.Status, Because: deletedWords}
	}
	if needs := verb.Row().Needs; needs != nil {
		if because := needs(j); because != "" {
			return &job.RefusedError{Verb: verb, Status: j.Status, Because: because}
		}
	}
	return nil
}

// pauses tells whether a pause makes a difference to a job. On one that is paused already, or on the
// way, it does when it would go on by itself and a person wants it to stay, or to wait for another
// time. The engine never overrules a pause; it only moves the end of one that a time window made.
func pauses(j *job.Job, c cause) bool {
	switch {
	case j.Status != job.Pausing && j.Status != job.Paused:
		return true
	case c.kind != job.ByHand:
		return c.kind == job.ByWindow && j.ReasonKind == job.ByWindow && c.until != j.ResumesAt
	default:
		return c.until != j.ResumesAt
	}
}

const deletedWords = "it is deleted: undelete it first"

// errMoved says that a job was changed by somebody else between sight and change.
var errMoved = errors.New("changed meanwhile")

// errPurged says that the purge of a deleted job has begun: what goes can't come back.
var errPurged = errors.New("too late: it was deleted and is being purged")

// change is the only place where the status of jobs changes. The table decides, the store's
// compare-and-swap makes it true for all of them in one transaction, then their runs are told, then
// everybody. Callers hold e.changing. It changes jobs to what is true now, and gives for each why it
// was left as it is, or nil; an error says that all were.
func (e *Engine) change(ctx context.Context, jobs []job.Job, c cause) (left []error, err error) {
	left = make([]error, len(jobs))
	changes := make([]store.Change, 0, len(jobs))
	places := make([]int, 0, len(jobs)) // of the changes among the jobs
	for i := range jobs {
		planned, refused := e.plan(&jobs[i], c)
		if left[i] = refused; refused == nil {
			changes, places = append(changes, planned), append(places, i)
		}
	}
	made, err := e.store.Apply(ctx, changes)
	if err != nil {
		return nil, err
	}
	for n, i := range places {
		if !made[n] {
			left[i] = e.overtaken(ctx, jobs[i].ID)
			continue
		}
		e.changed(&jobs[i], changes[n], c)
		if !c.quiet {
			e.tell(&jobs[i])
		}
	}
	return left, nil
}

// changeOne is change for one job. What is refused asks nothing of the store: a run that wants to pause
// where it is paused already need not wait for the disk.
func (e *Engine) changeOne(ctx context.Context, j *job.Job, c cause) error {
	if err := refuse(j, c); err != nil {
		return err
	}
	one := []job.Job{*j}
	left, err := e.change(ctx, one, c)
	if err != nil {
		return err
	}
	*j = one[0]
	return left[0]
}

// overtaken says what came first to a job that could not be changed on the sight that there was of it.
func (e *Engine) overtaken(ctx context.Context, id job.ID) error {
	if _, err := e.store.Job(ctx, id); errors.Is(err, store.ErrNotFound) {
		return errPurged
	}
	return errMoved
}

// isRefusal tells what the table refuses, or somebody else did first, from what went wrong.
func isRefusal(err error) bool {
	_, refused := errors.AsType[*job.RefusedError](err)
	return refused || errors.Is(err, errMoved) || errors.Is(err, errPurged)
}

// plan turns a verb into the change that makes it true, or refuses it.
func (e *Engine) plan(j *job.Job, c cause) (store.Change, error) {
	if err := refuse(j, c); err != nil {
		return store.Change{}, err
	}
	to, err := job.Next(c.verb, j.Status)
	if err != nil {
		return store.Change{}, err
	}
	now := e.now()
	planned := store.Change{Job: *j, Entry: job.Entry{
		At: now, Job: j.ID, Who: c.actor.Who, Origin: c.actor.From, What: string(c.verb),
		Before: string(j.Status), After: string(to), Why: c.why,
	}}
	next := &planned.Job
	next.Status = to
	switch c.verb {
	case job.PauseNow:
		// One that is under way already is only made faster, unless another end is given.
		if j.Status != job.Pausing || c.until > 0 {
			next.Reason, next.ReasonKind, next.ResumesAt = c.why, c.kind, c.until
		}
	case job.Pause, job.SetAside, job.Fail:
		next.Reason, next.ReasonKind, next.ResumesAt = c.why, c.kind, c.until
	case job.Resume, job.Cancel, job.Complete, job.Settle, job.Requeue, job.TakeSlot:
		next.Reason, next.ReasonKind, next.ResumesAt = "", job.ByHand, 0
	case job.Retry:
		next.Reason, next.ReasonKind, next.ResumesAt = "", job.ByHand, 0
		planned.RetryFailed, next.Archived, next.EndsAs, next.Counts.Failed = true, false, "", 0
		if j.Counts.Done() < j.Counts.Total {
			next.EndsAs = j.Status // only the failed items are tried again, so others stay pending
		}
	case job.Delete:
		next.Deleted = now
	case job.Undelete:
		next.Deleted = 0
	case job.Archive:
		next.Archived = true
	case job.Unarchive:
		next.Archived = false
	}
	if to == job.Running && j.Started == 0 {
		next.Started = now
	}
	if to.Ended() != j.Status.Ended() {
		next.Ended = 0
		if to.Ended() {
			next.Ended = now
		}
	}
	if r := e.runs[j.ID]; r != nil {
		next.ActiveMS = r.board.active()
	}
	return planned, nil
}

// changed brings j and its run in step with a change that was made.
func (e *Engine) changed(j *job.Job, made store.Change, c cause) {
	before := j.Status
	*j = made.Job
	j.Epoch++
	if r := e.runs[j.ID]; r != nil {
		r.follow(*j, c.verb)
	}
	if j.Status.Ended() {
		delete(e.paces, j.ID)
	}
	if c.verb.Row().Leaves {
		e.bus.Publish(live.Event{Topic: live.JobGone, Key: key(j.ID), At: e.now()})
	}
	if before != j.Status || c.verb == job.Undelete || c.verb == job.Unarchive {
		e.log.WithFields(map[string]any{"job": j.ID, "verb": c.verb, "before": before, "after": j.Status, "why": c.why}).Info("job changed")
		e.look()
	}
}

// changeBy does a verb of the engine itself on one job as it is now; what the table refuses, or
// what somebody else did first, is no error here.
func (e *Engine) changeBy(ctx context.Context, id job.ID, c cause) error {
	e.changing.Lock()
	defer e.changing.Unlock()
	return e.changeLocked(ctx, id, c)
}

// changeLocked is changeBy for callers that hold e.changing.
func (e *Engine) changeLocked(ctx context.Context, id job.ID, c cause) error {
	j, err := e.store.Job(ctx, id)
	if err != nil {
		return err
	}
	if err := e.changeOne(ctx, &j, c); err != nil && !isRefusal(err) {
		return fmt.Errorf("%s job %d: %w", c.verb.Words(), id, err)
	}
	return nil
}

func key(id job.ID) string { return strconv.FormatInt(int64(id), 10) }
