//go:build unix

package remote

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jobdeck/backend/paths"
)

func TestWithoutAnAppNobodyAnswers(t *testing.T) {
	t.Parallel()
	for name, dir := range map[string]string{
		"a folder without a socket": t.TempDir(),
		"no folder":                 filepath.Join(t.TempDir(), "none"),
	} {
		if _, err := Dial(t.Context(), dir); !errors.Is(err, ErrNoApp) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestASocketThatWasLeftBehindIsReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address, err := paths.SocketAddress(dir)
	if err != nil {
		t.Fatal(err)
	}
	// What kill -9 leaves: a socket that nobody listens at.
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: address, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Dial(t.Context(), dir); !errors.Is(err, ErrNoApp) {
		t.Fatalf("error is %v", err)
	}
	serve(t, &echo{}, dir)
	dialed(t, dir)
}

func TestAFileInTheWayIsNotRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address, err := paths.SocketAddress(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(address, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Serve(t.Context(), &echo{}, dir, ""); err == nil {
		t.Error("the server started over a file")
	}
	if content, err := os.ReadFile(address); err != nil || string(content) != "precious" {
		t.Errorf("the file holds %q, %v", content, err)
	}
}

func TestOnlyThisUserCanOpenTheSocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	server := serve(t, &echo{}, dir)
	for path, want := range map[string]os.FileMode{dir: 0o700, server.Address(): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
	}
}

func TestADeepDataFolderHasASocketToo(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), strings.Repeat("deep/", 40))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	server := serve(t, &echo{}, dir)
	if strings.HasPrefix(server.Address(), dir) {
		t.Fatalf("the address %s is too long for a socket", server.Address())
	}
	if hello := dialed(t, dir).Hello(); hello.DataDir != dir {
		t.Errorf("%s answers", hello.DataDir)
	}
}

func TestTheSocketIsNeverInAFolderOthersMayWriteTo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := prepareFolder(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("error is %v", err)
	}
	server := serve(t, &echo{}, dir)
	folder := filepath.Dir(server.Address())
	info, err := os.Stat(folder)
	if err != nil {
		t.Fatal(err)
	}
	if folder == dir || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket is in %s with mode %o", folder, info.Mode().Perm())
	}
	if hello := dialed(t, dir).Hello(); hello.DataDir != dir {
		t.Errorf("%s answers", hello.DataDir)
	}
}

func TestAnotherUserIsRefused(t *testing.T) {
	t.Parallel()
	if err := compareUsers(1000, 1000); err != nil {
		t.Error(err)
	}
	if err := compareUsers(1000, 1001); err == nil {
		t.Error("another user is let in")
	}
}
