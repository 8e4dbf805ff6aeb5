package logging

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"
)

const (
	// backwardsChunk is how much of a file is read at once, longestLine how much of a line is kept:
	// what is no log file at all has no line ends.
	backwardsChunk = 64 << 10
	longestLine    = 256 << 10
	// renames is how often in a row a file may be gone when it is opened.
	renames = 5
)

// Backwards hands over the lines of the logs in dir, newest first, each with the time its file was
// last written, until take says that it has enough. Files that begin at or after a time are passed
// over; the zero time passes over none. Only a piece of one file is in memory, however much there
// is. Lines that are written meanwhile are left out; a rotation meanwhile loses nothing. A folder
// that is missing holds none.
func Backwards(ctx context.Context, dir string, before time.Time, take func(line []byte, written time.Time) bool) error {
	b := backwards{dir: dir, before: before, take: take}
	for gone := 0; gone < renames; {
		path, err := b.next()
		if err != nil || path == "" {
			return err
		}
		enough, err := b.read(ctx, path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			gone++ // renamed since the folder was listed
		case err != nil:
			return fmt.Errorf("read the log: %w", err)
		case enough:
			return nil
		default:
			gone = 0
		}
	}
	return nil
}

// backwards knows which file was read last, by what it is and not by its name, which a rotation
// changes.
type backwards struct {
	dir    string
	before time.Time
	take   func([]byte, time.Time) bool
	at     fs.FileInfo
}

// next is the file before the one that was read last, or "".
func (b *backwards) next() (string, error) {
	files, err := logFiles(b.dir)
	if err != nil {
		return "", err
	}
	i := len(files)
	if b.at != nil {
		// When it was removed, so were those before it.
		i = slices.IndexFunc(files, func(path string) bool {
			info, err := os.Stat(path)
			return err == nil && os.SameFile(info, b.at)
		})
	}
	if i < 1 {
		return "", nil
	}
	return files[i-1], nil
}

// read hands over the lines of a file.
func (b *backwards) read(ctx context.Context, path string) (enough bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false, err
	}
	b.at = info
	if !b.before.IsZero() && beginsAt(file).Compare(b.before) >= 0 {
		return false, nil
	}
	return linesBackwards(ctx, file, info.Size(), func(line []byte) bool { return b.take(line, info.ModTime()) })
}

// beginsAt is the time of a file's first line, or zero when it has none.
func beginsAt(file io.ReaderAt) time.Time {
	head := make([]byte, 16<<10)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return time.Time{}
	}
	line, _, _ := bytes.Cut(head[:n], []byte{'\n'})
	return ParseLine(line).Time
}

// linesBackwards hands over the lines of a file from its last one on. Empty ones are left out.
func linesBackwards(ctx context.Context, file io.ReaderAt, size int64, take func([]byte) bool) (enough bool, err error) {
	give := func(line []byte) bool {
		line = bytes.TrimRight(line, "\r")
		return len(line) == 0 || take(line)
	}
	var rest []byte // the end of the line whose beginning is still to be read
	for end := size; end > 0; {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		begin := max(0, end-backwardsChunk)
		piece := make([]byte, end-begin, end-begin+int64(len(rest)))
		if _, err := file.ReadAt(piece, begin); err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		piece = append(piece, rest...)
		for i := bytes.LastIndexByte(piece, '\n'); i >= 0; i = bytes.LastIndexByte(piece, '\n') {
			if !give(piece[i+1:]) {
				return true, nil
			}
			piece = piece[:i]
		}
		rest = piece[:min(len(piece), longestLine)]
		end = begin
	}
	return !give(rest), nil
}
