package preprocess

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
)

// wrapper is a service whose links lead on to the address that stands within them: search engines'
// redirects, networks' and mail programs' safe links, archives.
type wrapper struct {
	host string // the host and what is under it; "name.*" is any public ending
	path string // how the path begins
	// in says where the address stands: the names of parameters, or how it is read from the rest.
	in   string
	read func(rest string) string
}

var wrappers = []wrapper{
	{host: "google.*", path: "/url", in: "q url"},
	{host: "google.*", path: "/imgres", in: "imgrefurl"},
	{host: "google.*", path: "/amp/s/", read: afterPath("/amp/s/")},
	{host: "google.*", path: "/amp/", read: afterPath("/amp/")},
	{host: "translate.google.*", path: "/", in: "u"},
	{host: "bing.com", path: "/ck/a", read: bingTarget},
	{host: "duckduckgo.com", path: "/l/", in: "uddg"},
	{host: "search.yahoo.com", path: "/", read: yahooTarget},
	{host: "baidu.com", path: "/link", in: "url"},
	{host: "facebook.com", path: "/l.php", in: "u"},
	{host: "facebook.com", path: "/flx/warn", in: "u"},
	{host: "instagram.com", path: "/", in: "u"},
	{host: "linkedin.com", path: "/redir", in: "url"},
	{host: "linkedin.com", path: "/safety/go", in: "url"},
	{host: "youtube.com", path: "/redirect", in: "q"},
	{host: "out.reddit.com", path: "/", in: "url"},
	{host: "t.umblr.com", path: "/redirect", in: "z"},
	{host: "vk.com", path: "/away.php", in: "to"},
	{host: "ok.ru", path: "/dk", in: "st.link"},
	{host: "steamcommunity.com", path: "/linkfilter", in: "url u"},
	{host: "slack-redir.net", path: "/link", in: "url"},
	{host: "exit.sc", path: "/", in: "url"},
	{host: "safelinks.protection.outlook.com", path: "/", in: "url"},
	{host: "statics.teams.cdn.office.net", path: "/", in: "url"},
	{host: "urldefense.proofpoint.com", path: "/v1/url", in: "u"},
	{host: "urldefense.proofpoint.com", path: "/v2/url", read: proofpoint2},
	{host: "urldefense.com", path: "/v3/", read: proofpoint3},
	{host: "urldefense.proofpoint.com", path: "/v3/", read: proofpoint3},
	{host: "linkprotect.cudasvc.com", path: "/url", in: "a"},
	{host: "protection.sophos.com", path: "/", in: "d"},
	{host: "archive.org", path: "/", read: embedded},
	{host: "archive.is", path: "/", read: embedded},
	{host: "archive.ph", path: "/", read: embedded},
	{host: "archive.today", path: "/", read: embedded},
	{host: "archive.vn", path: "/", read: embedded},
	{host: "webcache.googleusercontent.com", path: "/search", read: cached},
	{host: "12ft.io", path: "/", read: embedded},
	{host: "via.hypothes.is", path: "/", read: embedded},
	{host: "href.li", path: "/", read: embedded},
}

// unwrapped is the address within a link that leads on to it, or "". Host is the link's, one of those that
// belong to everybody, and rest what follows it.
func unwrapped(host, rest string) string {
	if rest == "" {
		return ""
	}
	for _, w := range wrappers {
		if !w.is(host) || !strings.HasPrefix(rest, w.path) && !strings.HasPrefix(rest, strings.TrimSuffix(w.path, "/")+"?") {
			continue
		}
		if w.read != nil {
			if target := w.read(rest); target != "" {
				return target
			}
			continue
		}
		_, text, _ := strings.Cut(rest, "?")
		query, err := url.ParseQuery(text)
		if err != nil && len(query) == 0 {
			continue
		}
		for name := range strings.FieldsSeq(w.in) {
			if target := query.Get(name); strings.Contains(target, ".") {
				return target
			}
		}
	}
	return ""
}

// translated is the host that a translated page is of: "acme--shop-com.translate.goog" is "acme-shop.com".
func translated(host string) string {
	name, found := strings.CutSuffix(host, ".translate.goog")
	if !found {
		return ""
	}
	return strings.NewReplacer("--", "-", "-", ".").Replace(name)
}

func (w *wrapper) is(host string) bool {
	want := w.host
	if name, found := strings.CutSuffix(want, ".*"); found {
		suffix, _ := suffixOf(host)
		want = name + "." + suffix
	}
	return host == want || strings.HasSuffix(host, "."+want)
}

var (
	within     = regexp.MustCompile(`(?i)https?:/{1,2}[^/?#\s]+\.[^/?#\s]+`)
	proofMark  = regexp.MustCompile(`__(.+?)__;`)
	yahooMark  = regexp.MustCompile(`/RU=([^/]+)/`)
	bareDomain = regexp.MustCompile(`^[^/?#\s:]+\.[^/?#\s:]+`)
)

// embedded finds an address that stands within a path, as archives write it.
func embedded(rest string) string { return within.FindString(rest) }

func afterPath(path string) func(string) string {
	return func(rest string) string {
		rest = strings.TrimPrefix(rest, path)
		if target := embedded(rest); target != "" {
			return target
		}
		return bareDomain.FindString(rest)
	}
}

// cached reads "q=cache:ID:http://acme.com/", as search engines keep pages.
func cached(rest string) string {
	_, text, _ := strings.Cut(rest, "?")
	query, _ := url.ParseQuery(text) // what can be read of it is in it
	if target := embedded(query.Get("q")); target != "" {
		return target
	}
	_, target, _ := strings.Cut(query.Get("q"), "cache:")
	if _, after, found := strings.Cut(target, ":"); found {
		target = after
	}
	return bareDomain.FindString(target)
}

// proofpoint2 reads "u=https-3A__acme.com_": "-" stands for "%", "_" for "/".
func proofpoint2(rest string) string {
	_, text, _ := strings.Cut(rest, "?")
	for pair := range strings.SplitSeq(text, "&") {
		if value, found := strings.CutPrefix(pair, "u="); found {
			target, err := url.PathUnescape(strings.NewReplacer("-", "%", "_", "/").Replace(value))
			if err == nil {
				return target
			}
		}
	}
	return ""
}

// proofpoint3 reads "/v3/__https://acme.com/__;…": the mark behind it may be cut off.
func proofpoint3(rest string) string {
	if found := proofMark.FindStringSubmatch(rest); found != nil {
		return found[1]
	}
	return strings.TrimRight(embedded(rest), "_")
}

// bingTarget reads "u=a1aHR0cHM6…": the address in base64 behind two letters.
func bingTarget(rest string) string {
	_, text, _ := strings.Cut(rest, "?")
	query, _ := url.ParseQuery(text) // what can be read of it is in it
	value := query.Get("u")
	if len(value) < 3 {
		return ""
	}
	target, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(value[2:], "="))
	if err != nil {
		return ""
	}
	return embedded(string(target))
}

func yahooTarget(rest string) string {
	if found := yahooMark.FindStringSubmatch(rest); found != nil {
		if target, err := url.PathUnescape(found[1]); err == nil {
			return target
		}
	}
	return ""
}
