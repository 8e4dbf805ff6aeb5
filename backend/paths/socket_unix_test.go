//go:build unix

package paths

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestASocketsAddressAlwaysFits(t *testing.T) {
	t.Parallel()
	short := t.TempDir()
	address, err := SocketAddress(short)
	if err != nil {
		t.Fatal(err)
	}
	resolved, err := filepath.EvalSymlinks(short)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(resolved, "jobdeck.sock"); len(want) <= longestSocket && address != want {
		t.Errorf("address is %s, want %s", address, want)
	}

	long := filepath.Join(short, strings.Repeat("deep/", 40))
	first, err := SocketAddress(long)
	if err != nil {
		t.Fatal(err)
	}
	if len(first) > longestSocket {
		t.Errorf("address has %d bytes, at most %d fit: %s", len(first), longestSocket, first)
	}
	if strings.HasPrefix(first, long) {
		t.Errorf("address %s is in the folder that is too deep", first)
	}
	again, err := SocketAddress(long)
	if err != nil {
		t.Fatal(err)
	}
	if again != first {
		t.Errorf("the same folder has two addresses: %s and %s", first, again)
	}
	other, err := SocketAddress(filepath.Join(long, "other"))
	if err != nil {
		t.Fatal(err)
	}
	if other == first {
		t.Errorf("two folders share the address %s", first)
	}
}
