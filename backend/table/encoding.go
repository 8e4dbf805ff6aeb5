package table

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// The encodings that are found by themselves, as [Layout] names them.
const (
	utf8Name        = "UTF-8"
	utf16LittleName = "UTF-16LE"
	utf16BigName    = "UTF-16BE"
	windows1252Name = "Windows-1252"
)

var (
	utf8Mark        = []byte{0xEF, 0xBB, 0xBF}
	utf16LittleMark = []byte{0xFF, 0xFE}
	utf16BigMark    = []byte{0xFE, 0xFF}
)

// wideEncoding tells whether a file is UTF-16, by its mark or by where its zero bytes stand, and
// how long the mark is. Latin letters, delimiters and line ends have a zero byte in every second
// place; a text in one byte a letter has none at all.
func wideEncoding(sample []byte) (name string, mark int) {
	switch {
	case bytes.HasPrefix(sample, utf16LittleMark):
		return utf16LittleName, 2
	case bytes.HasPrefix(sample, utf16BigMark):
		return utf16BigName, 2
	}
	pairs := len(sample) / 2
	if pairs == 0 {
		return "", 0
	}
	var zeros [2]int
	for i, b := range sample[:pairs*2] {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch few, many := pairs/100, max(pairs/4, 1); {
	case zeros[0] <= few && zeros[1] >= many:
		return utf16LittleName, 0
	case zeros[1] <= few && zeros[0] >= many:
		return utf16BigName, 0
	}
	return "", 0
}

// fromWide turns UTF-16 without its mark into UTF-8.
func fromWide(name string, source io.Reader) io.Reader {
	order := unicode.LittleEndian
	if name == utf16BigName {
		order = unicode.BigEndian
	}
	return unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Reader(source)
}

// narrowEncoding tells UTF-8 from Windows-1252 by the lines of a sample that hold more than plain
// ASCII. A file in which most of them are valid UTF-8 is UTF-8 with some foreign lines in it.
func narrowEncoding(sample []byte) string {
	valid, invalid := 0, 0
	for line := range bytes.Lines(sample) {
		switch {
		case isASCII(line):
		case utf8.Valid(line):
			valid++
		case !bytes.HasSuffix(line, []byte("\n")) && utf8.Valid(trimPartialRune(line)):
			// The sample ends in the middle of a letter.
			valid++
		default:
			invalid++
		}
	}
	if invalid > valid {
		return windows1252Name
	}
	return utf8Name
}

// trimPartialRune takes away the beginning of a letter at the end of a text.
func trimPartialRune(text []byte) []byte {
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if last := len(text) - back; utf8.RuneStart(text[last]) {
			if !utf8.FullRune(text[last:]) {
				return text[:last]
			}
			break
		}
	}
	return text
}

func isASCII[text []byte | string](s text) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// fromWindows1252 turns text in Windows-1252 into UTF-8. Every byte means something there.
func fromWindows1252(text string) string {
	decoded := make([]byte, 0, len(text)+len(text)/4)
	for i := range len(text) {
		decoded = utf8.AppendRune(decoded, charmap.Windows1252.DecodeByte(text[i]))
	}
	return string(decoded)
}
