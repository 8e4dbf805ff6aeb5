package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/secret"
)

// ReasonKey is the reason why no row can be worked without a key.
const ReasonKey job.Reason = "key"

// keys are the variables that stand in the system's keychain. They are read when the first program
// starts, and kept in memory alone.
type keys struct {
	// lines are NAME=secret:KEY, as the option has them.
	lines []string

	mu     sync.Mutex
	opened []string // NAME=value; nil as long as they were not read
	values []string
}

// checkReference says why a variable's value can't be read from the keychain, or nil; refers tells
// whether it is to be read there at all.
func checkReference(value string) (refers bool, err error) {
	name, refers := secret.Referred(strings.TrimSpace(value))
	if !refers {
		return false, nil
	}
	return true, secret.CheckName(name)
}

// open gives the variables with their keys. A key that is not there, or a keychain that does not
// answer, pauses the job: no row is to blame.
func (k *keys) open(ctx context.Context) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.opened != nil || len(k.lines) == 0 {
		return k.opened, nil
	}
	var opened, values []string
	for _, line := range k.lines {
		variable, value, _ := strings.Cut(line, "=")
		name, _ := secret.Referred(strings.TrimSpace(value))
		key, err := secret.Get(ctx, name)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, secret.ErrNoKeychain):
			return nil, noKey(fmt.Sprintf("%s: the key %s can't be read: %v", variable, name, err))
		case err != nil:
			return nil, noKey(fmt.Sprintf("%s: %v", variable, err))
		case key == "":
			return nil, noKey(fmt.Sprintf("%s: the key %s is not in the keychain: \"jobdeck secrets set %s\" puts it there", variable, name, name))
		}
		opened, values = append(opened, variable+"="+key), append(values, key)
	}
	k.opened, k.values = opened, values
	return opened, nil
}

func noKey(message string) *processor.Failure {
	return &processor.Failure{Message: message, Reason: ReasonKey, Pause: job.ByCredentials}
}

// hide takes the keys out of what a program said, for it may have said them.
func (k *keys) hide(said string) string {
	k.mu.Lock()
	values := slices.Clone(k.values)
	k.mu.Unlock()
	for _, value := range values {
		said = strings.ReplaceAll(said, value, "[key]")
	}
	return said
}
