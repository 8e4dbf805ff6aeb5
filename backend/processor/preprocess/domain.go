package preprocess

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

const (
	maxDomainText = 8 << 10 // bytes of a cell that are looked at
	maxDomain     = 253     // characters of a domain, as DNS has it
	maxLabel      = 63
)

// CleanDomain finds the domain in a cell and says in words what it left out. The cell may hold an
// address of a page, a mail address, a markdown link, or several of these: the first valid one
// counts. The result is ASCII (punycode) in lower case, without "www". A cell that stands for
// nothing gives "" without an error; one that holds no valid domain gives an error that says why.
func CleanDomain(text string) (domain string, changes []string, err error) {
	if plainDomain(text) && checkDomain(text) == nil {
		return text, nil, nil
	}
	if len(text) > maxDomainText {
		return "", nil, fmt.Errorf("the domain is %d bytes long: that is no domain", len(text))
	}
	text = collapseSpaces(removeInvisible(unescape(strings.ToValidUTF8(text, "\uFFFD"))))
	if placeholder(text) || !strings.ContainsFunc(text, wordRune) {
		return "", nil, nil
	}
	if strings.Contains(text, "](") {
		text = markdownLink.ReplaceAllString(text, " $1 ")
	}
	candidates := strings.FieldsFunc(text, separates)
	var left []string // what was understood but gives no domain
	pointed := false  // err is of a word with a dot in it, which was meant as a domain
	for _, candidate := range candidates {
		found, changes, problem := cleanCandidate(candidate)
		switch {
		case problem != nil:
			if dot := strings.Contains(strings.Trim(candidate, "."), "."); err == nil || dot && !pointed {
				err, pointed = problem, dot
			}
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
		err = nil
	case err != nil && len(candidates) > 1 && !pointed:
		// Of words alone the first one is no better than the others: the cell is told as it stands.
		err = fmt.Errorf("%q holds no domain: no word of it has an ending such as .com", shorten(text))
	}
	return "", left, err
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

var markdownLink = regexp.MustCompile(`\[[^\]]*\]\(\s*<?([^)\s>]*)[^)]*\)`)

// separates reports whether a character stands between several domains in a cell.
func separates(r rune) bool {
	switch r {
	case ',', ';', '|', '<', '>', '"', '“', '”', '„', '\'', '`', '(', ')', '{', '}':
		return true
	}
	return unicode.IsSpace(r)
}

var (
	scheme = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*[:;]?[/\\]{2,}|https?[:;][/\\]*|mailto:|//+)`)
	port   = regexp.MustCompile(`:[0-9]*$`)
	www    = regexp.MustCompile(`^www?[0-9]{0,2}\.`)
)

// cleanCandidate finds the domain in one word, by taking off what stands around it. A word with
// nothing left gives "" without an error.
func cleanCandidate(word string) (domain string, changes []string, err error) {
	rest := word
	var removed []string
	cut := func(what, now string) bool {
		if now == rest {
			return false
		}
		rest = now
		removed = append(removed, what)
		return true
	}
	hasScheme := cut("scheme", strings.TrimPrefix(rest, scheme.FindString(rest)))
	if i := strings.IndexAny(rest, `/\?#`); i >= 0 {
		cut(pathWord(rest[i:]), rest[:i])
	}
	mail := cut("user", rest[strings.LastIndexByte(rest, '@')+1:]) && (!hasScheme || strings.HasPrefix(word, "mailto:"))
	if isAddress(rest) {
		return "", nil, fmt.Errorf("%s is an IP address, not a domain", shorten(rest))
	}
	if strings.Contains(rest, ":") {
		cut("port", port.ReplaceAllString(rest, ""))
	}
	cut("dots", strings.Trim(rest, ".*"))
	if rest == "" {
		return "", nil, nil
	}
	written := rest
	if rest, err = toASCII(rest); err != nil {
		return "", nil, err
	}
	if without := strings.TrimPrefix(rest, www.FindString(rest)); without != rest && checkDomain(without) == nil {
		cut("www", without)
	}
	if err := checkDomain(rest); err != nil {
		return "", nil, err
	}
	if shared := sharedHost(rest, mail, slices.Contains(removed, "path")); shared != "" {
		return "", []string{shared}, nil
	}
	switch {
	case mail:
		changes = append(changes, "took it from a mail address")
	case len(removed) > 0:
		changes = append(changes, "removed "+strings.Join(removed, ", "))
	}
	switch {
	case !ascii(written):
		changes = append(changes, "wrote it in ASCII")
	case written != strings.ToLower(written):
		changes = append(changes, "made it lower case")
	}
	return rest, changes, nil
}

// pathWord names what follows a host.
func pathWord(rest string) string {
	switch {
	case strings.Trim(rest, `/\`) == "":
		return "slash"
	case rest[0] == '?' || strings.HasPrefix(rest, "/?"):
		return "query"
	case rest[0] == '#' || strings.HasPrefix(rest, "/#"):
		return "fragment"
	default:
		return "path"
	}
}

// isAddress reports whether a host, with or without a port, is an IP address.
func isAddress(host string) bool {
	if strings.ContainsFunc(host, func(r rune) bool { return r > 'f' && r != '%' }) {
		return false
	}
	if _, err := netip.ParseAddrPort(host); err == nil {
		return true
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// international maps and checks domains as browsers do.
var international = idna.New(
	idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.BidiRule(), idna.VerifyDNSLength(false),
)

// toASCII gives a domain's letters as DNS has them: lower case, and punycode for what isn't ASCII.
func toASCII(domain string) (string, error) {
	lower := strings.ToLower(domain)
	if ascii(domain) && !strings.Contains(lower, "xn--") {
		return lower, nil
	}
	converted, err := international.ToASCII(domain)
	if err != nil {
		return "", fmt.Errorf("%s is not a valid international domain", shorten(domain))
	}
	return strings.Trim(converted, "."), nil
}

// checkDomain says why a domain in ASCII is not one that a company can have, or nil.
func checkDomain(domain string) error {
	if len(domain) > maxDomain {
		return fmt.Errorf("%s is %d characters long: a domain has at most %d", shorten(domain), len(domain), maxDomain)
	}
	ending := domain[strings.LastIndexByte(domain, '.')+1:]
	if domain == "localhost" || ending == "localhost" {
		return fmt.Errorf("%s is this machine, not a domain", shorten(domain))
	}
	for label := range strings.SplitSeq(domain, ".") {
		if problem := checkLabel(label); problem != "" {
			return fmt.Errorf("%s is not a domain: %s", shorten(domain), problem)
		}
	}
	if strings.Trim(ending, "0123456789") == "" {
		return fmt.Errorf("%s is not a domain: it ends in a number", shorten(domain))
	}
	suffix, registry := publicsuffix.PublicSuffix(domain)
	switch {
	case !registry && !strings.Contains(suffix, ".") && suffix == domain:
		return fmt.Errorf("%s is not a domain: it has no ending such as .com", shorten(domain))
	case !registry && !strings.Contains(suffix, "."):
		return fmt.Errorf("%s is not a domain: there is no ending .%s", shorten(domain), suffix)
	case registry && suffix == domain:
		return fmt.Errorf("%s is only the ending of a domain", shorten(domain))
	}
	return nil
}

// checkLabel says what is wrong with the part of a domain between two dots.
func checkLabel(label string) string {
	switch {
	case label == "":
		return "it has two dots in a row"
	case len(label) > maxLabel:
		return fmt.Sprintf("a part of it is longer than %d characters", maxLabel)
	case label[0] == '-' || label[len(label)-1] == '-':
		return "a part of it begins or ends with a hyphen"
	}
	for _, r := range label {
		if !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-') {
			return fmt.Sprintf("%q can't be in one", r)
		}
	}
	return ""
}

// shorten keeps an error readable whatever stood in the cell.
func shorten(text string) string {
	const most = 80
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
