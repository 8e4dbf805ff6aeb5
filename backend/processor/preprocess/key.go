package preprocess

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// NameKey is what a name is compared by: names with the same key belong to the same company. It
// ignores case, accents, punctuation and spaces, the legal form, a leading "the", and the difference
// between "&" and "and": "A. O. Smith Corp." and "AO Smith Corporation" have one key.
func NameKey(name string) string {
	words := keyWords(name)
	if len(words) > 1 && words[0].text == "the" {
		words = words[1:]
	}
	words = withoutLegalForm(words)
	var key strings.Builder
	for _, word := range words {
		key.WriteString(word.text)
	}
	return key.String()
}

// keyWord is one word of a name, folded.
type keyWord struct {
	text string
	// capitals is how many capital letters it was written with.
	capitals int
}

// keyWords splits a name into words. Dots and apostrophes join ("S.p.A." is one word), everything
// else that is no letter or number separates.
func keyWords(name string) []keyWord {
	if !ascii(name) {
		name = norm.NFKD.String(name)
	}
	words := make([]keyWord, 0, 8)
	var word []byte
	var capitals int
	end := func() {
		if len(word) > 0 {
			words = append(words, keyWord{string(word), capitals})
			word, capitals = word[:0], 0
		}
	}
	for _, r := range name {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			word = append(word, byte(r))
		case 'A' <= r && r <= 'Z':
			word = append(word, byte(r)+'a'-'A')
			capitals++
		case r == '&' || r == '+':
			end()
			words = append(words, keyWord{text: "and"})
		case r == '.' || r == '\'' || r == '’' || r == '`' || r == '´' || '\u0300' <= r && r <= '\u036F':
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			if unicode.IsUpper(r) {
				capitals++
			}
			word = append(word, fold(unicode.ToLower(r))...)
		default:
			end()
		}
	}
	end()
	return words
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

func fold(r rune) string {
	if folded, found := folds[r]; found {
		return folded
	}
	return string(r)
}

// withoutLegalForm takes legal forms off the end, as long as something is left. A form may be
// spread over several words ("Sp. z o.o.", "S. A. de C. V.", "GmbH & Co. KG").
func withoutLegalForm(words []keyWord) []keyWord {
	for again := true; again; {
		again = false
		for n := min(5, len(words)-1); n > 0; n-- {
			if legalForm(words[len(words)-n:]) {
				words, again = words[:len(words)-n], true
				break
			}
		}
		for again && len(words) > 1 && words[len(words)-1].text == "and" {
			words = words[:len(words)-1]
		}
	}
	for len(words) > 1 && legalPrefixes[words[0].text] && words[0].capitals != 1 {
		words = words[1:]
	}
	return words
}

func legalForm(words []keyWord) bool {
	text, capitals := words[0].text, words[0].capitals
	if len(words) > 1 {
		var joined [32]byte
		length := 0
		capitals = 0
		for _, word := range words {
			if length+len(word.text) > len(joined) {
				return false
			}
			length += copy(joined[length:], word.text)
			capitals += word.capitals
		}
		text = string(joined[:length])
		if len(words) > 1 && length > 12 {
			return false
		}
	}
	return legalForms[text] || capitals > 1 && shortLegalForms[text]
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
	inc incorporated corp corporation co company companies cos ltd limited llc llp lllp lp plc pllc pc pbc
	gmbh mbh ag kg kgaa ohg gbr ug ev eg se gesmbh gmbhcokg
	sarl sarlu sas sasu eurl snc scs sca scop sprl srl srls scrl bvba bv nv vof cv
	sau slu sll sapi sab sadecv sabdecv sapidecv srldecv derl decv rl ltda limitada eireli lda cia
	ab hb oy oyj aps asa nuf ehf hf
	kk gk pty pte pvt private sdn bhd tbk jsc ojsc pjsc cjsc oao ooo zao pao llcfz fze fzco fzllc
	spzoo spk spj sro doo dooel kft zrt nyrt bt eood ood ead uab oü ou sia
	株式会社 有限会社 合同会社 有限公司 股份有限公司 有限责任公司 주식회사 ооо оао зао пао ао
`)

// shortLegalForms are words of their own as well: they count as a legal form only when written with
// more than one capital letter, as in SpA, S.A. or AS.
var shortLegalForms = set(`sa spa as ad dd sl pt pp js ks is`)

// legalPrefixes stand before a name: "PT Telkom", "OOO Yandex".
var legalPrefixes = set(`pt ooo oao zao pao ооо оао зао пао 株式会社 有限会社 주식회사`)
