package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// charset is an encoding of one byte a letter, with the languages that are written in it. Rarity is what it takes
// off the plausibility of a text with a single foreign letter: few lists come from DOS or from old Macs.
type charset struct {
	name      string
	encoding  encoding.Encoding
	languages string
	rarity    float64
}

// charsets are those that lists come in, the likelier first. The library's word on short texts in Latin
// letters is little better than chance, so their alphabets decide.
var charsets = []charset{
	{windows1252Name, charmap.Windows1252, "western", 0},
	{"windows-1250", charmap.Windows1250, "polish czech slovak hungarian croatian slovene romanian central", 0.03},
	{"iso-8859-2", charmap.ISO8859_2, "polish czech slovak hungarian croatian slovene romanian central", 0.1},
	{"windows-1254", charmap.Windows1254, "turkish", 0.08},
	{"windows-1257", charmap.Windows1257, "lithuanian latvian estonian", 0.1},
	{"windows-1251", charmap.Windows1251, "russian ukrainian bulgarian serbian", 0.02},
	{"koi8-r", charmap.KOI8R, "russian", 0.15},
	{"koi8-u", charmap.KOI8U, "ukrainian", 0.2},
	{"ibm866", charmap.CodePage866, "russian", 0.15},
	{"iso-8859-5", charmap.ISO8859_5, "russian bulgarian serbian", 0.25},
	{"windows-1253", charmap.Windows1253, "greek", 0.03},
	{"iso-8859-7", charmap.ISO8859_7, "greek", 0.12},
	{"windows-1255", charmap.Windows1255, "hebrew", 0.05},
	{"windows-1256", charmap.Windows1256, "arabic", 0.05},
	{"iso-8859-6", charmap.ISO8859_6, "arabic", 0.15},
	{"windows-874", charmap.Windows874, "thai", 0.05},
	{"windows-1258", charmap.Windows1258, "vietnamese", 0.15},
	{"iso-8859-15", charmap.ISO8859_15, "western", 0.05},
	{"macintosh", charmap.Macintosh, "western", 0.25},
	{"ibm850", charmap.CodePage850, "western", 0.2},
	{"ibm852", charmap.CodePage852, "polish czech slovak hungarian croatian slovene central", 0.25},
	{"ibm437", charmap.CodePage437, "western", 0.25},
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
	"áäâàåãéëêèíïîìóöôòõúüûùýÿñçæøœšžß",
}

// reading is a text as it is when it is read in one of the encodings.
type reading struct {
	name  string
	score float64 // up to 1: how much of it is plausible
	vote  float64 // what a library thinks of it
	latin bool    // it is in Latin letters
}

// readAs says how plausible a text is in a charset: by how many of its letters beyond ASCII belong to one alphabet,
// stand in words as letters do, and are no signs.
func (c *charset) readAs(sample []byte) reading {
	decoded, err := c.encoding.NewDecoder().Bytes(sample)
	if err != nil {
		return reading{name: c.name}
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
	foreign := 0
	for _, r := range text {
		if r >= utf8.RuneSelf {
			foreign++
		}
	}
	language, _, _ := strings.Cut(c.languages, " ")
	return reading{name: c.name, score: best - c.rarity*4/float64(3+foreign), latin: !otherScripts[language]}
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
	switch {
	case otherScripts[language] && (unicode.IsLetter(r) || unicode.IsMark(r)):
		return worthOfScript(r, before, after, language, alphabet)
	case r >= 0x80 && r < 0xA0, r == unicode.ReplacementChar:
		return -2
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return worthOfLetter(r, before, after, alphabet)
	}
	return worthOfSign(r, before, after)
}

// worthOfScript is for letters of another script than the Latin one.
func worthOfScript(r, before, after rune, language, alphabet string) float64 {
	latin := func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }
	alone := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
	if latin(before) || latin(after) {
		return -1 // letters of two scripts in one word
	}
	var worth float64
	switch language {
	case "hebrew":
		worth = inScript(r, unicode.Hebrew)
	case "arabic":
		worth = inScript(r, unicode.Arabic)
	case "thai":
		if worth = inScript(r, unicode.Thai); strings.ContainsRune(thaiFollowers, r) && !unicode.Is(unicode.Thai, before) {
			worth = -1
		}
	default:
		worth = worthOfLetter(r, before, after, alphabet)
	}
	if alone(before) && alone(after) {
		worth = min(worth, aLetterAlone)
	}
	return worth
}

// thaiFollowers are the vowels and marks of Thai that stand behind another letter.
const thaiFollowers = "ะ\u0E31าำ\u0E34\u0E35\u0E36\u0E37\u0E38\u0E39\u0E3Aๅๆ\u0E47\u0E48\u0E49\u0E4A\u0E4B\u0E4C\u0E4D\u0E4E"

// aLetterAlone is what a letter is worth that is a word by itself: there are few, and a sign in another encoding
// looks like one.
const aLetterAlone = 0.4

func worthOfLetter(r, before, after rune, alphabet string) float64 {
	switch {
	case !strings.ContainsRune(alphabet, unicode.ToLower(r)) && !strings.ContainsRune(alphabet, r):
		return -0.5
	case unicode.IsUpper(r) && unicode.IsLower(before), unicode.IsLower(r) && unicode.IsUpper(after):
		return -1 // a capital within a word
	case !unicode.IsLetter(before) && !unicode.IsLetter(after):
		return aLetterAlone
	case unicode.IsLower(r) && strings.ContainsRune(",;|\t\"\n", before):
		return 0.6 // cells of lists begin with capitals
	}
	return 1
}

// worthOfSign is for what is no letter: each sign has places where it stands.
func worthOfSign(r, before, after rune) float64 {
	letter := unicode.IsLetter
	space := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;|\"()", r) }
	var fits bool
	switch r {
	case '’':
		fits = letter(before) // "Joe’s", "the boys’"
	case '‑', '·':
		fits = letter(before) && letter(after)
	case '“', '„', '‘', '«':
		fits = space(before) && !space(after)
	case '”', '»':
		fits = !space(before) && (space(after) || unicode.IsPunct(after))
	case '–', '—', '•':
		fits = space(before) == space(after) && !letter(before)
	case '€', '£', '¥', '¢', '§', '№':
		fits = unicode.IsDigit(before) || unicode.IsDigit(after) || space(before) && space(after)
	case '°', 'º', 'ª', '½', '¼', '²', '³':
		fits = !space(before) && !letter(after)
	case '…':
		fits = !space(before) && space(after)
	case '®', '™', '©':
		fits = space(after)
	case '\u00A0', '\u00AD':
		return 0.5
	default:
		return -0.5
	}
	switch {
	case fits:
		return 0.95
	case letter(before) || letter(after):
		return -1 // in the place of a letter
	}
	return 0.3
}

func inScript(r rune, script *unicode.RangeTable) float64 {
	if unicode.Is(script, r) {
		return 1
	}
	return -1
}
