//go:build unix

package paths

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

const (
	writableByGroup = 0o020
	writableByAll   = 0o002
)

func checkFolder(dir string, info fs.FileInfo) (warning string, err error) {
	mode := info.Mode().Perm()
	switch stat, known := info.Sys().(*syscall.Stat_t); {
	case known && int(stat.Uid) != os.Geteuid():
		return "", anothers(dir, stat.Uid, "chown", "-R")
	case mode&writableByAll != 0:
		// A sticky one, too: others can't take away what is there, but be first with what is not.
		return "", unsafe(dir, "everybody may write to it", "chmod", closing(mode))
	case known && mode&writableByGroup != 0:
		return unsafe(dir, fmt.Sprintf("the group %s may write to it", groupName(stat.Gid)), "chmod", "g-w").Error(), nil
	}
	return "", nil
}

func checkFile(path string, info fs.FileInfo) error {
	mode := info.Mode().Perm()
	switch stat, known := info.Sys().(*syscall.Stat_t); {
	case known && int(stat.Uid) != os.Geteuid():
		return anothers(path, stat.Uid, "chown")
	case known && stat.Nlink > 1:
		return unsafe(path, "it is one of several names of the same file", "rm")
	case mode&writableByAll != 0:
		return unsafe(path, "everybody may write to it", "chmod", closing(mode))
	}
	return nil
}

// CheckDatabase refuses a database file that is another user's, or that everybody may write to. It
// may be a link: what becomes of a file that is no database of ours is decided by what is in it.
func CheckDatabase(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return nil //nolint:nilerr // whoever opens it says what is the matter
	}
	stat, known := info.Sys().(*syscall.Stat_t)
	switch mode := info.Mode().Perm(); {
	case known && int(stat.Uid) != os.Geteuid():
		return anothers(path, stat.Uid, "chown")
	case mode&writableByAll != 0:
		return unsafe(path, "everybody may write to it", "chmod", closing(mode))
	}
	return nil
}

// closing is what chmod takes to close something to others.
func closing(mode fs.FileMode) string {
	if mode&writableByGroup != 0 {
		return "go-w"
	}
	return "o-w"
}

func anothers(path string, owner uint32, mend ...string) error {
	self := userName(strconv.Itoa(os.Geteuid()))
	other := userName(strconv.FormatUint(uint64(owner), 10))
	why := fmt.Sprintf("it belongs to %s, and Jobdeck runs as %s: run it as %s, or take it over", other, self, other)
	mend = append(mend, self)
	if os.Geteuid() != 0 {
		mend = append([]string{"sudo"}, mend...)
	}
	return unsafe(path, why, mend...)
}

// userName is a user's name, or the number where there is none.
func userName(number string) string {
	if known, err := user.LookupId(number); err == nil && known.Username != "" {
		return known.Username
	}
	return number
}

func groupName(number uint32) string {
	id := strconv.FormatUint(uint64(number), 10)
	if known, err := user.LookupGroupId(id); err == nil && known.Name != "" {
		return known.Name
	}
	return id
}
