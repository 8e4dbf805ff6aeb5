package table

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// openText opens a part of a workbook as a text in UTF-8, whichever of the two encodings it is in that XML
// always may be in: it says so by its first bytes.
func openText(file *zip.File) (io.ReadCloser, error) {
	if file.Flags&1 != 0 {
		return nil, errors.New("it is protected by a password: save it without one first")
	}
	content, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("unpack %s in it: %w", file.Name, err)
	}
	buffered := bufio.NewReaderSize(content, 32<<10)
	begin, _ := buffered.Peek(4) // what can't be read is said by the reading
	text := &partText{Reader: buffered, content: content}
	switch {
	case bytes.HasPrefix(begin, utf8Mark):
		_, _ = buffered.Discard(len(utf8Mark)) // it was seen
	case bytes.HasPrefix(begin, utf16LittleMark), bytes.HasPrefix(begin, []byte{'<', 0}):
		text.Reader = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(buffered)
	case bytes.HasPrefix(begin, utf16BigMark), bytes.HasPrefix(begin, []byte{0, '<'}):
		text.Reader = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(buffered)
	}
	return text, nil
}

// partText is a part's text over what is unpacked.
type partText struct {
	io.Reader

	content io.Closer
}

// Close closes what is unpacked.
func (p *partText) Close() error { return p.content.Close() }

// newXML makes a decoder of a part's text, which knows the encodings that a part may name.
func newXML(text io.Reader) *xml.Decoder {
	decoder := xml.NewDecoder(text)
	decoder.CharsetReader = func(name string, input io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(name), "utf-16") {
			return input, nil // its first bytes have told already
		}
		_, named, err := findEncoding(name)
		if err != nil {
			return nil, err
		}
		return named.NewDecoder().Reader(input), nil
	}
	return decoder
}

// xmlPart reads a part of a workbook tag by tag. It holds one tag or text in memory, and neither may be
// larger than maxPiece.
type xmlPart struct {
	name    string
	text    io.ReadCloser
	decoder *xml.Decoder
	open    []string // the elements that are open, without their prefixes
	begun   bool
	read    int64 // bytes of the text
	fuse    int   // bytes that may be read until the next tag
}

func openXMLPart(file *zip.File) (*xmlPart, error) {
	text, err := openText(file)
	if err != nil {
		return nil, err
	}
	p := &xmlPart{name: file.Name, text: text, fuse: 2 * maxPiece}
	p.decoder = newXML(bufio.NewReaderSize(readerFunc(p.fused), 32<<10))
	return p, nil
}

// readerFunc is a reader that is a function.
type readerFunc func(into []byte) (int, error)

func (f readerFunc) Read(into []byte) (int, error) { return f(into) }

// fused reads on, as far as one tag may go.
func (p *xmlPart) fused(into []byte) (int, error) {
	if p.fuse <= 0 {
		return 0, &tooLarge{fmt.Sprintf("%s in it has a cell of more than %d MB", p.name, maxPiece>>20)}
	}
	n, err := p.text.Read(into)
	p.fuse -= n
	p.read += int64(n)
	return n, err
}

// next gives the next tag or text; io.EOF comes only where all that was opened is closed.
func (p *xmlPart) next() (xml.Token, error) {
	token, err := p.decoder.RawToken()
	switch {
	case errors.Is(err, io.EOF) && p.begun && len(p.open) == 0:
		return nil, io.EOF
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s in it ends in the middle", p.name)
	case err != nil:
		return nil, fmt.Errorf("read %s in it: %w", p.name, err)
	}
	p.fuse = 2 * maxPiece
	switch tag := token.(type) {
	case xml.StartElement:
		p.begun = true
		if len(p.open) >= deepestTag {
			return nil, fmt.Errorf("more than %d tags in %s stand inside each other", deepestTag, p.name)
		}
		p.open = append(p.open, tag.Name.Local)
	case xml.EndElement:
		last := len(p.open) - 1
		if last < 0 || p.open[last] != tag.Name.Local {
			return nil, fmt.Errorf("read %s in it: </%s> ends what did not begin", p.name, shorten(tag.Name.Local))
		}
		p.open = p.open[:last]
	}
	return token, nil
}

// deepestTag is how many tags may stand inside each other.
const deepestTag = 200

// attribute is a tag's attribute of a name without a prefix, or "".
func attribute(tag xml.StartElement, name string) string {
	for i := range tag.Attr {
		if tag.Attr[i].Name.Local == name && tag.Attr[i].Name.Space == "" {
			return tag.Attr[i].Value
		}
	}
	return ""
}

// isTrue says whether an attribute that is true or false is true.
func isTrue(value string) bool {
	value = strings.TrimSpace(value)
	return value == "1" || strings.EqualFold(value, "true")
}
