//go:build unix

package paths

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
)

// longestSocket is how long a socket's path may be everywhere: macOS has room for 104 bytes with
// the ending zero, Linux for 108.
const longestSocket = 103

func addressOf(dir string) string {
	address := filepath.Join(dir, "jobdeck.sock")
	if len(address) <= longestSocket && private(dir) {
		return address
	}
	hash := sha256.Sum256([]byte(dir))
	return filepath.Join(shortFolder(), hex.EncodeToString(hash[:8])+".sock")
}

// shortFolder is the folder for sockets whose own folder is too deep. It does not follow TMPDIR or
// XDG_RUNTIME_DIR: an app started from the desktop and a command in a cron job must come to the
// same address. Everybody may write to /tmp, so whoever uses the folder checks its owner.
func shortFolder() string {
	return filepath.Join("/tmp", "jobdeck-"+strconv.Itoa(os.Getuid()))
}
