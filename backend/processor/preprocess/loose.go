package preprocess

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// looseEnds are what may stand at a key's end and says little about which company it is, by their last letters: words,
// and forms that are words elsewhere, of which the key is not rid. The longest come first.
var looseEnds = sync.OnceValue(func() *[256][]string {
	var byLast [256][]string
	ends := strings.Fields("group holding holdings private company")
	for text, form := range knownForms().spaced {
		if (form.short || form.foreign) && ascii(text) {
			ends = append(ends, text)
		}
	}
	slices.SortFunc(ends, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	for _, end := range ends {
		last := end[len(end)-1]
		byLast[last] = append(byLast[last], end)
	}
	return &byLast
})

// leastLoose is how many letters are left of a key whose end was taken off.
const leastLoose = 4

// signWords are the marks between numbers, and what signs are folded to.
var signWords = strings.NewReplacer("|", "", "sharp", "", "plus", "", "dot", "")

// looseKey is what names share that are much like each other: signs and numbers written apart or joined, a form that may
// be a word, doubled letters, a plural. It is made of the exact key: equal ones are alike in any case.
func looseKey(exact string) string {
	if exact == "" {
		return ""
	}
	loose := exact
	if strings.Contains(loose, "|") || strings.Contains(loose, "sharp") || strings.Contains(loose, "plus") || strings.Contains(loose, "dot") {
		if loose = signWords.Replace(loose); loose == "" {
			return exact
		}
	}
	for _, end := range looseEnds()[loose[len(loose)-1]] {
		if rest, found := strings.CutSuffix(loose, end); found && len(rest) >= leastLoose {
			loose = rest
			break
		}
	}
	if rest, found := strings.CutPrefix(loose, "pt"); found && len(rest) >= leastLoose {
		loose = rest
	}
	if rest, found := strings.CutSuffix(loose, "s"); found && len(rest) >= leastLoose {
		loose = rest
	}
	loose = withoutDoubles(loose)
	if loose == "" {
		return exact
	}
	return loose
}

// withoutDoubles takes the second of two equal letters away, but not of those that count: "Fund II".
func withoutDoubles(text string) string {
	for i := 1; i < len(text); i++ {
		if text[i] != text[i-1] || counts(text[i]) {
			continue
		}
		single := []byte(text[:i])
		for ; i < len(text); i++ {
			if text[i] != text[i-1] || counts(text[i]) {
				single = append(single, text[i])
			}
		}
		return string(single)
	}
	return text
}

func counts(b byte) bool { return isDigit(b) || b == 'i' }
