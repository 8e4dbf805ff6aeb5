//go:build unix

package paths

import (
	"os"
	"syscall"
)

// private reports whether only this user may put something into a folder. One that is not there
// yet is private when [Make] has made it.
func private(dir string) bool {
	info, err := os.Stat(dir)
	if err != nil {
		return true
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Getuid() {
		return false
	}
	return info.Mode().Perm()&0o022 == 0
}
