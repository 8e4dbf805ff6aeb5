package logging

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"
)

// pollEvery is how often Follow looks for new lines.
const pollEvery = 200 * time.Millisecond

// Read hands over the last lines of the logs in dir, oldest first, at most as many as asked for;
// 0 asks for all. It stops with the first error of write. A folder that is missing holds none.
func Read(dir string, lines int, write func(line []byte) error) error {
	reader := &follower{dir: dir}
	return reader.start(lines, write)
}

// Follow does as [Read] and then hands over lines as they are written, until ctx ends. It goes on
// over rotations and loses no line to them.
func Follow(ctx context.Context, clock clockwork.Clock, dir string, lines int, write func(line []byte) error) error {
	reader := &follower{dir: dir}
	if err := reader.start(lines, write); err != nil {
		return err
	}
	tick := clock.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.Chan():
			if err := reader.poll(write); err != nil {
				return err
			}
		}
	}
}

// follower knows how far the logs are read. It keeps no file open between two polls: on Windows
// an open file could not be renamed, and rotation would fail.
type follower struct {
	dir string
	// at is the file that was read last, by what it is and not by its name, and offset how far.
	at     fs.FileInfo
	offset int64
}

// start hands over the last lines that are there.
func (f *follower) start(lines int, write func([]byte) error) error {
	var last [][]byte
	keep := write
	if lines > 0 {
		keep = func(line []byte) error {
			if len(last) == lines {
				last = slices.Delete(last, 0, 1)
			}
			last = append(last, bytes.Clone(line))
			return nil
		}
	}
	if err := f.poll(keep); err != nil {
		return err
	}
	for _, line := range last {
		if err := write(line); err != nil {
			return err
		}
	}
	return nil
}

// poll hands over what was written since the last poll: the rest of the file that was read last,
// whatever it is called now, and all files after it.
func (f *follower) poll(write func([]byte) error) error {
	files, err := logFiles(f.dir)
	if err != nil {
		return err
	}
	if f.at != nil {
		if i := slices.IndexFunc(files, f.isAt); i >= 0 {
			files = files[i:]
		} else if len(files) > 0 {
			// It was removed meanwhile: the newest file is the one that goes on.
			files = files[len(files)-1:]
		}
	}
	for _, file := range files {
		if err := f.readOn(file, write); err != nil {
			return err
		}
	}
	return nil
}

func (f *follower) isAt(path string) bool {
	info, err := os.Stat(path)
	return err == nil && os.SameFile(info, f.at)
}

// readOn hands over the whole lines of one file from where the reading had come to.
func (f *follower) readOn(path string, write func([]byte) error) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // renamed since the folder was listed: the next poll finds it
	}
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	if f.at == nil || !os.SameFile(info, f.at) || info.Size() < f.offset {
		f.offset = 0
	}
	f.at = info
	if _, err := file.Seek(f.offset, io.SeekStart); err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	reader := bufio.NewReader(file)
	for {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil // half a line stays for the next poll
		}
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		f.offset += int64(len(line))
		if err := write(bytes.TrimRight(line, "\r\n")); err != nil {
			return err
		}
	}
}

// logFiles lists the log files, oldest first: rotated ones carry their time in their name, and
// the one that is written to comes last.
func logFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the logs: %w", err)
	}
	var files []string
	current := ""
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == fileName:
			current = filepath.Join(dir, name)
		case IsRotated(name):
			files = append(files, filepath.Join(dir, name))
		}
	}
	if current != "" {
		files = append(files, current)
	}
	return files, nil
}

// IsRotated tells by its name that a file of the log folder is a log that nobody writes to any more.
func IsRotated(name string) bool {
	ending := filepath.Ext(fileName)
	return strings.HasPrefix(name, strings.TrimSuffix(fileName, ending)+"-") && filepath.Ext(name) == ending
}
