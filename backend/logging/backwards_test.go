package logging

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func backwardsAll(t *testing.T, dir string) []string {
	t.Helper()
	var lines []string
	err := Backwards(t.Context(), dir, time.Time{}, func(line []byte, _ time.Time) bool {
		lines = append(lines, string(line))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestBackwardsIsForwardsReversed(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 10, backwardsChunk - 1, backwardsChunk, backwardsChunk + 1, 2*backwardsChunk + 7} {
		dir := t.TempDir()
		var text strings.Builder
		var want []string
		for i := 0; text.Len() < 3*backwardsChunk; i++ {
			line := fmt.Sprintf("%d %s", i, strings.Repeat("ö", size%977))
			if i == 5 {
				line = strings.Repeat("x", size+1)
			}
			want = append(want, line)
			text.WriteString(line + "\n")
		}
		slices.Reverse(want)
		write(t, dir, fileName, text.String())
		if got := backwardsAll(t, dir); !slices.Equal(got, want) {
			t.Errorf("size %d: %d lines, want %d", size, len(got), len(want))
		}
	}
}

func TestAFileWithoutLineEndsIsNotHeldInMemory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, fileName, strings.Repeat("z", 20*longestLine)+"\nlast")
	got := backwardsAll(t, dir)
	if len(got) != 2 || got[0] != "last" || len(got[1]) > longestLine+backwardsChunk {
		t.Errorf("got %d lines, the longest of %d bytes", len(got), len(got[len(got)-1]))
	}
}

func TestARotationWhileReadingBackwardsNeitherLosesNorRepeats(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	current := filepath.Join(dir, fileName)
	write(t, dir, "jobdeck-2026-01-01T00-00-00.000.log", "one\n")
	write(t, dir, fileName, "two\nthree\n")
	var lines []string
	err := Backwards(t.Context(), dir, time.Time{}, func(line []byte, _ time.Time) bool {
		if len(lines) == 0 {
			if err := os.Rename(current, filepath.Join(dir, "jobdeck-2026-02-01T00-00-00.000.log")); err != nil {
				t.Fatal(err)
			}
			write(t, dir, fileName, "four\n")
		}
		lines = append(lines, string(line))
		return true
	})
	if want := []string{"three", "two", "one"}; err != nil || !slices.Equal(lines, want) {
		t.Errorf("got %q and %v, want %q", lines, err, want)
	}
}

func TestReadingBackwardsStopsWhenThereIsEnoughOrNobodyWaits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, fileName, "one\ntwo\nthree\n")
	var lines []string
	err := Backwards(t.Context(), dir, time.Time{}, func(line []byte, _ time.Time) bool {
		lines = append(lines, string(line))
		return len(lines) < 2
	})
	if want := []string{"three", "two"}; err != nil || !slices.Equal(lines, want) {
		t.Errorf("got %q and %v, want %q", lines, err, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Backwards(ctx, dir, time.Time{}, func([]byte, time.Time) bool { return true }); err == nil {
		t.Error("a call that nobody waits for goes on")
	}
}

func TestFilesThatAreWhollyNewerArePassedOver(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "jobdeck-2026-01-02T00-00-00.000.log", `{"time":"2026-01-01T00:00:00Z","message":"old"}`+"\n")
	write(t, dir, fileName, `{"time":"2026-01-03T00:00:00Z","message":"new"}`+"\n")
	var lines []string
	err := Backwards(t.Context(), dir, time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), func(line []byte, _ time.Time) bool {
		lines = append(lines, ParseLine(line).Message)
		return true
	})
	if want := []string{"old"}; err != nil || !slices.Equal(lines, want) {
		t.Errorf("got %q and %v, want %q", lines, err, want)
	}
}
