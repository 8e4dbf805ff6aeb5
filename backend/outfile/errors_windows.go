package outfile

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// isFull says whether an error means that there is no room left.
func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// isTooLong says whether an error means that a file's name is too long.
func isTooLong(err error) bool {
	return errors.Is(err, windows.ERROR_FILENAME_EXCED_RANGE) || errors.Is(err, windows.ERROR_INVALID_NAME)
}

// isInUse says whether an error means that another program has the file for itself.
func isInUse(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}

// keepOwner does nothing: a new file takes its folder's permissions.
func keepOwner(*os.File, fs.FileInfo) {}
