package preprocess

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

const (
	maxDomainText = 8 << 10 // bytes of a cell that are looked at
	maxDomain     = 253     // characters of a domain, as DNS has it
	maxLabel      = 63
)

// CleanDomain finds the domain in a cell and says in words what it left out. The cell may hold an
// address of a page, a mail address, a markdown link, a link that leads on to another address, or
// several of these: the first valid one counts. The result is ASCII (punycode) in lower case, without
// "www". What was no attempt at a domain, a word without a dot or several words, gives "" and is told;
// one that went wrong gives an error that says why. A host that belongs to everybody is not the
// company's, unless its name says so.
func CleanDomain(text, company string) (domain string, changes []string, err error) {
	if plainDomain(text) {
		if suffix, problem := checkDomain(text); problem == "" && sharedHost(text, suffix, false, company) == "" {
			return text, nil, nil
		}
	}
	if len(text) > maxDomainText {
		return "", nil, fmt.Errorf("the domain is %d bytes long: that is no domain", len(text))
	}
	written := collapseSpaces(removeInvisible(unescape(strings.ToValidUTF8(text, "\uFFFD"))))
	if written == "" {
		return "", nil, nil
	}
	candidates := candidates(written)
	var (
		left   []string // what was understood but gives no domain
		broken int      // candidates that were meant as a domain, and are none
	)
	for i, candidate := range candidates {
		if isText(candidates, i) {
			continue
		}
		found, changes, problem := cleanCandidate(candidate, company, 0)
		switch {
		case problem != nil && strings.Contains(strings.Trim(candidate, "."), "."):
			if broken++; err == nil {
				err = problem
			}
		case problem != nil:
		case found != "" && len(candidates) > 1:
			return found, append(changes, "took the first valid one"), nil
		case found != "":
			return found, changes, nil
		default:
			left = append(left, changes...)
		}
	}
	switch {
	case len(left) > 0:
		return "", left, nil
	case broken > 0 && broken == len(candidates):
		return "", nil, err
	case len(candidates) == 1 && isName(candidates[0], company):
		return "", nil, fmt.Errorf("“%s” is not a domain: it has no ending such as .com", shorten(written))
	}
	return "", []string{fmt.Sprintf("“%s” is not a domain", shorten(written))}, nil
}

// isName says whether a word is the company's name: an attempt at its domain then, of which the ending is missing.
func isName(word, company string) bool {
	text, _ := fold(word)
	return len(text) > 0 && owns(company, string(text), false)
}

// plainDomain reports whether text may be a domain just as it stands: most cells in most lists.
func plainDomain(text string) bool {
	if len(text) > maxDomain || strings.HasPrefix(text, "www") || strings.Contains(text, "xn--") {
		return false
	}
	dot := false
	for i := range len(text) {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-':
		case c == '.':
			dot = true
		default:
			return false
		}
	}
	return dot
}

// candidates are the words of a cell that may hold a domain.
func candidates(text string) []string {
	if strings.Contains(text, "](") {
		text = markdownLink.ReplaceAllString(text, " $1 ")
	}
	if strings.ContainsAny(text, "[(") || strings.Contains(text, " dot ") {
		text = disarmed.Replace(text)
	}
	if !ascii(text) {
		// The marks of a script that writes in full width are those of the others.
		text = width.Fold.String(strings.ReplaceAll(text, "…", " "))
	}
	if text != "" && !strings.ContainsFunc(text, separates) && text[0] != '[' {
		return []string{text}
	}
	words := strings.FieldsFunc(text, separates)
	for i, word := range words {
		if !strings.Contains(word, "[") || !strings.Contains(word, ":") {
			words[i] = strings.Trim(word, "[]") // they stand around an address of the sixth version
		}
	}
	return slices.DeleteFunc(words, func(word string) bool { return !strings.ContainsFunc(word, wordRune) })
}

// disarmed are the ways to write an address so that nobody opens it by mistake.
var disarmed = strings.NewReplacer("[.]", ".", "(.)", ".", "[dot]", ".", "(dot)", ".", " dot ", ".", "[at]", "@", "(at)", "@", "[:]", ":")

// separators are the ASCII characters that have no meaning in an address.
var separators = func() (set [utf8.RuneSelf]bool) {
	for _, r := range ",;|<>\"'`(){}^ \t\n\v\f\r" {
		set[r] = true
	}
	return set
}()

// separates reports whether a character stands between several domains in a cell: what is no letter,
// digit, hyphen, dot or mark, and has no meaning in an address.
func separates(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return separators[r]
	case r == '。' || r == '｡' || r == '\u2010' || r == '\u2011' || r == '\u00AD' || r == utf8.RuneError:
		return false
	}
	return !wordRune(r) && !unicode.IsMark(r) && !joiner(r)
}

// cleanCandidate finds the domain in one word, by taking off what stands around it. A word with
// nothing left gives "" without an error.
func cleanCandidate(word, company string, depth int) (domain string, changes []string, err error) {
	a := readAddress(word)
	if a.host == "" {
		return "", nil, nil
	}
	if isAddress(a.host) {
		return "", nil, fmt.Errorf("%s is an IP address, not a domain", shorten(a.host))
	}
	a.takeOffPort()
	if a.host == "" {
		return "", nil, nil
	}
	written := a.host
	host, ok := toASCII(a.host)
	if !ok {
		return "", nil, fmt.Errorf("“%s” is not a valid international domain", shorten(written))
	}
	without := withoutWWW(host)
	suffix, problem := checkDomain(without)
	switch {
	case without == host:
	case problem == "":
		host = without
		a.removed = append(a.removed, "www")
		for without = withoutWWW(host); without != host; without = withoutWWW(host) { // written twice
			further, problem := checkDomain(without)
			if problem != "" {
				break
			}
			host, suffix = without, further
		}
	default: // it's part of the name
		suffix, problem = checkDomain(host)
	}
	if problem != "" {
		return "", nil, fmt.Errorf("“%s” %s", shorten(written), problem)
	}
	if target := translated(host); target != "" && depth == 0 {
		if domain, changes, err = cleanCandidate(target, company, depth+1); err == nil && domain != "" {
			return domain, append([]string{"took it from a link of " + host}, changes...), nil
		}
	}
	if shared := sharedHost(host, suffix, a.page(), company); shared != "" {
		if depth < 3 {
			for _, target := range candidates(unwrapped(host, a.rest)) {
				domain, changes, err = cleanCandidate(target, company, depth+1)
				if err == nil && domain != "" {
					return domain, append([]string{"took it from a link of " + host}, changes...), nil
				}
			}
		}
		return "", []string{shared}, nil
	}
	return host, a.changes(written), nil
}

// shorten keeps an error readable whatever stood in the cell.
func shorten(text string) string {
	const most = 80
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
