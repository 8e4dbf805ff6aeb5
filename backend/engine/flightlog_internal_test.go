package engine

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The last job may end just as the program is asked to: that is no trouble, and leaves nothing behind.
func TestAnEndIsNotNotedInAFlightLogThatHasLanded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log, err := openFlightLog(dir, 1, "boot")
	require.NoError(t, err)
	require.NoError(t, log.asked())
	log.land()
	require.NoError(t, log.asked())
	require.NoFileExists(t, flightPath(dir, 1))
	_, crashed, err := readFlightLog(dir, 1, "boot")
	require.NoError(t, err)
	require.False(t, crashed)
}
