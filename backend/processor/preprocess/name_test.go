package preprocess

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNamesAreCleanedButNotRewritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"3M":                           "3M",
		"A. O. Smith Corp.":            "A. O. Smith Corp.",
		"IBM":                          "IBM",
		"adidas AG":                    "adidas AG",
		"  Acme   Inc. ":               "Acme Inc.",
		"Acme\tInc.\r\n":               "Acme Inc.",
		"Acme\u00a0\u2003GmbH":         "Acme GmbH",
		"Acme\u200b \uFEFFInc\u00ad.":  "Acme Inc.",
		"Ac\x00me\x07":                 "Acme",
		"A\u200dcme":                   "Acme",
		"شرکت\u200cها":                 "شرکت\u200cها",
		"AT&amp;T":                     "AT&T",
		"AT&amp;amp;T":                 "AT&T",
		"Barnes &#38; Noble":           "Barnes & Noble",
		"Johnson & Johnson":            "Johnson & Johnson",
		"L&#8217;Or&eacute;al":         "L’Oréal",
		"Mu\u0308ller":                 "Müller",
		"Acm\xe9":                      "Acm\uFFFD",
		`"Acme"`:                       "Acme",
		`""Acme""`:                     "Acme",
		"'Acme'":                       "Acme",
		"“Acme”":                       "Acme",
		"„Acme“":                       "Acme",
		"« Acme »":                     "Acme",
		`"Acme`:                        "Acme",
		`Acme"`:                        "Acme",
		`Toys "R" Us`:                  `Toys "R" Us`,
		`"Toys" and "Games"`:           `"Toys" and "Games"`,
		"Lands' End":                   "Lands' End",
		"'s-Hertogenbosch":             "'s-Hertogenbosch",
		"McDonald's":                   "McDonald's",
		"Acme,":                        "Acme",
		"; Acme ;":                     "Acme",
		"Yahoo!":                       "Yahoo!",
		"Company, Inc.":                "Company, Inc.",
		"C&A; Söhne":                   "C&A; Söhne",
		"株式会社トヨタ":                      "株式会社トヨタ",
		"7":                            "7",
		"ü":                            "ü",
		strings.Repeat("ü", 500):       strings.Repeat("ü", 500),
		"Unknown Worlds Entertainment": "Unknown Worlds Entertainment",
	} {
		got, changes, err := CleanName(text, "")
		if err != nil || got != want {
			t.Errorf("%q gives %q, %v; want %q", text, got, err, want)
		}
		if (got == text) != (len(changes) == 0) {
			t.Errorf("%q gives %q, but the changes are %q", text, got, changes)
		}
	}
}

func TestACellThatStandsForNothingHasNoName(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "  ", "\t", "n/a", "N/A", "#N/A", "none", "NULL", "(null)", "unknown", "-", "—", "---", ".", "?", "\"\"", "\u200b", "&nbsp;", "tbd", " N/A ", "'n/a'", "…", "!!!"} {
		if name, _, err := CleanName(text, ""); err == nil || err.Error() != "no company name" || name != "" {
			t.Errorf("%q gives %q, %v", text, name, err)
		}
	}
	for _, text := range []string{strings.Repeat("ü", 501), strings.Repeat("x", 10<<20)} {
		if _, _, err := CleanName(text, ""); err == nil || !strings.Contains(err.Error(), "long") || len(err.Error()) > 100 {
			t.Errorf("a name of %d bytes: %v", len(text), err)
		}
	}
}

func TestOneCompanyHasOneKey(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{
		{"A. O. Smith Corp.", "AO Smith Corporation", "A.O. Smith", "a o smith CORP"},
		{"Tiffany & Co.", "Tiffany and Company", "TIFFANY"},
		{"Procter & Gamble", "Procter and Gamble Co."},
		{"The Home Depot, Inc.", "Home Depot"},
		{"Müller GmbH & Co. KG", "Muller", "MÜLLER GMBH"},
		{"Ferrari S.p.A.", "Ferrari SpA", "Ferrari"},
		{"Orlen Sp. z o.o.", "ORLEN"},
		{"Cemex, S.A.B. de C.V.", "Cemex"},
		{"L'Oréal S.A.", "L’Oreal SA", "loreal"},
		{"Novo Nordisk A/S", "Novo Nordisk"},
		{"Straßen AG", "Strassen"},
		{"Ørsted", "Orsted"},
		{"Smörgås AB", "Smorgas"},
		{"PT Telkom Tbk", "Telkom"},
		{"株式会社トヨタ", "トヨタ株式会社", "トヨタ"},
		{"주식회사 삼성", "삼성"},
		{"ООО Ромашка", "Ромашка"},
		{"T-Mobile", "T Mobile", "TMobile"},
		{"Singtel Pte. Ltd.", "Singtel"},
		{"Škoda a.s.", "Škoda A.S.", "Skoda"},
		{"Alza s.r.o.", "Alza"},
		{"Krka d.d.", "Krka"},
		{"Caritas e.V.", "Caritas"},
		{"Edeka eG.", "Edeka eG."},
		{"Acme Gesellschaft mit beschränkter Haftung", "Acme GmbH", "Acme"},
		{"Société Dupont, société à responsabilité limitée", "Société Dupont SARL"},
		{"Cemex, sociedad anónima", "Cemex S.A.", "CEMEX"},
		{"㈱トヨタ", "トヨタ（株）", "(株)トヨタ", "トヨタ"},
		{"㈜삼성", "삼성"},
		{"华为技术有限公司", "华为技术有限责任公司"},
		{"Grab Pte. Ltd.", "Grab Pte Limited", "Grab"},
		{"Atlassian Pty Ltd", "Atlassian Pty. Limited", "Atlassian"},
		{"Volvo AB (publ)", "Volvo A.B."},
		{"Nokia Oyj", "Nokia"},
		{"Tata Sons Private Limited", "Tata Sons Pvt. Ltd.", "Tata Sons"},
	} {
		for _, name := range names[1:] {
			if keysOf(names[0]).loose != keysOf(name).loose {
				t.Errorf("%s is not like %s", names[0], name)
			}
			if a, b := NameKey(names[0]), NameKey(name); a != b {
				t.Errorf("%s has the key %q, %s has %q", names[0], a, name, b)
			}
		}
	}
}

func TestOtherCompaniesHaveOtherKeys(t *testing.T) {
	t.Parallel()
	seen := make(map[string]string)
	for _, name := range []string{
		"AG", "SA", "Limited", "The Co", "The", "Serenity", "Serenity Spa", "Acme", "Acme Group", "Acme Holdings", "Acme Bank", "3M", "3i", "Sony", "Sony Music",
		"Pt Cruises", "Cruises", "丸紅", "三菱", "Äpfel", "Epfel", "C", "C++ Company", "C# Corp", "Disney", "Disney+", "&",
		"Growth Fund 1-1", "Growth Fund 11", "Growth Fund 1 1 1", "HILTON SPA", "HILTON", "Calgary AB", "Calgary", "Web.com", "Webcom", "PT Boats", "Boats",
		"Fund 2.0", "Fund 20", "Fund 2.0.1", "Fund 201", "24/7 Media", "247 Media",
		"Blackstone Private", "Blackstone", "Area 51", "Area 5 1", "MAISON SE", "MAISON",
	} {
		key := NameKey(name)
		if key == "" && name != "&" {
			t.Errorf("%s has no key", name)
		}
		if other, found := seen[key]; found {
			t.Errorf("%s and %s have the key %q", name, other, key)
		}
		seen[key] = name
	}
}

// Names that differ by the kind of their form alone are other companies; words of one kind are not.
func TestFormsHaveKinds(t *testing.T) {
	t.Parallel()
	for _, forms := range []string{
		"KGaA, KG, GmbH & Co. OHG, GmbH, AG, UG, gGmbH", "Pty Ltd, Pvt, Pte, PLC, Limited, LLC, LLP, LP, Inc", "S.A., S.A. de C.V., S. de R.L., S.L., S.p.A., S.r.l.",
		"Oyj, Oy, A/S, ApS, ASA", "Sp. z o.o., Sp.k., S.K.A.", "d.o.o., d.d., a.d.", "Zrt., Nyrt., Kft.", "Sdn Bhd, Bhd",
	} {
		seen := make(map[formKind]string)
		for form := range strings.SplitSeq(forms, ", ") {
			name := keysOf("Acme " + form)
			key, kind := name.exact, name.kind
			if key != "acme" || kind == noForm || seen[kind] != "" {
				t.Errorf("Acme %s has the key %q and the kind %d, as %q", form, key, kind, seen[kind])
			}
			seen[kind] = form
		}
	}
}

// Each form of the list is found at a name's end as it is written there, and has the kind of its line.
func TestEachLegalFormIsFound(t *testing.T) {
	t.Parallel()
	kind := noForm
	for line := range listed(legalFormList) {
		kind++
		_, forms, _ := strings.Cut(line, ":")
		for written := range strings.SplitSeq(forms, ",") {
			form := strings.TrimLeft(strings.TrimSpace(written), "~=^")
			name, want := "Müller Zoo "+form, "mullerzoo"
			if got := keysOf(name); got.exact != want || got.kind != kind {
				t.Errorf("%s has the key %q and the kind %d, want %d", name, got.exact, got.kind, kind)
			}
		}
	}
}

func TestCleaningANameTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{"Acme", " ", "  ", "\"", "'", "&", "&amp;", "amp;", ";", ",", ".", "ü", "u\u0308", "\u200b", "\u200d", "\u00a0", "\xff", "Inc.", "GmbH", "“", "”", "the", "n/a", "-", "ﬁ", "İ"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 10).Draw(t, "parts"), "") + rapid.StringN(0, 3, -1).Draw(t, "rest")
		name, _, err := CleanName(text, "")
		if err != nil {
			return
		}
		if NameKey(name) == "" {
			t.Fatalf("%q has no key", name)
		}
		again, changes, err := CleanName(name, "")
		if strings.Contains(text, "amp;") {
			return // an entity that only comes together by decoding twice
		}
		if err != nil || again != name || len(changes) > 0 {
			t.Fatalf("%q gives %q, which gives %q, %q, %v", text, name, again, changes, err)
		}
	})
}
