package secret

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAKeychainThatWaitsForAPersonHoldsUpNobodyForEver(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	asked, unlocked := make(chan struct{}), make(chan struct{})
	go func() {
		<-asked
		cancel()
	}()
	err := reach(ctx, SMTPPassword, func() error {
		close(asked)
		<-unlocked
		return nil
	})
	require.ErrorIs(t, err, ErrNoKeychain)
	require.ErrorIs(t, err, context.Canceled)
	close(unlocked)
}
