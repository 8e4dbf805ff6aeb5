package maintenance_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
)

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func TestSevenTasksShip(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	enabled := map[string]bool{
		"log_cleanup": true, "audit_cleanup": true, "visit_cleanup": true, "location_import": false,
		"purge_deleted": true, "backup": true, "compaction": false,
	}
	require.Len(t, h.works, len(enabled))
	for _, work := range h.works {
		require.Equal(t, enabled[work.Does], work.Enabled, work.Does)
		require.True(t, work.Shipped && work.DryRun, work.Does)
		require.NotEmpty(t, work.Label+work.Summary, work.Does)
		require.NotEmpty(t, work.Settings, work.Does)
		require.NotEmpty(t, work.Schedule.Kind, work.Does)
		require.Equal(t, work.Interruptible, work.Because == "", "%s says why it can't be cancelled", work.Does)
		require.Equal(t, work.Does == "location_import", work.Pausable, work.Does)
	}
	require.False(t, h.work("compaction").Interruptible)
}

func TestTheDefaultsAreGoodSettings(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, work := range h.works {
		_, err := work.Clean(nil)
		if work.Does == "location_import" {
			require.ErrorContains(t, err, "Watched folder is needed")
		} else {
			require.NoError(t, err)
		}
	}
}

func TestWrongSettingsAreRefusedBeforeAnythingIsDone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, work := range h.works {
		for _, setting := range work.Settings {
			wrong := []string{"backups", "../there"}
			if setting.Kind == form.Number {
				wrong = []string{"", "many", "1.5", "-1", strconv.Itoa(setting.Min - 1), strconv.Itoa(setting.Max + 1), "99999999999999999999"}
			}
			for _, value := range wrong {
				order := h.order(work.Does, map[string]string{setting.Key: value})
				usage := (*job.UsageError)(nil)
				_, err := work.Clean(order.Settings)
				require.ErrorAs(t, err, &usage, "%s %s=%q", work.Does, setting.Key, value)
				require.Equal(t, setting.Key, usage.Field)
				_, err = work.Do(t.Context(), order)
				require.ErrorAs(t, err, &usage, "%s %s=%q", work.Does, setting.Key, value)
			}
		}
	}
	backup := h.work("backup")
	_, err := backup.Clean(map[string]string{"kep": "7"})
	require.ErrorContains(t, err, `"kep"`)
}
