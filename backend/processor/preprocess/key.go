package preprocess

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NameKey is what a name is compared by: names with the same key belong to the same company. It
// ignores case, accents, punctuation and spaces, the legal form, a leading "the", and the difference
// between "&" and "and": "A. O. Smith Corp." and "AO Smith Corporation" have one key.
func NameKey(name string) string {
	text, words := fold(name)
	if len(words) > 1 && text.of(words[:1]) == "the" {
		words = words[1:]
	}
	words = text.withoutLegalForm(words)
	key := text.of(words)
	if !ascii(key) {
		key = withoutUnspacedForm(norm.NFC.String(key))
	}
	return key
}

// folded is a name in small letters without accents, spaces and punctuation: its words, joined.
type folded []byte

// word is a part of a folded name.
type word struct {
	start, end int
	capitals   int // how many capital letters it was written with
}

// of is the text of words that follow one another.
func (f folded) of(words []word) string {
	if len(words) == 0 {
		return ""
	}
	return string(f[words[0].start:words[len(words)-1].end])
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
	for _, r := range name {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			text = append(text, byte(r))
		case 'A' <= r && r <= 'Z':
			text = append(text, byte(r)+'a'-'A')
			now.capitals++
		case r == '+':
			text = append(text, "plus"...)
		case r == '&':
			end()
			text = append(text, "and"...)
			end()
		case r == '.' || r == '\'' || r == '’' || r == '`' || r == '´' || '\u0300' <= r && r <= '\u036F':
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			if unicode.IsUpper(r) {
				now.capitals++
			}
			text = appendFolded(text, unicode.ToLower(r))
		default:
			end()
		}
	}
	end()
	return text, words
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

// withoutLegalForm takes legal forms off the end, as long as something is left. A form may be
// spread over several words ("Sp. z o.o.", "S. A. de C. V.", "GmbH & Co. KG").
func (f folded) withoutLegalForm(words []word) []word {
	for again := true; again; {
		again = false
		for n := min(5, len(words)-1); n > 0; n-- {
			if f.legalForm(words[len(words)-n:]) {
				words, again = words[:len(words)-n], true
				break
			}
		}
		for again && len(words) > 1 && f.of(words[len(words)-1:]) == "and" {
			words = words[:len(words)-1]
		}
	}
	for len(words) > 1 && words[0].capitals > 1 && legalPrefixes[f.of(words[:1])] {
		words = words[1:]
	}
	return words
}

func (f folded) legalForm(words []word) bool {
	text := f[words[0].start:words[len(words)-1].end]
	if len(text) > longestForm {
		return false
	}
	if legalForms[string(text)] {
		return true
	}
	capitals := 0
	for _, word := range words {
		capitals += word.capitals
	}
	return capitals > 1 && shortLegalForms[string(text)]
}

// longestForm is the length of the longest legal form, in bytes.
const longestForm = 12

// withoutUnspacedForm takes off the legal forms of languages that write without spaces.
func withoutUnspacedForm(key string) string {
	for _, form := range unspacedForms {
		for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
			if rest, found := cut(key, form); found && rest != "" {
				return rest
			}
		}
	}
	return key
}

var unspacedForms = []string{
	"株式会社", "有限会社", "合同会社", "股份有限公司", "有限责任公司", "有限公司", "주식회사",
}

func set(words string) map[string]bool {
	members := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		members[word] = true
	}
	return members
}

// legalForms are what companies are registered as, folded and joined.
var legalForms = set(`
	inc incorporated corp corporation co company companies cos ltd limited llc llp lllp lp plc pllc pbc
	gmbh mbh ag kg kgaa ohg gbr gesmbh
	sarl sarlu sas sasu eurl snc scs sca scop sprl srl srls scrl bvba bv nv vof cv
	sau slu sll sapi sadecv sabdecv sapidecv sderldecv ltda limitada eireli lda cia
	ab hb oy oyj aps asa ehf
	kk gk pty pte pvt private sdn bhd tbk jsc ojsc pjsc cjsc fze fzco fzllc
	spzoo doo dooel kft zrt nyrt eood ood ооо оао зао пао ао
`)

// shortLegalForms are words of their own as well: they count as a legal form only when written with
// more than one capital letter, as in SpA, S.A. or AS.
var shortLegalForms = set(`sa spa se as ad dd sl pt pp js ks is sk spk spj sro ev eg ug pc ou hf sab oao zao pao sia`)

// legalPrefixes stand before a name: "PT Telkom", "OOO Yandex".
var legalPrefixes = set(`pt ooo oao zao pao jsc pjsc ооо оао зао пао ао`)
