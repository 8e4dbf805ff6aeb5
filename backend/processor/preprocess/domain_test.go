package preprocess

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDomainsAreFoundInWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"acme.com":                          "acme.com",
		"ACME.com":                          "acme.com",
		"acme.com.":                         "acme.com",
		"  acme.com\t":                      "acme.com",
		"www.acme.com":                      "acme.com",
		"WWW2.acme.co.uk":                   "acme.co.uk",
		"www.com":                           "www.com",
		"www.www.com":                       "www.com",
		"http://acme.com":                   "acme.com",
		"HTTPS://Acme.com/":                 "acme.com",
		"https://www.acme.com:443/a/b?x#y":  "acme.com",
		"acme.com?utm=1":                    "acme.com",
		"acme.com#top":                      "acme.com",
		"acme.com:8080":                     "acme.com",
		"acme.com:":                         "acme.com",
		"http:/acme.com":                    "acme.com",
		"http:acme.com":                     "acme.com",
		"https;//acme.com":                  "acme.com",
		"http//acme.com":                    "acme.com",
		"//acme.com/x":                      "acme.com",
		`http:\\acme.com\x`:                 "acme.com",
		"http:// acme.com":                  "acme.com",
		"https://user:secret@acme.com:1/":   "acme.com",
		"info@acme.com":                     "acme.com",
		"mailto:info@acme.com?subject=x":    "acme.com",
		"Jane Doe <jane@acme.com>":          "acme.com",
		"[Acme](https://www.acme.com/x)":    "acme.com",
		"[acme.com](https://acme.com)":      "acme.com",
		"<https://acme.com>":                "acme.com",
		`"acme.com"`:                        "acme.com",
		"(acme.com)":                        "acme.com",
		"acme.com; acme.de":                 "acme.com",
		"acme.com,acme.de":                  "acme.com",
		"n/a, acme.de":                      "acme.de",
		"see our site: acme.de":             "acme.de",
		"localhost acme.de 10.0.0.1":        "acme.de",
		"http://acme.com/a,b":               "acme.com",
		"acme.com / acme.de":                "acme.com",
		"*.acme.com":                        "acme.com",
		"acme\u200b.com":                    "acme.com",
		"\uFEFFacme.com":                    "acme.com",
		"careers.acme.com":                  "careers.acme.com",
		"münchen.de":                        "xn--mnchen-3ya.de",
		"MÜNCHEN.de":                        "xn--mnchen-3ya.de",
		"mu\u0308nchen.de":                  "xn--mnchen-3ya.de",
		"XN--MNCHEN-3YA.de":                 "xn--mnchen-3ya.de",
		"https://www.straße.de/":            "xn--strae-oqa.de",
		"例え.jp":                             "xn--r8jz45g.jp",
		"acme。com":                          "acme.com",
		"пример.рф":                         "xn--e1afmkfd.xn--p1ai",
		"acme.github.io":                    "acme.github.io",
		"blogspot.com":                      "blogspot.com",
		"3m.com":                            "3m.com",
		"a.io":                              "a.io",
		"https://live.acme.com/x":           "live.acme.com",
		"me@live.acme.com":                  "live.acme.com",
		"https://linkedin.com":              "linkedin.com",
		"https://example.com/?u=info@x.com": "example.com",

		"":            "",
		"   ":         "",
		"n/a":         "",
		"N/A":         "",
		"none":        "",
		"-":           "",
		"--":          "",
		"?":           "",
		"unknown":     "",
		"NULL":        "",
		"#N/A":        "",
		"http://":     "",
		"https://www": "ERROR",
	} {
		got, _, err := CleanDomain(text)
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

func TestWhatIsNoDomainIsToldWhy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"acme":                              "acme is not a domain: it has no ending such as .com",
		"Acme Inc":                          `"Acme Inc" holds no domain: no word of it has an ending such as .com`,
		"not  a website":                    `"not a website" holds no domain: no word of it has an ending such as .com`,
		"acme; globex":                      `"acme; globex" holds no domain: no word of it has an ending such as .com`,
		"see acme.con":                      "acme.con is not a domain: there is no ending .con",
		"Acme Inc.":                         `"Acme Inc." holds no domain: no word of it has an ending such as .com`,
		"com":                               "com is only the ending of a domain",
		"co.uk":                             "co.uk is only the ending of a domain",
		"acme.local":                        "acme.local is not a domain: there is no ending .local",
		"acme.con":                          "acme.con is not a domain: there is no ending .con",
		"localhost":                         "localhost is this machine, not a domain",
		"http://localhost:3000/":            "localhost is this machine, not a domain",
		"a.localhost":                       "a.localhost is this machine, not a domain",
		"10.0.0.1":                          "10.0.0.1 is an IP address, not a domain",
		"http://10.0.0.1:80/x":              "10.0.0.1:80 is an IP address, not a domain",
		"http://[2001:db8::1]:80/":          "[2001:db8::1]:80 is an IP address, not a domain",
		"::1":                               "::1 is an IP address, not a domain",
		"127.1":                             "127.1 is not a domain: it ends in a number",
		"acme.123":                          "acme.123 is not a domain: it ends in a number",
		"acme..com":                         "acme..com is not a domain: it has two dots in a row",
		"-acme.com":                         "-acme.com is not a domain: a part of it begins or ends with a hyphen",
		"acme-.com":                         "acme-.com is not a domain: a part of it begins or ends with a hyphen",
		"ac_me.com":                         "ac_me.com is not a domain: '_' can't be in one",
		"ac!me.com":                         "ac!me.com is not a domain: '!' can't be in one",
		"xn--a.com":                         "xn--a.com is not a valid international domain",
		strings.Repeat("a", 64) + ".com":    strings.Repeat("a", 64) + ".com is not a domain: a part of it is longer than 63 characters",
		strings.Repeat("a.", 126) + "a.com": "",
		strings.Repeat("x", 10000):          "the domain is 10000 bytes long: that is no domain",
	} {
		got, _, err := CleanDomain(text)
		if err == nil || want != "" && err.Error() != want {
			t.Errorf("%q gives %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestWhatIsTheCompanysButNotItsDomainIsLeftOut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"jane@gmail.com":                        "gmail.com is a mail provider, not the company's domain",
		"mailto:jane@yahoo.co.uk":               "yahoo.co.uk is a mail provider, not the company's domain",
		"jane@web.de":                           "web.de is a mail provider, not the company's domain",
		"https://www.linkedin.com/company/acme": "a page on linkedin.com is not the company's domain",
		"de.linkedin.com/company/acme":          "a page on de.linkedin.com is not the company's domain",
		"https://facebook.com/acme":             "a page on facebook.com is not the company's domain",
	} {
		got, changes, err := CleanDomain(text)
		if err != nil || got != "" || strings.Join(changes, "; ") != want {
			t.Errorf("%q gives %q, %q, %v", text, got, changes, err)
		}
	}
	if got, _, err := CleanDomain("linkedin.com/company/acme, acme.com"); err != nil || got != "acme.com" {
		t.Errorf("the second of two gives %q, %v", got, err)
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
		if _, changes, err := CleanDomain(text); err != nil || strings.Join(changes, "; ") != want {
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
		domain, _, err := CleanDomain(text)
		if err != nil || domain == "" {
			if domain != "" {
				t.Fatalf("%q gives %q with an error", text, domain)
			}
			return
		}
		again, changes, err := CleanDomain(domain)
		if err != nil || again != domain && again != strings.TrimPrefix(domain, "www.") || again == domain && len(changes) > 0 {
			t.Fatalf("%q gives %q, which gives %q, %q, %v", text, domain, again, changes, err)
		}
		if checkDomain(domain) != nil || strings.ToLower(domain) != domain || !ascii(domain) {
			t.Fatalf("%q gives %q", text, domain)
		}
	})
}
