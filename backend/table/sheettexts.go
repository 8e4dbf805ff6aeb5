package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// sharedTexts are the texts that the sheets of a workbook share. Many are kept in a file, so that memory does
// not grow with them but for the place of each.
type sharedTexts struct {
	ends   []int64 // where each text ends, and the next one begins
	all    string  // all of them, when they are few
	waits  []byte  // what is not in the file yet
	file   *os.File
	length int64 // of what is in the file
	blocks [textBlocks]textBlock
}

const (
	// textsInMemory is how large all texts together may be to be kept in memory.
	textsInMemory = 2 << 20
	// Texts stand in the file about in the order in which cells use them: so many blocks of it are kept.
	textBlockSize, textBlocks = 64 << 10, 32
)

// textBlock is a stretch of the file.
type textBlock struct {
	number int64 // from 1; 0 is none
	text   []byte
}

// readTexts reads the shared texts of a workbook, which may have none.
func readTexts(book *workbook) (*sharedTexts, error) {
	texts := &sharedTexts{}
	file := book.part(book.texts)
	if file == nil {
		return texts, nil
	}
	found, err := inspectPart(file, "si", maxTexts)
	if err != nil {
		return nil, err
	}
	texts.ends = make([]int64, 0, found.count)
	if err := texts.readPart(file); err != nil {
		texts.close()
		return nil, err
	}
	return texts, nil
}

func (t *sharedTexts) readPart(file *zip.File) error {
	part, err := openXMLPart(file)
	if err != nil {
		return err
	}
	defer func() { _ = part.text.Close() }() // it was only read
	for {
		token, err := part.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if tag, ok := token.(xml.StartElement); ok && tag.Name.Local == "si" && len(part.open) == 2 {
			before := len(t.waits)
			if t.waits, err = part.richText(t.waits); err != nil {
				return err
			}
			t.waits = unescape(t.waits, before)
			t.ends = append(t.ends, t.length+int64(len(t.waits)))
		}
		if len(t.waits) > textsInMemory {
			if err := t.spill(); err != nil {
				return err
			}
		}
	}
	if t.file != nil {
		return t.spill()
	}
	t.all, t.waits = string(t.waits), nil
	return nil
}

// spill puts the texts that wait into the file.
func (t *sharedTexts) spill() error {
	if t.file == nil {
		file, err := os.CreateTemp("", "jobdeck-texts-*")
		if err != nil {
			return fmt.Errorf("unpack its texts: %w", err)
		}
		// Where a system lets a file go that is open, nothing is left of it whatever happens.
		_ = os.Remove(file.Name())
		t.file = file
	}
	n, err := t.file.Write(t.waits)
	if err != nil {
		return fmt.Errorf("unpack its texts: %w", err)
	}
	t.length += int64(n)
	t.waits = t.waits[:0]
	return nil
}

// text gives the text of a number; ok is false when there is none.
func (t *sharedTexts) text(number int) (text string, ok bool, err error) {
	if number < 0 || number >= len(t.ends) {
		return "", false, nil
	}
	from, to := int64(0), t.ends[number]
	if number > 0 {
		from = t.ends[number-1]
	}
	if t.file == nil {
		return t.all[from:to], true, nil
	}
	text, err = t.fromFile(from, to)
	return text, true, err
}

// fromFile reads a text from the file, by its blocks.
func (t *sharedTexts) fromFile(from, to int64) (string, error) {
	number := from/textBlockSize + 1
	begin := (number - 1) * textBlockSize
	if to > begin+textBlockSize {
		text := make([]byte, to-from)
		if _, err := t.file.ReadAt(text, from); err != nil {
			return "", fmt.Errorf("read its texts again: %w", err)
		}
		return string(text), nil
	}
	block := &t.blocks[number%textBlocks]
	if block.number != number {
		if block.text == nil {
			block.text = make([]byte, textBlockSize)
		}
		block.number = 0
		if _, err := t.file.ReadAt(block.text[:min(textBlockSize, t.length-begin)], begin); err != nil {
			return "", fmt.Errorf("read its texts again: %w", err)
		}
		block.number = number
	}
	return string(block.text[from-begin : to-begin]), nil
}

// close removes the file.
func (t *sharedTexts) close() {
	if t.file != nil {
		_ = t.file.Close()
		_ = os.Remove(t.file.Name()) // it may be gone already
		t.file = nil
	}
}

// richText reads on to the end of the element that was opened last, and gives the text of its runs: how they look
// is left aside, and so is how they are pronounced.
func (p *xmlPart) richText(text []byte) ([]byte, error) {
	depth, taking := len(p.open), false
	phonetic := 0
	for {
		token, err := p.next()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "rPh" && phonetic == 0 {
				phonetic = len(p.open)
			}
			taking = token.Name.Local == "t" && phonetic == 0
		case xml.EndElement:
			taking = false
			if len(p.open) < phonetic {
				phonetic = 0
			}
			if len(p.open) < depth {
				return text, nil
			}
		case xml.CharData:
			if taking {
				text = append(text, token...)
			}
		}
	}
}

// unescape changes the text from a place on: a workbook writes a letter that XML has no place for as "_x000D_", and
// so the underscore before what looks so.
func unescape(text []byte, from int) []byte {
	if !bytes.Contains(text[from:], []byte("_x")) {
		return text
	}
	rest := bytes.Clone(text[from:])
	text = text[:from]
	high := rune(0) // the first half of a letter that is written in two
	for len(rest) > 0 {
		letter, is := escapedLetter(rest)
		if !is {
			text, high = append(text, rest[0]), 0
			rest = rest[1:]
			continue
		}
		rest = rest[escapeLength:]
		if whole := utf16.DecodeRune(high, letter); high != 0 && whole != utf8.RuneError {
			text = utf8.AppendRune(text[:len(text)-len(string(utf8.RuneError))], whole)
			high = 0
			continue
		}
		high = letter
		text = utf8.AppendRune(text, letter)
	}
	return text
}

// escapeLength is how long "_x000D_" is.
const escapeLength = 7

// escapedLetter is the letter that a text begins with in its escaped form.
func escapedLetter(text []byte) (rune, bool) {
	if len(text) < escapeLength || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	number, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(number), err == nil
}
