package engine

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// stay names the machine's time since it was started.
func stay() (string, error) {
	name, err := unix.Sysctl("kern.bootsessionuuid")
	if err != nil {
		return "", fmt.Errorf("see when the machine was started: %w", err)
	}
	return name, nil
}
