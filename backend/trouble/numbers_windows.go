package trouble

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// numbers are the system's: no file handle, memory, buffer or other resource left; a file that
// another program holds; a disk that does not answer, or is full.
var numbers = []syscall.Errno{
	windows.ERROR_TOO_MANY_OPEN_FILES, windows.ERROR_NOT_ENOUGH_MEMORY, windows.ERROR_OUTOFMEMORY,
	windows.ERROR_NO_SYSTEM_RESOURCES, windows.ERROR_COMMITMENT_LIMIT, windows.WSAEMFILE, windows.WSAENOBUFS,
	windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_NOT_READY, windows.ERROR_IO_DEVICE,
	windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL,
}
