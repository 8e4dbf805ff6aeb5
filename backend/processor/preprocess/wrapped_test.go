package preprocess

import (
	"strings"
	"testing"
)

func TestALinkThatLeadsOnIsFollowedInItsText(t *testing.T) {
	t.Parallel()
	for text, host := range map[string]string{
		"https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.acme.com%2Fabout&usg=x":                                    "google.com",
		"https://www.google.de/url?q=http://acme.com/&sa=D":                                                               "google.de",
		"https://www.google.com/amp/s/www.acme.com/amp/x":                                                                 "google.com",
		"https://l.facebook.com/l.php?u=https%3A%2F%2Facme.com%2F%3Ffbclid%3D1&h=AT0":                                     "l.facebook.com",
		"https://l.instagram.com/?u=https%3A%2F%2Facme.com%2F&e=AT":                                                       "l.instagram.com",
		"https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Facme%2Ecom&urlhash=x":                                  "linkedin.com",
		"https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Facme.com":                                               "youtube.com",
		"https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.acme.com%2F&data=05%7C01":                  "eur03.safelinks.protection.outlook.com",
		"https://urldefense.proofpoint.com/v2/url?u=https-3A__www.acme.com_about&d=DwMF":                                  "urldefense.proofpoint.com",
		"https://urldefense.com/v3/__https://acme.com/x__;!!abc$":                                                         "urldefense.com",
		"https://web.archive.org/web/20200101000000/http://www.acme.com/":                                                 "web.archive.org",
		"https://archive.ph/2020/https://acme.com/x":                                                                      "archive.ph",
		"http://webcache.googleusercontent.com/search?q=cache:abc123:acme.com/x":                                          "webcache.googleusercontent.com",
		"https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly93d3cuYWNtZS5jb20v&ntb=1":                                         "bing.com",
		"https://r.search.yahoo.com/_ylt=x/RV=2/RE=1/RO=10/RU=https%3a%2f%2fwww.acme.com%2f/RK=2/RS=y":                    "r.search.yahoo.com",
		"https://t.umblr.com/redirect?z=https%3A%2F%2Facme.com&t=x":                                                       "t.umblr.com",
		"https://out.reddit.com/t3_x?url=https%3A%2F%2Facme.com":                                                          "out.reddit.com",
		"https://www.google.com/imgres?imgurl=x&imgrefurl=https%3A%2F%2Facme.com%2Fa":                                     "google.com",
		"https://translate.google.com/translate?sl=de&u=https://acme.com/":                                                "translate.google.com",
		"https://www.baidu.com/link?url=https%3A%2F%2Facme.com":                                                           "baidu.com",
		"https://www.facebook.com/flx/warn/?u=https%3A%2F%2Facme.com":                                                     "facebook.com",
		"https://www.linkedin.com/safety/go?url=https%3A%2F%2Facme.com":                                                   "linkedin.com",
		"https://ok.ru/dk?st.cmd=outLinkWarning&st.link=https%3A%2F%2Facme.com":                                           "ok.ru",
		"https://steamcommunity.com/linkfilter/?u=https%3A%2F%2Facme.com":                                                 "steamcommunity.com",
		"https://slack-redir.net/link?url=https%3A%2F%2Facme.com":                                                         "slack-redir.net",
		"https://exit.sc/?url=https%3A%2F%2Facme.com":                                                                     "exit.sc",
		"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=https%3A%2F%2Facme.com": "statics.teams.cdn.office.net",
		"https://urldefense.proofpoint.com/v1/url?u=http://acme.com/&k=x":                                                 "urldefense.proofpoint.com",
		"https://urldefense.proofpoint.com/v3/__https://acme.com/x__;!!abc$":                                              "urldefense.proofpoint.com",
		"https://linkprotect.cudasvc.com/url?a=https%3A%2F%2Facme.com&c=E":                                                "linkprotect.cudasvc.com",
		"https://eu-west-1.protection.sophos.com/?d=acme.com&u=x":                                                         "eu-west-1.protection.sophos.com",
		"https://archive.is/x/https://acme.com/":                                                                          "archive.is",
		"https://archive.today/x/https://acme.com/":                                                                       "archive.today",
		"https://archive.vn/x/https://acme.com/":                                                                          "archive.vn",
		"https://12ft.io/https://acme.com/a":                                                                              "12ft.io",
		"https://via.hypothes.is/https://acme.com/a":                                                                      "via.hypothes.is",
		"https://www.google.com/amp/acme.com/x":                                                                           "google.com",
		"https://href.li/?https://acme.com/":                                                                              "href.li",
		"https://duckduckgo.com/l/?uddg=https%3A%2F%2Facme.com%2F&rut=1":                                                  "duckduckgo.com",
		"https://vk.com/away.php?to=https%3A%2F%2Facme.com":                                                               "vk.com",
		"https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Facme.com&sa=D":       "google.com",
	} {
		got, changes, err := CleanDomain(text, "")
		if err != nil || got != "acme.com" || len(changes) == 0 || changes[0] != "took it from a link of "+host {
			t.Errorf("%q gives %q, %q, %v", text, got, changes, err)
		}
	}
	got, changes, err := CleanDomain("https://www-acme-com.translate.goog/about?_x_tr_sl=de", "")
	if err != nil || got != "acme.com" {
		t.Errorf("a translated page gives %q, %q, %v", got, changes, err)
	}
	got, changes, err = CleanDomain("https://www.google.com/url?q=https%3A%2F%2Fwww.facebook.com%2Facme", "")
	if err != nil || got != "" {
		t.Errorf("a link to a page of everybody's gives %q, %q, %v", got, changes, err)
	}
}

// Each way to wrap an address is one that a link above goes.
func TestEachWrapperIsUsed(t *testing.T) {
	t.Parallel()
	hosts := make([]string, 0, len(wrappers))
	for _, w := range wrappers {
		host := strings.Replace(w.host, ".*", ".com", 1)
		if kindOf(host, host[strings.LastIndexByte(host[:strings.LastIndexByte(host, '.')], '.')+1:], strings.Split(host, ".")[strings.Count(host, ".")-1]) == "" {
			hosts = append(hosts, w.host)
		}
	}
	if len(hosts) > 0 {
		t.Errorf("nobody looks into the links of %q: they are on no list of hosts that belong to everybody", hosts)
	}
}
