package paths

import "golang.org/x/sys/windows"

// Space gives how many bytes of a folder's disk are free for us, and how many it has.
func Space(dir string) (free, total uint64, err error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, 0, err
	}
	err = windows.GetDiskFreeSpaceEx(path, &free, &total, nil)
	return free, total, err
}
