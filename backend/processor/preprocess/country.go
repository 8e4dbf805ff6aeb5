package preprocess

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// countryLanguages are those in whose words countries are known, beside their own.
var countryLanguages = []language.Tag{
	language.English, language.German, language.French, language.Spanish, language.Italian, language.Portuguese, language.Dutch, language.Polish,
	language.Czech, language.Swedish, language.Danish, language.Norwegian, language.Finnish, language.Hungarian, language.Turkish, language.Russian,
	language.Japanese, language.Chinese,
}

// countryNames are further words for countries, in plain letters.
var countryNames = map[string]string{
	"el": "GR", "oesterreich": "AT", "korearepublicof": "KR",
	"uk": "GB", "greatbritain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northernireland": "GB",
	"unitedkingdomofgreatbritainandnorthernireland": "GB", "grossbritannien": "GB",
	"usa": "US", "america": "US", "unitedstatesofamerica": "US", "theunitedstates": "US", "vereinigtestaatenvonamerika": "US", "etatsunisdamerique": "US", "eeuu": "US",
	"holland": "NL", "thenetherlands": "NL", "czechrepublic": "CZ", "ceskarepublika": "CZ", "tschechischerepublik": "CZ", "russianfederation": "RU",
	"russland": "RU", "korea": "KR", "southkorea": "KR", "republicofkorea": "KR", "turkey": "TR", "turkiye": "TR", "uae": "AE", "prc": "CN", "prchina": "CN",
	"peoplesrepublicofchina": "CN", "hongkong": "HK", "taiwan": "TW", "ivorycoast": "CI", "slovakrepublic": "SK", "republicofireland": "IE", "eire": "IE",
	"macedonia": "MK", "vietnam": "VN", "brasil": "BR", "bundesrepublikdeutschland": "DE", "brd": "DE", "schweizerischeeidgenossenschaft": "CH", "suisse": "CH", "ksa": "SA",
}

// knownCountries are the codes of countries by what they are called, in plain letters.
var knownCountries = sync.OnceValue(func() map[string]string {
	known := make(map[string]string, 8192)
	regions := display.English.Regions()
	add := func(name, code string) {
		if name = plainLetters(name); name != "" && known[name] == "" {
			known[name] = code
		}
	}
	var all []language.Region
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string(a) + string(b))
			if err == nil && region.IsCountry() && region.String() == string(a)+string(b) && regions.Name(region) != "" {
				add(region.String(), region.Canonicalize().String()) // "UK" is another code of "GB"
				if region.Canonicalize() == region {
					all = append(all, region)
				}
			}
		}
	}
	for _, region := range all {
		add(region.ISO3(), region.String())
	}
	for name, code := range countryNames {
		add(name, code)
	}
	for _, tongue := range countryLanguages {
		names := display.Regions(tongue)
		for _, region := range all {
			add(names.Name(region), region.String())
		}
	}
	return known
})

// countryOf gives a country's code for what a cell calls it: "Germany", "DEU" and "Deutschland" are "DE". What is no
// known country is compared by its letters.
func countryOf(cell string) string {
	name := plainLetters(cell)
	if code := knownCountries()[name]; code != "" {
		return code
	}
	return name
}

// plainLetters are the letters and digits of a text without accents.
func plainLetters(text string) string {
	if !ascii(text) {
		text = norm.NFKD.String(text)
	}
	var plain strings.Builder
	for _, r := range text {
		if folds[r] != "" {
			plain.WriteString(folds[r])
			continue
		}
		if '\u0300' <= r && r <= '\u036F' {
			continue
		}
		plain.WriteRune(r)
	}
	return lettersAndDigits(plain.String())
}
