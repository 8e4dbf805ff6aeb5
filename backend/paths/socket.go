package paths

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
)

// longestSocket is how long a socket's path may be everywhere: macOS has room for 104 bytes with
// the ending zero, Linux and Windows for 108.
const longestSocket = 103

// SocketAddress is the path of the local socket that belongs to a data folder: jobdeck.sock inside
// it, or, where that is too long for a socket or others may write to the folder, a file in a short
// folder of this user's that is named for the data folder's path. The same data folder always
// gives the same address.
func SocketAddress(dataDir string) (string, error) {
	dir, err := absolute(dataDir)
	if err != nil {
		return "", err
	}
	// Two names of one folder must not become two addresses.
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		dir = resolved
	}
	address := filepath.Join(dir, "jobdeck.sock")
	if len(address) <= longestSocket && private(dir) {
		return address, nil
	}
	hash := sha256.Sum256([]byte(dir))
	return filepath.Join(shortFolder(), hex.EncodeToString(hash[:8])+".sock"), nil
}

// shortFolder is the folder for sockets whose own folder is too deep. It does not follow TMPDIR or
// XDG_RUNTIME_DIR on Unix: an app started from the desktop and a command in a cron job must come to
// the same address. Everybody may write to /tmp, so whoever uses the folder checks its owner.
func shortFolder() string {
	if runtime.GOOS == "windows" {
		return filepath.Join(os.TempDir(), "jobdeck")
	}
	return filepath.Join("/tmp", "jobdeck-"+strconv.Itoa(os.Getuid()))
}
