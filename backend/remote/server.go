package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"jobdeck/backend/deck"
)

// closeGrace is how long requests may go on after the server was told to close.
const closeGrace = 2 * time.Second

// Server answers for a data folder until it is closed.
type Server struct {
	address string
	http    *http.Server
	// closing ends the streams of events, which would go on for ever.
	closing context.Context
	close   context.CancelFunc
	// interrupt ends the contexts of all requests.
	interrupt context.CancelFunc
	served    chan error
	once      sync.Once
	err       error
}

// Option changes what a server offers, and how it introduces itself.
type Option func(*offer)

// offer is what a server offers beside the deck.
type offer struct {
	hello    Hello
	window   func(file string)
	readTime time.Duration // for one request to come in whole
}

// Passing says that the process ends with its own work: others may use the deck meanwhile, but
// must not leave work to it.
func Passing() Option {
	return func(o *offer) { o.hello.Stays = false }
}

// WithWindow says that the process has a window, and how it comes forward with a list, or none.
func WithWindow(open func(file string)) Option {
	return func(o *offer) { o.hello.Window, o.window = true, open }
}

// Serve answers for a data folder from now on. The caller holds the folder's lock, ends the server
// with [Server.Close] or with ctx, and closes the deck after it.
func Serve(ctx context.Context, d deck.Door, dataDir, version string, options ...Option) (*Server, error) {
	listener, address, err := listen(dataDir)
	if err != nil {
		return nil, err
	}
	o := offer{hello: Hello{Protocol: Protocol, Version: version, DataDir: dataDir, PID: os.Getpid(), Stays: true}, readTime: readTime}
	for _, option := range options {
		option(&o)
	}
	s := &Server{address: address, served: make(chan error, 1)}
	s.closing, s.close = context.WithCancel(ctx)
	requests, interrupt := context.WithCancel(context.WithoutCancel(ctx))
	s.http = &http.Server{
		Handler:           routes(s.closing, d, o),
		BaseContext:       func(net.Listener) context.Context { return requests },
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       o.readTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    longestHeader,
	}
	s.interrupt = interrupt
	go func() { s.served <- s.http.Serve(listener) }()
	context.AfterFunc(s.closing, func() { s.Close() })
	return s, nil
}

// Address is the path of the socket.
func (s *Server) Address() string { return s.address }

// Close answers no new request, lets those that are under way finish for a moment, interrupts the
// rest and removes the socket. It may be called more than once.
func (s *Server) Close() error {
	s.once.Do(func() {
		s.close()
		ctx, cancel := context.WithTimeout(context.Background(), closeGrace)
		defer cancel()
		if err := s.http.Shutdown(ctx); err != nil {
			s.err = s.http.Close()
		}
		s.interrupt()
		if err := <-s.served; !errors.Is(err, http.ErrServerClosed) {
			s.err = fmt.Errorf("answer at the socket %s: %w", s.address, err)
		}
	})
	return s.err
}
