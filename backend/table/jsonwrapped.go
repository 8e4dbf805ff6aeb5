package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// wrappedDepth is how deep within objects a list is looked for.
const wrappedDepth = 4

// jsonWrapped finds the lists within one JSON object, as answers of interfaces are saved: arrays of objects, by
// the keys that lead to them. There is none when more values follow the object, or when it has known fields
// of its own: then it is a row.
func jsonWrapped(sample []byte) (lists [][]string) {
	decoder := json.NewDecoder(bytes.NewReader(sample))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil
	}
	w := wrapWalk{decoder: decoder}
	if w.object(nil) {
		if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
			return nil // one row of several
		}
	}
	if matches(w.own) > 0 {
		return nil
	}
	return w.lists
}

// wrapWalk goes through an object as far as a sample has it.
type wrapWalk struct {
	decoder *json.Decoder
	own     []string // keys of the object that hold no list and no object
	lists   [][]string
}

// object walks through the object whose brace is read. It is false when the sample ends first.
func (w *wrapWalk) object(path []string) bool {
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
		here := append(append([]string{}, path...), name)
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
			if !w.decoder.More() {
				if _, err := w.decoder.Token(); err != nil {
					return false
				}
				continue
			}
			first, err := w.decoder.Token()
			if err != nil {
				return false
			}
			if first == json.Delim('{') {
				w.lists = append(w.lists, here)
			}
			if _, opens := first.(json.Delim); opens && !skipRest(w.decoder) || !skipRest(w.decoder) {
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

// skipRest reads to the end of the object or array that is open.
func skipRest(decoder *json.Decoder) bool {
	for depth := 1; depth > 0; {
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
func (r *Reader) findWrapped(options Reading, values *documentValues, lists [][]string) error {
	if len(lists) > 1 {
		names := make([]string, len(lists))
		for i, list := range lists {
			names[i] = strings.Join(list, ".")
		}
		return refuse(r.path, "holds several lists, “%s”: save one of them alone", strings.Join(names, "”, “"))
	}
	values.within = lists[0]
	r.report(1, "holds the list in “"+strings.Join(lists[0], ".")+"”: what stands beside it is left out")
	return r.findJSON(options, values)
}

// enter goes through the object to the list within it.
func (d *documentValues) enter() error {
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
	for depth := len(d.within); depth > 0; {
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
