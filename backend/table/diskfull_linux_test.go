package table

import (
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAFullDiskIsSaidAndNothingIsLeftBehind writes to a disk of one megabyte. Only root can make one.
func TestAFullDiskIsSaidAndNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no small disk can be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	for _, ending := range []string{".csv", ".tsv", ".jsonl", ".xlsx"} {
		writer, err := Create(filepath.Join(folder, "out"+ending), Style{Columns: []string{"Company", "Note"}})
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; err == nil && i < 20_000; i++ {
			// What can't be packed stays large in a sheet too.
			noise := sha512.Sum512([]byte{byte(i), byte(i >> 8)})
			err = writer.Write([]string{fmt.Sprint("Acme ", i), hex.EncodeToString(noise[:])})
		}
		if err == nil {
			err = writer.Close()
		} else if aborted := writer.Abort(); aborted != nil {
			t.Errorf("abort: %v", aborted)
		}
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "the disk is full") {
			t.Errorf("%s: the error is %v", ending, err)
		}
		only(t, folder)
	}
}
