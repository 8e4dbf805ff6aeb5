package remote

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"

	"jobdeck/backend/deck"
)

// Bounds of what comes in. A request for 100,000 jobs by their numbers has less than a megabyte; a
// recipe with a long prompt, less than four.
const (
	longestRequest = 16 << 20 // bytes of one request
	requestsAtOnce = 64 << 20 // bytes of all requests that are being read
	longestHeader  = 64 << 10

	readTime = 30 * time.Second
	idleTime = 10 * time.Minute // for a connection to carry nothing
)

// intake reads requests, all of them together within a bound: whoever sends much, often or slowly
// costs neither memory without end nor the others their turn.
type intake struct{ room *semaphore.Weighted }

func newIntake() *intake { return &intake{room: semaphore.NewWeighted(requestsAtOnce)} }

// read reads what a request carries. How long that may take the server's ReadTimeout says; what is
// done with it may take as long as it needs.
func (i *intake) read(w http.ResponseWriter, r *http.Request, into any) error {
	size := r.ContentLength
	if size > longestRequest {
		return &deck.UsageError{Message: fmt.Sprintf("the request has %d MB: at most %d can be read", size>>20, longestRequest>>20)}
	}
	if size < 0 {
		size = longestRequest // it does not say
	}
	if err := i.room.Acquire(r.Context(), size); err != nil {
		return fmt.Errorf("wait for a turn: %w", err)
	}
	defer i.room.Release(size)
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, longestRequest)).Decode(into); err != nil {
		return &deck.UsageError{Message: fmt.Sprintf("the request can't be read: %v", err)}
	}
	if err := http.NewResponseController(w).SetReadDeadline(time.Time{}); err != nil {
		return fmt.Errorf("go on after the request was read: %w", err)
	}
	return nil
}
