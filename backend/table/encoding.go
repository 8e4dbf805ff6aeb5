package table

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
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

// wideEncoding tells whether a file is UTF-16 or UTF-32, by its mark or by where its zero bytes stand.
// Delimiters, line ends and Latin letters have zero bytes in fixed places; a text in one byte a letter has
// none at all.
func wideEncoding(sample []byte) string {
	switch {
	case bytes.HasPrefix(sample, []byte{0xFF, 0xFE, 0, 0}):
		return utf32LittleName
	case bytes.HasPrefix(sample, []byte{0, 0, 0xFE, 0xFF}):
		return utf32BigName
	case bytes.HasPrefix(sample, utf16LittleMark):
		return utf16LittleName
	case bytes.HasPrefix(sample, utf16BigMark):
		return utf16BigName
	}
	if bytes.IndexByte(sample, 0) < 0 {
		return ""
	}
	var zeros [4]int
	quarters := len(sample) / 4
	for i, b := range sample[:quarters*4] {
		if b == 0 {
			zeros[i%4]++
		}
	}
	switch few := quarters / 50; {
	case quarters == 0:
	case zeros[3] == quarters && zeros[2] >= quarters-few && zeros[0] == 0:
		return utf32LittleName
	case zeros[0] == quarters && zeros[1] >= quarters-few && zeros[3] == 0:
		return utf32BigName
	}
	little, big := zeros[1]+zeros[3], zeros[0]+zeros[2]
	for i := quarters * 4; i < len(sample); i++ {
		if sample[i] == 0 && i%2 == 1 {
			little++
		} else if sample[i] == 0 {
			big++
		}
	}
	pairs := len(sample) / 2
	switch few := pairs / 100; {
	case pairs == 0:
	case big <= few && little >= max(pairs/4, 1), big*4 < little && little > 1 && readsAsWide(sample, utf16LittleName):
		return utf16LittleName
	case little <= few && big >= max(pairs/4, 1), little*4 < big && big > 1 && readsAsWide(sample, utf16BigName):
		return utf16BigName
	}
	return ""
}

// readsAsWide says whether a text with few zero bytes is UTF-16 all the same, as one in the letters of the Far
// East: with lines, and without signs that no text has. Two letters of one byte each look like one of those.
func readsAsWide(sample []byte, name string) bool {
	if isNarrow(sample) {
		return false
	}
	_, in, err := findEncoding(name)
	if err != nil {
		return false
	}
	text, err := in.NewDecoder().Bytes(sample[:len(sample)/2*2])
	if err != nil || !bytes.ContainsAny(text, "\n\r") {
		return false
	}
	odd, all := 0, 0
	for _, r := range string(text) {
		all++
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r >= 0xE000 && r < 0xF900 {
			odd++
		}
	}
	return odd*50 <= all
}

// isNarrow says whether nearly all bytes of a sample are letters, digits and signs of ASCII.
func isNarrow(sample []byte) bool {
	plain := 0
	for _, b := range sample {
		if b >= ' ' && b < 0x7F || b == '\n' || b == '\r' || b == '\t' {
			plain++
		}
	}
	return plain*10 >= len(sample)*9
}

// textEncoding is how a text is read.
type textEncoding struct {
	guessed

	// whole says that the text is decoded as a whole; otherwise what is not UTF-8 in it is, cell by cell.
	whole bool
}

// encodingOf finds the encoding of a text, or takes the one that is wanted.
func (r *Reader) encodingOf(sample []byte, wanted string) (textEncoding, error) {
	if wanted != "" {
		name, in, err := findEncoding(wanted)
		if err != nil {
			return textEncoding{}, &Refusal{Path: r.path, What: "can't be read: " + err.Error(), Cause: err}
		}
		return textEncoding{guessed{name, in, true}, name != utf8Name && name != windows1252Name}, nil
	}
	if name := wideEncoding(sample); name != "" {
		_, in, err := findEncoding(name)
		return textEncoding{guessed{name, in, true}, true}, err
	}
	if escaped := bytes.Contains(sample, []byte("\x1b$")); !escaped && narrowEncoding(sample) == utf8Name {
		return textEncoding{guessed{name: utf8Name, sure: true}, false}, nil
	}
	found := guessNarrow(sample)
	return textEncoding{found, found.name != windows1252Name}, nil
}

// tellEncoding shows with a few words how a text was read that is not UTF-8, and doubts what is not sure.
func (r *Reader) tellEncoding(e textEncoding, sample []byte) {
	r.layout.Encoding = e.name
	if e.name == utf8Name || e.encoding == nil {
		return
	}
	decoded, _ := e.encoding.NewDecoder().Bytes(sample[:min(len(sample), guessSample)])
	r.layout.EncodingSample = textSample(string(decoded))
	if !e.sure && r.layout.EncodingSample != "" {
		r.doubts = append(r.doubts, Doubt{What: fmt.Sprintf("the text is not UTF-8, and read as %s, which gives “%s”", e.name, r.layout.EncodingSample)})
	}
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

// controlsLead is the byte with which UTF-8 writes each of the letters that [withoutControls] looks for.
const controlsLead = 0xC2

// withoutControls gives letters for the control characters in whose places Windows-1252 has them: a text that was
// taken for Latin-1 once has "\u0092" where there was "’".
func withoutControls(cell string) string {
	if !strings.ContainsFunc(cell, isLatinControl) {
		return cell
	}
	return strings.Map(func(r rune) rune {
		if isLatinControl(r) {
			if letter := charmap.Windows1252.DecodeByte(byte(r)); letter != utf8.RuneError && letter != r {
				return letter
			}
		}
		return r
	}, cell)
}

func isLatinControl(r rune) bool { return r >= 0x80 && r < 0xA0 && r != 0x85 }

// fromWindows1252 turns text in Windows-1252 into UTF-8. Every byte means something there.
func fromWindows1252(text string) string {
	decoded := make([]byte, 0, len(text)+len(text)/4)
	for i := range len(text) {
		decoded = utf8.AppendRune(decoded, charmap.Windows1252.DecodeByte(text[i]))
	}
	return string(decoded)
}
