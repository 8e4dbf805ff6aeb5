package preprocess

import (
	"strings"
	"testing"
)

func TestACountryIsOneHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for code, written := range map[string]string{
		"DE": "DE|de|DEU|Germany|Deutschland|Allemagne|Alemania|BRD|GERMANY|Niemcy|Duitsland|ドイツ",
		"GB": "GB|UK|U.K.|GBR|United Kingdom|Great Britain|England|Scotland|Vereinigtes Königreich|Royaume-Uni",
		"US": "US|USA|U.S.A.|United States|United States of America|Vereinigte Staaten|États-Unis|EE.UU.",
		"ES": "ES|ESP|Spain|España|Spanien|Espagne", "NL": "NL|Netherlands|The Netherlands|Holland|Niederlande",
		"CZ": "CZ|CZE|Czechia|Czech Republic|Tschechien", "CH": "CH|CHE|Switzerland|Schweiz|Suisse|Svizzera",
		"TR": "TR|Turkey|Türkiye|Türkei", "KR": "KR|South Korea|Korea|Südkorea|Korea, Republic of", "GR": "GR|EL|Greece|Griechenland|Hellas", "AT": "AT|Austria|Österreich|Oesterreich", "CN": "CN|China|中国|PRC", "AE": "AE|UAE|United Arab Emirates",
	} {
		for name := range strings.SplitSeq(written, "|") {
			if got := countryOf(name); got != code {
				t.Errorf("%q is %s, want %s", name, got, code)
			}
		}
	}
	if a, b := countryOf("Atlantis"), countryOf("ATLANTIS "); a != b || a == countryOf("Utopia") {
		t.Errorf("an unknown country is %q and %q", a, b)
	}
}
