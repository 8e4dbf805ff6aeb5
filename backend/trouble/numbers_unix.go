//go:build unix

package trouble

import "syscall"

// numbers are the system's: no file handle left for this program, or for all; no process, memory or
// buffer left; too many handles on their way from one process to another; a program's file that is
// still being written; a disk that does not answer, or is full.
var numbers = []syscall.Errno{
	syscall.EMFILE, syscall.ENFILE, syscall.EAGAIN, syscall.ENOMEM, syscall.ENOBUFS, syscall.ETOOMANYREFS,
	syscall.ETXTBSY, syscall.EIO, syscall.ENOSPC, syscall.EDQUOT,
}
