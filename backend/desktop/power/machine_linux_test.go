package power

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/godbus/dbus/v5"

	"jobdeck/backend/bustest"
)

// supply writes what the kernel tells of a battery or an adapter.
func supply(t *testing.T, dir, name string, words map[string]string) {
	t.Helper()
	folder := filepath.Join(dir, name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for key, word := range words {
		if err := os.WriteFile(filepath.Join(folder, key), []byte(word+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheBatteriesOfTheMachineCountTogetherAndThoseOfAMouseDoNot(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	supply(t, dir, "AC", map[string]string{"type": "Mains", "online": "0"})
	supply(t, dir, "hid-mouse", map[string]string{"type": "Battery", "scope": "Device", "capacity": "3", "status": "Discharging"})
	if _, err := (machine{dir}).Battery(); !errors.Is(err, ErrNoBattery) {
		t.Errorf("error is %v, want %v", err, ErrNoBattery)
	}
	supply(t, dir, "BAT0", map[string]string{"type": "Battery", "capacity": "20", "status": "Discharging"})
	supply(t, dir, "BAT1", map[string]string{"type": "Battery", "capacity": "90", "status": "Not charging"})
	charge, err := machine{dir}.Battery()
	if want := (Charge{Percent: 55, Draining: true}); err != nil || charge != want {
		t.Errorf("charge is %+v (%v), want %+v", charge, err, want)
	}
	if _, err := (machine{filepath.Join(dir, "none")}).Battery(); !errors.Is(err, ErrNoBattery) {
		t.Errorf("error is %v, want %v", err, ErrNoBattery)
	}
}

// inhibitor is a desktop that is asked to stay awake.
type inhibitor struct{ asked, released chan string }

func (i inhibitor) Inhibit(program, why string) (uint32, *dbus.Error) {
	i.asked <- program + ": " + why
	return 7, nil
}

func (i inhibitor) UnInhibit(cookie uint32) *dbus.Error {
	if cookie == 7 {
		i.released <- "released"
	}
	return nil
}

func TestTheDesktopIsAskedToStayAwakeAndToldWhenItMaySleep(t *testing.T) {
	bus := bustest.Session(t)
	desktop := inhibitor{make(chan string, 1), make(chan string, 1)}
	if err := bus.Export(desktop, "/org/freedesktop/ScreenSaver", screenSaver); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(screenSaver, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	release, err := This().StayAwake("jobs are running")
	if err != nil {
		t.Fatal(err)
	}
	if asked := <-desktop.asked; asked != "Jobdeck: jobs are running" {
		t.Errorf("it is asked %q", asked)
	}
	release()
	<-desktop.released
}
