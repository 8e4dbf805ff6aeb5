package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// applicationID is in the header of Jobdeck's databases: "JoBD" in ASCII. Databases of the first
// three schemas have none.
const applicationID = 0x4a6f4244

// headerSize is how much of a database's first page is its header.
const headerSize = 100

// header is what the first bytes of a database file say, read without SQLite: to open a file with
// it may already change what is beside the file.
type header struct {
	pageSize    int64
	pages       int64 // how many there are, 0 when the file does not say
	identity    uint32
	application uint32
}

var magic = []byte("SQLite format 3\x00")

// parseHeader reads the header of a database, from its file or from a page in its log.
func parseHeader(page []byte) (header, error) {
	if len(page) < headerSize || !bytes.HasPrefix(page, magic) {
		return header{}, errors.New("it is no database")
	}
	h := header{
		pageSize:    int64(binary.BigEndian.Uint16(page[16:])),
		identity:    binary.BigEndian.Uint32(page[60:]),
		application: binary.BigEndian.Uint32(page[68:]),
	}
	if h.pageSize == 1 {
		h.pageSize = 1 << 16
	}
	if h.pageSize < 512 || h.pageSize&(h.pageSize-1) != 0 {
		return header{}, errors.New("its first page makes no sense")
	}
	// The number of pages is right only when the same program wrote it and the change counter.
	if bytes.Equal(page[24:28], page[92:96]) {
		h.pages = int64(binary.BigEndian.Uint32(page[28:]))
	}
	return h, nil
}

// readHeader reads the beginning of a database file: nothing when there is no file, or an empty one.
func readHeader(path string) (page []byte, err error) {
	if err := regular(path); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	defer file.Close()
	page = make([]byte, headerSize)
	n, err := io.ReadFull(file, page)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("read the database: %w", err)
	}
	return page[:n], nil
}

// regular refuses what has a file's name and is none: a pipe would make whoever opens it wait.
func regular(path string) error {
	if status, err := os.Stat(path); err == nil && !status.Mode().IsRegular() {
		return fmt.Errorf("%s is in the way: it is no file", path)
	}
	return nil
}

// sizeOf is a file's size, 0 when it is not there.
func sizeOf(path string) int64 {
	status, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return status.Size()
}
