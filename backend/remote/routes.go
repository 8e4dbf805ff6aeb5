package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/task"
)

// calls are the methods that can be called, and how their requests are read.
type calls struct {
	*http.ServeMux

	door *intake
}

// routes is the whole interface: one line a method.
func routes(closing context.Context, d deck.Deck, o offer) http.Handler {
	mux := calls{http.NewServeMux(), newIntake()}
	mux.HandleFunc("GET "+helloPath, func(w http.ResponseWriter, _ *http.Request) { answer(w, o.hello, nil) })
	mux.HandleFunc("POST "+followPath, func(w http.ResponseWriter, r *http.Request) { follow(closing, d, w, r) })

	handle(mux, "Inspect", func(ctx context.Context, in deck.InspectRequest) (deck.Preview, error) {
		return withPath(in.Path, func() (deck.Preview, error) { return d.Inspect(ctx, in) })
	})
	handle(mux, "Create", func(ctx context.Context, in deck.Draft) (job.Snapshot, error) {
		return withPath(in.Path, func() (job.Snapshot, error) { return d.Create(ctx, in) })
	})
	handle(mux, "Try", func(ctx context.Context, in tryCall) ([]deck.ItemView, error) {
		return withPath(in.Draft.Path, func() ([]deck.ItemView, error) { return d.Try(ctx, in.Draft, in.Rows) })
	})
	handle(mux, "Apply", d.Apply)
	handle(mux, "Adjust", func(ctx context.Context, in adjustCall) (job.Snapshot, error) {
		return d.Adjust(ctx, in.Job, in.Changes, in.Actor)
	})
	handle(mux, "Move", func(ctx context.Context, in moveCall) (nothing, error) {
		return nothing{}, d.Move(ctx, in.Job, in.Where, in.Actor)
	})
	handle(mux, "Hold", func(ctx context.Context, in holdCall) (job.Hold, error) {
		return d.Hold(ctx, in.Why, in.Until, in.Actor)
	})
	handle(mux, "Release", d.Release)
	handle(mux, "Overview", func(ctx context.Context, _ nothing) (deck.Overview, error) { return d.Overview(ctx) })
	handle(mux, "JobIDs", d.JobIDs)
	handle(mux, "Jobs", d.Jobs)
	handle(mux, "Detail", d.Detail)
	handle(mux, "Items", d.Items)
	handle(mux, "Item", func(ctx context.Context, in itemCall) (deck.ItemView, error) {
		return d.Item(ctx, in.Job, in.Seq)
	})
	handle(mux, "CheckExport", func(ctx context.Context, in deck.ExportRequest) (nothing, error) {
		return withPath(in.Path, func() (nothing, error) { return nothing{}, d.CheckExport(ctx, in) })
	})
	handle(mux, "Export", func(ctx context.Context, in deck.ExportRequest) (deck.ExportReport, error) {
		return withPath(in.Path, func() (deck.ExportReport, error) { return d.Export(ctx, in) })
	})
	handle(mux, "Processors", func(ctx context.Context, _ nothing) ([]processor.Spec, error) { return d.Processors(ctx) })
	handle(mux, "Recipes", func(ctx context.Context, _ nothing) ([]deck.Recipe, error) { return d.Recipes(ctx) })
	handle(mux, "SaveRecipe", func(ctx context.Context, in deck.Recipe) (nothing, error) {
		return nothing{}, d.SaveRecipe(ctx, in)
	})
	handle(mux, "DeleteRecipe", func(ctx context.Context, in string) (nothing, error) {
		return nothing{}, d.DeleteRecipe(ctx, in)
	})
	handle(mux, "ExportRecipe", func(ctx context.Context, in recipeCall) (deck.ExportReport, error) {
		return withPath(in.Path, func() (deck.ExportReport, error) { return d.ExportRecipe(ctx, in.Name, in.Path, in.Actor) })
	})
	handle(mux, "ReadRecipe", func(ctx context.Context, in string) (deck.Recipe, error) {
		return withPath(in, func() (deck.Recipe, error) { return d.ReadRecipe(ctx, in) })
	})
	handle(mux, "Settings", func(ctx context.Context, _ nothing) ([]deck.Setting, error) { return d.Settings(ctx) })
	handle(mux, "SetSetting", func(ctx context.Context, in settingCall) (nothing, error) {
		return nothing{}, d.SetSetting(ctx, in.Key, in.Value, in.Actor)
	})
	handle(mux, "Tasks", func(ctx context.Context, _ nothing) ([]task.View, error) { return d.Tasks(ctx) })
	handle(mux, "Task", d.Task)
	handle(mux, "Works", func(ctx context.Context, _ nothing) ([]task.Work, error) { return d.Works(ctx) })
	handle(mux, "SaveTask", d.SaveTask)
	handle(mux, "ApplyTask", d.ApplyTask)
	handle(mux, "TryTask", d.TryTask)
	handle(mux, "Firings", func(ctx context.Context, in firingsCall) (task.Firings, error) {
		return d.Firings(ctx, in.Schedule, in.Count)
	})
	handle(mux, "Runs", d.Runs)
	handle(mux, "Activity", d.Activity)
	handle(mux, "ExportActivity", func(ctx context.Context, in activityCall) (deck.ExportReport, error) {
		return withPath(in.Path, func() (deck.ExportReport, error) { return d.ExportActivity(ctx, in.Query, in.Path, in.Actor) })
	})
	handle(mux, "Logs", d.Logs)
	handle(mux, "News", func(ctx context.Context, _ nothing) ([]live.News, error) { return d.News(ctx) })
	handle(mux, "SeeNews", func(ctx context.Context, in []int64) (nothing, error) { return nothing{}, d.SeeNews(ctx, in) })
	handle(mux, "TestNews", func(ctx context.Context, in string) (nothing, error) { return nothing{}, d.TestNews(ctx, in) })
	handle(mux, "SetSecret", func(ctx context.Context, in settingCall) (nothing, error) {
		return nothing{}, d.SetSecret(ctx, in.Key, in.Value, in.Actor)
	})
	handle(mux, "Secrets", func(ctx context.Context, _ nothing) (map[string]bool, error) { return d.Secrets(ctx) })
	handle(mux, "KeepKeys", d.KeepKeys)
	if o.window != nil {
		mux.HandleFunc("POST "+windowPath, func(w http.ResponseWriter, r *http.Request) { openWindow(o.window, mux.door, w, r) })
	}
	return sameProtocol(o.hello, mux)
}

// openWindow brings the window forward, with a list when one is named.
func openWindow(open func(file string), door *intake, w http.ResponseWriter, r *http.Request) {
	var in windowCall
	err := door.read(w, r, &in)
	switch {
	case err != nil:
	case in.File != "" && !filepath.IsAbs(in.File):
		err = &deck.UsageError{Message: fmt.Sprintf("the path %q is not absolute", in.File)}
	default:
		open(in.File)
	}
	answer(w, nothing{}, err)
}

// handle makes a route of a method that takes one value and gives one. The request's context ends
// when the client hangs up.
func handle[In, Out any](mux calls, name string, method func(context.Context, In) (Out, error)) {
	mux.HandleFunc("POST "+callPath+name, func(w http.ResponseWriter, r *http.Request) {
		var in In
		if err := mux.door.read(w, r, &in); err != nil {
			answer(w, nil, fmt.Errorf("%s: %w", name, err))
			return
		}
		out, err := method(r.Context(), in)
		answer(w, out, err)
	})
}

// withPath refuses a path that means another file here than where it was given.
func withPath[Out any](path string, do func() (Out, error)) (Out, error) {
	if !filepath.IsAbs(path) {
		var none Out
		return none, &deck.UsageError{Message: fmt.Sprintf("the path %q is not absolute", path)}
	}
	return do()
}

// sameProtocol refuses requests of a program that speaks another protocol. Everybody may ask who
// is there.
func sameProtocol(hello Hello, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != helloPath && r.Header.Get(protocolHeader) != strconv.Itoa(hello.Protocol) {
			answer(w, nil, otherProtocol(hello))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func otherProtocol(hello Hello) error {
	return fmt.Errorf("%w: it is %s (process %d) and speaks protocol %d; quit it, or use the same version for both",
		ErrProtocol, hello.Version, hello.PID, hello.Protocol)
}

// answer sends a value, or an error.
func answer(w http.ResponseWriter, out any, err error) {
	var body bytes.Buffer
	if err == nil {
		err = json.NewEncoder(&body).Encode(out)
	}
	status := http.StatusOK
	if err != nil {
		status = http.StatusUnprocessableEntity
		body.Reset()
		// A wire error is made of strings: it can always be encoded.
		_ = json.NewEncoder(&body).Encode(pack(err))
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// When this fails the client has hung up, and there is nobody to tell.
	_, _ = w.Write(body.Bytes())
}

// follow streams events, one JSON object a line, until the client hangs up or the server closes.
func follow(closing context.Context, d deck.Deck, w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(closing, cancel)()
	events, err := d.Follow(ctx)
	if err != nil {
		answer(w, nil, err)
		return
	}
	control := http.NewResponseController(w)
	if err := control.SetReadDeadline(time.Time{}); err != nil {
		answer(w, nil, fmt.Errorf("keep the stream open: %w", err))
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.WriteHeader(http.StatusOK)
	encoder := json.NewEncoder(w)
	// The first flush tells the client that from here on it misses nothing.
	for control.Flush() == nil {
		batch, err := events.Next(ctx)
		if err != nil || len(batch) == 0 {
			return
		}
		for _, event := range batch {
			if encoder.Encode(event) != nil {
				return
			}
		}
	}
}
