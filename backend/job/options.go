package job

import (
	"fmt"
	"time"
)

// Limits of what a job can be given.
const (
	MaxConcurrency     = 64
	DefaultConcurrency = 5
	MaxRetries         = 20
	// MaxRatePerMinute is more than any machine starts, MaxRetryDelay more than anybody waits.
	MaxRatePerMinute = 60_000_000
	MaxRetryDelay    = 24 * time.Hour
)

// Options is everything a job is started with, beside its list. It is stored with the job, so
// that resume after a crash goes on with exactly the same.
type Options struct {
	// Processor names the Go code that works the items.
	Processor string `json:"processor"`
	// Set holds the processor's own options as its spec describes them.
	Set map[string]string `json:"set,omitempty"`
	// Concurrency is how many items are worked at once, 1 to [MaxConcurrency].
	Concurrency int `json:"concurrency"`
	// RatePerMinute bounds how many items start in a minute; 0 means no bound.
	RatePerMinute float64 `json:"rate_per_minute,omitempty"`
	// Retries is how often a failed try is repeated before the item is failed.
	Retries int `json:"retries"`
	// RetryDelayMS is the wait before the first retry; it doubles with each further one.
	// Zero means one second.
	RetryDelayMS int64 `json:"retry_delay_ms,omitempty"`
	// MaxErrorRate pauses the job by itself when more than this share of the last 100 items
	// failed, 0 to 1; 0 means never.
	MaxErrorRate float64 `json:"max_error_rate,omitempty"`
	// Window bounds when the job may run; nil means at any time.
	Window *Window `json:"window,omitempty"`
}

// Check says what is wrong with the options, or nil. What is no number at all is in no range.
func (o *Options) Check() error {
	switch {
	case o.Processor == "":
		return fmt.Errorf("no processor is named")
	case o.Concurrency < 1 || o.Concurrency > MaxConcurrency:
		return fmt.Errorf("concurrency is %d: it must be 1 to %d", o.Concurrency, MaxConcurrency)
	case !(o.RatePerMinute >= 0 && o.RatePerMinute <= MaxRatePerMinute):
		return fmt.Errorf("rate is %g a minute: it must be 0 to %d", o.RatePerMinute, int64(MaxRatePerMinute))
	case o.Retries < 0 || o.Retries > MaxRetries:
		return fmt.Errorf("retries is %d: it must be 0 to %d", o.Retries, MaxRetries)
	case o.RetryDelayMS < 0 || o.RetryDelayMS > MaxRetryDelay.Milliseconds():
		return fmt.Errorf("retry delay is %d ms: it must be 0 to %d, which is %d hours", o.RetryDelayMS, MaxRetryDelay.Milliseconds(), int(MaxRetryDelay.Hours()))
	case !(o.MaxErrorRate >= 0 && o.MaxErrorRate <= 1):
		return fmt.Errorf("error rate limit is %g: it must be 0 to 1", o.MaxErrorRate)
	case o.Window != nil:
		return o.Window.Check()
	}
	return nil
}

// RetryDelay is the wait before the first retry.
func (o *Options) RetryDelay() time.Duration {
	if o.RetryDelayMS == 0 {
		return time.Second
	}
	return time.Duration(o.RetryDelayMS) * time.Millisecond
}

// Changes are options that can be changed while the job runs; nil leaves one as it is.
type Changes struct {
	Name          *string  `json:"name,omitempty"`
	Concurrency   *int     `json:"concurrency,omitempty"`
	RatePerMinute *float64 `json:"rate_per_minute,omitempty"`
	Retries       *int     `json:"retries,omitempty"`
	Priority      *int     `json:"priority,omitempty"`
	// Window replaces the time window; ClearWindow takes it away.
	Window      *Window `json:"window,omitempty"`
	ClearWindow bool    `json:"clear_window,omitempty"`
}

// Make makes the changes on a job.
func (c *Changes) Make(j *Job) {
	set(&j.Name, c.Name)
	set(&j.Priority, c.Priority)
	set(&j.Options.Concurrency, c.Concurrency)
	set(&j.Options.RatePerMinute, c.RatePerMinute)
	set(&j.Options.Retries, c.Retries)
	switch {
	case c.Window != nil:
		j.Options.Window = c.Window
	case c.ClearWindow:
		j.Options.Window = nil
	}
}

func set[T any](value, change *T) {
	if change != nil {
		*value = *change
	}
}
