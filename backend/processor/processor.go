// Package processor holds what can happen to an item: the Processor interface, the registry, and
// one folder for each processor. A processor knows no store, no engine and no screen: it gets an
// item and a context, and gives back a result. That is why it can be tested alone, tried on ten
// rows, and run on another machine.
package processor

import (
	"context"
	"iter"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
)

// Processor turns items into results. Process is called from many goroutines at once. One that keeps
// something from item to item is an [io.Closer] too, and is closed when its run has ended.
type Processor interface {
	// Process works one item. A result is an outcome the item keeps; an error is a try that went
	// wrong: a [*Failure] says what the engine shall do about it, any other error fails the item.
	// When ctx ends Process returns soon, with ctx's error, and leaves nothing behind.
	Process(ctx context.Context, item *job.Item) (job.Result, error)
}

// Surveyor is a processor that looks over the whole list, in order, before its first item: to
// know, whatever the order of work, which of two equal rows comes first.
type Surveyor interface {
	Processor
	// Survey is called once per run, before Process. It may read the items only while it iterates, and
	// may go over them more than once.
	Survey(ctx context.Context, items iter.Seq2[*job.Item, error]) error
}

// Failure is a try that went wrong, with what the engine shall do about it.
type Failure struct {
	// Message says in words what happened.
	Message string
	// Reason is the message in one word, for counting; it may be empty.
	Reason job.Reason
	// Retry says that trying again may help.
	Retry bool
	// RetryAfterMS is how long the other side asked to wait, or 0.
	RetryAfterMS int64
	// Pause says that going on with other items makes no sense (a rejected key, no network): the
	// engine pauses the job with this reason, and the item goes back to pending.
	Pause job.PauseKind
}

// Error is the message.
func (f *Failure) Error() string { return f.Message }

// Spec describes a processor: for forms, the command line and docs.
type Spec struct {
	// Name is what recipes and --recipe call it: "preprocess".
	Name string `json:"name"`
	// Label and Summary are for screens: "Clean", "Normalises names and domains …".
	Label   string `json:"label"`
	Summary string `json:"summary"`
	// Noun is what an item is called: "account" or "row".
	Noun string `json:"noun"`
	// Needs are the fields that must be matched to a column.
	Needs []job.Field `json:"needs"`
	// Options are the processor's own options.
	Options []form.Field `json:"options"`
	// Cleans says that output columns named like a field replace that field's column in an
	// export, and that the list it writes holds the succeeded items only.
	Cleans bool `json:"cleans"`
	// Retries is how often a failed try is repeated unless the recipe says otherwise.
	Retries int `json:"retries"`

	// New makes a processor for one run. It checks the options: an error names the wrong one.
	New func(set map[string]string, clock clockwork.Clock) (Processor, error) `json:"-"`
}

type stepKey struct{}

// WithSteps gives a context whose steps are told to tell.
func WithSteps(ctx context.Context, tell func(step string)) context.Context {
	return context.WithValue(ctx, stepKey{}, tell)
}

// Step says which step the item is in now, in words: "looking up the domain". A context without
// a listener ignores it.
func Step(ctx context.Context, step string) {
	if tell, ok := ctx.Value(stepKey{}).(func(string)); ok {
		tell(step)
	}
}
