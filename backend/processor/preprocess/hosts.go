package preprocess

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"
)

//go:embed data/mailproviders.txt
var mailProviderList string

//go:embed data/sharedhosts.txt
var sharedHostList string

const (
	// mailProvider is what runs the domains of the first list.
	mailProvider = "mail provider"
	// builder is the kind under whose hosts each company has one of its own.
	builder = "builder"
	// sample is what manuals and forms write where an address belongs.
	sample = "sample address"
)

// hosts are those that belong to everybody, by what they are.
type hosts struct {
	exact  map[string]string // a host and what is under it
	worldy map[string]string // a name under any public ending
}

// everybodys are the hosts that belong to everybody.
var everybodys = sync.OnceValue(func() hosts {
	all := hosts{exact: make(map[string]string, 8192), worldy: make(map[string]string, 64)}
	for line := range listed(mailProviderList) {
		all.exact[line] = mailProvider
	}
	kind := ""
	for line := range listed(sharedHostList) {
		if name, found := strings.CutPrefix(line, "["); found {
			kind = strings.TrimSuffix(name, "]")
		} else if name, found := strings.CutSuffix(line, ".*"); found {
			all.worldy[name] = kind
		} else {
			all.exact[line] = kind
		}
	}
	return all
})

// listed gives the lines of a list that are no comments.
func listed(list string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(list) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// sharedHost says why a valid domain is not the company's own, or "". Taking a host that belongs to
// everybody would make duplicates of strangers. Page says that more than the host was written.
// Suffix is the host's public one.
func sharedHost(host, suffix string, page bool, company string) string {
	if host == suffix {
		return host + " is a host for many, not the company's domain"
	}
	own := host[:len(host)-len(suffix)-1]
	at := strings.LastIndexByte(own, '.') + 1
	name := own[at:]
	kind := kindOf(host, host[at:], name)
	if kind == "" || (kind == builder || kind == sample) && own != name || owns(company, name, page) {
		return ""
	}
	switch {
	case page && kind != mailProvider:
		return "a page on " + host + " is not the company's domain"
	case kind == builder:
		return host + " is a site builder, not the company's domain"
	case strings.ContainsRune("aeiou", rune(kind[0])):
		return host + " is an " + kind + ", not the company's domain"
	}
	return host + " is a " + kind + ", not the company's domain"
}

// kindOf finds a host, or one that it is under, down to the domain that was registered.
func kindOf(host, registered, name string) string {
	all := everybodys()
	for at := host; ; {
		if kind, found := all.exact[at]; found {
			return kind
		}
		if at == registered {
			return all.worldy[name]
		}
		at = at[strings.IndexByte(at, '.')+1:]
	}
}

// owns says whether a company's name says that a host is its own: "Yelp Inc." runs yelp.com, "Alphabet
// (Google)" google.com. Of a page the whole name must say so, for many have such a word: "Amazon Tours".
func owns(company, name string, page bool) bool {
	if company == "" {
		return false
	}
	name = strings.ReplaceAll(name, "-", "")
	if NameKey(company) == name {
		return true
	}
	if page {
		return false
	}
	text, words := fold(company)
	for first := range words {
		for last := first; last < min(first+3, len(words)); last++ {
			if text.of(words[first:last+1]) == name {
				return true
			}
		}
	}
	return false
}

// suffixOf is a domain's public suffix, and whether it is a known one. Private ones count: they are hosts
// under which everybody may have one of his own.
func suffixOf(domain string) (suffix string, known bool) {
	suffix, official := publicsuffix.PublicSuffix(domain)
	return suffix, official || strings.Contains(suffix, ".")
}

// registry says whether a public suffix is one of the official registries, and not of a private owner.
func registry(suffix string) bool {
	_, official := publicsuffix.PublicSuffix(suffix)
	return official
}
