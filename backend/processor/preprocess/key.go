package preprocess

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NameKey is what a name is compared by: names with the same key may belong to the same company. It
// ignores case, accents, punctuation and spaces, the legal form, a leading "the", and the difference
// between "&" and "and": "A. O. Smith Corp." and "AO Smith Corporation" have one key. Numbers stay apart
// ("1-1" is not "11"), signs that mean something count, and so does the dot of a name that is an address.
func NameKey(name string) string { return keysOf(name).exact }

// keys are what a name is compared by.
type keys struct {
	exact string
	// loose is what names share that are much like each other, and never more than that: see [looseKey].
	loose string
	// kind is that of its legal form: names whose kinds differ are other companies.
	kind formKind
	// without are the keys if the last word is a legal form, where only other names can tell: "FERRARI SPA". It is nil
	// of most names.
	without *keys
}

func keysOf(name string) keys {
	if !ascii(name) {
		name = bracketedForms.Replace(name)
	}
	text, words := fold(name)
	if len(words) > 1 && text.of(words[:1]) == "the" {
		words = words[1:]
	}
	words, kind, inDoubt := text.withoutLegalForm(words, !ascii(name))
	key := text.of(words)
	if !ascii(key) {
		rest, form := withoutUnspacedForm(norm.NFC.String(key))
		if key = rest; kind == noForm {
			kind = form
		}
	}
	found := keys{exact: key, loose: looseKey(key), kind: kind}
	if inDoubt.kind != noForm {
		rest := text.of(words[:len(words)-inDoubt.words])
		found.without = &keys{exact: rest, loose: looseKey(rest), kind: inDoubt.kind}
	}
	return found
}

// folded is a name in small letters without accents, spaces and punctuation: its words, joined.
type folded []byte

// word is a part of a folded name.
type word struct {
	start, end int
	capitals   int  // how many capital letters it was written with
	small      bool // it has a small letter
	dotted     bool // a dot stands within it
}

// of is the text of words that follow one another.
func (f folded) of(words []word) string { return string(f.bytes(words)) }

func (f folded) bytes(words []word) []byte {
	if len(words) == 0 {
		return nil
	}
	return f[words[0].start:words[len(words)-1].end]
}

// fold splits a name into folded words. Dots and apostrophes join ("S.p.A." is one word), everything
// else that is no letter or number separates.
func fold(name string) (folded, []word) {
	if !ascii(name) {
		name = norm.NFKD.String(name)
	}
	text := make(folded, 0, len(name)+8)
	words := make([]word, 0, 8)
	var now word
	end := func() {
		if now.end = len(text); now.end > now.start {
			words = append(words, now)
		}
		now = word{start: len(text)}
	}
	for i, r := range name {
		switch {
		case 'a' <= r && r <= 'z':
			text = append(text, byte(r))
			now.small = true
		case unicode.IsDigit(r):
			if len(text) == now.start && endsInDigit(text) {
				text = append(text, '|') // "1-1" is not "11"
				now.start++
			}
			text = utf8.AppendRune(text, r)
		case 'A' <= r && r <= 'Z':
			text = append(text, byte(r)+'a'-'A')
			now.capitals++
		case r == '.' && isAddressEnding(name[i+1:]) && i > 1 && name[i-1] != '.' && len(text)-now.start > 1:
			text = append(text, "dot"...) // Web.com is not Webcom
		case r == '.' && endsInDigit(name[:i]) && beginsWithDigit(name[i+1:]):
			end() // "2.0" is not "20"
		case r == '.':
			now.dotted = now.dotted || i+1 < len(name) && name[i+1] != ' ' && len(text) > now.start
		case r == '#':
			text = append(text, "sharp"...)
		case r == '+':
			text = append(text, "plus"...)
		case r == '&':
			end()
			text = append(text, "and"...)
			end()
		case r == '\'' || r == '’' || r == '`' || r == '´' || '\u0300' <= r && r <= '\u036F':
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			if unicode.IsUpper(r) {
				now.capitals++
			} else if unicode.IsLower(r) {
				now.small = true
			}
			text = appendFolded(text, unicode.ToLower(r))
		default:
			end()
		}
	}
	end()
	return text, words
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// endsInDigit and beginsWithDigit know the digits of all scripts.
func endsInDigit[T string | folded](text T) bool {
	last, _ := utf8.DecodeLastRuneInString(string(text[max(0, len(text)-utf8.UTFMax):]))
	return unicode.IsDigit(last)
}

func beginsWithDigit(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsDigit(first)
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// folds are letters that decomposition leaves as they are.
var folds = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ſ': "s",
}

func appendFolded(text folded, r rune) folded {
	if letters, found := folds[r]; found {
		return append(text, letters...)
	}
	return utf8.AppendRune(text, r)
}

// addressEndings are those of addresses that are names: Booking.com.
var addressEndings = []string{"com", "net", "org", "io", "ai", "info", "biz"}

// isAddressEnding says whether what follows a dot is the ending of an address, and the end of a word.
func isAddressEnding(rest string) bool {
	for _, ending := range addressEndings {
		if len(rest) >= len(ending) && strings.EqualFold(rest[:len(ending)], ending) && (len(rest) == len(ending) || rest[len(ending)] == ' ' || rest[len(ending)] == ',') {
			return true
		}
	}
	return false
}
