package preprocess

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isText says whether one of a cell's words only looks like a domain: a number, letters with dots, an
// abbreviation, the end of a sentence with the next one behind it, or a domain that a space has cut in two.
func isText(words []string, at int) bool {
	word := words[at]
	if standsForNothing(word) || strings.Contains(word, ".") && isInitials(word) {
		return true
	}
	if !strings.ContainsFunc(word, unicode.IsLetter) {
		return !isAddress(word)
	}
	if len(words) == 1 || strings.ContainsAny(word, ":/@") || hasWWW(word) {
		return false
	}
	if at+1 < len(words) && isCut(word, words[at+1]) {
		return true
	}
	plain := func(word string) bool { return !strings.Contains(word, ".") }
	return slices.ContainsFunc(words, plain) && isSentence(word)
}

// isInitials says whether a word is single letters with dots: "n.a.", "T.B.D.".
func isInitials(word string) bool {
	for label := range strings.SplitSeq(strings.Trim(word, "."), ".") {
		if utf8.RuneCountInString(label) > 1 {
			return false
		}
	}
	return true
}

// isCut says whether two words are a domain that a space has cut: "acme.co m", "acme.co. uk".
func isCut(word, next string) bool {
	joined, short := strings.ToLower(word+next), strings.ToLower(strings.TrimRight(word, "."))
	if !ascii(joined) {
		return false
	}
	shorter, problem := checkDomain(short)
	longer, known := suffixOf(joined)
	return problem == "" && known && registry(longer) && longer != joined && len(longer) > len(shorter) && strings.HasPrefix(longer, shorter)
}

// abbreviations stand before a dot that ends no name.
var abbreviations = strings.Fields("co inc corp ltd dr mr mrs ms prof st no nr tel fax ph str bros mfg intl attn approx ca vs etc dept est")

// formEndings end a company's name, and are endings of domains as well.
var formEndings = strings.Fields("ltd inc llc gmbh co sa srl bv limited")

// usualEndings are those that many write with a capital, as the name before it: "Acme.Com".
var usualEndings = strings.Fields("com net org")

// isSentence says whether a word among others is the end of one with the beginning of the next behind it.
func isSentence(word string) bool {
	labels := strings.Split(strings.Trim(word, "."), ".")
	last := len(labels) - 1
	if last < 1 {
		return false
	}
	ending := labels[last]
	first, size := utf8.DecodeRuneInString(ending)
	begins := unicode.IsUpper(first) && len(ending) > size && strings.ToLower(ending[size:]) == ending[size:]
	if begins && !slices.Contains(usualEndings, strings.ToLower(ending)) {
		return true
	}
	before := strings.ToLower(labels[last-1])
	return slices.Contains(abbreviations, before) && slices.Contains(formEndings, strings.ToLower(ending)) || last > 1 && isInitials(strings.Join(labels[:last], "."))
}
