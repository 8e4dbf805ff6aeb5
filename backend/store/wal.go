package store

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// What SQLite's write-ahead log consists of: a header, and frames of a header and a page each.
const (
	logHeaderSize   = 32
	frameHeaderSize = 24
	logMagic        = 0x377f0682 // one more: its checksums are big-endian
)

// readAtMost bounds how much of a long log is looked at, in bytes: 64 MB, four times its usual size.
const readAtMost = 64 << 20

var errForeignLog = errors.New("its log is another program's")

// checkLog looks whether the log beside a database is that database's own: SQLite applies any log
// that is whole, and one that was left behind when a backup was put in the database's place would
// ruin it. Each first page in a log carries the identity of its database. When there is none, the
// database did not grow, and the log says how long it is. A log with nothing that was committed in it
// says nothing.
func checkLog(path string, database header) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the database's log: %w", err)
	}
	defer file.Close()
	log, err := newLogReader(file)
	if errors.Is(err, errNoLog) {
		return nil
	}
	if err != nil {
		return err
	}
	if log.pageSize != database.pageSize {
		return fmt.Errorf("its log has pages of %d bytes, and not of %d", log.pageSize, database.pageSize)
	}
	found, err := log.read()
	if err != nil {
		return err
	}
	return found.belongsTo(database)
}

// committed is what the transactions in a log say of the database they are of.
type committed struct {
	firsts  []header // of the first pages, in their order
	pages   []int64  // how many pages the database had after each
	strange bool     // a first page is none of a database
}

// belongsTo tells from what is in a log whether it can be this database's. The database's own first
// page is the one before the log, or one in it: as much as was folded back.
func (c committed) belongsTo(database header) error {
	if len(c.pages) == 0 {
		return nil
	}
	if c.strange {
		return errors.New("the first page in its log is none of a database")
	}
	if len(c.firsts) == 0 {
		for _, pages := range c.pages {
			if database.pages > 0 && pages != database.pages {
				return fmt.Errorf("its log is of a database of %d pages, and it has %d", pages, database.pages)
			}
		}
		return nil
	}
	for _, first := range c.firsts {
		if first.application != 0 && first.application != applicationID {
			return errForeignLog
		}
	}
	if database.identity == 0 {
		return nil // it has none yet; the log may be about to give it one
	}
	for _, first := range c.firsts {
		if first.identity == database.identity {
			return nil
		}
	}
	return errors.New("its log is another database's")
}

// logReader reads the frames of a log as far as they are whole.
type logReader struct {
	from     *bufio.Reader
	order    binary.ByteOrder
	pageSize int64
	salt     [8]byte
	sum      [2]uint32
}

var errNoLog = errors.New("the log is empty")

// newLogReader reads a log's header; the error is errNoLog when there is nothing in it. Zeros are what a power cut leaves of
// a log that was never flushed. Anything else would hide what was committed: SQLite passes over a
// log with a header that it can't read, and over all that is in it.
func newLogReader(file io.Reader) (*logReader, error) {
	log := &logReader{from: bufio.NewReaderSize(io.LimitReader(file, readAtMost), 1<<18)}
	var head [logHeaderSize]byte
	if _, err := io.ReadFull(log.from, head[:]); err != nil {
		return nil, cmp.Or(ended(err), errNoLog)
	}
	if head == [logHeaderSize]byte{} {
		return nil, errNoLog
	}
	switch binary.BigEndian.Uint32(head[:]) {
	case logMagic:
		log.order = binary.LittleEndian
	case logMagic + 1:
		log.order = binary.BigEndian
	default:
		return nil, errors.New("its log is damaged, or no log at all")
	}
	log.pageSize = int64(binary.BigEndian.Uint32(head[8:]))
	copy(log.salt[:], head[16:24])
	log.add(head[:24])
	if !log.matches(head[24:]) || log.pageSize < 512 || log.pageSize > 1<<16 || log.pageSize&(log.pageSize-1) != 0 {
		return nil, errors.New("its log is damaged")
	}
	return log, nil
}

// read goes through all frames up to the last commit.
func (l *logReader) read() (committed, error) {
	var all, open committed
	head, page := make([]byte, frameHeaderSize), make([]byte, l.pageSize)
	for {
		if more, err := l.next(head, page); !more {
			return all, err
		}
		l.add(head[:8])
		l.add(page)
		if !l.ours(head) || !l.matches(head[16:]) {
			return all, l.seeEnd(head, page)
		}
		if binary.BigEndian.Uint32(head) == 1 {
			first, err := parseHeader(page)
			open.firsts = append(open.firsts, first)
			open.strange = open.strange || err != nil
		}
		if pages := commits(head); pages > 0 {
			all.firsts = append(all.firsts, open.firsts...)
			all.pages = append(all.pages, pages)
			all.strange = all.strange || open.strange
			open = committed{}
		}
	}
}

// seeEnd looks at what follows the first frame that is not whole. A crash leaves one in the last
// transaction at most: the next one is begun when the one before is safely on the disk. SQLite would
// pass over all that follows without a word.
func (l *logReader) seeEnd(head, page []byte) error {
	committed := false
	for l.ours(head) {
		if committed {
			return errors.New("its log is damaged in the middle")
		}
		committed = commits(head) > 0
		if more, err := l.next(head, page); !more {
			return err
		}
	}
	return nil
}

// next reads a frame.
func (l *logReader) next(head, page []byte) (bool, error) {
	for _, part := range [][]byte{head, page} {
		if _, err := io.ReadFull(l.from, part); err != nil {
			return false, ended(err)
		}
	}
	return true, nil
}

// ours tells a frame of this log from what an earlier one left behind it.
func (l *logReader) ours(head []byte) bool { return [8]byte(head[8:16]) == l.salt }

// commits is how many pages the database has after a frame that ends a transaction, 0 after others.
func commits(head []byte) int64 { return int64(binary.BigEndian.Uint32(head[4:])) }

// add goes on with the checksum over some bytes, eight at a time.
func (l *logReader) add(bytes []byte) {
	a, b := l.sum[0], l.sum[1]
	for ; len(bytes) >= 8; bytes = bytes[8:] {
		a += l.order.Uint32(bytes) + b
		b += l.order.Uint32(bytes[4:]) + a
	}
	l.sum = [2]uint32{a, b}
}

func (l *logReader) matches(sum []byte) bool {
	return binary.BigEndian.Uint32(sum) == l.sum[0] && binary.BigEndian.Uint32(sum[4:]) == l.sum[1]
}

// ended passes errors of reading on, but for the end.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return fmt.Errorf("read the database's log: %w", err)
}
