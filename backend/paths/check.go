package paths

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/kballard/go-shellquote"
)

// UnsafeError says that others could change what is in a folder or file of Jobdeck's, and which
// line in a terminal mends it.
type UnsafeError struct {
	Path string
	Why  string // "everybody may write to it"
	Mend string // "chmod o-w /home/anna/deck"
}

func (e *UnsafeError) Error() string {
	return fmt.Sprintf("%s is not safe: %s; this mends it: %s", e.Path, e.Why, e.Mend)
}

func unsafe(path, why string, mend ...string) *UnsafeError {
	return &UnsafeError{path, why, shellquote.Join(append(mend, path)...)}
}

// Check refuses a folder that is another user's, or that everybody may write to, with an
// [UnsafeError]. One that a group may write to is shared on purpose on some machines: it is fine,
// but for a warning, which is empty otherwise. A folder that is not there is fine, too.
func Check(dir string) (warning string, err error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look at the folder %s: %w", dir, err)
	case !info.IsDir():
		return "", fmt.Errorf("%s is no folder", dir)
	}
	return checkFolder(dir, info)
}

// CheckFile refuses what Jobdeck must not write to although it has the name of a file of its own:
// a link, for it may lead to any other file of this user, what is no file at all, and what is
// another user's or open to everybody. A file that is not there is fine.
func CheckFile(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at %s: %w", path, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return unsafe(path, "it is a link, and Jobdeck follows none there", "rm")
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is in the way: it is no file", path)
	}
	return checkFile(path, info)
}
