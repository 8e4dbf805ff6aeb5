package maintenance_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestAPlacesFileThatCannotBeOpenedIsTriedAgainAndTold(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	require.Equal(t, "no new file", i.run().Message) // with its connections open: nobody could open the database
	for _, name := range []string{"a.csv", "a.kml"} {
		i.write(name, map[string]string{"a.csv": "lat,lon\n1,2\n", "a.kml": "<kml/>"}[name], time.Hour)
		require.NoError(t, os.Chmod(filepath.Join(i.folder, name), 0))
	}
	require.NoError(t, os.Chmod(i.folder, 0o755))
	require.NoError(t, os.Chmod(filepath.Dir(i.folder), 0o755))
	fires := func() error {
		if os.Geteuid() == 0 { // root may open everything: this thread is nobody's for a while
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			require.NoError(t, unix.Setfsuid(65534))
			defer func() { require.NoError(t, unix.Setfsuid(0)) }()
		}
		result, err := i.work("location_import").Run(t.Context(), i.order())
		require.EqualValues(t, 2, result.Counts["waiting"])
		return err
	}
	for range 2 {
		require.ErrorContains(t, fires(), "2 files could not be opened or read on (tried again at the next run): a.csv can't be opened")
	}
	require.NoError(t, os.Chmod(filepath.Join(i.folder, "a.csv"), 0o600))
	require.NoError(t, os.Chmod(filepath.Join(i.folder, "a.kml"), 0o600))
	require.Equal(t, "imported 1 place from 2 files", i.run().Message)
}
