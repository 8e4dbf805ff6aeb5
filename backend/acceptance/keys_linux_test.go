package acceptance_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A key that a person put into the keychain reaches the program that needs it, and is nowhere else: not
// in the data folder, a recipe, an export, what is printed, nor in any program's arguments. One that stood in
// a recipe before is shown to nobody.
func TestAKeyInTheKeychainIsNowhereElse(t *testing.T) {
	const canary, old = "swordfish-7e1c2d", "herring-99f0aa"
	d, s := newDesk(t), newDesktop(t, "gnome-keyring-daemon")
	s.unlock()
	// jobdeck runs the program in this session, and gives all it says.
	jobdeck := func(stdin string, args ...string) string {
		t.Helper()
		command := d.command(args...)
		command.Env = append(command.Env, "DBUS_SESSION_BUS_ADDRESS="+s.address)
		command.Stdin = strings.NewReader(stdin)
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("jobdeck %s: %v: %s", strings.Join(args, " "), err, out)
		}
		if bytes.Contains(out, []byte(canary)) || bytes.Contains(out, []byte(old)) {
			t.Errorf("jobdeck %s shows a key:\n%s", strings.Join(args, " "), out)
		}
		return string(out)
	}

	jobdeck(canary+"\n", "secrets", "set", "HUB")
	if said := jobdeck("", "secrets"); !strings.Contains(said, "HUB") {
		t.Errorf("the keys are:\n%s", said)
	}
	// The program proves that it has the key without saying it, and looks for it in all arguments there are.
	script := `test "${#HUB_TOKEN}" = 16 || exit 3
		all=$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ')
		case $all in *"$HUB_TOKEN"*) exit 4;; esac
		echo known`
	jobdeck("", "recipes", "save", "Ask", "--from", "command", "--set", "command="+script, "--set", "shell=true",
		"--set", "env=HUB_TOKEN=secret:HUB\nOLD_TOKEN="+old)
	list := d.list(3)
	jobdeck("", "run", list, "--recipe", "Ask", "--out", "out.csv")
	if out := d.read("out.csv"); strings.Count(out, "known") != 3 {
		t.Errorf("the programs answered:\n%s", out)
	}
	jobdeck("", "recipes", "export", "Ask", "--out", "ask.json")
	for _, args := range [][]string{
		{"recipes", "show", "Ask"},
		{"recipes", "show", "Ask", "--json"},
		{"show", "1"},
		{"show", "1", "--json"},
		{"items", "1", "--json"},
		{"activity", "--json"},
		{"logs"},
		{"secrets", "--json"},
	} {
		jobdeck("", args...)
	}
	d.nowhere(canary)
	// What was masked on its way out can be saved again, in the same program, and is still the same key.
	if shared := d.read("ask.json"); strings.Contains(shared, old) || !strings.Contains(shared, "OLD_TOKEN=") {
		t.Errorf("the recipe's file has:\n%s", shared)
	}

	jobdeck("", "secrets", "delete", "HUB")
	again := d.command("run", list, "--recipe", "Ask")
	again.Env = append(again.Env, "DBUS_SESSION_BUS_ADDRESS="+s.address)
	if out, err := again.CombinedOutput(); err == nil || !strings.Contains(string(out), "jobdeck secrets set HUB") {
		t.Errorf("without its key it ends with %v:\n%s", err, out)
	}
}

// unlock starts the keychain of a desktop, opened with a password.
func (s *screen) unlock() {
	s.t.Helper()
	daemon := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	daemon.Env = append(s.environment(), "XDG_DATA_HOME="+s.t.TempDir())
	daemon.Stdin = strings.NewReader("a password\n")
	if err := daemon.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait() // killed
	})
	s.until("the keychain answers", func() bool {
		var owned bool
		err := s.bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.freedesktop.secrets").Store(&owned)
		return err == nil && owned
	})
}

// nowhere looks for a text in every file of the desk.
func (d *desk) nowhere(text string) {
	d.t.Helper()
	for _, root := range []string{d.data, d.work} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			content, err := os.ReadFile(path)
			if bytes.Contains(content, []byte(text)) {
				d.t.Errorf("%s has the key", path)
			}
			return err
		})
		if err != nil {
			d.t.Fatal(err)
		}
	}
}
