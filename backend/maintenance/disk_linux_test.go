package maintenance_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/store"
)

// smallDisk is a folder on a disk of its own. Only root can make one.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=700,size="+size); err != nil {
		t.Skipf("no small disk can be made here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	return dir
}

func TestABackupThatDoesNotFitKeepsTheOldOnes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range 20 {
		h.withJob(5000)
	}
	disk := smallDisk(t, "1m")
	old := filepath.Join(disk, "jobdeck-20200101-000000.db")
	require.NoError(t, os.WriteFile(old, nil, 0o600))
	_, err := h.work("backup").Run(t.Context(), h.order("backup", map[string]string{"folder": disk, "keep": "1"}))
	require.ErrorIs(t, err, store.ErrFull)
	require.ErrorContains(t, err, disk)
	require.ErrorContains(t, err, "older backups were kept")
	require.Equal(t, []string{filepath.Base(old)}, filesIn(t, disk))
	require.ErrorIs(t, h.place.Store.Backup(t.Context(), filepath.Join(disk, "b.db"), func(int64, int64) error { return nil }),
		store.ErrFull, "also when it fills up in the middle")
	require.Equal(t, []string{filepath.Base(old)}, filesIn(t, disk))
	h.withJob(1)
	h.whole()
}

func TestACompactionIsRefusedWhereThereIsNoRoomForIt(t *testing.T) {
	t.Parallel()
	h := houseIn(t, smallDisk(t, "16m"))
	h.withJob(100)
	_, err := h.work("compaction").Run(t.Context(), h.order("compaction", map[string]string{"unused_percent": "0"}))
	require.ErrorIs(t, err, store.ErrFull)
	require.ErrorContains(t, err, "are free")
	h.whole()
}
