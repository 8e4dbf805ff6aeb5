// Package secret keeps what must stay secret where the system keeps such things: in the keychain of
// macOS, the credential manager of Windows, the secret service of a Linux desktop. Where none
// answers nothing is kept, least of all in the database.
package secret

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"jobdeck/backend/job"
)

// The keys of the program's own. People add theirs, for what their recipes call.
const (
	// SMTPPassword is the password for the mail server.
	SMTPPassword = "smtp_password"
	// WebhookSecret signs what is sent to the webhook.
	WebhookSecret = "webhook_secret"
)

// Keys lists those of the program's own.
var Keys = []string{SMTPPassword, WebhookSecret}

// service is what the keychain files our secrets under.
const service = "Jobdeck"

// patience is how long the keychain may take to answer: it may ask a person to unlock it.
const patience = 30 * time.Second

// longest bounds a secret, in bytes: what every system's keychain takes.
const longest = 2048

// ErrNoKeychain says that this system has no keychain, or that it can't be reached or opened.
var ErrNoKeychain = errors.New("the system's keychain does not answer: unlock it, or set one up, and try again")

// Get gives a secret, or "" when it isn't set.
func Get(ctx context.Context, key string) (string, error) {
	var value string
	err := reach(ctx, key, func() (err error) {
		value, err = keyring.Get(service, key)
		return err
	})
	if errors.Is(err, keyring.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return value, nil
}

// Set keeps a secret; an empty value takes it out.
func Set(ctx context.Context, key, value string) error {
	if len(value) > longest {
		return job.Usagef("%s is %d bytes long: at most %d can be kept", key, len(value), longest)
	}
	if strings.ContainsAny(value, "\x00\r\n") {
		return job.Usagef("%s has a line break in it: it must be one line", key)
	}
	err := reach(ctx, key, func() error {
		if value == "" {
			return keyring.Delete(service, key)
		}
		return keyring.Set(service, key, value)
	})
	if value == "" && errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

// AllSet says which secrets are set, of the program's own and of others.
func AllSet(ctx context.Context, others ...string) (map[string]bool, error) {
	set := make(map[string]bool, len(Keys)+len(others))
	for _, key := range slices.Concat(Keys, others) {
		value, err := Get(ctx, key)
		if err != nil {
			return nil, err
		}
		set[key] = value != ""
	}
	return set, nil
}

// reach asks the keychain, which knows no context, and waits no longer for it than is sensible.
func reach(ctx context.Context, key string, ask func() error) error {
	if err := CheckName(key); err != nil {
		return err
	}
	if err := answers(); err != nil {
		return fmt.Errorf("%w (%w)", ErrNoKeychain, err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer := make(chan error, 1)
	go func() { answer <- ask() }()
	select {
	case err := <-answer:
		if err == nil || errors.Is(err, keyring.ErrNotFound) {
			return err
		}
		return fmt.Errorf("%w (%w)", ErrNoKeychain, err)
	case <-ctx.Done():
		return fmt.Errorf("%w (%w)", ErrNoKeychain, ctx.Err())
	}
}
