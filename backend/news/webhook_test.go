package news

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/cenkalti/backoff/v5"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/secret"
	"jobdeck/backend/settings"
)

// posted is what came in at a webhook.
type posted struct {
	header http.Header
	body   []byte
}

// listen serves a webhook that answers with a status.
func listen(t *testing.T, status int, header map[string]string) (values map[string]string, got chan posted) {
	t.Helper()
	got = make(chan posted, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- posted{r.Header, body}
		for key, value := range header {
			w.Header().Set(key, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "thank\nyou")
	}))
	t.Cleanup(func() {
		hooks.CloseIdleConnections()
		server.Close()
	})
	return map[string]string{settings.WebhookURL: server.URL + "/services/T0KEN"}, got
}

// keeps is a keychain with one secret.
func keeps(value string, err error) func(context.Context, string) (string, error) {
	return func(context.Context, string) (string, error) { return value, err }
}

var example = live.News{ID: 12, At: 1_700_000_000_000, Kind: live.JobWithFailures, Title: "Q4 completed with failures", Text: "998 succeeded, 12 failed", Job: 7}

func TestAWebhookGetsTheNewsAsJSON(t *testing.T) {
	t.Parallel()
	values, got := listen(t, http.StatusNoContent, nil)
	require.NoError(t, (&webhook{secret: keeps("", nil), version: "1.2.3"}).Send(t.Context(), values, example))
	in := <-got
	require.Equal(t, "application/json", in.header.Get("Content-Type"))
	require.Equal(t, "Jobdeck/1.2.3", in.header.Get("User-Agent"))
	require.Empty(t, in.header.Values(signatureHeader))
	host, _ := os.Hostname()
	require.JSONEq(t, fmt.Sprintf(`{"id": 12, "at": 1700000000000, "kind": "failures", "title": "Q4 completed with failures",
		"text": "998 succeeded, 12 failed", "job": 7, "task": 0, "host": %q}`, host), string(in.body))
}

func TestASecretSignsTheBody(t *testing.T) {
	t.Parallel()
	values, got := listen(t, http.StatusOK, nil)
	require.NoError(t, (&webhook{secret: keeps("swordfish", nil)}).Send(t.Context(), values, example))
	in := <-got
	code := hmac.New(sha256.New, []byte("swordfish"))
	code.Write(in.body)
	require.Equal(t, "sha256="+hex.EncodeToString(code.Sum(nil)), in.header.Get("Jobdeck-Signature"))
	require.NotContains(t, string(in.body), "swordfish")
}

func TestAWebhookWorksWithoutAKeychain(t *testing.T) {
	t.Parallel()
	values, got := listen(t, http.StatusOK, nil)
	require.NoError(t, (&webhook{secret: keeps("", secret.ErrNoKeychain)}).Send(t.Context(), values, example))
	require.Empty(t, (<-got).header.Get(signatureHeader))
}

func TestAnAnswerDecidesWhetherItIsTriedAgain(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		http.StatusBadRequest:          "for good",
		http.StatusNotFound:            "for good",
		http.StatusTemporaryRedirect:   "for good",
		http.StatusRequestTimeout:      "again",
		http.StatusTooManyRequests:     "again",
		http.StatusInternalServerError: "again",
		http.StatusBadGateway:          "again",
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			values, got := listen(t, status, map[string]string{"Location": "/elsewhere"})
			err := (&webhook{secret: keeps("swordfish", nil)}).Send(t.Context(), values, example)
			require.ErrorContains(t, err, fmt.Sprintf("answered %d", status))
			require.ErrorContains(t, err, "thank you", "what the other side says, in one line")
			_, permanent := errors.AsType[*backoff.PermanentError](err)
			require.Equal(t, want == "for good", permanent)
			require.NotContains(t, err.Error(), "T0KEN")
			<-got
			require.Empty(t, got, "the news and its signature are not passed on")
		})
	}
}

func TestAWebhookMayAskForTime(t *testing.T) {
	t.Parallel()
	values, _ := listen(t, http.StatusTooManyRequests, map[string]string{"Retry-After": "7"})
	err := (&webhook{secret: keeps("", nil)}).Send(t.Context(), values, example)
	later, asked := errors.AsType[*backoff.RetryAfterError](err)
	require.True(t, asked)
	require.EqualValues(t, 7, later.Duration.Seconds())
	require.ErrorContains(t, err, "answered 429")

	values, _ = listen(t, http.StatusTooManyRequests, map[string]string{"Retry-After": "86400"})
	err = (&webhook{secret: keeps("", nil)}).Send(t.Context(), values, example)
	_, permanent := errors.AsType[*backoff.PermanentError](err)
	require.True(t, permanent, "nobody waits a day for it")
}

func TestAWebhookThatIsNotThereIsSaidSoWithoutItsAddress(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	host := server.Listener.Addr().String()
	server.Close()
	err := (&webhook{secret: keeps("", nil)}).Send(t.Context(), map[string]string{settings.WebhookURL: "http://" + host + "/services/T0KEN"}, example)
	require.ErrorContains(t, err, "reach "+host)
	require.NotContains(t, err.Error(), "T0KEN")
}

func TestAWebhookThatIsNotSetUpIsSaidSo(t *testing.T) {
	t.Parallel()
	err := (&webhook{}).Send(t.Context(), map[string]string{}, example)
	_, usage := errors.AsType[*job.UsageError](err)
	require.True(t, usage)
	require.False(t, (&webhook{}).SetUp(map[string]string{}))
}

func TestThePayloadHasTheFieldsThatTheGuidePromises(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/guide.md")
	require.NoError(t, err)
	body, err := json.Marshal(payload{})
	require.NoError(t, err)
	var fields map[string]any
	require.NoError(t, json.Unmarshal(body, &fields))
	for field := range fields {
		require.Contains(t, string(guide), fmt.Sprintf("%q:", field))
	}
	require.Contains(t, string(guide), signatureHeader)
	for kind := range switches {
		require.Contains(t, string(guide), fmt.Sprintf("`%s`", kind))
	}
}
