package store

import "syscall"

// noSpace is the system's number for a full disk: ERROR_DISK_FULL.
const noSpace = syscall.Errno(112)
