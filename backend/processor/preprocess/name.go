package preprocess

import (
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxName is how long a company's name may be, in characters. The longest registered ones have
// about 200.
const maxName = 500

var errNoName = errors.New("no company name")

// CleanName cleans a company's name as it is written, and says in words what it changed. Words,
// capitals, accents and legal forms stay; white space, invisible characters, HTML entities and
// stray quotes go. A cell that stands for nothing ("n/a") has no name: that is the error. A name that
// reads like such a cell is one when the domain confirms it: TBC with tbc.com.
func CleanName(text, domain string) (name string, changes []string, err error) {
	if len(text) > 8*maxName {
		return "", nil, fmt.Errorf("the company name is %d bytes long: that is no name", len(text))
	}
	name = text
	change := func(what, now string) {
		if now != name {
			name = now
			if !slices.Contains(changes, what) {
				changes = append(changes, what)
			}
		}
	}
	if plainName(text) {
		change("trimmed spaces", strings.TrimSpace(text))
	} else {
		change("replaced invalid characters", strings.ToValidUTF8(name, "\uFFFD"))
		change("decoded HTML entities", unescape(name))
		change("removed invisible characters", removeInvisible(name))
		change("composed accents", norm.NFC.String(name))
		change("trimmed spaces", collapseSpaces(name))
		for before := ""; before != name; { // one may stand within the other
			before = name
			change("removed stray quotes", removeStrayQuotes(name))
			change("removed stray punctuation", removeStrayPunctuation(name))
		}
	}
	if standsForNothing(name) && !confirms(domain, name) {
		return "", nil, errNoName
	}
	if n := utf8.RuneCountInString(name); n > maxName {
		return "", nil, fmt.Errorf("the company name is %d characters long: at most %d", n, maxName)
	}
	return name, changes, nil
}

// plainName reports whether there is nothing to clean in a name but spaces around it: most names
// in most lists.
func plainName(name string) bool {
	name = strings.Trim(name, " ")
	if name == "" || strings.IndexByte("',;:", name[0]) >= 0 || strings.IndexByte("',;", name[len(name)-1]) >= 0 {
		return false
	}
	space := false
	for i := range len(name) {
		c := name[i]
		switch {
		case c == ' ' && space, c < ' ', c >= 0x7f, c == '"', c == '`', c == '&' && strings.Contains(name, ";"):
			return false
		}
		space = c == ' '
	}
	return true
}

// unescape decodes HTML entities, also those that were encoded twice.
func unescape(text string) string {
	for range 2 {
		if !strings.Contains(text, "&") || !strings.Contains(text, ";") {
			return text
		}
		text = html.UnescapeString(text)
	}
	return text
}

// removeInvisible takes out control characters and characters without a width. Line breaks and
// tabs are white space and stay; joiners stay between letters of scripts that write with them.
func removeInvisible(text string) string {
	if plainText(text) {
		return text
	}
	runes := slices.DeleteFunc([]rune(text), func(r rune) bool {
		return !unicode.IsSpace(r) && !joiner(r) && unicode.In(r, unicode.Cc, unicode.Cf)
	})
	kept := runes[:0]
	for i, r := range runes {
		if joiner(r) && (len(kept) == 0 || i+1 == len(runes) || !joined(kept[len(kept)-1]) || !joined(runes[i+1])) {
			continue
		}
		kept = append(kept, r)
	}
	return string(kept)
}

func joiner(r rune) bool { return r == '\u200C' || r == '\u200D' }

// joined reports whether a joiner beside this character means something: Arabic and Indic letters,
// and the parts of pictures.
func joined(r rune) bool {
	return r >= 0x600 && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSymbol(r))
}

// collapseSpaces makes one plain space of all white space between words, and none around them.
func collapseSpaces(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

// plainText reports whether text is visible ASCII only.
func plainText(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// tidy is what is done to a cell that is neither name nor domain.
func tidy(text string) string {
	if plainText(text) {
		return strings.Trim(text, " ")
	}
	return collapseSpaces(removeInvisible(strings.ToValidUTF8(text, "\uFFFD")))
}

// quotePairs are the quotes that stand around a whole name when an export went wrong.
var quotePairs = [][2]string{
	{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"„", "“"}, {"„", "”"}, {"‘", "’"}, {"‚", "‘"}, {"«", "»"}, {"»", "«"}, {"‹", "›"},
}

// removeStrayQuotes takes off quotes around the whole name and a double quote without its partner
// at either end. Quotes within (Toys "R" Us) and apostrophes ('s-Hertogenbosch, Lands' End) stay.
func removeStrayQuotes(name string) string {
	for again := true; again; {
		again = false
		for _, pair := range quotePairs {
			inner, opened := strings.CutPrefix(name, pair[0])
			inner, closed := strings.CutSuffix(inner, pair[1])
			if opened && closed && inner != "" && !strings.Contains(inner, pair[0]) && !strings.Contains(inner, pair[1]) {
				name, again = strings.TrimSpace(inner), true
			}
		}
		if strings.HasPrefix(name, `""`) && strings.HasSuffix(name, `""`) && len(name) > 4 {
			name, again = strings.TrimSpace(name[1:len(name)-1]), true
		}
	}
	if strings.Count(name, `"`) == 1 {
		name = strings.TrimSpace(strings.Trim(name, `"`))
	}
	return name
}

// removeStrayPunctuation takes off what separates cells, at either end.
func removeStrayPunctuation(name string) string {
	return strings.TrimSpace(strings.TrimLeft(strings.TrimRight(name, ",; "), ",;: "))
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// placeholders are what people and programs write where there is nothing, in lower case.
var placeholders = map[string]bool{
	"n/a": true, "#n/a": true, "n.a.": true, "n.a": true, "n\\a": true, "na": true, "<na>": true, "nan": true,
	"none": true, "null": true, "(null)": true, "<null>": true, "nil": true, "undefined": true, "(none)": true,
	"unknown": true, "(unknown)": true, "not available": true, "not applicable": true, "not known": true,
	"tbd": true, "tba": true, "tbc": true, "t.b.d.": true, "to be determined": true, "missing": true,
	"#ref!": true, "#value!": true, "#name?": true, "#null!": true, "#div/0!": true, "#num!": true,
	"(blank)": true, "(empty)": true, "blank": true, "empty": true, "no name": true, "no company": true, "no domain": true,
	"no website": true, "0": true, "true": true, "false": true, "keine": true, "k.a.": true, "unbekannt": true, "inconnu": true, "aucun": true, "desconocido": true,
}

// standsForNothing reports whether a cell says that there is nothing.
func standsForNothing(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) <= 20 && placeholders[strings.ToLower(text)] || !strings.ContainsFunc(text, wordRune)
}

// confirms reports whether a domain is called like a name: "tbc.com.au" and "TBC".
func confirms(cell, name string) bool {
	domain, _, err := CleanDomain(cell, name)
	if err != nil || domain == "" {
		return false
	}
	suffix, _ := suffixOf(domain)
	own := strings.TrimSuffix(domain, "."+suffix)
	key := NameKey(name)
	return key != "" && strings.ReplaceAll(own[strings.LastIndexByte(own, '.')+1:], "-", "") == key
}
