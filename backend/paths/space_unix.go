//go:build !windows

package paths

import "golang.org/x/sys/unix"

// Space gives how many bytes of a folder's disk are free for us, and how many it has.
func Space(dir string) (free, total uint64, err error) {
	var status unix.Statfs_t
	if err := unix.Statfs(dir, &status); err != nil {
		return 0, 0, err
	}
	block := uint64(status.Bsize)
	return status.Bavail * block, status.Blocks * block, nil
}
