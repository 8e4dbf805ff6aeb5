package table

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestOnlyAFilesOwnContentIsFinal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		refusal *Refusal
		final   bool
	}{
		{refuse("a.csv", "is empty"), true},
		{&Refusal{Cause: errors.New("row 3 is damaged")}, true},
		{refuseSystem("a.csv", &os.PathError{Op: "open", Err: syscall.EACCES}), false},
		{refuseSystem("a.csv", &os.PathError{Op: "open", Err: syscall.EMFILE}), false},
		{&Refusal{Cause: fmt.Errorf("row 3: %w", &os.PathError{Op: "read", Err: syscall.EIO})}, false},
		{&Refusal{Cause: fmt.Errorf("unpack: %w", syscall.ENOSPC)}, false},
		{&Refusal{Cause: os.NewSyscallError("read", syscall.ESTALE)}, false},
	} {
		if got := test.refusal.Final(); got != test.final {
			t.Errorf("%v: final is %v", test.refusal.Cause, got)
		}
	}
}

// breaking is a source whose code has a fault.
type breaking struct{}

func (breaking) read(row *Row) error {
	var none []string
	row.Cells = none[3:4]
	return nil
}
func (breaking) close() error { return nil }

func TestAListThatBreaksItsReaderIsRefusedForGood(t *testing.T) {
	t.Parallel()
	reader := &Reader{path: "a.xlsx", source: breaking{}, header: newHeader()}
	_, err := reader.Next()
	refusal, ok := errors.AsType[*Refusal](err)
	if !ok || !refusal.Final() || refusal.Path != "a.xlsx" {
		t.Errorf("the error is %v", err)
	}
}

func TestALockBesideAListSaysThatItIsOpen(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	list := filepath.Join(folder, "list.xlsx")
	if lock := OfficeLock(list); lock != "" {
		t.Errorf("there is no lock, and %q is found", lock)
	}
	for _, name := range []string{"~$list.xlsx", ".~lock.list.xlsx#"} {
		lock := filepath.Join(folder, name)
		if err := os.WriteFile(lock, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if found := OfficeLock(list); found != lock {
			t.Errorf("%s lies beside, and %q is found", lock, found)
		}
		if err := os.Remove(lock); err != nil {
			t.Fatal(err)
		}
	}
}
