package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// wrappedDepth is how deep within objects a list is looked for.
const wrappedDepth = 4

// wrapped is a list that stands within an object.
type wrapped struct {
	// path are the keys that lead to it.
	path []string
	// keys are those of its first row, when its rows are objects.
	keys []string
	// header is the array beside it that names the columns of its rows, when they are arrays.
	header string
}

// listKeys are words by which interfaces call the list in their answers.
var listKeys = []string{
	"accounts", "companies", "content", "data", "entries", "features", "firms", "hits", "items", "list", "objects", "organisations", "organizations",
	"records", "result", "results", "rows", "values",
}

// jsonWrapped finds the lists within one JSON object, or within the one object of an array, as answers of
// interfaces are saved. There is none when more values follow the object, or when it is a row: with known
// fields of its own, and lists that are called like nothing but its own.
func jsonWrapped(sample []byte) (lists []wrapped, inArray bool) {
	decoder := json.NewDecoder(bytes.NewReader(sample))
	token, err := decoder.Token()
	if inArray = err == nil && token == json.Delim('['); inArray {
		token, err = decoder.Token()
	}
	if err != nil || token != json.Delim('{') {
		return nil, false
	}
	w := wrapWalk{decoder: decoder, sample: sample}
	if w.object(nil) {
		if inArray && decoder.More() {
			return nil, false // one row of several
		}
		if inArray {
			_, _ = decoder.Token() // "]"
		}
		if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
			return nil, false
		}
	} else if inArray {
		return nil, false // nobody knows whether it is the only one
	}
	own := matches(w.own)
	lists = slices.DeleteFunc(w.lists, func(list wrapped) bool {
		return own > 0 && (matches(list.keys) == 0 || !slices.Contains(listKeys, strings.ToLower(list.path[len(list.path)-1])))
	})
	return lists, inArray
}

// wrapWalk goes through an object as far as a sample has it.
type wrapWalk struct {
	decoder *json.Decoder
	sample  []byte
	own     []string // keys of the object that hold no list and no object
	lists   []wrapped
}

// object walks through the object whose brace is read. It is false when the sample ends first.
func (w *wrapWalk) object(path []string) bool {
	header := ""
	for w.decoder.More() {
		key, err := w.decoder.Token()
		if err != nil {
			return false
		}
		name, _ := key.(string)
		token, err := w.decoder.Token()
		if err != nil {
			return false
		}
		here := append(slices.Clone(path), name)
		switch token {
		case json.Delim('{'):
			if len(here) < wrappedDepth {
				if !w.object(here) {
					return false
				}
			} else if !skipRest(w.decoder) {
				return false
			}
		case json.Delim('['):
			if !w.array(here, &header) {
				return false
			}
		default:
			if len(path) == 0 {
				w.own = append(w.own, name)
			}
		}
	}
	_, err := w.decoder.Token()
	return err == nil
}

// array looks at the array whose bracket is read: at a list, or at the names of a list's columns, which
// stand before it. It is false when the sample ends first.
func (w *wrapWalk) array(path []string, header *string) bool {
	begin := w.decoder.InputOffset() - 1
	var first json.Token // "null", which is nil, tells nothing
	for first == nil {
		if !w.decoder.More() {
			_, err := w.decoder.Token()
			return err == nil
		}
		var err error
		if first, err = w.decoder.Token(); err != nil {
			return false
		}
	}
	switch first {
	case json.Delim('{'):
		keys, whole := w.keys()
		w.lists = append(w.lists, wrapped{path: path, keys: keys})
		return whole && skipRest(w.decoder)
	case json.Delim('['):
		w.lists = append(w.lists, wrapped{path: path, header: *header})
		return skipOut(w.decoder, 2)
	}
	if !skipRest(w.decoder) {
		return false
	}
	if _, isText := first.(string); isText {
		*header = string(w.sample[begin:w.decoder.InputOffset()])
	}
	return true
}

// keys reads the object whose brace is read and gives its keys, and whether it is there as a whole.
func (w *wrapWalk) keys() (keys []string, whole bool) {
	for w.decoder.More() {
		key, err := w.decoder.Token()
		if err != nil {
			return keys, false
		}
		name, _ := key.(string)
		keys = append(keys, name)
		var value json.RawMessage
		if err := w.decoder.Decode(&value); err != nil {
			return keys, false
		}
	}
	_, err := w.decoder.Token()
	return keys, err == nil
}

// skipRest reads to the end of the object or array that is open.
func skipRest(decoder *json.Decoder) bool { return skipOut(decoder, 1) }

// skipOut reads to the end of so many objects and arrays that are open.
func skipOut(decoder *json.Decoder, depth int) bool {
	for depth > 0 {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return true
}

// findWrapped reads the list that stands within an object.
func (r *Reader) findWrapped(options Reading, values *documentValues, sample []byte, lists []wrapped) error {
	if len(lists) > 1 {
		names := make([]string, len(lists))
		for i, list := range lists {
			names[i] = strings.Join(list.path, ".")
		}
		return refuse(r.path, "holds several lists, “%s”: save one of them alone", strings.Join(names, "”, “"))
	}
	values.within, values.header = lists[0].path, lists[0].header
	r.report(1, "holds the list in “"+strings.Join(lists[0].path, ".")+"”: what stands beside it is left out")
	return r.findJSON(options, values, sample)
}

// enter goes through the object to the list within it.
func (d *documentValues) enter() error {
	if d.inArray {
		if _, err := d.token(); err != nil { // "["
			return err
		}
	}
	for depth := 0; depth < len(d.within); {
		if _, err := d.token(); err != nil { // "{"
			return err
		}
		for {
			key, err := d.token()
			if err != nil {
				return err
			}
			if key == d.within[depth] {
				depth++
				break
			}
			if err := d.skipValue(); err != nil {
				return err
			}
		}
	}
	return nil
}

// token reads on, however far the list stands behind the beginning.
func (d *documentValues) token() (json.Token, error) {
	d.text.allowed = d.decoder.InputOffset() + maxRow
	return d.decoder.Token()
}

func (d *documentValues) skipValue() error {
	for depth := 0; ; {
		token, err := d.token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// leave makes sure that the object goes on to its end behind the list: one that is cut off is damaged.
func (d *documentValues) leave() error {
	depth := len(d.within)
	if d.inArray {
		depth++
	}
	for depth > 0 {
		token, err := d.token()
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return nil
}
