package news

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"

	"github.com/cenkalti/backoff/v5"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/secret"
	"jobdeck/backend/settings"
	"jobdeck/backend/task"
)

// webhook sends news to an address as a POST with JSON.
type webhook struct {
	secret  func(ctx context.Context, key string) (string, error)
	version string
}

// payload is what is posted. Its shape is promised in docs/guide.md.
type payload struct {
	// ID is the same for each attempt to send the same news.
	ID    int64         `json:"id"`
	At    int64         `json:"at"`
	Kind  live.NewsKind `json:"kind"`
	Title string        `json:"title"`
	Text  string        `json:"text"`
	Job   job.ID        `json:"job"`
	Task  task.ID       `json:"task"`
	// Host is the machine that Jobdeck runs on.
	Host string `json:"host"`
}

// signatureHeader has the HMAC of the body, when a secret is set.
const signatureHeader = "Jobdeck-Signature"

// hooks is how webhooks are reached: an address that sends elsewhere is not followed, for the news
// and its signature are meant for the one that was set.
var hooks = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// Name implements [Channel].
func (w *webhook) Name() string { return "webhook" }

// SetUp implements [Channel].
func (w *webhook) SetUp(values map[string]string) bool { return values[settings.WebhookURL] != "" }

// Send implements [Channel].
func (w *webhook) Send(ctx context.Context, values map[string]string, news live.News) error {
	if !w.SetUp(values) {
		return job.Usagef("no webhook is set up: %s is empty", settings.WebhookURL)
	}
	request, err := w.request(ctx, values[settings.WebhookURL], news)
	if err != nil {
		return backoff.Permanent(err)
	}
	response, err := hooks.Do(request)
	if err != nil {
		// Its words would tell the address, and in many an address stands who may write there.
		if told, found := errors.AsType[*url.Error](err); found {
			err = told.Err
		}
		return fmt.Errorf("reach %s: %w", request.URL.Host, err)
	}
	defer response.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10))
	return judge(response, string(said))
}

func (w *webhook) request(ctx context.Context, address string, news live.News) (*http.Request, error) {
	host, _ := os.Hostname()
	body, err := json.Marshal(payload{
		ID: news.ID, At: news.At, Kind: news.Kind, Title: news.Title, Text: news.Text, Job: news.Job, Task: news.Task, Host: host,
	})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the webhook's address can't be understood")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Jobdeck/"+w.version)
	key, err := w.secret(ctx, secret.WebhookSecret)
	if err != nil && !errors.Is(err, secret.ErrNoKeychain) {
		return nil, err
	}
	// Without a keychain no secret can ever have been set, or it can't be had: whoever wants a
	// signature refuses what has none.
	if key != "" {
		request.Header.Set(signatureHeader, "sha256="+sign(body, key))
	}
	return request, nil
}

func sign(body []byte, key string) string {
	code := hmac.New(sha256.New, []byte(key))
	code.Write(body) // never fails
	return hex.EncodeToString(code.Sum(nil))
}

// longestWait is how long a webhook may ask to be left alone, in seconds, before it counts as a
// refusal.
const longestWait = 60

// judge says what an answer means.
func judge(response *http.Response, said string) error {
	status := response.StatusCode
	if status >= 200 && status < 300 {
		return nil
	}
	err := fmt.Errorf("%s answered %d %s", response.Request.URL.Host, status, http.StatusText(status))
	if text := line(said, 200); text != "" {
		err = fmt.Errorf("%w: %s", err, text)
	}
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		if seconds, problem := strconv.Atoi(response.Header.Get("Retry-After")); problem == nil && seconds >= 0 {
			if seconds > longestWait {
				return backoff.Permanent(err)
			}
			return fmt.Errorf("%w (%w)", err, backoff.RetryAfter(seconds))
		}
		return err
	case status == http.StatusRequestTimeout, status >= 500:
		return err
	case status >= 300 && status < 400:
		return backoff.Permanent(fmt.Errorf("%w, which sends elsewhere: set the address that it sends to", err))
	default:
		return backoff.Permanent(err)
	}
}
