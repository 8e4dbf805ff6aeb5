package preprocess

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDomainsAreFoundInWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"acme.com":                           "acme.com",
		"ACME.com":                           "acme.com",
		"acme.com.":                          "acme.com",
		"  acme.com\t":                       "acme.com",
		"www.acme.com":                       "acme.com",
		"WWW2.acme.co.uk":                    "acme.co.uk",
		"www.com":                            "www.com",
		"www.www.com":                        "www.com",
		"http://acme.com":                    "acme.com",
		"HTTPS://Acme.com/":                  "acme.com",
		"https://www.acme.com:443/a/b?x#y":   "acme.com",
		"acme.com?utm=1":                     "acme.com",
		"acme.com#top":                       "acme.com",
		"acme.com:8080":                      "acme.com",
		"acme.com:":                          "acme.com",
		"http:/acme.com":                     "acme.com",
		"http:acme.com":                      "acme.com",
		"https;//acme.com":                   "acme.com",
		"http//acme.com":                     "acme.com",
		"//acme.com/x":                       "acme.com",
		`http:\\acme.com\x`:                  "acme.com",
		"http:// acme.com":                   "acme.com",
		"https://user:secret@acme.com:1/":    "acme.com",
		"info@acme.com":                      "acme.com",
		"mailto:info@acme.com?subject=x":     "acme.com",
		"Jane Doe <jane@acme.com>":           "acme.com",
		"[Acme](https://www.acme.com/x)":     "acme.com",
		"[acme.com](https://acme.com)":       "acme.com",
		"<https://acme.com>":                 "acme.com",
		`"acme.com"`:                         "acme.com",
		"(acme.com)":                         "acme.com",
		"acme.com; acme.de":                  "acme.com",
		"acme.com,acme.de":                   "acme.com",
		"n/a, acme.de":                       "acme.de",
		"see our site: acme.de":              "acme.de",
		"localhost acme.de 10.0.0.1":         "acme.de",
		"http://acme.com/a,b":                "acme.com",
		"acme.com / acme.de":                 "acme.com",
		"*.acme.com":                         "acme.com",
		"acme\u200b.com":                     "acme.com",
		"\uFEFFacme.com":                     "acme.com",
		"careers.acme.com":                   "careers.acme.com",
		"münchen.de":                         "xn--mnchen-3ya.de",
		"MÜNCHEN.de":                         "xn--mnchen-3ya.de",
		"mu\u0308nchen.de":                   "xn--mnchen-3ya.de",
		"XN--MNCHEN-3YA.de":                  "xn--mnchen-3ya.de",
		"https://www.straße.de/":             "xn--strae-oqa.de",
		"例え.jp":                              "xn--r8jz45g.jp",
		"acme。com":                           "acme.com",
		"пример.рф":                          "xn--e1afmkfd.xn--p1ai",
		"acme.github.io":                     "acme.github.io",
		"acme.blogspot.com":                  "acme.blogspot.com",
		"acme.wixsite.com/shop":              "acme.wixsite.com",
		"3m.com":                             "3m.com",
		"a.io":                               "a.io",
		"https://live.acme.com/x":            "live.acme.com",
		"me@live.acme.com":                   "live.acme.com",
		"http://http://acme.com":             "acme.com",
		"https://https://www.acme.com/":      "acme.com",
		"http://https://acme.com/x":          "acme.com",
		"https//acme.com":                    "acme.com",
		"http://www.http://acme.com":         "acme.com",
		"http ://acme.com":                   "acme.com",
		"http:://acme.com":                   "acme.com",
		"acme.com//":                         "acme.com",
		"www.acme.com//":                     "acme.com",
		"acme.com//en/index.html":            "acme.com",
		"acme.com//shop.globex.com":          "acme.com",
		"acme.com、globex.com":                "acme.com",
		"acme.com • globex.com":              "acme.com",
		"acme.com・globex.com":                "acme.com",
		"acme.com；globex.com":                "acme.com",
		"acme.com…":                          "acme.com",
		"acme.com – globex.com":              "acme.com",
		"ａｃｍｅ．ｃｏｍ":                           "acme.com",
		"【acme.com】":                         "acme.com",
		"[acme.com]":                         "acme.com",
		"«acme.com»":                         "acme.com",
		"'acme.com'":                         "acme.com",
		"acme.com™":                          "acme.com",
		"→ acme.com":                         "acme.com",
		"https://acme.example/?u=info@x.com": "ERROR",
		"acme.com%20":                        "acme.com",
		"acme%2Ecom":                         "acme.com",
		"http%3A%2F%2Facme.com":              "acme.com",
		"https%3A%2F%2Fwww.acme.com%2Fa":     "acme.com",
		"www.www.acme.com":                   "acme.com",
		"www.www.www.acme.com/x":             "acme.com",
		"hxxps://acme[.]com":                 "acme.com",
		"acme[dot]com":                       "acme.com",
		"info(at)acme.com":                   "acme.com",
		"Acme.Com":                           "acme.com",
		"ACME.COM HQ":                        "acme.com",
		"Visit Acme.Com today":               "acme.com",
		"Acme.De":                            "acme.de",
		"Acme Co.Ltd, acme.de":               "acme.de",
		"b.com and more":                     "b.com",
		"Acme Inc. (acme.de)":                "acme.de",

		"":            "",
		"   ":         "",
		"N/A":         "",
		"none":        "",
		"-":           "",
		"--":          "",
		"?":           "",
		"unknown":     "",
		"NULL":        "",
		"#N/A":        "",
		"http://":     "",
		"https://www": "",
	} {
		got, _, err := CleanDomain(text, "")
		if want == "ERROR" {
			if err == nil {
				t.Errorf("%q gives %q, want an error", text, got)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%q gives %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestWhatIsABrokenDomainIsToldWhy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"co.uk":                             "“co.uk” is only the ending of a domain",
		"acme.local":                        "“acme.local” is not a domain: there is no such ending",
		"acme.con":                          "“acme.con” is not a domain: there is no such ending",
		"a.localhost":                       "“a.localhost” is this machine, not a domain",
		"10.0.0.1":                          "10.0.0.1 is an IP address, not a domain",
		"http://10.0.0.1:80/x":              "10.0.0.1:80 is an IP address, not a domain",
		"acme.123":                          "“acme.123” is not a domain: it ends in a number",
		"acme..com":                         "“acme..com” is not a domain: it has two dots in a row",
		"-acme.com":                         "“-acme.com” is not a domain: a part of it begins or ends with a hyphen",
		"acme-.com":                         "“acme-.com” is not a domain: a part of it begins or ends with a hyphen",
		"ac_me.com":                         "“ac_me.com” is not a domain: '_' can't be in one",
		"ac!me.com":                         "“ac!me.com” is not a domain: '!' can't be in one",
		"bücher.kon":                        "“bücher.kon” is not a domain: there is no such ending",
		"xn--a.com":                         "“xn--a.com” is not a valid international domain",
		strings.Repeat("a", 64) + ".com":    "“" + strings.Repeat("a", 64) + ".com” is not a domain: a part of it is longer than 63 characters",
		strings.Repeat("a.", 126) + "a.com": "",
		strings.Repeat("x", 10000):          "the domain is 10000 bytes long: that is no domain",
		"acme..com; globex..com":            "“acme..com” is not a domain: it has two dots in a row",
	} {
		got, _, err := CleanDomain(text, "")
		if err == nil || want != "" && err.Error() != want {
			t.Errorf("%q gives %q, %v; want %q", text, got, err, want)
		}
	}
}

// Words that are no attempt at a domain say that there is none: the company stays.
func TestWhatIsNoAttemptAtADomainIsNoted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"acme":                    "acme",
		"Acme Inc":                "Acme Inc",
		"not  a website":          "not a website",
		"acme; globex":            "acme; globex",
		"see acme.con":            "see acme.con",
		"Acme Inc.":               "Acme Inc.",
		"com":                     "com",
		"localhost":               "localhost",
		"http://localhost:3000/":  "http://localhost:3000/",
		"0":                       "0",
		"No":                      "No",
		"coming soon":             "coming soon",
		"v2.0 coming soon":        "v2.0 coming soon",
		"under construction":      "under construction",
		"www":                     "www",
		"n/a":                     "n/a",
		"-":                       "-",
		"keine Webseite":          "keine Webseite",
		"なし":                      "なし",
		"ja@acme":                 "ja@acme",
		"Acme Co.Ltd":             "Acme Co.Ltd",
		"acme co.ltd":             "acme co.ltd",
		"P.O.Box 12":              "P.O.Box 12",
		"P.O.BOX 12":              "P.O.BOX 12",
		"not found.Is it closed?": "not found.Is it closed?",
		"Sold.No website":         "Sold.No website",
		"ask Dr.Me":               "ask Dr.Me",
		"n.a.":                    "n.a.",
		"k.A.":                    "k.A.",
		"t.b.d.":                  "t.b.d.",
		"N.N.":                    "N.N.",
		"-.-":                     "-.-",
		"x.x":                     "x.x",
		"12.05.2024":              "12.05.2024",
		"2024-05-12":              "2024-05-12",
		"030.1234567":             "030.1234567",
		"+49.30.1234":             "+49.30.1234",
		"12.50":                   "12.50",
		"1.234,56 €":              "1.234,56 €",
		"127.1":                   "127.1",
		"acme46.co m":             "acme46.co m",
		"acme.co. uk":             "acme.co. uk",
		"acme.ne t":               "acme.ne t",
	} {
		got, changes, err := CleanDomain(text, "")
		if err != nil || got != "" || strings.Join(changes, "; ") != "“"+want+"” is not a domain" {
			t.Errorf("%q gives %q, %q, %v", text, got, changes, err)
		}
	}
}

func TestTheCompanysOwnNameIsADomainWithoutItsEnding(t *testing.T) {
	t.Parallel()
	for text, company := range map[string]string{"acme": "Acme", "Starbucks": "Starbucks Coffee Company", "ACME": "Acme, Inc."} {
		if got, _, err := CleanDomain(text, company); err == nil || err.Error() != "“"+text+"” is not a domain: it has no ending such as .com" {
			t.Errorf("%q of %s gives %q, %v", text, company, got, err)
		}
	}
}

func TestAHostThatBelongsToEverybodyIsNobodysDomain(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"www.example.com":                               "example.com is a sample address, not the company's domain",
		"http://yourdomain.com":                         "yourdomain.com is a sample address, not the company's domain",
		"jane@gmail.com":                                "gmail.com is a mail provider, not the company's domain",
		"gmail.com":                                     "gmail.com is a mail provider, not the company's domain",
		"www.gmail.com":                                 "gmail.com is a mail provider, not the company's domain",
		"mailto:jane@yahoo.co.uk":                       "yahoo.co.uk is a mail provider, not the company's domain",
		"jane@web.de":                                   "web.de is a mail provider, not the company's domain",
		"comcast.net":                                   "comcast.net is a mail provider, not the company's domain",
		"linkedin.com":                                  "linkedin.com is a network, not the company's domain",
		"https://www.linkedin.com/company/acme":         "a page on linkedin.com is not the company's domain",
		"de.linkedin.com/company/acme":                  "a page on de.linkedin.com is not the company's domain",
		"https://facebook.com/acme":                     "a page on facebook.com is not the company's domain",
		"https://www.facebook.com/?ref=acme":            "a page on facebook.com is not the company's domain",
		"m.facebook.com/profile.php?id=1":               "a page on m.facebook.com is not the company's domain",
		"https://www.google.com/maps/place/Acme":        "a page on google.com is not the company's domain",
		"maps.google.de/?q=acme":                        "a page on maps.google.de is not the company's domain",
		"https://sites.google.com/view/acme":            "a page on sites.google.com is not the company's domain",
		"https://www.etsy.com/shop/acme":                "a page on etsy.com is not the company's domain",
		"https://bit.ly/3abc":                           "a page on bit.ly is not the company's domain",
		"bit.ly":                                        "bit.ly is a link shortener, not the company's domain",
		"https://apps.apple.com/us/app/acme/id1":        "a page on apps.apple.com is not the company's domain",
		"https://www.yelp.co.uk/biz/acme":               "a page on yelp.co.uk is not the company's domain",
		"g.page/acme":                                   "a page on g.page is not the company's domain",
		"https://www.amazon.de/stores/acme":             "a page on amazon.de is not the company's domain",
		"linktr.ee/acme":                                "a page on linktr.ee is not the company's domain",
		"https://en.wikipedia.org/wiki/Acme":            "a page on en.wikipedia.org is not the company's domain",
		"wordpress.com":                                 "wordpress.com is a site builder, not the company's domain",
		"myshopify.com":                                 "myshopify.com is a host for many, not the company's domain",
		"github.io":                                     "github.io is a host for many, not the company's domain",
		"http://members.aol.com/acme":                   "members.aol.com is a mail provider, not the company's domain",
		"https://protect-eu.mimecast.com/s/abc":         "a page on protect-eu.mimecast.com is not the company's domain",
		"https://www.google.com/search?q=acme&ie=UTF-8": "a page on google.com is not the company's domain",
	} {
		got, changes, err := CleanDomain(text, "Acme Plumbing")
		if err != nil || got != "" || strings.Join(changes, "; ") != want {
			t.Errorf("%q gives %q, %q, %v", text, got, changes, err)
		}
	}
	if got, _, err := CleanDomain("linkedin.com/company/acme, acme.com", ""); err != nil || got != "acme.com" {
		t.Errorf("the second of two gives %q, %v", got, err)
	}
}

func TestAHostThatBelongsToEverybodyIsTheDomainOfWhoRunsIt(t *testing.T) {
	t.Parallel()
	for company, text := range map[string]string{
		"Google LLC": "google.com", "LinkedIn Corporation": "https://www.linkedin.com/about", "Yelp Inc.": "yelp.com",
		"GMX & Co": "gmx.net", "Orange S.A.": "orange.fr", "Sky UK Limited": "sky.com", "X Corp.": "x.com", "eBay Inc": "ebay.com",
		"Trip Advisor LLC": "tripadvisor.com", "1&1 Telecom": "", "Alibaba Group": "alibaba.com", "Just Eat Takeaway": "just-eat.co.uk", "Alphabet (Google)": "google.com",
	} {
		got, changes, err := CleanDomain(text, company)
		if err != nil || got == "" != (text == "") {
			t.Errorf("%s: %q gives %q, %q, %v", company, text, got, changes, err)
		}
	}
	for company, text := range map[string]string{"Amazon Tours": "amazon.com/tours", "Etsy Crafts Ltd": "etsy.com/shop/crafts"} {
		if got, _, err := CleanDomain(text, company); err != nil || got != "" {
			t.Errorf("%s: %q gives %q, %v", company, text, got, err)
		}
	}
}

// Each line of the lists is one that is understood, and does what it says.
func TestEachSharedHostIsNobodysDomain(t *testing.T) {
	t.Parallel()
	for _, list := range []string{mailProviderList, sharedHostList} {
		for line := range listed(list) {
			if strings.HasPrefix(line, "[") {
				continue
			}
			host := strings.Replace(line, ".*", ".com", 1)
			if got, changes, err := CleanDomain(host, "Acme Plumbing"); err != nil || got != "" {
				t.Errorf("%s gives %q, %q, %v", line, got, changes, err)
			}
		}
	}
}

func TestWhatWasChangedInADomainIsSaid(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"acme.com":                      "",
		"https://www.Acme.com:443/x":    "removed scheme, path, port, www; made it lower case",
		"acme.com/":                     "removed slash",
		"acme.com?x":                    "removed query",
		"acme.com/#x":                   "removed fragment",
		"info@acme.com":                 "took it from a mail address",
		"münchen.de":                    "wrote it in ASCII",
		"http://acme.com, acme.de":      "removed scheme; took the first valid one",
		"https://me:pass@acme.com.":     "removed scheme, user, dots",
		"https://acme.com/company/acme": "removed scheme, path",
	} {
		if _, changes, err := CleanDomain(text, ""); err != nil || strings.Join(changes, "; ") != want {
			t.Errorf("%q: changes %q, %v; want %q", text, changes, err, want)
		}
	}
}

// What has been cleaned is clean, whatever it was.
func TestCleaningADomainTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{"acme", "www", "com", "de", "co.uk", ".", "..", ":", "/", "@", "http://", "mailto:", "[", "](", ")", "ü", "xn--", "-", "_", " ", ",", ";", "<", "80", "10.0.0.1", "\x00", "\xff", "。", "%", "?", "gmail.com"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 12).Draw(t, "parts"), "") + rapid.StringN(0, 3, -1).Draw(t, "rest")
		domain, _, err := CleanDomain(text, "")
		if err != nil || domain == "" {
			if domain != "" {
				t.Fatalf("%q gives %q with an error", text, domain)
			}
			return
		}
		again, changes, err := CleanDomain(domain, "")
		if err != nil || again != domain && again != strings.TrimPrefix(domain, "www.") || again == domain && len(changes) > 0 {
			t.Fatalf("%q gives %q, which gives %q, %q, %v", text, domain, again, changes, err)
		}
		if _, problem := checkDomain(domain); problem != "" || strings.ToLower(domain) != domain || !ascii(domain) {
			t.Fatalf("%q gives %q", text, domain)
		}
	})
}
