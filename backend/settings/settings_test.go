package settings_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/settings"
)

func TestEveryDefaultIsAllowedAndEveryKeyIsOne(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	for _, d := range settings.All {
		clean, err := d.Clean(d.Default)
		require.NoError(t, err, d.Key)
		require.Equal(t, d.Default, clean, d.Key)
		require.False(t, keys[d.Key], "%s is there twice", d.Key)
		keys[d.Key] = true
		require.NotEmpty(t, d.Group, d.Key)
		require.NotEmpty(t, d.Label, d.Key)
		require.NotEmpty(t, d.Help, d.Key)
		found, err := settings.Find(d.Key)
		require.NoError(t, err)
		require.Equal(t, d.Label, found.Label)
	}
}

func TestValuesAreCheckedForWhatTheyMean(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ good, bad []string }{
		settings.Slots:        {good: []string{"1", "16"}, bad: []string{"0", "17", "", "three"}},
		settings.BatteryPause: {good: []string{"0", "100"}, bad: []string{"-1", "101"}},
		settings.SMTPPort:     {good: []string{"25", "65535"}, bad: []string{"0", "65536"}},
		settings.OnClose:      {good: []string{"keep", "quit"}, bad: []string{"", "hide"}},
		settings.KeepAwake:    {good: []string{"true", "false", "yes", "Off", "1"}, bad: []string{"", "perhaps"}},
		settings.MailTo: {
			good: []string{"", "anna@example.com", "Anna <anna@example.com>, ben@example.com"},
			bad:  []string{"anna", "anna@", "anna@example.com ben@example.com", "anna@example.com\r\nBcc: x@example.com"},
		},
		settings.MailFrom: {good: []string{"", "Jobs <jobs@example.com>"}, bad: []string{"jobs", "a@example.com, b@example.com"}},
		settings.SMTPHost: {
			good: []string{"", "smtp.example.com", "localhost", "192.0.2.1", "2001:db8::1", "mail_1.lan"},
			bad:  []string{"smtp.example.com:25", "https://smtp.example.com", "smtp example", "-x", "a..b", "müller.example"},
		},
		settings.SMTPUser: {good: []string{"", "anna", "anna@example.com"}, bad: []string{"an\nna", strings.Repeat("x", 3000)}},
		settings.WebhookURL: {
			good: []string{"", "https://hooks.example.com/services/T0?x=1", "http://localhost:8080"},
			bad:  []string{"hooks.example.com", "ftp://example.com", "https://", "https://anna:secret@example.com", "https://exa mple.com", "javascript:alert(1)"},
		},
	}
	for key, values := range cases {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			d, err := settings.Find(key)
			require.NoError(t, err)
			for _, value := range values.good {
				_, err := d.Clean(value)
				require.NoError(t, err, value)
			}
			for _, value := range values.bad {
				_, err := d.Clean(value)
				usage, ok := errors.AsType[*job.UsageError](err)
				require.True(t, ok, value)
				require.Equal(t, key, usage.Field)
			}
		})
	}
}

func TestAnAddressThatIsASecretInItselfStandsInNoLog(t *testing.T) {
	t.Parallel()
	d, err := settings.Find(settings.WebhookURL)
	require.NoError(t, err)
	require.Equal(t, "set", d.Shown("https://hooks.example.com/T0KEN"))
	require.Empty(t, d.Shown(""))
	d, err = settings.Find(settings.Slots)
	require.NoError(t, err)
	require.Equal(t, "3", d.Shown("3"))
}

func TestTheManualNamesEverySetting(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../docs/command-line.md")
	require.NoError(t, err)
	for _, d := range settings.All {
		require.Contains(t, string(manual), "`"+d.Key+"`")
	}
}
