//go:build unix

package outfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// isFull says whether an error means that there is no room left.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// isTooLong says whether an error means that a file's name is too long.
func isTooLong(err error) bool { return errors.Is(err, syscall.ENAMETOOLONG) }

// isInUse says whether an error means that another program has the file for itself.
func isInUse(err error) bool { return errors.Is(err, syscall.ETXTBSY) }

// keepOwner gives a file the owner and group of the one it replaces, as far as this user may: a
// group that shares a file goes on sharing it.
func keepOwner(file *os.File, replaced fs.FileInfo) {
	if owner, ok := replaced.Sys().(*syscall.Stat_t); ok {
		if file.Chown(int(owner.Uid), int(owner.Gid)) != nil {
			_ = file.Chown(-1, int(owner.Gid))
		}
	}
}
