package job

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestOptionsThatAreNoNumbersOrBeyondAllUseAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*Options)
		want   string
	}{
		"error rate nan":       {func(o *Options) { o.MaxErrorRate = math.NaN() }, "error rate limit is NaN: it must be 0 to 1"},
		"error rate inf":       {func(o *Options) { o.MaxErrorRate = math.Inf(1) }, "must be 0 to 1"},
		"error rate -inf":      {func(o *Options) { o.MaxErrorRate = math.Inf(-1) }, "must be 0 to 1"},
		"rate nan":             {func(o *Options) { o.RatePerMinute = math.NaN() }, "rate is NaN a minute"},
		"rate inf":             {func(o *Options) { o.RatePerMinute = math.Inf(1) }, "rate is +Inf a minute"},
		"rate negative":        {func(o *Options) { o.RatePerMinute = -1 }, "rate is -1 a minute"},
		"retry delay negative": {func(o *Options) { o.RetryDelayMS = -1 }, "retry delay is -1 ms"},
		"retry delay too long": {func(o *Options) { o.RetryDelayMS = math.MaxInt64 }, "which is 24 hours"},
		"concurrency negative": {func(o *Options) { o.Concurrency = -1 }, "concurrency is -1"},
		"retries too many":     {func(o *Options) { o.Retries = math.MaxInt }, "retries is"},
		"all at their largest": {func(o *Options) {
			o.MaxErrorRate, o.RatePerMinute, o.RetryDelayMS, o.Retries = 1, MaxRatePerMinute, MaxRetryDelay.Milliseconds(), MaxRetries
		}, ""},
	} {
		options := Options{Processor: "command", Concurrency: 5}
		test.change(&options)
		err := options.Check()
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && options.RetryDelay() != 24*time.Hour {
			t.Errorf("%s: the delay is %s", name, options.RetryDelay())
		}
	}
}
