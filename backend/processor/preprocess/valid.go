package preprocess

import (
	"fmt"
	"strings"

	"golang.org/x/net/idna"
)

// international maps and checks domains as browsers do.
var international = idna.New(
	idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.BidiRule(), idna.VerifyDNSLength(false),
)

// toASCII gives a domain's letters as DNS has them: lower case, and punycode for what isn't ASCII.
func toASCII(domain string) (string, bool) {
	lower := strings.ToLower(domain)
	if ascii(domain) && !strings.Contains(lower, "xn--") {
		return lower, true
	}
	converted, err := international.ToASCII(domain)
	return strings.Trim(converted, "."), err == nil
}

// checkDomain says why a domain in ASCII is not one that a company can have, as words that go on after
// it, or gives its public suffix.
func checkDomain(domain string) (suffix, problem string) {
	if len(domain) > maxDomain {
		return "", fmt.Sprintf("is %d characters long: a domain has at most %d", len(domain), maxDomain)
	}
	ending := domain[strings.LastIndexByte(domain, '.')+1:]
	if domain == "localhost" || ending == "localhost" {
		return "", "is this machine, not a domain"
	}
	for label := range strings.SplitSeq(domain, ".") {
		if problem := checkLabel(label); problem != "" {
			return "", "is not a domain: " + problem
		}
	}
	if strings.Trim(ending, "0123456789") == "" {
		return "", "is not a domain: it ends in a number"
	}
	suffix, known := suffixOf(domain)
	switch {
	case !known && suffix == domain:
		return "", "is not a domain: it has no ending such as .com"
	case !known:
		return "", "is not a domain: there is no such ending"
	case suffix == domain && registry(domain):
		return "", "is only the ending of a domain"
	}
	return suffix, ""
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
