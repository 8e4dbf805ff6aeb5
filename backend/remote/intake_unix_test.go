//go:build unix

package remote

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"jobdeck/backend/deck"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// impatient makes a server that gives a request next to no time to come in.
func impatient(o *offer) { o.readTime = 50 * time.Millisecond }

// raw opens a connection to a server, past the client that keeps to the rules.
func raw(t *testing.T, server *Server) net.Conn {
	t.Helper()
	connection, err := net.Dial("unix", server.Address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	return connection
}

// begins sends the head of a call, and the body that it is given.
func begins(t *testing.T, connection net.Conn, head, body string) {
	t.Helper()
	if _, err := fmt.Fprintf(connection, "POST %sJobs HTTP/1.1\r\nHost: x\r\n%s: %d\r\n%s\r\n\r\n%s",
		callPath, protocolHeader, Protocol, head, body); err != nil {
		t.Fatal(err)
	}
}

func status(t *testing.T, connection net.Conn) (int, string) {
	t.Helper()
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestARequestThatComesTooSlowlyIsGivenUp(t *testing.T) {
	t.Parallel()
	connection := raw(t, serve(t, &echo{}, t.TempDir(), impatient))
	begins(t, connection, "Content-Length: 100", "[1,")
	if code, body := status(t, connection); code == http.StatusOK || !strings.Contains(body, "can't be read") {
		t.Errorf("the answer is %d: %s", code, body)
	}
}

func TestARequestThatIsTooLargeIsRefusedBeforeItIsRead(t *testing.T) {
	t.Parallel()
	server := serve(t, &echo{}, t.TempDir())
	connection := raw(t, server)
	begins(t, connection, fmt.Sprintf("Content-Length: %d", longestRequest+1), "")
	if code, body := status(t, connection); code == http.StatusOK || !strings.Contains(body, "at most 16") {
		t.Errorf("the answer is %d: %s", code, body)
	}
	// One that keeps its size to itself is cut off where it becomes too large.
	connection = raw(t, server)
	begins(t, connection, "Transfer-Encoding: chunked", "")
	go func() {
		chunk := fmt.Sprintf("%x\r\n%s\r\n", 1<<20, strings.Repeat("1", 1<<20))
		for sent := 0; sent <= longestRequest>>20; sent++ {
			if _, err := io.WriteString(connection, chunk); err != nil {
				return // it was hung up on
			}
		}
	}()
	if code, body := status(t, connection); code == http.StatusOK || !strings.Contains(body, "can't be read") {
		t.Errorf("the answer is %d: %s", code, body)
	}
}

func TestWhatTakesLongToDoIsNotCutOff(t *testing.T) {
	t.Parallel()
	const beyond = 200 * time.Millisecond // the time for a request to come in is over by then
	e := &echo{}
	over := make(chan struct{}, 2)
	e.during = func(ctx context.Context) {
		select {
		case <-ctx.Done():
		case <-time.After(beyond):
			over <- struct{}{}
		}
	}
	dir := t.TempDir()
	serve(t, e, dir, impatient)
	client := dialed(t, dir)
	events, err := client.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := deck.Jobs.Ask(t.Context(), client, []job.ID{1}); err != nil {
		t.Errorf("it was cut off: %v", err)
	}
	<-over
	e.bus.Publish(live.Event{Topic: live.JobsChanged})
	if batch, err := events.Next(t.Context()); err != nil || len(batch) == 0 {
		t.Errorf("the stream brings %v, %v", batch, err)
	}
}
