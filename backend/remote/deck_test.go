package remote

import (
	"context"
	"reflect"
	"sync"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// echo is a deck that writes down what it is asked and answers what it is told.
type echo struct {
	mu sync.Mutex
	// asked is what the last question was given, and who by.
	question string
	asked    any
	by       job.Actor
	// answers has what comes out of each question; fails is the error of all.
	answers map[string]any
	fails   error
	// during is called inside each question.
	during func(ctx context.Context)
	bus    live.Bus
}

func (e *echo) Call(ctx context.Context, asked *deck.Asked, in, out any) error {
	e.mu.Lock()
	e.question, e.asked, e.by = asked.Name, in, job.ActorOf(ctx)
	if answer, found := e.answers[asked.Name]; found {
		reflect.ValueOf(out).Elem().Set(reflect.ValueOf(answer))
	}
	during, err := e.during, e.fails
	e.mu.Unlock()
	if during != nil {
		during(ctx)
	}
	return err
}

func (e *echo) Follow(ctx context.Context) (*live.Subscription, error) {
	if e.fails != nil {
		return nil, e.fails
	}
	return e.bus.Subscribe(ctx), nil
}
