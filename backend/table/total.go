package table

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

var (
	// total finds the word that stands before a sum, alone or with what is summed up.
	total = regexp.MustCompile(`(?i)^((grand|gran|sub|report|overall)[ -]?)?total(s|e|en)?( (number|count|amount|records?|rows?|accounts?|companies|sum|général|general|geral|generale)( of \w+)?)?( *[:=(].*)?$|^(sum|count|summe|gesamt(summe|ergebnis|anzahl)?|insgesamt|zwischensumme|anzahl|somme|suma|razem|totaal|eindtotaal|celkem|spolu|ukupno|összesen|toplam|genel toplam|yhteensä|summa|i alt|итого|всего|合計|合计|总计|小計|小计|합계|총계|소계)( *[:=(].*)?$`)
	// statistic finds what is worked out beside a sum: it counts only there, for people and companies are called so.
	statistic = regexp.MustCompile(`(?i)^(average|avg|mean|median|min(imum)?|max(imum)?|std\.? ?dev\.?|durchschnitt|mittelwert|moyenne|promedio|media|medio|gemiddelde|średnia)\.?( *[:=(].*)?$`)
	// partTotal finds the sum of a group: "North Total", "Summe Nord".
	partTotal = regexp.MustCompile(`(?i)^(.+?)[ -]+(?:totals?|sub-?total|sum|summe|ergebnis|somme|totale|totaal)$|^(?:sub-?total|total|summe|zwischensumme|somme)(?: (?:for|of|für|de))? (.+)$`)
	// remark finds what reports say about themselves.
	remark = regexp.MustCompile(`(?i)^(©.*\b(19|20)\d\d\b|©.*reserved|\(c\) .*\b(19|20)\d\d\b|\(c\) .*reserved|copyright( ©| \(c\)| \d| by\b|:|$)|all rights reserved|generated (by|on|at|from|with)\b|(report|list|data) (generated|run|created|exported|as of)\b|exported (by|on|at|from)\b|created (by|on) .*\d|printed (on|at)\b|printed by .*\d|as of\b.*\d|source ?:|quelle ?:|stand ?:|notes? ?:|disclaimer( ?:|$)|(strictly |company )?confidential( ?[:,–-].*| information.*| and\b.*|$)|end of (report|list|file|document)\b|page \d+ of \d+|filtered by\b|filters? ?:|\(?\d+ (rows?|records?|accounts?|companies|results?|datensätze)( (found|total|exported|selected|affected|returned))?\)?\.?$|---+ ?\w+ ?---+$)`)
)

// beginnings are how totals and remarks begin, by their first letter: nearly all cells can be passed over by it.
var beginnings = func() map[byte][]string {
	sorted := make(map[byte][]string)
	for word := range strings.FieldsSeq(`gran sub report overall tota sum count summe gesamt insgesamt zwischensumme anzahl somme suma razem eindtotaal celkem spolu ukupno
		összesen toplam genel yhteensä i итого всего 合 总 小 합 총 소 average avg mean media medio median min max std durchschnitt mittelwert moyenne promedio gemiddelde średnia
		© ( copyright all generated list data exported created printed as source quelle stand note disclaimer confidential strictly company end page filter ---`) {
		sorted[word[0]] = append(sorted[word[0]], word)
	}
	return sorted
}()

// mayBegin says whether a cell begins as a total or a remark may.
func mayBegin(cell string) bool {
	first := cell[0]
	if first >= 'A' && first <= 'Z' {
		first += 'a' - 'A'
	}
	for _, word := range beginnings[first] {
		if len(cell) >= len(word) && strings.EqualFold(cell[:len(word)], word) {
			return true
		}
	}
	return first >= 0xD0 // Cyrillic and what comes after it has capitals of other bytes
}

// isTotal says whether a cell announces a sum.
func isTotal(cell string) bool {
	return cell != "" && len(cell) <= 60 && mayBegin(cell) && total.MatchString(cell)
}

// isRemark says whether a cell is what a report says of itself.
func isRemark(cell string) bool {
	digit := cell[0] >= '0' && cell[0] <= '9'
	return (digit || mayBegin(cell)) && remark.MatchString(cell) && !incorporated.MatchString(cell)
}

// ruler is a sign that is repeated.
var ruler = regexp.MustCompile(`---|===|___|\*\*\*|~~~`)

// isRuler says whether all that a row has are lines drawn with signs.
func isRuler(cells []string) bool {
	drawn := false
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		if len(cell) < 3 || !strings.ContainsRune("-=_*~+", rune(cell[0])) || strings.Trim(cell, "-=_*~+|: ") != "" || !ruler.MatchString(cell) {
			return false
		}
		drawn = true
	}
	return drawn
}

// isPartTotal says whether a row is the sum of a group: what it sums up is called as a cell of the row before.
func (b *belowList) isPartTotal(cells []string) bool {
	first, filled := firstFilled(cells)
	if filled < 2 || len(first) > 60 || !onlyNumbers(cells, first) {
		return false
	}
	parts := partTotal.FindStringSubmatch(first)
	if parts == nil {
		return false
	}
	group := strings.TrimSpace(parts[1] + parts[2])
	return group != "" && slices.ContainsFunc(b.before[:], func(cell string) bool { return strings.EqualFold(strings.TrimSpace(cell), group) })
}

// onlyNumbers says whether all cells but one are numbers or empty.
func onlyNumbers(cells []string, but string) bool {
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" && cell != but && !isNumber(cell) && !amount.MatchString(cell) {
			return false
		}
	}
	return true
}

// amount is a number with what it is of.
var amount = regexp.MustCompile(`(?i)^[^\p{L}]*(usd|eur|euros?|gbp|chf|jpy|cny|inr|cad|aud|sek|nok|dkk|pln|czk|huf|kr\.?|zł|kč|rs\.?|us\$|c\$|a\$|tsd\.?|mio\.?|mrd\.?|millions?|billions?|[kmb]|mn|bn|companies|rows|accounts|records|pcs|stk)?[^\p{L}]*\d[^\p{L}]*(usd|eur|euros?|gbp|chf|jpy|cny|inr|cad|aud|sek|nok|dkk|pln|czk|huf|kr\.?|zł|kč|rs\.?|tsd\.?|mio\.?|mrd\.?|millions?|billions?|[kmb]|mn|bn|companies|rows|accounts|records|pcs|stk)?[^\p{L}]*$`)

// mostSummed is how many rows are added up, to tell a sum from a company that is called like one.
const mostSummed = 2000

// addUp adds a row's numbers to those of its columns.
func (b *belowList) addUp(cells []string) {
	for i, cell := range cells {
		if number, ok := readAmount(cell); ok {
			for len(b.sums) <= i {
				b.sums = append(b.sums, 0)
			}
			b.sums[i] += number
		}
	}
}

// isSum says whether one of a row's numbers is what its column comes to, or how many rows there are. Of a long
// list nobody knows: there a word for a sum is one.
func (b *belowList) isSum(cells []string) bool {
	if b.rows > mostSummed {
		return true
	}
	for i, cell := range cells {
		number, ok := readAmount(cell)
		if ok && (number == float64(b.rows) || i < len(b.sums) && math.Abs(number-b.sums[i]) <= 0.001*math.Abs(b.sums[i])) {
			return true
		}
	}
	return false
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// isWord says whether a cell is one word and nothing else.
func isWord(cell string) bool {
	return !strings.ContainsFunc(cell, func(r rune) bool { return !unicode.IsLetter(r) })
}

var withoutSeparators = strings.NewReplacer(".", "", ",", "")

// readAmount reads a number as people write it: "1,234.50", "1.234,50 €", "(12)". It is not ok for what is none.
func readAmount(cell string) (float64, bool) {
	if cell = strings.TrimSpace(cell); cell == "" || len(cell) > 30 || !isDigit(cell[0]) && !isDigit(cell[len(cell)-1]) && cell[0] != '(' && cell[0] != '-' {
		return 0, false
	}
	if !isNumber(cell) && !amount.MatchString(cell) {
		return 0, false
	}
	if number, err := strconv.ParseFloat(cell, 64); err == nil && !strings.Contains(cell, ".") {
		return number, true
	}
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || r == '.' || r == ',' {
			return r
		}
		return -1
	}, cell)
	// The last separator is that of the decimals, unless three digits follow it.
	if last := strings.LastIndexAny(digits, ".,"); last >= 0 && len(digits)-last != 4 {
		digits = withoutSeparators.Replace(digits[:last]) + "." + digits[last+1:]
	} else {
		digits = withoutSeparators.Replace(digits)
	}
	number, err := strconv.ParseFloat(digits, 64)
	if strings.ContainsAny(cell, "(-−") {
		number = -number
	}
	return number, err == nil
}
