package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"jobdeck/backend/job"
)

// Matching is what the columns of a list were matched to.
type Matching struct {
	// Fields has a field, a further choice for one, or "" for each column.
	Fields []job.Field
	// Doubts are what somebody who knows the list should look at.
	Doubts []Doubt
}

// Doubt is why a column may have been matched wrongly, or was not matched although its header says so.
type Doubt struct {
	Field  job.Field `json:"field"`
	Column string    `json:"column"`
	// What says it in words, as a sentence without a full stop.
	What string `json:"what"`
}

// Match finds the columns that hold known fields: by their usual headers, in any case and however
// their words are put together ("Account Name", "account_name" and "AccountName" are the same), and
// by what stands in the first rows. A header that as often means something else counts only when the
// values don't speak against it. Names and domains can have further choices: another column that is
// asked where the first one is empty.
func Match(columns []string, rows []Row) Matching {
	m := matcher{columns: columns, looks: make([]look, len(columns)), rows: rows}
	m.Fields = make([]job.Field, len(columns))
	for i := range columns {
		m.looks[i] = lookAt(rows, i)
	}
	for _, field := range job.Fields {
		m.choose(field)
	}
	m.chooseUnnamed()
	return m.Matching
}

type matcher struct {
	Matching

	columns []string
	looks   []look
	rows    []Row
}

// candidate is a column that may hold a field.
type candidate struct {
	column  int
	rank    int // of its header among those of the field, the best first
	weak    bool
	against string // what its values say against it, or ""
}

func (m *matcher) choose(field job.Field) {
	candidates := m.candidates(field)
	// What its values speak against comes last, a header that may mean something else not at all.
	// Where no column has anything whose header is sure, the others are asked first.
	filled := func(c candidate) int { return min(m.looks[c.column].filled, 1) }
	sure := slices.ContainsFunc(candidates, func(c candidate) bool { return !c.weak && c.against == "" && filled(c) > 0 })
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		byFilled := 0
		if !sure && a.weak != b.weak {
			byFilled = cmp.Compare(filled(b), filled(a))
		}
		return cmp.Or(cmp.Compare(min(len(a.against), 1), min(len(b.against), 1)), byFilled, cmp.Compare(a.rank, b.rank))
	})
	choice, unsure := 0, false
	for _, c := range candidates {
		switch {
		case c.against != "" && choice > 0: // there is a better one
			continue
		case c.against != "" && c.weak:
			m.doubt(field, c.column, fmt.Sprintf("“%s” %s: it is not taken for the %s", m.columns[c.column], c.against, words[field]))
			continue
		case c.against != "":
			m.doubt(field, c.column, fmt.Sprintf("“%s” is taken for the %s, but it %s", m.columns[c.column], words[field], c.against))
		case choice > 0 && (!further[field] || c.weak || filled(c) == 0 && !unsure):
			continue
		case choice == 0 && c.weak && !sure && filled(c) > 0 && slices.ContainsFunc(candidates, func(other candidate) bool { return !other.weak && other.against == "" }):
			unsure = true
			m.doubt(field, c.column, fmt.Sprintf("“%s” is taken for the %s, for the column that is called so is empty", m.columns[c.column], words[field]))
		}
		choice++
		m.Fields[c.column] = field.As(choice)
	}
}

// words are what a person calls the fields.
var words = map[job.Field]string{
	job.CompanyName: "company", job.Domain: "domain", job.Industry: "industry", job.Owner: "owner",
}

// further are the fields for which another column is asked where the first one is empty.
var further = map[job.Field]bool{job.CompanyName: true, job.Domain: true}

func (m *matcher) doubt(field job.Field, column int, what string) {
	m.Doubts = append(m.Doubts, Doubt{Field: field, Column: m.columns[column], What: what})
}

// candidates are the columns whose header may mean a field, in the file's order.
func (m *matcher) candidates(field job.Field) []candidate {
	var found []candidate
	for i, column := range m.columns {
		name := squash(column)
		rank := slices.Index(aliases[field], name)
		if rank < 0 && meansByWords(field, column) {
			rank = len(aliases[field])
		}
		if rank < 0 || m.Fields[i] != "" {
			continue
		}
		found = append(found, candidate{column: i, rank: rank, weak: weak[name], against: m.against(field, i)})
	}
	return found
}

// meansByWords says whether a header of several words means a field.
func meansByWords(field job.Field, header string) bool {
	means := false
	for word := range strings.FieldsFuncSeq(fold(header), func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch {
		case slices.Contains(core[field], word):
			means = true
		case !slices.Contains(beside[field], word):
			return false
		}
	}
	return means
}

// against is what the first values of a column say against its holding a field, or "".
func (m *matcher) against(field job.Field, column int) string {
	l := &m.looks[column]
	switch field {
	case job.CompanyName:
		return m.againstCompany(l, column)
	case job.Domain:
		switch {
		case len(l.sites) == 1 && l.hosts == l.filled && l.emails == 0 && l.filled > 1 && len(l.distinct) == l.filled:
			return "holds pages of one and the same host"
		case l.filled == 0 || l.hosts > 0:
			return ""
		case l.most(l.numbers):
			return "holds numbers"
		}
		return "holds nothing that reads like a domain"
	case job.Owner:
		if l.most(l.numbers) {
			return "holds numbers"
		}
	}
	return ""
}

func (m *matcher) againstCompany(l *look, column int) string {
	switch {
	case l.most(l.numbers):
		return "holds numbers"
	case l.most(l.emails):
		return "holds e-mail addresses"
	case l.most(l.hosts):
		return "holds web addresses"
	case l.most(l.answers):
		return "holds answers such as yes and no"
	case l.most(l.roles):
		return "holds job titles"
	case weak[squash(m.columns[column])] && len(l.distinct) <= 3 && l.filled >= 10:
		return "holds the same few words over and over"
	case m.joinsNames(column):
		return "holds names of persons"
	case squash(m.columns[column]) == "name" && m.hasNameParts() && l.filled > 0 && !l.most(l.incorporated):
		return "stands beside parts of persons' names"
	}
	return ""
}

// hasNameParts says whether another column holds the first or the last names of persons.
func (m *matcher) hasNameParts() bool {
	return slices.ContainsFunc(m.columns, func(name string) bool {
		name = squash(name)
		return firstNames[name] || lastNames[name]
	})
}

// firstNames and lastNames are the headers of the parts of a person's name.
var (
	firstNames = setOf("firstname givenname forename vorname prenom nombre first")
	lastNames  = setOf("lastname surname familyname nachname nom apellido apellidos last")
)

// joinsNames says whether a column holds the first and last names that stand in two others.
func (m *matcher) joinsNames(column int) bool {
	first := slices.IndexFunc(m.columns, func(name string) bool { return firstNames[squash(name)] })
	last := slices.IndexFunc(m.columns, func(name string) bool { return lastNames[squash(name)] })
	if first < 0 || last < 0 {
		return false
	}
	joined := 0
	for _, row := range m.rows {
		if max(first, last, column) < len(row.Cells) {
			whole := fold(row.Cells[column])
			if row.Cells[last] != "" && strings.Contains(whole, fold(row.Cells[first])) && strings.Contains(whole, fold(row.Cells[last])) {
				joined++
			}
		}
	}
	return m.looks[column].most(joined)
}

// chooseUnnamed matches the columns of a list without a header by what stands in them.
func (m *matcher) chooseUnnamed() {
	if len(m.columns) == 0 || slices.ContainsFunc(m.columns, func(name string) bool { return !unnamed.MatchString(name) }) {
		return
	}
	domain := slices.IndexFunc(m.looks, func(l look) bool { return l.most(l.hosts - l.emails) })
	m.take(job.Domain, domain)
	for i := range m.looks {
		if l := &m.looks[i]; l.filled > 0 && m.Fields[i] == "" && m.againstCompany(l, i) == "" {
			m.take(job.CompanyName, i)
			return
		}
	}
}

func (m *matcher) take(field job.Field, column int) {
	if column < 0 {
		return
	}
	m.Fields[column] = field
	m.doubt(field, column, fmt.Sprintf("“%s” is taken for the %s by its values: it has no header that says so", m.columns[column], words[field]))
}

// matches says how many columns hold a known field, by their headers alone.
func matches(columns []string) int {
	count := 0
	for _, field := range Match(columns, nil).Fields {
		if field != "" {
			count++
		}
	}
	return count
}

// squash keeps a header's letters and digits, in lower case and without accents.
func squash(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(header))
}

// fold is a text in lower case and without accents.
func fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text) // without the tables that accents need: most headers have none
	}
	folded, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		folded = text
	}
	return strings.ToLower(folded)
}
