package table

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode/utf32"
)

// manyBytes are the encodings with several bytes a letter.
var manyBytes = []struct {
	name     string
	encoding encoding.Encoding
}{
	{"shift_jis", japanese.ShiftJIS},
	{"euc-jp", japanese.EUCJP},
	{"gb18030", simplifiedchinese.GB18030},
	{"big5", traditionalchinese.Big5},
	{"euc-kr", korean.EUCKR},
}

// The names of UTF-32, which the index of the web's encodings lacks.
const (
	utf32LittleName = "UTF-32LE"
	utf32BigName    = "UTF-32BE"
)

// findEncoding finds an encoding by a name that people write.
func findEncoding(name string) (string, encoding.Encoding, error) {
	plain := strings.ToLower(strings.TrimSpace(name))
	switch plain {
	case "utf-32", "utf-32le", "utf32":
		return utf32LittleName, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), nil
	case "utf-32be":
		return utf32BigName, utf32.UTF32(utf32.BigEndian, utf32.UseBOM), nil
	case "mac", "macroman", "mac-roman":
		plain = "macintosh"
	case "sjis", "cp932":
		plain = "shift_jis"
	case "latin1", "latin-1", "cp1252", "ansi":
		plain = "windows-1252"
	case "latin2", "latin-2":
		plain = "iso-8859-2"
	}
	if number, found := strings.CutPrefix(plain, "cp"); found {
		plain = "ibm" + number
		if strings.HasPrefix(number, "125") {
			plain = "windows-" + number
		}
	}
	found, err := htmlindex.Get(plain)
	if err != nil {
		if found, err = ianaindex.IANA.Encoding(plain); err != nil || found == nil {
			return "", nil, fmt.Errorf("there is no encoding %q: utf-8, utf-16le, windows-1252, windows-1250, windows-1251, shift_jis, gb18030, big5, euc-kr, macintosh and those of the same kind are known", name)
		}
		return plain, found, nil
	}
	if canonical, err := htmlindex.Name(found); err == nil {
		plain = canonical
	}
	switch plain {
	case "utf-8":
		return utf8Name, found, nil
	case "utf-16le":
		return utf16LittleName, found, nil
	case "utf-16be":
		return utf16BigName, found, nil
	case "windows-1252":
		return windows1252Name, found, nil
	}
	return plain, found, nil
}

// guessed is what a text's encoding seems to be.
type guessed struct {
	name     string
	encoding encoding.Encoding
	sure     bool
}

// guessSample is how much of what is not ASCII is looked at.
const guessSample = 64 << 10

// guessNarrow finds the encoding of a text that is not UTF-8.
func guessNarrow(sample []byte) guessed {
	if bytes.Contains(sample, []byte("\x1b$B")) || bytes.Contains(sample, []byte("\x1b$@")) {
		return guessed{"iso-2022-jp", japanese.ISO2022JP, true}
	}
	text := foreignLines(sample)
	readings := make([]reading, 0, len(charsets)+len(manyBytes))
	for i := range charsets {
		readings = append(readings, charsets[i].readAs(text)) // of equals the likelier
	}
	for _, many := range manyBytes {
		readings = append(readings, reading{name: many.name, score: eastern(text, many.name, many.encoding)})
	}
	for _, vote := range chardet.DetectAll(text) {
		voted, _, err := findEncoding(vote.Encoding)
		if err != nil {
			continue
		}
		if voted == "gb2312" || voted == "gbk" {
			voted = "gb18030"
		}
		for i := range readings {
			if readings[i].name == voted && readings[i].score > 0 {
				readings[i].vote = 0.25 * vote.Confidence
			}
		}
	}
	slices.SortStableFunc(readings, func(a, b reading) int { return cmp.Compare(b.score+b.vote, a.score+a.vote) })
	best := readings[0]
	if best.score <= 0 {
		best.name = windows1252Name
	}
	name, found, err := findEncoding(best.name)
	if err != nil {
		name, found, _ = findEncoding(windows1252Name)
	}
	return guessed{name, found, isSure(text, best, found, readings[1:])}
}

// isSure says whether no other reading of a text comes near the best one. The library tells languages of many
// letters well; between alphabets of Latin letters its word alone is not enough.
func isSure(text []byte, best reading, in encoding.Encoding, rivals []reading) bool {
	if best.score+best.vote < 0.6 {
		return false
	}
	for _, rival := range rivals {
		near := best.score+best.vote-rival.score-rival.vote < 0.1 || best.latin && best.score-rival.score < 0.05
		if near && !sameText(text, in, rival.name) {
			return false
		}
	}
	return true
}

// sameText says whether another encoding reads a text as the same.
func sameText(text []byte, one encoding.Encoding, other string) bool {
	_, second, err := findEncoding(other)
	if err != nil {
		return false
	}
	a, errA := one.NewDecoder().Bytes(text)
	b, errB := second.NewDecoder().Bytes(text)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// foreignLines are the lines of a sample that are more than ASCII: the others say nothing.
func foreignLines(sample []byte) []byte {
	var lines []byte
	for line := range bytes.Lines(sample) {
		if !isASCII(line) {
			lines = append(lines, line...)
		}
		if len(lines) >= guessSample {
			break
		}
	}
	return lines[:min(len(lines), guessSample)]
}

// eastern says how plausible a text is in an encoding of the Far East: that all of it can be read, as letters that
// are written there and not as the rare ones between them.
func eastern(text []byte, name string, in encoding.Encoding) float64 {
	decoded, err := in.NewDecoder().Bytes(text)
	if err != nil || len(decoded) == 0 {
		return 0
	}
	signs := []rune(string(decoded))
	good, all, words := 0.0, 0, 0
	for i, r := range signs {
		if r < utf8.RuneSelf {
			continue
		}
		all++
		if i > 0 && signs[i-1] >= utf8.RuneSelf {
			words++
		}
		if touchesLatin(signs, i) {
			good-- // in the place of a letter
			continue
		}
		good += worthInEast(r, name)
	}
	if words == 0 {
		return 0 // a text whose words have one letter each
	}
	return max(0, good/float64(all)) * 0.9
}

// touchesLatin says whether a sign stands alone in a word of Latin letters.
func touchesLatin(signs []rune, at int) bool {
	latin, foreign := false, false
	for _, beside := range []int{at - 1, at + 1} {
		if beside >= 0 && beside < len(signs) {
			latin = latin || signs[beside] < utf8.RuneSelf && unicode.IsLetter(signs[beside])
			foreign = foreign || signs[beside] >= utf8.RuneSelf
		}
	}
	return latin && !foreign
}

// worthInEast says how plausible a sign is in an encoding of the Far East.
func worthInEast(r rune, name string) float64 {
	switch {
	case r == utf8.RuneError, r >= 0xE000 && r < 0xF900, r >= 0x80 && r < 0xA0:
		return -3
	case unicode.In(r, unicode.Hiragana, unicode.Katakana) && r < 0xFF00:
		if name != "shift_jis" && name != "euc-jp" {
			return 0.2
		}
		return 1
	case unicode.Is(unicode.Hangul, r):
		if pair, err := korean.EUCKR.NewEncoder().String(string(r)); err != nil || pair[0] < 0xA1 || pair[1] < 0xA1 {
			return 0.1 // one of those that hardly any word has
		}
		return 1
	case r >= 0x4E00 && r < 0xA000:
		return 0.8
	case r >= 0xFF61 && r < 0xFFA0: // half width: nearly always another encoding
		return -0.7
	case r >= 0x3000 && r < 0x3040, r >= 0xFF00 && r < 0xFF61:
		return 0.5
	}
	return -0.3 // Greek, Cyrillic and signs that these encodings have, too
}

// textSample is a few words of a text that show how it was read.
func textSample(decoded string) string {
	for line := range strings.Lines(decoded) {
		if isASCII(line) {
			continue
		}
		for cell := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(",;|\t\"\r\n", r) }) {
			if !isASCII(cell) {
				return shorten(strings.TrimSpace(cell))
			}
		}
	}
	return ""
}

// decoding makes UTF-8 of a text as it is read.
func decoding(in encoding.Encoding, source io.Reader) io.Reader {
	return in.NewDecoder().Reader(source)
}
