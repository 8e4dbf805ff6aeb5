package paths

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// addressOf names a pipe for the folder. Windows keeps pipes apart from files, gives each its own
// rights, and removes it with the process that opened it. In names of folders it doesn't tell
// capitals from small letters.
func addressOf(dir string) string {
	hash := sha256.Sum256([]byte(strings.ToLower(dir)))
	return `\\.\pipe\jobdeck-` + hex.EncodeToString(hash[:8])
}
