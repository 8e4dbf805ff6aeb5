package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

const (
	// maxSheet is how large a sheet may be unpacked: a full sheet of 1,048,576 rows has place.
	maxSheet = 4 << 30
	// maxTexts is how large the texts that sheets share may be unpacked.
	maxTexts = 1 << 30
	// maxTextCount bounds the memory for them: 8 bytes each.
	maxTextCount = 4_000_000
	// freeSize is how large a part may be whatever its ratio; above it a part that was packed
	// better than maxRatio, which no list is, is made to do harm.
	freeSize, maxRatio = 8 << 20, 200
	// maxPiece is how much text may stand between two tags, which is a cell: a sheet's cell has at
	// most 32,767 letters.
	maxPiece = 1 << 20
	// maxElement is how much may stand between the beginnings of two rows or two shared texts.
	maxElement = 32 << 20
)

// inspection is what was found out by reading a part of a workbook once from begin to end.
type inspection struct {
	count  int64  // how many elements
	filled int64  // how many rows that may have something in them
	size   uint64 // of its text
	facts  sheetFacts
}

// inspectPart reads a part from begin to end, to be sure that it is whole and that reading it will
// not take more memory or disk than it may: sizes that an archive declares prove nothing. Element is
// the tag whose distance is bounded, "row" in a sheet and "si" in the shared texts.
func inspectPart(file *zip.File, element string, limit uint64) (inspection, error) {
	if file.UncompressedSize64 > limit {
		return inspection{}, &tooLarge{fmt.Sprintf("%s in it is %d MB unpacked", file.Name, file.UncompressedSize64>>20)}
	}
	text, err := openText(file)
	if err != nil {
		return inspection{}, err
	}
	defer func() { _ = text.Close() }() // it was only read
	scan := partScan{name: file.Name, element: element}
	block := make([]byte, 256<<10)
	for size := uint64(0); ; {
		n, err := text.Read(block)
		size += uint64(n)
		if scanned := scan.block(block[:n]); scanned != nil {
			return inspection{}, scanned
		}
		if size > freeSize && size/maxRatio > file.CompressedSize64 {
			return inspection{}, &tooLarge{fmt.Sprintf("%s in it is packed more than %d times smaller than it is", file.Name, maxRatio)}
		}
		if errors.Is(err, io.EOF) {
			return inspection{count: scan.count, filled: scan.filled, size: size, facts: scan.facts}, scan.ended()
		}
		if err != nil {
			return inspection{}, fmt.Errorf("unpack %s in it: %w", file.Name, err)
		}
	}
}

// partScan looks at a part's tags, block by block.
type partScan struct {
	name    string
	element string
	carried []byte // the beginning of a tag that goes on in the next block
	root    string // the first tag, and last the one that was closed last
	last    string
	text    int   // bytes since the last tag
	since   int   // bytes since the last element
	count   int64 // how many elements
	filled  int64 // how many rows that don't end at once
	row     int64 // the number of the last row
	facts   sheetFacts
}

// block looks at the tags of a block.
func (p *partScan) block(block []byte) error {
	if len(p.carried) > 0 {
		p.carried = append(p.carried, block...)
		block = p.carried
	}
	for {
		begin := bytes.IndexByte(block, '<')
		length := -1
		if begin >= 0 {
			length = bytes.IndexByte(block[begin:], '>') + 1
		}
		text := begin
		if begin < 0 {
			text = len(block)
		}
		p.text, p.since = p.text+text, p.since+text
		if length <= 0 {
			p.carried = append(p.carried[:0], block[text:]...)
			break
		}
		tag := block[begin+1 : begin+length-1]
		block = block[begin+length:]
		p.since += length
		if err := p.tag(tag); err != nil {
			return err
		}
		p.text = 0
	}
	return p.bounded(len(p.carried))
}

// bounded says whether a cell or a row is too large.
func (p *partScan) bounded(more int) error {
	switch {
	case p.text+more > maxPiece:
		return &tooLarge{fmt.Sprintf("%s in it has a cell of more than %d MB", p.name, maxPiece>>20)}
	case p.since+more > maxElement:
		return &tooLarge{fmt.Sprintf("%s in it has a row of more than %d MB", p.name, maxElement>>20)}
	}
	return nil
}

// tag looks at a tag, without its brackets.
func (p *partScan) tag(tag []byte) error {
	if err := p.bounded(0); err != nil {
		return err
	}
	if len(tag) == 0 || tag[0] == '!' || tag[0] == '?' {
		return nil
	}
	name, rest := tagName(tag)
	if tag[0] == '/' {
		p.last = string(name)
		return nil
	}
	if p.root == "" {
		p.root = string(name)
		if tag[len(tag)-1] == '/' {
			p.last = p.root
		}
	}
	switch {
	case string(name) == p.element:
		p.since = 0
		p.count++
		if p.element == "row" {
			return p.rowTag(rest)
		}
		if p.count > maxTextCount {
			return &tooLarge{fmt.Sprintf("it has more than %d different texts", maxTextCount)}
		}
	case p.element == "row" && string(name) == "mergeCell":
		p.facts.merge(tagAttribute(rest, "ref"))
	}
	return nil
}

// rowTag looks at what is said of a row.
func (p *partScan) rowTag(attributes []byte) error {
	p.row = rowNumber(tagAttribute(attributes, "r"), p.row)
	if p.row > maxSheetRows {
		return &tooLarge{fmt.Sprintf("the sheet has a row %d", p.row)}
	}
	if len(attributes) > 0 && attributes[len(attributes)-1] == '/' {
		return nil // there is nothing in it
	}
	p.filled++
	if isTrue(tagAttribute(attributes, "hidden")) || isZero(tagAttribute(attributes, "ht")) {
		p.facts.hide(p.row)
	}
	return nil
}

// isZero says whether a height or a width is none: what has none is hidden, too.
func isZero(size string) bool {
	value, err := strconv.ParseFloat(size, 64)
	return err == nil && value == 0
}

// rowNumber is a row's number as it stands there, or the one after the last.
func rowNumber(written string, last int64) int64 {
	if number, err := strconv.ParseInt(written, 10, 64); err == nil && number > 0 {
		return number
	}
	return last + 1
}

// ended says whether the part's last tag closes its first: a file that was cut off ends before.
func (p *partScan) ended() error {
	wanted := map[string]string{"row": "worksheet", "si": "sst"}[p.element]
	switch {
	case len(p.carried) > 0 || p.root == "" || p.last != p.root:
		return fmt.Errorf("%s in it ends in the middle", p.name)
	case p.root != wanted:
		return fmt.Errorf("%s in it is not what the workbook says it is, but a <%s>", p.name, shorten(p.root))
	}
	return nil
}

// tagName is a tag's name without its prefix, and what stands behind it.
func tagName(tag []byte) (name, rest []byte) {
	tag = bytes.TrimPrefix(tag, []byte{'/'})
	end := bytes.IndexAny(tag, " \t\r\n/")
	if end < 0 {
		end = len(tag)
	}
	name, rest = tag[:end], tag[end:]
	if colon := bytes.IndexByte(name, ':'); colon >= 0 {
		name = name[colon+1:]
	}
	return name, rest
}

// tagAttribute is an attribute's value as it stands in a tag, or "".
func tagAttribute(attributes []byte, wanted string) string {
	for {
		name, rest, found := bytes.Cut(attributes, []byte{'='})
		if !found {
			return ""
		}
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if len(rest) == 0 {
			return ""
		}
		value, behind, closed := bytes.Cut(rest[1:], rest[:1])
		if !closed {
			return ""
		}
		if string(bytes.TrimSpace(name)) == wanted {
			return string(value)
		}
		attributes = behind
	}
}
