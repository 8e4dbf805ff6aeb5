package table

import (
	"fmt"
	"strings"
)

// header names a list's columns: trimmed, every one different, none empty.
type header struct {
	names []string
	taken map[string]bool
	// suffix is, for a name, the number that was given to its last double.
	suffix map[string]int
}

func newHeader() *header {
	return &header{taken: make(map[string]bool), suffix: make(map[string]int)}
}

// add appends a column and says what had to be changed about its name, or "".
func (h *header) add(cell string) string {
	name := strings.Join(strings.Fields(cell), " ")
	if name == "" {
		name = h.free(fmt.Sprintf("Column %d", len(h.names)+1))
		h.append(name)
		return fmt.Sprintf("has no header for column %d: it is called “%s”", len(h.names), name)
	}
	free := h.free(name)
	h.append(free)
	if free != name {
		return fmt.Sprintf("has the header “%s” more than once: column %d is called “%s”", name, len(h.names), free)
	}
	return ""
}

// addUnnamed appends a column that no header names.
func (h *header) addUnnamed() {
	h.append(h.free(fmt.Sprintf("Column %d", len(h.names)+1)))
}

func (h *header) append(name string) {
	h.names = append(h.names, name)
	h.taken[name] = true
}

// free is the name, with a number behind it when it is taken.
func (h *header) free(name string) string {
	if !h.taken[name] {
		return name
	}
	for n := max(h.suffix[name], 1) + 1; ; n++ {
		numbered := fmt.Sprintf("%s (%d)", name, n)
		if !h.taken[numbered] {
			h.suffix[name] = n
			return numbered
		}
	}
}
