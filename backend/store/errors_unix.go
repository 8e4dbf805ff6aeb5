//go:build !windows

package store

import "syscall"

// noSpace is the system's number for a full disk.
const noSpace = syscall.ENOSPC
