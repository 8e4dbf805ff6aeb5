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
func NameKey(name string) string {
	key, _ := nameKey(name)
	return key
}

// nameKey is a name's key, and the kind of its legal form: names whose kinds differ are other companies.
func nameKey(name string) (string, formKind) {
	text, words := fold(name)
	if len(words) > 1 && text.of(words[:1]) == "the" {
		words = words[1:]
	}
	words, kind := text.withoutLegalForm(words, !ascii(name))
	key := text.of(words)
	if !ascii(key) {
		var unspaced bool
		if key, unspaced = withoutUnspacedForm(norm.NFC.String(key)); unspaced && kind == noForm {
			kind = kindOfForm["kk"]
		}
	}
	return key, kind
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
	for i, r := range name {
		switch {
		case 'a' <= r && r <= 'z':
			text = append(text, byte(r))
			now.small = true
		case '0' <= r && r <= '9':
			if last := len(text) - 1; last >= 0 && len(text) == now.start && '0' <= text[last] && text[last] <= '9' {
				text = append(text, '|') // "1-1" is not "11"
				now.start++
			}
			text = append(text, byte(r))
		case 'A' <= r && r <= 'Z':
			text = append(text, byte(r)+'a'-'A')
			now.capitals++
		case r == '.' && isAddressEnding(name[i+1:]) && i > 1 && name[i-1] != '.' && len(text)-now.start > 1:
			text = append(text, "dot"...) // Web.com is not Webcom
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

// withoutLegalForm takes legal forms off the end, as long as something is left, and says of what kind the
// last one is. A form may be spread over several words ("Sp. z o.o.", "S. A. de C. V.", "GmbH & Co. KG").
func (f folded) withoutLegalForm(words []word, foreign bool) ([]word, formKind) {
	kind := noForm
	small := false // the name is not written in capitals alone, in which short forms can't be told from words
	for _, w := range words {
		small = small || w.small
	}
	for again := true; again; {
		again = false
		for n := min(5, len(words)-1); n > 0; n-- {
			if f.legalForm(words[len(words)-n:], small, foreign) {
				if kind == noForm {
					kind = kindOfForm[f.of(words[len(words)-n:])]
				}
				words, again = words[:len(words)-n], true
				break
			}
		}
		for again && len(words) > 1 && f.of(words[len(words)-1:]) == "and" {
			words = words[:len(words)-1]
		}
	}
	for len(words) > 1 && words[0].capitals > 1 && legalPrefixes[f.of(words[:1])] {
		if f.of(words[:1]) == "pt" && kind != kindOfForm["tbk"] {
			break // two letters that begin many names
		}
		if kind == noForm {
			kind = kindOfForm[f.of(words[:1])]
		}
		words = words[1:]
	}
	return words, kind
}

// legalForm says whether words are one. What is a word as well counts when it is written as a form is: in capitals
// beside small letters, or with dots. Foreign says that the name has letters beyond ASCII.
func (f folded) legalForm(words []word, small, foreign bool) bool {
	text := f[words[0].start:words[len(words)-1].end]
	if len(text) > longestForm {
		return false
	}
	if legalForms[string(text)] {
		return true
	}
	capitals, dotted := 0, len(words) > 1
	for _, word := range words {
		capitals += word.capitals
		dotted = dotted || word.dotted
	}
	if foreignForms[string(text)] {
		return capitals > 1 && foreign || dotted
	}
	return (capitals > 1 && small || dotted) && shortLegalForms[string(text)]
}

// longestForm is the length of the longest legal form, in bytes.
const longestForm = 20

// withoutUnspacedForm takes off the legal forms of languages that write without spaces.
func withoutUnspacedForm(key string) (string, bool) {
	for _, form := range unspacedForms {
		for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
			if rest, found := cut(key, form); found && rest != "" {
				return rest, true
			}
		}
	}
	return key, false
}

var unspacedForms = []string{
	"株式会社", "有限会社", "合同会社", "股份有限公司", "有限责任公司", "有限公司", "주식회사", "(株)", "(有)",
}

func set(words string) map[string]bool {
	members := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		members[word] = true
	}
	return members
}

// formKind is what a company is registered as, whatever words it is written in.
type formKind uint8

// noForm is the kind of names that don't say it.
const noForm formKind = 0

// formKinds are the legal forms by their kinds, folded and joined: what stands in one line is the same, and a
// company of one line is not one of another.
// Source: the forms of ISO 20275 (Entity Legal Forms code list) that are in common use, by hand.
var formKinds = []string{
	`inc incorporated corp corporation co company companies cos pbc`,
	`ltd limited pte pty pvt ptyltd pteltd pvtltd privatelimited privateltd proprietarylimited pubco`,
	`llc limitedliabilitycompany`, `llp lllp`, `lp limitedpartnership`, `plc pllc pc publiclimitedcompany`,
	`gmbh mbh gesmbh gesellschaftmbh`, `ag aktiengesellschaft`, `kg kgaa`, `ohg gbr`, `ev`, `eg`, `ug`,
	`sarl sarlu`, `sas sasu`, `eurl`, `snc`, `scs sca scop sprl bvba`, `bv`, `nv`, `vof cv`,
	`srl srls scrl`, `spa`, `sa sau sadecv sabdecv sab sapidecv sapi`, `sl slu sll`, `sderldecv`, `ltda limitada lda`, `eireli cia`,
	`ab hb`, `oy oyj ou`, `as asa`, `aps`, `ehf hf`, `is`, `ks`,
	`kk gk`, `sdn bhd sdnbhd`, `tbk pt`, `fze fzco fzllc`,
	`jsc ojsc pjsc cjsc oao zao pao оао зао пао ао`, `ooo ооо`,
	`spzoo sp spk spj`, `sro`, `doo dooel`, `ad dd`, `kft`, `zrt nyrt`, `eood ood`, `sia`, `js`, `se`, `pp`, `sk`,
}

// kindOfForm gives each form its kind.
var kindOfForm = func() map[string]formKind {
	kinds := make(map[string]formKind)
	for i, forms := range formKinds {
		for form := range strings.FieldsSeq(forms) {
			kinds[form] = formKind(i + 1)
		}
	}
	return kinds
}()

// legalForms are what companies are registered as, folded and joined.
var legalForms = set(`
	inc incorporated corp corporation co company companies cos ltd limited llc llp lllp lp plc pllc pbc
	limitedliabilitycompany limitedpartnership publiclimitedcompany
	gmbh mbh ag kg kgaa ohg gbr gesmbh gesellschaftmbh aktiengesellschaft
	sarl sarlu sas sasu eurl snc scs sca scop sprl srl srls scrl bvba bv nv vof cv
	sau slu sll sapi sadecv sabdecv sapidecv sderldecv ltda limitada eireli lda cia
	hb oy oyj aps asa ehf
	kk gk pty pte pvt ptyltd pteltd pvtltd privatelimited privateltd proprietarylimited sdn bhd sdnbhd tbk jsc ojsc pjsc cjsc fze fzco fzllc
	spzoo doo dooel kft zrt nyrt eood ood ооо оао зао пао ао
`)

// shortLegalForms are words of their own as well: they count as a legal form only when written with
// more than one capital letter beside small ones, as in Acme SpA, or with dots, as in s.r.o.
var shortLegalForms = set(`sa spa se as ad dd sl pt pp js ks is sk spk spj sro ev eg ug pc ou hf sab oao zao pao sia`)

// foreignForms are places or words elsewhere: they count in names with letters beyond ASCII, or with dots.
var foreignForms = set(`ab`)

// legalPrefixes stand before a name: "PT Telkom Tbk", "OOO Yandex".
var legalPrefixes = set(`pt ooo oao zao pao jsc pjsc ооо оао зао пао ао`)
