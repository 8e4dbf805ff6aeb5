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
	"jobdeck/backend/paths"
)

// routes is the whole interface: one route a question.
func routes(closing context.Context, d deck.Door, o offer) http.Handler {
	mux, door := http.NewServeMux(), newIntake()
	mux.HandleFunc("GET "+helloPath, func(w http.ResponseWriter, _ *http.Request) { answer(w, o.hello, nil) })
	mux.HandleFunc("POST "+followPath, func(w http.ResponseWriter, r *http.Request) { follow(closing, d, w, r) })
	// Only this user's processes are let in: see listen.
	asks := job.Actor{Who: paths.User(), From: job.FromCommandLine}
	for _, asked := range deck.Questions() {
		mux.HandleFunc("POST "+callPath+asked.Name, func(w http.ResponseWriter, r *http.Request) {
			// The request's context ends when the client hangs up.
			ctx := job.WithActor(r.Context(), asks)
			out, err := asked.Relay(ctx, d, func(in any) error { return door.read(w, r, in) })
			answer(w, out, err)
		})
	}
	if o.window != nil {
		mux.HandleFunc("POST "+windowPath, func(w http.ResponseWriter, r *http.Request) { openWindow(o.window, door, w, r) })
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
	answer(w, deck.Nothing{}, err)
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
func follow(closing context.Context, d deck.Door, w http.ResponseWriter, r *http.Request) {
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
