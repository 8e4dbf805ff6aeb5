package table

import (
	"io"
	"sync/atomic"
)

// countingReader counts what is read through it.
type countingReader struct {
	source io.Reader
	count  *atomic.Int64
}

// Read reads from the source.
func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.source.Read(p)
	c.count.Add(int64(n))
	return n, err
}
