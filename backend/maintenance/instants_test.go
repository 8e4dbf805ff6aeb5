package maintenance_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/instants"
	"jobdeck/backend/maintenance"
	"jobdeck/backend/store"
)

// houseAt is a house at one of the instants.
func houseAt(t *testing.T, clock *clockwork.FakeClock) *house {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	h := &house{t: t, clock: clock}
	h.place = maintenance.Place{Store: s, Clock: clock, LogDir: t.TempDir(), BackupDir: filepath.Join(dir, "backups")}
	h.works = maintenance.Works(h.place)
	return h
}

func TestABackupIsNamedByTheWallAndTheNewOneIsAlwaysKept(t *testing.T) {
	t.Parallel()
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			h := houseAt(t, clock)
			keepOne := map[string]string{"keep": "1"}
			for range 4 { // every half hour, through the one that comes twice
				name := clock.Now().Format("jobdeck-20060102-150405.db")
				done := h.run("backup", keepOne)
				require.Contains(t, done.Message, name)
				require.Equal(t, []string{name}, filesIn(t, h.place.BackupDir))
				clock.Advance(30*time.Minute + time.Second)
			}
		})
	}
}

func TestWhatIsOldEnoughToGoIsMeasuredInWholeDaysOfTime(t *testing.T) {
	t.Parallel()
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			h := houseAt(t, clock)
			for name, age := range map[string]time.Duration{
				"jobdeck-2026-01-28T00-00-00.000.log": 31*day + time.Minute,
				"jobdeck-2026-01-29T00-00-00.000.log": 31*day - time.Minute,
			} {
				path, written := filepath.Join(h.place.LogDir, name), clock.Now().Add(-age)
				require.NoError(t, os.WriteFile(path, nil, 0o600))
				require.NoError(t, os.Chtimes(path, written, written))
			}
			for _, age := range []time.Duration{730*day + time.Minute, 730*day - time.Minute, 2 * day} {
				h.sql(`INSERT INTO audit (at, job, who, origin, what, before, after, why) VALUES (?, 0, '', '', 'x', '', '', '')`, clock.Now().Add(-age).UnixMilli())
			}
			require.EqualValues(t, 1, h.run("log_cleanup", nil).Counts["deleted"])
			require.Equal(t, []string{"jobdeck-2026-01-29T00-00-00.000.log"}, h.logs())
			require.EqualValues(t, 1, h.run("audit_cleanup", nil).Counts["entries"])
		})
	}
}
