package preprocess

import (
	"hash/maphash"
	"strings"
	"unicode"

	"jobdeck/backend/job"
)

// identity are the columns of a list that tell companies of one name apart: the country, and numbers of a register.
type identity struct {
	list    *job.List
	columns []int
}

// telling are the headers of such columns, in small letters and without what separates their words.
var telling = set(`country countryregion countryname countrycode countryiso billingcountry hqcountry companycountry land pays pais país paese
	vat vatid vatno vatnr vatnumber ustid ustidnr uid taxid taxno taxnumber steuernummer ein tin siren siret duns dunsno dunsnumber
	companyno companynumber registrationno registrationnumber companyregistrationnumber registerno registernumber handelsregister hrb lei
	nif cif rfc cnpj abn acn orgnr orgno organisationsnummer organizationnumber kvk krs nip regon ico ičo dic dič cui piva partitaiva`)

// identityOf finds the columns of a list once, for all its rows have the same.
func (p *Processor) identityOf(list *job.List) *identity {
	if found := p.identity; found != nil && found.list == list {
		return found
	}
	found := &identity{list: list}
	for i, name := range list.Columns {
		plain := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, name)
		if telling[plain] {
			found.columns = append(found.columns, i)
		}
	}
	p.identity = found
	return found
}

const (
	// classBits are those of a name's hash that say by what it differs from an equal name.
	classBits = 0xfff
	// forms are the classes of names that differ by their legal form alone.
	forms = 0x100
)

// classOf says by what an account differs from others of its name: nothing (0), its legal form, or what
// stands in the columns that tell companies apart.
func (i *identity) classOf(item *job.Item, kind formKind, seed maphash.Seed) (uint64, error) {
	if len(i.columns) == 0 {
		return uint64(kind), nil
	}
	cells, err := item.Cells()
	if err != nil {
		return 0, err
	}
	var text strings.Builder
	for _, column := range i.columns {
		cell := strings.ToLower(tidy(cells[column]))
		if !standsForNothing(cell) {
			text.WriteString(cell)
		}
		text.WriteByte(0)
	}
	if strings.Trim(text.String(), "\x00") == "" {
		return uint64(kind), nil
	}
	text.WriteByte(byte(kind))
	return forms + maphash.String(seed, text.String())%(classBits-forms), nil
}
