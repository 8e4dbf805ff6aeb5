//go:build unix

package table

import (
	"errors"
	"syscall"
)

// isDiskFull says whether an error means that there is no room left.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
