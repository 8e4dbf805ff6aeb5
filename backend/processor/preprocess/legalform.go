package preprocess

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed data/legalforms.txt
var legalFormList string

// formKind is what a company is registered as, whatever words it is written in.
type formKind uint8

// noForm is the kind of names that don't say it.
const noForm formKind = 0

// legalForm is one as the list has it.
type legalForm struct {
	kind formKind
	// short says that it is a word elsewhere, foreign that it is a part of many names: they count only as
	// they are written as forms. Prefix says that it also stands before a name.
	short, foreign, prefix bool
}

// legalForms are the forms of the list, folded and joined.
type legalForms struct {
	spaced   map[string]legalForm
	unspaced []unspacedForm
	longest  int // bytes of the longest spaced one
	words    int // of the one with the most words
}

type unspacedForm struct {
	text string
	kind formKind
}

// knownForms reads the list once.
var knownForms = sync.OnceValue(func() *legalForms {
	known := &legalForms{spaced: make(map[string]legalForm, 512)}
	kind := noForm
	for line := range listed(legalFormList) {
		_, forms, _ := strings.Cut(line, ":")
		kind++
		for written := range strings.SplitSeq(forms, ",") {
			written = strings.TrimSpace(written)
			name := strings.TrimLeft(written, "~=^")
			marks := written[:len(written)-len(name)]
			form := legalForm{kind, strings.Contains(marks, "~"), strings.Contains(marks, "="), strings.Contains(marks, "^")}
			if first, _ := utf8.DecodeRuneInString(name); unicode.In(first, unicode.Han, unicode.Hangul) {
				known.unspaced = append(known.unspaced, unspacedForm{norm.NFC.String(name), kind})
				continue
			}
			text, words := fold(name)
			known.spaced[string(text)] = form
			known.longest, known.words = max(known.longest, len(text)), max(known.words, len(words))
		}
	}
	return known
})

// withoutLegalForm takes legal forms off the end, as long as something is left, and says of what kind the
// last one is. A form may be spread over several words ("Sp. z o.o.", "S. A. de C. V.", "GmbH & Co. KG").
// In doubt are the words at the end that may be a form as well ("HILTON SPA", "Volvo AB"): how many, and of what kind.
func (f folded) withoutLegalForm(words []word, foreign bool) (rest []word, kind formKind, inDoubt doubtfulForm) {
	known := knownForms()
	small := false // the name is not written in capitals alone, in which short forms can't be told from words
	for _, w := range words {
		small = small || w.small
	}
	for again := true; again; {
		again = false
		for n := min(known.words, len(words)-1); n > 0; n-- {
			form, is, may := f.legalForm(known, words[len(words)-n:], small, foreign)
			if is {
				if kind == noForm {
					kind = form.kind
				}
				words, again = words[:len(words)-n], true
				break
			}
			if may && kind == noForm && inDoubt.kind == noForm {
				inDoubt = doubtfulForm{form.kind, n}
			}
		}
		for again && len(words) > 1 && f.of(words[len(words)-1:]) == "and" {
			words = words[:len(words)-1]
		}
	}
	for len(words) > 1 && words[0].capitals > 1 {
		first := f.of(words[:1])
		form := known.spaced[first]
		if !form.prefix || first == "pt" && kind != form.kind {
			break // "PT" begins many names: it is the form of those that end in "Tbk"
		}
		if kind == noForm {
			kind = form.kind
		}
		words = words[1:]
	}
	if kind != noForm {
		inDoubt = doubtfulForm{}
	}
	return words, kind, inDoubt
}

// doubtfulForm are the last words of a name that may be its legal form, or not.
type doubtfulForm struct {
	kind  formKind
	words int
}

// legalForm finds the form that words are. What is a word as well counts when it is written as a form is: in capitals
// beside small letters, or with dots; in capitals alone, it may be one. Foreign says that the name has letters beyond ASCII.
func (f folded) legalForm(known *legalForms, words []word, small, foreign bool) (form legalForm, is, may bool) {
	text := f[words[0].start:words[len(words)-1].end]
	if len(text) > known.longest {
		return legalForm{}, false, false
	}
	form, is = known.spaced[string(text)]
	if !is || !form.short && !form.foreign {
		return form, is, false
	}
	capitals, dotted := 0, len(words) > 1
	for _, word := range words {
		capitals += word.capitals
		dotted = dotted || word.dotted
	}
	tells := small
	if form.foreign {
		tells = foreign
	}
	is = capitals > 1 && tells || dotted
	return form, is, capitals > 1 && capitals == len(text)
}

// bracketedForms are short ways to write the forms of languages without spaces.
var bracketedForms = strings.NewReplacer(
	"(株)", "株式会社", "（株）", "株式会社", "㈱", "株式会社", "(有)", "有限会社", "（有）", "有限会社", "㈲", "有限会社", "(同)", "合同会社", "（同）", "合同会社",
	"(주)", "주식회사", "（주）", "주식회사", "㈜", "주식회사", "(유)", "유한회사", "（유）", "유한회사",
)

// withoutUnspacedForm takes off the legal form of a language that writes without spaces.
func withoutUnspacedForm(key string) (string, formKind) {
	best, kind, length := key, noForm, 0
	for _, form := range knownForms().unspaced {
		for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
			if rest, found := cut(key, form.text); found && rest != "" && len(form.text) > length {
				best, kind, length = rest, form.kind, len(form.text)
			}
		}
	}
	return best, kind
}
