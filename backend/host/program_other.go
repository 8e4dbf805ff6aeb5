//go:build !windows

package host

// StartProgram has nothing to do: one program serves terminal and desktop.
func StartProgram([]string) (bool, error) { return false, nil }
