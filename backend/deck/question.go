// Package deck is the one door to a running Jobdeck: everything the window, the tray, the command
// line and scripts may ask, and nothing else. The questions stand in one table, and a [Door] is where
// they are asked: [Local] answers from this process, remote.Client asks the process that owns the data
// folder. It makes no decisions of its own: it translates between what people give (paths, names, text)
// and what engine, store and table take.
package deck

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"

	"jobdeck/backend/live"
)

// Door is where questions are asked.
type Door interface {
	// Call puts a question: in is what goes in, out points to where what comes out is put. [Question.Ask] and its
	// like give both their types.
	Call(ctx context.Context, asked *Asked, in, out any) error
	// Follow opens a stream of events, coalesced: it never waits for a slow reader. It ends with ctx.
	Follow(ctx context.Context) (*live.Subscription, error)
}

// Effect is what a question leaves behind.
type Effect uint8

// What questions leave behind.
const (
	// Looks changes nothing that is kept.
	Looks Effect = iota + 1
	// Remembers keeps what a person has seen, and leaves no line in the audit log.
	Remembers
	// Changes something of the person's, or writes a file for her, and leaves a line in the audit log: by
	// [job.ActorOf] its context.
	Changes
)

// Asked is a question as a door sees it, without the types of what goes in and comes out.
type Asked struct {
	Name string
	// Doing says what is tried, as it follows "Can't": "read the list".
	Doing   string
	Effect  Effect
	In, Out reflect.Type

	answer func(ctx context.Context, l *Local, in, out any) error
	relay  func(ctx context.Context, door Door, read func(in any) error) (any, error)
}

// Question is asked with one value and answered with one.
type Question[In, Out any] struct{ *Asked }

// Ask asks at a door.
func (q Question[In, Out]) Ask(ctx context.Context, door Door, in In) (Out, error) {
	var out Out
	err := door.Call(ctx, q.Asked, in, &out)
	return out, err
}

// Bare is a question that nothing goes in.
type Bare[Out any] struct{ *Asked }

// Ask asks at a door.
func (q Bare[Out]) Ask(ctx context.Context, door Door) (Out, error) {
	return Question[Nothing, Out](q).Ask(ctx, door, Nothing{})
}

// Order is a question that nothing comes out of.
type Order[In any] struct{ *Asked }

// Do asks at a door.
func (q Order[In]) Do(ctx context.Context, door Door, in In) error {
	_, err := Question[In, Nothing](q).Ask(ctx, door, in)
	return err
}

// Nothing goes in or comes out.
type Nothing struct{}

// questions are all there are, in the order in which they stand in the source.
var questions []*Asked

// Questions are all there are.
func Questions() []*Asked { return slices.Clone(questions) }

func ask[In, Out any](name, doing string, effect Effect, answer func(*Local, context.Context, In) (Out, error)) Question[In, Out] {
	q := Question[In, Out]{&Asked{Name: name, Doing: doing, Effect: effect, In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out]()}}
	q.answer = func(ctx context.Context, l *Local, in, out any) (err error) {
		*out.(*Out), err = answer(l, ctx, in.(In))
		return err
	}
	q.relay = func(ctx context.Context, door Door, read func(in any) error) (any, error) {
		var in In
		if err := read(&in); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if named, is := any(in).(interface{ place() string }); is && !filepath.IsAbs(named.place()) {
			return nil, &UsageError{Message: fmt.Sprintf("the path %q is not absolute", named.place())}
		}
		return q.Ask(ctx, door, in)
	}
	questions = append(questions, q.Asked)
	return q
}

func bare[Out any](name, doing string, effect Effect, answer func(*Local, context.Context) (Out, error)) Bare[Out] {
	return Bare[Out](ask(name, doing, effect, func(l *Local, ctx context.Context, _ Nothing) (Out, error) { return answer(l, ctx) }))
}

func order[In any](name, doing string, effect Effect, do func(*Local, context.Context, In) error) Order[In] {
	return Order[In](ask(name, doing, effect, func(l *Local, ctx context.Context, in In) (Nothing, error) { return Nothing{}, do(l, ctx, in) }))
}

// Relay asks for somebody in another process, whose question read decodes. A path that could mean another file here
// than there is refused.
func (a *Asked) Relay(ctx context.Context, door Door, read func(in any) error) (any, error) {
	return a.relay(ctx, door, read)
}

// Call implements [Door].
func (l *Local) Call(ctx context.Context, asked *Asked, in, out any) error {
	return asked.answer(ctx, l, in, out)
}

// The files that questions name.
func (r InspectRequest) place() string { return r.Path }
func (d Draft) place() string          { return d.Path }
func (r ExportRequest) place() string  { return r.Path }
func (r RecipeExport) place() string   { return r.Path }
func (r RecipeFile) place() string     { return r.Path }
func (e ActivityExport) place() string { return e.Path }
