package table

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"
)

// look is what the first cells of a column look like: how many there are of each kind.
type look struct {
	filled, numbers, hosts, emails, answers, roles, incorporated int
	distinct                                                     map[string]bool
	// sites are the different hosts of the web addresses.
	sites map[string]bool
}

// emptyWords stand where a cell has nothing to say.
var emptyWords = []string{"-", "--", "n/a", "na", "none", "null", "nil", "tbd", "tbc", "unknown", "?", "0"}

func lookAt(rows []Row, column int) look {
	l := look{distinct: make(map[string]bool), sites: make(map[string]bool)}
	for _, row := range rows {
		if column < len(row.Cells) {
			l.add(row.Cells[column])
		}
	}
	return l
}

func (l *look) add(cell string) {
	cell = strings.ToLower(strings.TrimSpace(cell))
	if cell == "" || slices.Contains(emptyWords, cell) {
		return
	}
	l.filled++
	l.distinct[cell] = true
	switch {
	case isAnswer(cell):
		l.answers++
	case !strings.ContainsFunc(cell, unicode.IsLetter), isID(cell):
		l.numbers++
	case isEmail(cell):
		l.emails++
		l.hosts++
	case isHost(cell):
		l.hosts++
		l.sites[webAddress.FindStringSubmatch(cell)[1]] = true
	case incorporated.MatchString(cell):
		l.incorporated++
	case isRole(cell):
		l.roles++
	}
}

// most says whether a count is most of the filled cells.
func (l *look) most(count int) bool { return l.filled > 0 && count*5 >= l.filled*3 }

func isAnswer(cell string) bool {
	return slices.Contains([]string{"yes", "no", "y", "n", "true", "false", "ja", "nein", "oui", "non", "si", "sí", "x"}, cell)
}

// isID finds record numbers: one word of letters and digits that is mostly digits, as "c-10023".
func isID(cell string) bool {
	if strings.ContainsAny(cell, " \t.&") {
		return false
	}
	digits := 0
	for _, r := range cell {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 4 && digits*2 > len(cell)
}

func isEmail(cell string) bool {
	_, host, found := strings.Cut(cell, "@")
	return found && !strings.ContainsAny(cell, " \t") && isHost(host)
}

var webAddress = regexp.MustCompile(`^(?:[a-z]{2,8}:?/+|/+)*([\p{L}\p{N}][\p{L}\p{N}.-]*\.[\p{L}][\p{L}\p{N}-]+)\.?(?::\d+)?(?:[/?#].*)?$`)

// isHost finds web addresses: a host with an ending that exists, and what may stand around it.
func isHost(cell string) bool {
	found := webAddress.FindStringSubmatch(cell)
	if found == nil {
		return false
	}
	suffix, listed := publicsuffix.PublicSuffix(found[1])
	return listed || strings.Contains(suffix, ".")
}

// roles are the words by which a job's title is known.
var roles = setOf(`ceo cfo cto coo cmo cio ciso cpo cro vp svp evp avp president director manager head
	chief officer founder cofounder co-founder engineer developer analyst consultant specialist coordinator
	assistant executive representative associate administrator recruiter buyer accountant intern secretary
	supervisor technician architect advisor strategist
	geschäftsführer geschäftsführerin leiter leiterin vertriebsleiter prokurist sachbearbeiter
	directeur directrice gérant ingénieur gerente jefe jefa ingeniero directora`)

func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// isRole finds job titles: "VP Sales", "Head of Marketing", "Software Engineer".
func isRole(cell string) bool {
	for word := range strings.FieldsFuncSeq(cell, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		if roles[word] {
			return true
		}
	}
	return false
}
