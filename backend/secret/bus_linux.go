package secret

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// answers says why no keychain can answer, or nil. Without a session there is no bus that leads to
// one; the library under the keychain would start a bus of its own then, which nobody would ever
// end, and find no keychain on it.
func answers() error {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return nil
	}
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(filepath.Join("/run/user", fmt.Sprint(os.Getuid()), name)); err == nil {
			return nil
		}
	}
	return errors.New("this login has no session bus, as over SSH or in a service")
}
