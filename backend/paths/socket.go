package paths

import "path/filepath"

// SocketAddress is the address of the local socket that belongs to a data folder. The same data
// folder always gives the same address, by whichever of its names it is asked for.
//
// It is jobdeck.sock inside the folder, or, where that is too long for a socket or others may write
// to the folder, a file in a short folder of this user's that is named for the data folder's path.
// On Windows it is a named pipe.
func SocketAddress(dataDir string) (string, error) {
	dir, err := absolute(dataDir)
	if err != nil {
		return "", err
	}
	// Two names of one folder must not become two addresses.
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		dir = resolved
	}
	return addressOf(dir), nil
}
