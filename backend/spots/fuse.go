package spots

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const (
	// longestToken is how many bytes a reader may take for one token of a file, a text or a tag. It
	// bounds the memory that a file can make it take.
	longestToken = 4 << 20
	// deepest is how many elements may stand inside each other.
	deepest = 500
)

// fuse is a file that can't be read on without end within one token, nor after ctx has ended.
type fuse struct {
	ctx    context.Context
	file   *os.File
	packed io.Closer // what is unpacked of it, or nil
	text   io.Reader
	left   int64
	passed int64
}

// openFused opens a file in UTF-8 or UTF-16, with or without its mark.
func openFused(ctx context.Context, path string) (*fuse, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	f := &fuse{ctx: ctx, file: file, left: longestToken}
	f.text = plainText(file)
	return f, nil
}

// plainText makes UTF-8 of a text in UTF-16, by its mark or by where the zero byte of its first letter stands.
func plainText(source io.Reader) io.Reader {
	buffered := bufio.NewReader(source)
	unmarked := transform.Transformer(transform.Nop)
	if begin, _ := buffered.Peek(2); len(begin) == 2 { // what can't be read is said by the reading
		switch {
		case begin[0] != 0 && begin[1] == 0:
			unmarked = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
		case begin[0] == 0 && begin[1] != 0:
			unmarked = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
		}
	}
	return transform.NewReader(buffered, unicode.BOMOverride(unmarked))
}

var errTooLong = fmt.Errorf("a text or tag in it is longer than %d MB", longestToken>>20)

// Read implements [io.Reader].
func (f *fuse) Read(into []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	if f.left <= 0 {
		return 0, errTooLong
	}
	n, err := f.text.Read(into[:min(int64(len(into)), f.left)])
	f.left -= int64(n)
	f.passed += int64(n)
	return n, err
}

// token says that a token has been read.
func (f *fuse) token() { f.left = longestToken }

// Progress implements [Reader].
func (f *fuse) Progress() int64 { return f.passed }

// Close implements [Reader].
func (f *fuse) Close() error {
	if f.packed != nil {
		return errors.Join(f.packed.Close(), f.file.Close())
	}
	return f.file.Close()
}

// judge tells a file that is no good from a disk that does not answer.
func judge(err error) error {
	if cause := (*fs.PathError)(nil); errors.As(err, &cause) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("it ends in the middle")
	}
	return &BadFile{err}
}
