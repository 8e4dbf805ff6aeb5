package liveness

import (
	"errors"

	"golang.org/x/sys/windows"
)

// refused reports whether a machine answered that no server is there.
func refused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }

// unreachable reports whether no way leads to a machine, or none leads anywhere.
func unreachable(err error) bool {
	return errors.Is(err, windows.WSAENETUNREACH) || errors.Is(err, windows.WSAEHOSTUNREACH) || errors.Is(err, windows.WSAENETDOWN)
}
