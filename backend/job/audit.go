package job

import "context"

// Actor is who did something, and from where.
type Actor struct {
	// Who is the system's user name, or "jobdeck" when the app did it by itself.
	Who string `json:"who"`
	// From is the place it was done from.
	From Origin `json:"from"`
}

type actorKey struct{}

// WithActor gives a context the one who asks. The door that let the caller in does it: what comes in says nothing of it.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorOf is who asks.
func ActorOf(ctx context.Context) Actor {
	actor, _ := ctx.Value(actorKey{}).(Actor)
	return actor
}

// Origin is a place from which jobs can be controlled.
type Origin string

// The places from which jobs are controlled.
const (
	FromWindow       Origin = "window"
	FromTray         Origin = "tray"
	FromNotification Origin = "notification"
	FromCommandLine  Origin = "command line"
	FromSchedule     Origin = "schedule"
	FromEngine       Origin = "engine"
)

// Origins lists them all.
var Origins = []Origin{FromWindow, FromTray, FromNotification, FromCommandLine, FromSchedule, FromEngine}

// Entry is one line of the audit log: a change, who made it, from where, when and why.
type Entry struct {
	ID     int64  `json:"id"`
	At     int64  `json:"at"`
	Job    ID     `json:"job"`  // 0 when it is not about one job
	Task   int64  `json:"task"` // 0 when it is not about one task
	Who    string `json:"who"`
	Origin Origin `json:"origin"`
	// What is the verb, or another change: "hold", "release", "change options".
	What   string `json:"what"`
	Before string `json:"before"`
	After  string `json:"after"`
	Why    string `json:"why"`
}
