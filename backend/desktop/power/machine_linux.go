package power

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/godbus/dbus/v5"
)

// supplies is where the kernel tells of batteries and power adapters.
const supplies = "/sys/class/power_supply"

type machine struct{ supplies string }

// This gives the machine that Jobdeck runs on.
func This() Machine { return machine{supplies} }

// Battery reads what the kernel tells, all batteries of the machine together. Those of mice and
// telephones don't count.
func (m machine) Battery() (Charge, error) {
	folders, err := os.ReadDir(m.supplies)
	if errors.Is(err, os.ErrNotExist) {
		return Charge{}, ErrNoBattery
	}
	if err != nil {
		return Charge{}, fmt.Errorf("look for batteries: %w", err)
	}
	var sum, found int
	charge := Charge{}
	for _, folder := range folders {
		dir := filepath.Join(m.supplies, folder.Name())
		if word(dir, "type") != "Battery" || word(dir, "scope") == "Device" {
			continue
		}
		percent, err := strconv.Atoi(word(dir, "capacity"))
		if err != nil {
			continue
		}
		sum += percent
		found++
		charge.Draining = charge.Draining || word(dir, "status") == "Discharging"
	}
	if found == 0 {
		return Charge{}, ErrNoBattery
	}
	charge.Percent = sum / found
	return charge, nil
}

// word reads a one-line file; one that is not there is empty.
func word(dir, name string) string {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// StayAwake asks the desktop, which keeps the machine on when nobody touches it, and where there is
// none the system itself. A person can still send the machine to sleep.
func (machine) StayAwake(why string) (func(), error) {
	release, desktopErr := askDesktop(why)
	if desktopErr == nil {
		return release, nil
	}
	release, systemErr := askSystem(why)
	if systemErr == nil {
		return release, nil
	}
	return nil, errors.Join(desktopErr, systemErr)
}

const screenSaver = "org.freedesktop.ScreenSaver"

func askDesktop(why string) (func(), error) {
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil, fmt.Errorf("ask the desktop: %w", err)
	}
	var cookie uint32
	desktop := bus.Object(screenSaver, "/org/freedesktop/ScreenSaver")
	if err := desktop.Call(screenSaver+".Inhibit", 0, "Jobdeck", why).Store(&cookie); err != nil {
		return nil, errors.Join(fmt.Errorf("ask the desktop: %w", err), bus.Close())
	}
	return func() {
		// With the connection the desktop forgets the request anyhow.
		desktop.Call(screenSaver+".UnInhibit", dbus.FlagNoReplyExpected, cookie)
		_ = bus.Close()
	}, nil
}

func askSystem(why string) (func(), error) {
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return nil, fmt.Errorf("ask the system: %w", err)
	}
	defer bus.Close()
	var lock dbus.UnixFD
	manager := bus.Object("org.freedesktop.login1", "/org/freedesktop/login1")
	if err := manager.Call("org.freedesktop.login1.Manager.Inhibit", 0, "idle", "Jobdeck", why, "block").Store(&lock); err != nil {
		return nil, fmt.Errorf("ask the system: %w", err)
	}
	return func() { _ = syscall.Close(int(lock)) }, nil
}
