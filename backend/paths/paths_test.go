package paths

import (
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

// place sets the environment as a user's session has it, and gives the home folder.
func place(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv(Variable, "")
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "data"))
	t.Setenv("XDG_STATE_HOME", filepath.Join(home, "state"))
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	return home
}

func TestTheDataFolderIsTheSystemsPlaceUnlessOneIsNamed(t *testing.T) {
	home := place(t)
	if runtime.GOOS == "linux" {
		check(t, DataDir, "", filepath.Join(home, "data", "jobdeck"))
		check(t, LogDir, "", filepath.Join(home, "state", "jobdeck", "logs"))
	}
	t.Setenv(Variable, filepath.Join(home, "named"))
	check(t, DataDir, "", filepath.Join(home, "named"))
	check(t, LogDir, "", filepath.Join(home, "named", "logs"))

	check(t, DataDir, filepath.Join(home, "asked"), filepath.Join(home, "asked"))
	check(t, LogDir, filepath.Join(home, "asked"), filepath.Join(home, "asked", "logs"))
}

func TestWithoutAHomeTheSystemIsAskedForIt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a user has a profile here")
	}
	known, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	place(t)
	for _, home := range []string{"", "relative"} {
		t.Setenv("HOME", home)
		t.Setenv("XDG_DATA_HOME", "")
		t.Setenv("XDG_STATE_HOME", "relative, too")
		xdg.Reload()
		for _, find := range []func(string) (string, error){DataDir, LogDir} {
			dir, err := find("")
			if err != nil || !strings.HasPrefix(dir, known.HomeDir+string(filepath.Separator)) {
				t.Errorf("with HOME=%q it is %q, %v", home, dir, err)
			}
		}
	}
	if runtime.GOOS == "linux" {
		data := t.TempDir()
		t.Setenv("XDG_DATA_HOME", data)
		xdg.Reload()
		check(t, DataDir, "", filepath.Join(data, "jobdeck"))
	}
}

func TestARelativeFolderIsMadeAbsolute(t *testing.T) {
	place(t)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	check(t, DataDir, "here", filepath.Join(here, "here"))
}

func check(t *testing.T, find func(string) (string, error), asked, want string) {
	t.Helper()
	got, err := find(asked)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("with %q asked it is %s, want %s", asked, got, want)
	}
}

func TestOnlyThisUserCanOpenAFolderThatIsMade(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows folders take their rights from the folder above")
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := Make(dir); err != nil {
		t.Fatal(err)
	}
	for _, made := range []string{dir, filepath.Dir(dir)} {
		info, err := os.Stat(made)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %o, want 700", made, info.Mode().Perm())
		}
	}
}

func TestAFolderThatCanNotBeMadeIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := Make(filepath.Join(file, "data"))
	if err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v, want an error that names %s", err, file)
	}
}

func TestTwoNamesOfOneFolderHaveOneSocket(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	a, err := SocketAddress(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := SocketAddress(link)
	if err != nil {
		t.Fatal(err)
	}
	if a != b {
		t.Errorf("addresses are %s and %s", a, b)
	}
}
