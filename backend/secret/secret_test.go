package secret_test

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"
	"go.uber.org/goleak"

	"jobdeck/backend/job"
	"jobdeck/backend/secret"
)

// The keychain is one for the whole program, and so is its double: these tests take turns.

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// keychain is one that answers, and forgets all with the test.
func keychain(t *testing.T) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir())
	keyring.MockInit()
}

func TestASecretIsKeptUntilItIsTakenOut(t *testing.T) {
	keychain(t)
	ctx := t.Context()
	value, err := secret.Get(ctx, secret.SMTPPassword)
	require.NoError(t, err)
	require.Empty(t, value)

	require.NoError(t, secret.Set(ctx, secret.SMTPPassword, "swordfish"))
	value, err = secret.Get(ctx, secret.SMTPPassword)
	require.NoError(t, err)
	require.Equal(t, "swordfish", value)
	set, err := secret.AllSet(ctx)
	require.NoError(t, err)
	require.Equal(t, map[string]bool{secret.SMTPPassword: true, secret.WebhookSecret: false}, set)

	require.NoError(t, secret.Set(ctx, secret.SMTPPassword, ""))
	require.NoError(t, secret.Set(ctx, secret.SMTPPassword, ""), "there is nothing to take out")
	value, err = secret.Get(ctx, secret.SMTPPassword)
	require.NoError(t, err)
	require.Empty(t, value)
}

func TestWhereNoKeychainAnswersItIsSaidSo(t *testing.T) {
	keychain(t)
	keyring.MockInitWithError(errors.New("no such bus"))
	t.Cleanup(keyring.MockInit)
	_, err := secret.Get(t.Context(), secret.WebhookSecret)
	require.ErrorIs(t, err, secret.ErrNoKeychain)
	require.ErrorContains(t, err, "no such bus")
	err = secret.Set(t.Context(), secret.WebhookSecret, "swordfish")
	require.ErrorIs(t, err, secret.ErrNoKeychain)
	require.NotContains(t, err.Error(), "swordfish")
	require.ErrorIs(t, secret.Set(t.Context(), secret.WebhookSecret, ""), secret.ErrNoKeychain)
	_, err = secret.AllSet(t.Context())
	require.ErrorIs(t, err, secret.ErrNoKeychain)
}

func TestWhatCanNotBeASecretIsRefused(t *testing.T) {
	keychain(t)
	for _, refused := range []error{
		secret.Set(t.Context(), "api key", "x"),
		secret.Set(t.Context(), secret.SMTPPassword, "two\nlines"),
		secret.Set(t.Context(), secret.SMTPPassword, strings.Repeat("x", 3000)),
	} {
		_, usage := errors.AsType[*job.UsageError](refused)
		require.True(t, usage, refused)
	}
	for _, name := range []string{"", "api key", "1st", "a/b", "a\nb", strings.Repeat("k", 65)} {
		_, err := secret.Get(t.Context(), name)
		require.ErrorContains(t, err, "no name for a key")
	}
}

// Asked without a session, the library would start a bus that outlives the program.
func TestWithoutASessionNoBusIsStarted(t *testing.T) {
	if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err == nil || runtime.GOOS != "linux" {
		t.Skip("this login has a session")
	}
	keyring.MockInit()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	_, err := secret.Get(t.Context(), secret.SMTPPassword)
	require.ErrorIs(t, err, secret.ErrNoKeychain)
	require.ErrorContains(t, err, "no session bus")
}
