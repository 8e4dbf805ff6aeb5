package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"jobdeck/backend/deck"
	"jobdeck/backend/live"
	"jobdeck/backend/paths"
)

// helloTime is how long a running Jobdeck may take to say who it is.
const helloTime = 5 * time.Second

// Client is the deck of another process.
type Client struct {
	http  *http.Client
	hello Hello
}

var _ deck.Door = (*Client)(nil)

// Dial reaches the process that owns a data folder. When nobody answers the error is [ErrNoApp],
// when it speaks another protocol [ErrProtocol].
func Dial(ctx context.Context, dataDir string) (*Client, error) {
	address, err := paths.SocketAddress(dataDir)
	if err != nil {
		return nil, err
	}
	c := &Client{http: newHTTP(address)}
	if c.hello, err = c.sayHello(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// newHTTP makes an HTTP client that knows one address only.
func newHTTP(address string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext:        func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx, address) },
		DisableCompression: true,
		IdleConnTimeout:    time.Minute,
	}}
}

// sayHello asks who is there, and whether both speak the same protocol.
func (c *Client) sayHello(ctx context.Context) (Hello, error) {
	limited, cancel := context.WithTimeout(ctx, helloTime)
	defer cancel()
	var hello Hello
	err := c.send(limited, http.MethodGet, helloPath, nil, decode(&hello))
	switch {
	case err == nil && hello.Protocol != Protocol:
		return Hello{}, otherProtocol(hello)
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		return Hello{}, fmt.Errorf("the running Jobdeck does not answer within %s", helloTime)
	default:
		return hello, err
	}
}

// Hello is how the other process introduced itself.
func (c *Client) Hello() Hello { return c.hello }

// OpenWindow brings the other process's window forward and hands over a list, when there is one.
func (c *Client) OpenWindow(ctx context.Context, file string) error {
	if !c.hello.Window {
		return fmt.Errorf("the Jobdeck that holds %s (process %d) has no window", c.hello.DataDir, c.hello.PID)
	}
	body, err := json.Marshal(windowCall{file})
	if err != nil {
		return fmt.Errorf("send the request: %w", err)
	}
	return c.send(ctx, http.MethodPost, windowPath, body, decode(&deck.Nothing{}))
}

// Close ends the connection. Streams of events end with their context.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

// Call implements [deck.Door]. Functions in an answer stay where the work is done.
func (c *Client) Call(ctx context.Context, asked *deck.Asked, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("send the request: %w", err)
	}
	return c.send(ctx, http.MethodPost, callPath+asked.Name, body, decode(out))
}

// decode reads a body to its end, so that the connection can be used again, and takes the value
// out of it.
func decode(value any) func(io.ReadCloser) error {
	return func(body io.ReadCloser) error {
		defer body.Close()
		content, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		return json.Unmarshal(content, value)
	}
}

// Follow implements [deck.Door]. The stream ends when the other process does, too.
func (c *Client) Follow(ctx context.Context) (*live.Subscription, error) {
	events := live.NewSubscription()
	err := c.send(ctx, http.MethodPost, followPath, []byte("{}"), func(body io.ReadCloser) error {
		go func() {
			defer events.Close()
			defer body.Close()
			for decoder := json.NewDecoder(body); ; {
				var event live.Event
				if decoder.Decode(&event) != nil {
					return
				}
				events.Put(event)
			}
		}()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return events, nil
}

// send makes a request and hands the body of a good answer to read, which closes it. The error of
// a bad answer is the one that happened in the other process.
func (c *Client) send(ctx context.Context, method, path string, body []byte, read func(io.ReadCloser) error) error {
	request, err := http.NewRequestWithContext(ctx, method, "http://jobdeck"+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("send the request: %w", err)
	}
	request.Header.Set(protocolHeader, strconv.Itoa(Protocol))
	response, err := c.http.Do(request)
	if err != nil {
		return connectionError(ctx, err)
	}
	if response.StatusCode == http.StatusOK {
		if err := read(response.Body); err != nil {
			return connectionError(ctx, err)
		}
		return nil
	}
	defer response.Body.Close()
	var wire wireError
	if err := json.NewDecoder(response.Body).Decode(&wire); err != nil || wire.Message == "" {
		return fmt.Errorf("the running Jobdeck answered %s", response.Status)
	}
	return wire.unpack()
}

// connectionError says in words why there is no answer.
func connectionError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if request, ok := errors.AsType[*url.Error](err); ok {
		err = request.Err
	}
	_, broken := errors.AsType[*net.OpError](err)
	if broken || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", ErrLost, err)
	}
	return err
}
