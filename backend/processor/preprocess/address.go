package preprocess

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	markdownLink = regexp.MustCompile(`\[[^\]]*\]\(\s*<?([^)\s>]*)[^)]*\)`)
	// scheme finds what stands before a host, in whatever way it was written: "http://", "https:/",
	// "htp//", "http:", "//", "mailto:", and "www.http://", which a form made of two.
	scheme = regexp.MustCompile(`^(?i:(?:www\.)?https?[:;]+[/\\]*|(?:www\.)?https?[/\\]+|[a-z][a-z0-9+-]*[:;][/\\]{2,}|[a-z]{2,8}[/\\]{2,}|mailto:|[:;]*[/\\]{2,}|:)`)
	port   = regexp.MustCompile(`:[0-9]*$`)
	www    = regexp.MustCompile(`^www?[0-9]{0,2}\.`)
)

// address is a word taken apart: the host, and what stood around it.
type address struct {
	host    string
	rest    string // what follows the host: path, query, fragment
	mail    bool   // it was a mail address
	removed []string
}

// readAddress takes off what stands around a host: schemes until none is left, for forms put one
// before an address that had one already, then path, user and dots.
func readAddress(word string) address {
	a := address{host: word}
	for before := ""; before != a.host; {
		before = a.host
		a.cut("scheme", withoutScheme(a.host))
		a.cut("escapes", withoutEscapes(a.host))
	}
	hasScheme := len(a.removed) > 0
	if i := strings.IndexAny(a.host, `/\?#`); i >= 0 {
		a.rest = a.host[i:]
		a.cut(pathWord(a.rest), a.host[:i])
	}
	if i := strings.LastIndexByte(a.host, '@'); i >= 0 {
		a.cut("user", a.host[i+1:])
		a.mail = !hasScheme || strings.HasPrefix(strings.ToLower(word), "mailto:")
	}
	a.cut("dots", strings.Trim(a.host, ".*"))
	return a
}

// withoutScheme takes one scheme off. The two that nearly all have need no search.
func withoutScheme(text string) string {
	for _, usual := range []string{"https://", "http://"} {
		if rest, found := strings.CutPrefix(text, usual); found {
			return strings.TrimLeft(rest, `/\`)
		}
	}
	if !strings.ContainsAny(text, `:/\`) {
		return text
	}
	return text[len(scheme.FindString(text)):]
}

// withoutEscapes reads what a program wrote with percent signs where a host stands: "http%3A%2F%2Facme.com".
func withoutEscapes(text string) string {
	end := strings.IndexAny(text, `/\?#`)
	if end < 0 {
		end = len(text)
	}
	if strings.IndexByte(text[:end], '%') < 0 {
		return text
	}
	plain, err := url.PathUnescape(text[:end])
	if err != nil || !utf8.ValidString(plain) {
		return text
	}
	return strings.TrimSpace(plain) + text[end:]
}

func hasWWW(text string) bool { return len(text) > 1 && text[0]|' ' == 'w' && text[1]|' ' == 'w' }

func withoutWWW(host string) string {
	if !hasWWW(host) {
		return host
	}
	return host[len(www.FindString(host)):]
}

func (a *address) takeOffPort() {
	if strings.Contains(a.host, ":") {
		a.cut("port", port.ReplaceAllString(a.host, ""))
	}
	a.cut("dots", strings.Trim(a.host, ".*"))
}

// cut takes something off, and notes what.
func (a *address) cut(what, now string) {
	if now == a.host {
		return
	}
	a.host = now
	if n := len(a.removed); n == 0 || a.removed[n-1] != what {
		a.removed = append(a.removed, what)
	}
}

// page says that more than a host was written: the way to something of it.
func (a *address) page() bool { return strings.Trim(a.rest, `/\?#`) != "" }

// changes says in words what was done to make the domain of what was written.
func (a *address) changes(written string) []string {
	var changes []string
	switch {
	case a.mail:
		changes = append(changes, "took it from a mail address")
	case len(a.removed) > 0:
		changes = append(changes, "removed "+strings.Join(a.removed, ", "))
	}
	switch {
	case !ascii(written):
		changes = append(changes, "wrote it in ASCII")
	case written != strings.ToLower(written):
		changes = append(changes, "made it lower case")
	}
	return changes
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
	if last := host[len(host)-1]; last > 'f' || strings.ContainsFunc(host, func(r rune) bool { return r > 'f' && r != '%' }) {
		return false
	}
	if _, err := netip.ParseAddrPort(host); err == nil {
		return true
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}
