package table

import (
	"os"
	"path/filepath"
)

// OfficeLock finds the file that a spreadsheet program keeps beside a list while it has it open, and
// gives its path; empty when there is none. Excel's begins with ~$, LibreOffice's with .~lock.
func OfficeLock(path string) string {
	folder, name := filepath.Split(path)
	for _, lock := range []string{"~$" + name, ".~lock." + name + "#"} {
		if _, err := os.Lstat(filepath.Join(folder, lock)); err == nil {
			return filepath.Join(folder, lock)
		}
	}
	return ""
}
