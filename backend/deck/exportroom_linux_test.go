package deck_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"jobdeck/backend/job"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/deck"
)

// TestAFullDiskIsSaidBeforeTheWork writes to a disk of 128 kB. Only root can make one.
func TestAFullDiskIsSaidBeforeTheWork(t *testing.T) {
	t.Parallel()
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=128k"); err != nil {
		t.Skipf("no small disk can be made here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(small, syscall.MNT_DETACH)) })
	d := opened(t)
	var list strings.Builder
	list.WriteString("company_name,note\n")
	for i := range 2000 {
		fmt.Fprintf(&list, "Acme %d,%s\n", i, strings.Repeat("x", 100))
	}
	path := put(t, t.TempDir(), "targets.csv", list.String(), time.Hour)
	id := jobOver(t, d, path)
	out := put(t, small, "results.csv", "what was there\n", time.Hour)

	require.ErrorContains(t, d.CheckExport(t.Context(), deck.ExportRequest{Job: id, Path: out}), "its disk has 0 MB left")
	_, err := d.Create(job.WithActor(t.Context(), anna), deck.Draft{Path: path, Recipe: "preprocess", Out: out})
	require.ErrorContains(t, err, "its disk has 0 MB left")
	_, err = d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: id, Path: out, Text: "Acme"})
	require.ErrorContains(t, err, "the disk is full", "how much a search finds is not known before")
	text, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Equal(t, "what was there\n", string(text))
	entries, err := os.ReadDir(small)
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing is left behind")

	_, err = d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: id, Path: filepath.Join(small, "few.csv"), Text: "Acme 1999"})
	require.NoError(t, err)
}
