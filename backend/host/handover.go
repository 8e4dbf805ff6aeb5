package host

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"jobdeck/backend/paths"
	"jobdeck/backend/remote"
)

// HandOver brings the window of a Jobdeck that has the data folder already forward, with the list
// that this one was started with, and tells whether it did.
func HandOver(ctx context.Context, options Options, within time.Duration) bool {
	dataDir, err := paths.DataDir(options.DataDir)
	if err != nil {
		return false
	}
	for began := options.Clock.Now(); ; options.Clock.Sleep(lookEvery) {
		other, err := remote.Dial(ctx, dataDir)
		if err == nil {
			err = errors.Join(other.OpenWindow(ctx, options.list()), other.Close())
		}
		if err == nil || options.Clock.Since(began) > within {
			return err == nil
		}
	}
}

// lookEvery is how often it is looked whether the other Jobdeck answers.
const lookEvery = 100 * time.Millisecond

// list is the absolute path of the list to open, or empty.
func (o Options) list() string {
	if o.File == "" {
		return ""
	}
	path, err := filepath.Abs(o.File)
	if err != nil {
		return o.File
	}
	return path
}
