package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// charset is an encoding of one byte a letter, with the languages that are written in it.
type charset struct {
	name      string
	encoding  encoding.Encoding
	languages string
}

// charsets are those that lists come in, the likelier first. The library's word on short texts in Latin
// letters is little better than chance, so their alphabets decide.
var charsets = []charset{
	{windows1252Name, charmap.Windows1252, "western"},
	{"windows-1250", charmap.Windows1250, "polish czech slovak hungarian croatian slovene romanian central"},
	{"iso-8859-2", charmap.ISO8859_2, "polish czech slovak hungarian croatian slovene romanian central"},
	{"windows-1254", charmap.Windows1254, "turkish"},
	{"windows-1257", charmap.Windows1257, "lithuanian latvian estonian"},
	{"windows-1251", charmap.Windows1251, "russian ukrainian bulgarian serbian"},
	{"koi8-r", charmap.KOI8R, "russian"},
	{"koi8-u", charmap.KOI8U, "ukrainian"},
	{"ibm866", charmap.CodePage866, "russian"},
	{"iso-8859-5", charmap.ISO8859_5, "russian bulgarian serbian"},
	{"windows-1253", charmap.Windows1253, "greek"},
	{"iso-8859-7", charmap.ISO8859_7, "greek"},
	{"windows-1255", charmap.Windows1255, "hebrew"},
	{"windows-1256", charmap.Windows1256, "arabic"},
	{"iso-8859-6", charmap.ISO8859_6, "arabic"},
	{"windows-874", charmap.Windows874, "thai"},
	{"windows-1258", charmap.Windows1258, "vietnamese"},
	{"iso-8859-15", charmap.ISO8859_15, "western"},
	{"macintosh", charmap.Macintosh, "western"},
	{"ibm850", charmap.CodePage850, "western"},
	{"ibm852", charmap.CodePage852, "polish czech slovak hungarian croatian slovene central"},
	{"ibm437", charmap.CodePage437, "western"},
}

// alphabets are the small letters beyond ASCII that languages are written with.
// Source: the exemplar characters of the Unicode Common Locale Data Repository 46 (Unicode licence).
var alphabets = map[string]string{
	"western":    "", // several, each for itself: see westerns
	"polish":     "ąćęłńóśźż",
	"czech":      "áčďéěíňóřšťúůýž",
	"slovak":     "áäčďéíĺľňóôŕšťúýž",
	"hungarian":  "áéíóöőúüű",
	"croatian":   "čćđšž",
	"slovene":    "čšž",
	"romanian":   "ăâîșțşţ",
	"central":    "ąćęłńóśźżáäčďéěíĺľňôŕřšťúůýžöőüűđâățșţşî", // several of them in one list
	"turkish":    "çğıİöşüâîû",
	"lithuanian": "ąčęėįšųūž",
	"latvian":    "āčēģīķļņšūž",
	"estonian":   "äöõüšž",
	"russian":    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
	"ukrainian":  "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
	"bulgarian":  "абвгдежзийклмнопрстуфхцчшщъьюя",
	"serbian":    "абвгдђежзијклљмнњопрстћуфхцчџш",
	"greek":      "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
	"vietnamese": "ăâđêôơưáàạéèẹíìịóòọúùụýỳ\u0300\u0301\u0303\u0309\u0323",
}

// otherScripts are the languages whose letters don't stand in one word with Latin ones.
var otherScripts = setOf("russian ukrainian bulgarian serbian greek hebrew arabic thai")

var westerns = []string{
	"äöüß",             // German
	"àâæçéèêëîïôœùûüÿ", // French
	"áéíóúüñ",          // Spanish
	"àáâãçéêíóôõú",     // Portuguese
	"àèéìíîòóù",        // Italian
	"àçèéíïòóúü",       // Catalan
	"åäöé",             // Swedish, Finnish
	"åæøéô",            // Danish, Norwegian
	"áæéíðóöúýþ",       // Icelandic
	"áèéëïóöúü",        // Dutch
	"áéíóú",            // Irish
	"áäâàåãéëêèíïîìóöôòõúüûùýÿñçæøœðþšžß",
}

// reading is a text as it is when it is read in one of the encodings.
type reading struct {
	name  string
	score float64 // from 0 to 1: how much of it is plausible
}

// readAs says how plausible a text is in a charset: by how many of its letters beyond ASCII belong to one alphabet,
// stand in words as letters do, and are no signs.
func (c *charset) readAs(sample []byte) reading {
	decoded, err := c.encoding.NewDecoder().Bytes(sample)
	if err != nil {
		return reading{c.name, 0}
	}
	text := []rune(string(decoded))
	best := 0.0
	for language := range strings.FieldsSeq(c.languages) {
		sets := []string{alphabets[language]}
		if language == "western" {
			sets = westerns
		}
		for i, set := range sets {
			score := plausible(text, language, set)
			if language == "western" && i == len(sets)-1 || language == "central" {
				score *= 0.8 // of no language, but of some
			}
			best = max(best, score)
		}
	}
	return reading{c.name, best}
}

// plausible is the share of a text's signs beyond ASCII that are plausible in a language.
func plausible(text []rune, language, alphabet string) float64 {
	good, all := 0.0, 0
	for i, r := range text {
		if r < 0x80 {
			continue
		}
		all++
		before, after := rune(' '), rune(' ')
		if i > 0 {
			before = text[i-1]
		}
		if i+1 < len(text) {
			after = text[i+1]
		}
		good += worth(r, before, after, language, alphabet)
	}
	if all == 0 {
		return 0
	}
	return max(0, good/float64(all))
}

// worth says how plausible one sign is beside its neighbours.
func worth(r, before, after rune, language, alphabet string) float64 {
	latin := func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }
	switch {
	case otherScripts[language] && (latin(before) || latin(after)) && unicode.IsLetter(r):
		return -1 // letters of two scripts in one word
	case language == "hebrew":
		return inScript(r, unicode.Hebrew)
	case language == "arabic":
		return inScript(r, unicode.Arabic)
	case language == "thai":
		return inScript(r, unicode.Thai)
	case r >= 0x80 && r < 0xA0, r == unicode.ReplacementChar:
		return -2
	case unicode.IsLetter(r) || unicode.IsMark(r):
		if !strings.ContainsRune(alphabet, unicode.ToLower(r)) && !strings.ContainsRune(alphabet, r) {
			return -0.5
		}
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			return -1 // a capital within a word
		}
		return 1
	case unicode.IsLetter(before) && unicode.IsLetter(after):
		if r == '’' || r == '‑' || r == '·' {
			return 0.8
		}
		return -1 // a sign within a word
	case strings.ContainsRune("’‘“”„«»–—…·•€£§°®™©№½¼²³ºª\u00A0\u00AD", r):
		return 0.5
	}
	return -0.5
}

func inScript(r rune, script *unicode.RangeTable) float64 {
	switch {
	case unicode.Is(script, r):
		return 1
	case strings.ContainsRune("’‘“”„«»–—…\u00A0\u200E\u200F،؛؟₪", r):
		return 0.5
	}
	return -1
}
