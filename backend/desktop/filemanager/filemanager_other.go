//go:build !darwin && !windows

package filemanager

import "path/filepath"

const opener = "xdg-open"

// Not every file manager knows how to select a file: its folder is shown.
func reveal(path string) []string { return []string{opener, filepath.Dir(path)} }
