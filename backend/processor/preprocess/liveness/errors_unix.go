//go:build unix

package liveness

import (
	"errors"
	"syscall"
)

// refused reports whether a machine answered that no server is there.
func refused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// unreachable reports whether no way leads to a machine, or none leads anywhere.
func unreachable(err error) bool {
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETDOWN)
}
