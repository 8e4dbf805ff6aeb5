package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

func TestAnErrorReachesTheWindowWithItsKind(t *testing.T) {
	t.Parallel()
	_, refused := job.Next(job.Pause, job.Completed)
	for _, test := range []struct {
		err  error
		kind string
	}{
		{fmt.Errorf("pause job 3: %w", refused), "refused"},
		{fmt.Errorf("open job 3: %w", deck.ErrNotFound), "not_found"},
		{errors.New("disk full"), "error"},
	} {
		// Wails hands on nothing but text.
		text, ok := formatError(test.err).(string)
		if !ok {
			t.Fatalf("%v is not told as text", test.err)
		}
		var told WindowError
		if err := json.Unmarshal([]byte(text), &told); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if told.Kind != test.kind || told.Message != test.err.Error() {
			t.Errorf("%v is told as %+v, want kind %s", test.err, told, test.kind)
		}
	}
}
