package preprocess

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// sharedHost says why a valid domain is not the company's own, or "". A mail address at a public
// provider says nothing of the company's domain, nor does its page on a network; taking them
// would make duplicates of strangers.
func sharedHost(domain string, mail, path bool) string {
	if mail && mailProvider(domain) {
		return domain + " is a mail provider, not the company's domain"
	}
	if path && networks[withoutSubdomain(domain)] {
		return "a page on " + domain + " is not the company's domain"
	}
	return ""
}

func mailProvider(domain string) bool {
	if mailProviders[domain] {
		return true
	}
	suffix, _ := publicsuffix.PublicSuffix(domain)
	name, found := strings.CutSuffix(domain, "."+suffix)
	return found && worldwide[name]
}

// withoutSubdomain is the last two labels: enough for the networks below.
func withoutSubdomain(domain string) string {
	last := strings.LastIndexByte(domain, '.')
	if last < 0 {
		return domain
	}
	return domain[strings.LastIndexByte(domain[:last], '.')+1:]
}

// worldwide are mail providers with an ending for each country.
var worldwide = set(`gmail googlemail yahoo ymail hotmail outlook live gmx aol icloud yandex protonmail zoho`)

var mailProviders = set(`
	me.com mac.com msn.com rocketmail.com proton.me pm.me fastmail.com hey.com tutanota.com tuta.io mail.com email.com
	web.de t-online.de freenet.de posteo.de mailbox.org arcor.de
	orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it
	btinternet.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
	mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz
	qq.com 163.com 126.com sina.com sohu.com foxmail.com naver.com daum.net hanmail.net rediffmail.com uol.com.br bol.com.br terra.com.br
`)

// networks are where companies have pages beside their own site.
var networks = set(`
	linkedin.com facebook.com fb.com twitter.com x.com instagram.com youtube.com tiktok.com pinterest.com xing.com
	crunchbase.com wikipedia.org wikidata.org bloomberg.com yelp.com glassdoor.com indeed.com
	github.com gitlab.com medium.com t.me linktr.ee
`)
