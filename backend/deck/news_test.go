package deck_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
	"jobdeck/backend/secret"
	"jobdeck/backend/settings"
)

var anna = job.Actor{Who: "anna", From: job.FromWindow}

// hook is a webhook on this machine; what is posted to it comes out of the channel.
func hook(t *testing.T) (address string, posted chan map[string]any) {
	t.Helper()
	posted = make(chan map[string]any, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var body map[string]any
		text, err := io.ReadAll(r.Body)
		if err == nil && json.Unmarshal(text, &body) == nil {
			body["signature"] = r.Header.Get("Jobdeck-Signature")
			posted <- body
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/T0KEN", posted
}

// keychain is one that answers, and forgets all with the test.
func keychain(t *testing.T) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir())
	keyring.MockInit()
}

// A job is worked, ends, and the program with it, as `jobdeck run` does: the news goes out first.
func TestAJobThatEndsIsToldOfBeforeTheDeckIsClosed(t *testing.T) {
	keychain(t)
	address, posted := hook(t)
	dir := t.TempDir()
	list := filepath.Join(dir, "leads.csv")
	require.NoError(t, os.WriteFile(list, []byte("company_name,domain\nAcme,acme.com\nGlobex,globex..com\n"), 0o600))
	options := deck.Options{DataDir: filepath.Join(dir, "data"), LogDir: dir, Log: logging.Discard(), Work: true, Clock: clockwork.NewRealClock()}
	d, err := deck.Open(t.Context(), options)
	require.NoError(t, err)
	require.NoError(t, d.SetSetting(job.WithActor(t.Context(), anna), deck.SettingChange{Key: settings.WebhookURL, Value: address}))
	require.NoError(t, d.SetSecret(job.WithActor(t.Context(), anna), deck.SettingChange{Key: secret.WebhookSecret, Value: "swordfish"}))
	events, err := d.Follow(t.Context())
	require.NoError(t, err)
	s, err := d.Create(job.WithActor(t.Context(), anna), deck.Draft{Path: list, Recipe: "preprocess"})
	require.NoError(t, err)
	for ended := false; !ended; {
		batch, err := events.Next(t.Context())
		require.NoError(t, err)
		for _, event := range batch {
			ended = ended || event.Topic == live.JobChanged && event.Job.Status.Ended()
		}
	}
	require.NoError(t, d.Close())
	body := <-posted
	require.Equal(t, "failures", body["kind"])
	require.Equal(t, "1 succeeded, 1 failed", body["text"])
	require.True(t, strings.HasPrefix(body["signature"].(string), "sha256="))

	options.Work = false
	d, err = deck.Open(t.Context(), options)
	require.NoError(t, err)
	inbox, err := d.News(t.Context())
	require.NoError(t, err)
	require.Len(t, inbox, 1, "it is there after a restart")
	require.Equal(t, s.ID, inbox[0].Job)
	require.Equal(t, []live.NewsAction{live.OpenNews}, inbox[0].Actions)
	require.NoError(t, d.SeeNews(t.Context(), nil))
	inbox, err = d.News(t.Context())
	require.NoError(t, err)
	require.True(t, inbox[0].Seen)
	require.NoError(t, d.Close())
}

func TestATestMessageIsSentAtOnce(t *testing.T) {
	keychain(t)
	address, posted := hook(t)
	d, err := deck.Open(t.Context(), deck.Options{DataDir: t.TempDir(), LogDir: t.TempDir(), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	require.ErrorContains(t, d.TestNews(t.Context(), "webhook"), "webhook_url is empty")
	require.ErrorContains(t, d.TestNews(t.Context(), "mail"), "mail_to is empty")
	require.NoError(t, d.SetSetting(job.WithActor(t.Context(), anna), deck.SettingChange{Key: settings.WebhookURL, Value: address}))
	require.NoError(t, d.TestNews(t.Context(), "webhook"))
	require.Equal(t, "test", (<-posted)["kind"])
	require.NoError(t, d.Close())
}

func TestASecretIsInTheKeychainAndNowhereElse(t *testing.T) {
	keychain(t)
	dir := t.TempDir()
	d, err := deck.Open(t.Context(), deck.Options{DataDir: dir, LogDir: dir, Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	require.NoError(t, d.SetSecret(job.WithActor(t.Context(), anna), deck.SettingChange{Key: secret.SMTPPassword, Value: "swordfish-4711"}))
	require.NoError(t, d.SetSetting(job.WithActor(t.Context(), anna), deck.SettingChange{Key: settings.WebhookURL, Value: "https://hooks.example.com/T0KEN"}))
	set, err := d.Secrets(t.Context())
	require.NoError(t, err)
	require.True(t, set[secret.SMTPPassword])
	page, err := d.Activity(t.Context(), deck.ActivityQuery{Limit: 10})
	require.NoError(t, err)
	told, err := json.Marshal(page)
	require.NoError(t, err)
	require.Contains(t, string(told), "change secret smtp_password", "that it was changed is recorded")
	require.NotContains(t, string(told), "T0KEN")
	require.NoError(t, d.SetSecret(job.WithActor(t.Context(), anna), deck.SettingChange{Key: secret.SMTPPassword, Value: ""}))
	require.NoError(t, d.Close())
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NotContains(t, string(content), "swordfish-4711", file)
	}
}
