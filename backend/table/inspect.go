package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
)

const (
	// maxSheet is how large a sheet may be unpacked: a full sheet of 1,048,576 rows has place.
	maxSheet = 4 << 30
	// maxTexts is how large the texts that sheets share may be unpacked.
	maxTexts = 1 << 30
	// maxTextCount bounds the memory for them: some 40 bytes each.
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
	count   int64 // how many elements
	lastRow int64 // the number of the last row, or 0 when it has none
	facts   sheetFacts
}

// inspectPart reads a part from begin to end, to be sure that it is whole and that reading it will
// not take more memory or disk than it may: sizes that an archive declares prove nothing. Element is
// the tag whose distance is bounded; none when it is empty.
func inspectPart(file *zip.File, element string, limit uint64) (inspection, error) {
	if file.Flags&1 != 0 {
		return inspection{}, errors.New("it is protected by a password: save it without one first")
	}
	if file.UncompressedSize64 > limit {
		return inspection{}, &tooLarge{fmt.Sprintf("%s in it is %d MB unpacked", file.Name, file.UncompressedSize64>>20)}
	}
	content, err := file.Open()
	if err != nil {
		return inspection{}, fmt.Errorf("unpack %s in it: %w", file.Name, err)
	}
	defer func() { _ = content.Close() }()
	scan := partScan{name: file.Name, sheet: element == "row"}
	if element != "" {
		scan.begins = regexp.MustCompile(`<(\w+:)?` + element + `[ />]`)
	}
	block := make([]byte, 256<<10)
	for size := uint64(0); ; {
		n, err := content.Read(block)
		size += uint64(n)
		if scanned := scan.block(block[:n]); scanned != nil {
			return inspection{}, scanned
		}
		if size > freeSize && size/maxRatio > file.CompressedSize64 {
			return inspection{}, &tooLarge{fmt.Sprintf("%s in it is packed more than %d times smaller than it is", file.Name, maxRatio)}
		}
		if errors.Is(err, io.EOF) {
			if !scan.ended() {
				return inspection{}, fmt.Errorf("%s in it ends in the middle", file.Name)
			}
			scan.facts.look(scan.ahead, len(scan.ahead))
			return inspection{count: scan.count, lastRow: scan.lastRow(), facts: scan.facts}, nil
		}
		if err != nil {
			return inspection{}, fmt.Errorf("unpack %s in it: %w", file.Name, err)
		}
	}
}

// partScan looks at a part's XML block by block.
type partScan struct {
	name    string
	begins  *regexp.Regexp // how an element may begin, or nil
	element []byte         // how the first one begins, and so all of them
	joined  []byte         // a block, and before it the end of the last one
	last    []byte         // the beginning of the last element
	count   int64
	text    int // bytes since the last tag, by whole blocks
	since   int // bytes since the last element, by whole blocks

	sheet bool // what a sheet says is noted
	facts sheetFacts
	ahead []byte // the end of what was looked at, which belongs to the next block
	tail  []byte // the last bytes of all
}

func (p *partScan) block(block []byte) error {
	p.tail = append(p.tail, block...)
	p.tail = p.tail[max(0, len(p.tail)-256):]
	if p.sheet {
		p.ahead = append(p.ahead, block...)
		if end := len(p.ahead) - scanAhead; end > 0 {
			p.facts.look(p.ahead, end)
			p.ahead = append(p.ahead[:0], p.ahead[end:]...)
		}
	}
	if bytes.IndexByte(block, '<') >= 0 {
		p.text = 0
	} else if p.text += len(block); p.text > maxPiece {
		return &tooLarge{fmt.Sprintf("%s in it has a cell of more than %d MB", p.name, maxPiece>>20)}
	}
	if p.begins == nil {
		return nil
	}
	p.joined = append(p.joined, block...)
	if p.element == nil {
		p.element = bytes.Clone(p.begins.Find(p.joined))
	}
	p.since += len(block)
	keep := 64
	if p.element != nil {
		p.count += int64(bytes.Count(p.joined, p.element))
		keep = len(p.element) - 1
		if i := bytes.LastIndex(p.joined, p.element); i >= 0 {
			p.since = len(p.joined) - i
			p.last = append(p.last[:0], p.joined[i:min(i+64, len(p.joined))]...)
		}
	}
	if p.since > maxElement {
		return &tooLarge{fmt.Sprintf("%s in it has a row of more than %d MB", p.name, maxElement>>20)}
	}
	p.joined = append(p.joined[:0], p.joined[len(p.joined)-min(len(p.joined), keep):]...)
	return nil
}

// ended says whether the part's last tag closes it: a file that was cut off ends before.
func (p *partScan) ended() bool {
	end := bytes.LastIndex(p.tail, []byte("</"))
	return end >= 0 && !bytes.ContainsAny(bytes.TrimSpace(p.tail[end+2:len(p.tail)-1]), "<>") && bytes.HasSuffix(bytes.TrimRight(p.tail, " \r\n\t\x00"), []byte(">")) &&
		p.closes(p.tail[end+2:])
}

// closes says whether a closing tag is that of what the part is.
func (p *partScan) closes(tag []byte) bool {
	name, _, _ := bytes.Cut(tag, []byte{'>'})
	if _, local, found := bytes.Cut(name, []byte{':'}); found {
		name = local
	}
	switch {
	case p.sheet:
		return string(name) == "worksheet"
	case p.begins != nil:
		return string(name) == "sst"
	}
	return true
}

// lastRow reads the number of the last row from its tag.
func (p *partScan) lastRow() int64 {
	tag, _, _ := bytes.Cut(p.last, []byte{'>'})
	_, rest, found := bytes.Cut(tag, []byte(` r="`))
	if !found {
		return 0
	}
	digits, _, _ := bytes.Cut(rest, []byte{'"'})
	number, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return 0
	}
	return number
}
