package command

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

const (
	// maxStdout is how long an answer may be, in bytes.
	maxStdout = 4 << 20
	// maxStderr and maxStderrLines bound what is kept of standard error: its end.
	maxStderr      = 8 << 10
	maxStderrLines = 20
)

// head keeps what is written to it up to a limit, and says when there is more. What comes after
// is thrown away, so that a writer is never blocked.
type head struct {
	mu    sync.Mutex
	bytes []byte
	limit int
	full  chan struct{} // closed when more than limit came
}

func newHead(limit int) *head {
	return &head{limit: limit, full: make(chan struct{})}
}

func (h *head) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.bytes) > h.limit {
		return len(p), nil
	}
	h.bytes = append(h.bytes, p[:min(len(p), h.limit+1-len(h.bytes))]...)
	if len(h.bytes) > h.limit {
		close(h.full)
	}
	return len(p), nil
}

func (h *head) tooMuch() <-chan struct{} { return h.full }

func (h *head) taken() []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return bytes.Clone(h.bytes)
}

// tail keeps the last bytes that are written to it.
type tail struct {
	mu    sync.Mutex
	bytes []byte
	limit int
	cut   bool // something before the bytes was thrown away
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes = append(t.bytes, p[max(0, len(p)-t.limit):]...)
	if excess := len(t.bytes) - t.limit; excess > 0 {
		t.bytes = append(t.bytes[:0], t.bytes[excess:]...)
		t.cut = true
	}
	return len(p), nil
}

func (t *tail) tooMuch() <-chan struct{} { return nil }

func (t *tail) taken() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.bytes)
}

// lines is the end of what was written, as readable text of at most n lines.
func (t *tail) lines(n int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	kept := t.bytes
	for t.cut && len(kept) > 0 && !utf8.RuneStart(kept[0]) {
		kept = kept[1:] // the rest of a character that was cut in two
	}
	text := strings.ToValidUTF8(string(kept), "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
