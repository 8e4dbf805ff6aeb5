package engine

import (
	"fmt"
	"os"
	"strings"
)

// noSession is what the system says of a process that belongs to no login session.
const noSession = "4294967295"

// stay names the machine's time since it was started, and the login session of this process: what
// ends with either is ended by it. The session counts where the system tells one from another.
func stay() (string, error) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "", fmt.Errorf("see when the machine was started: %w", err)
	}
	name := strings.TrimSpace(string(boot))
	if session, err := os.ReadFile("/proc/self/sessionid"); err == nil {
		if number := strings.TrimSpace(string(session)); number != noSession {
			name += " " + number
		}
	}
	return name, nil
}
