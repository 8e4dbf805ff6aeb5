//go:build unix

package store

import (
	"errors"
	"os"
)

// flushFolder makes sure that the names in a folder are on the disk.
func flushFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
