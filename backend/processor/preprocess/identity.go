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
	country int // a column, or -1
	numbers []int
}

// countryHeaders and numberHeaders are the headers of such columns, in small letters and without what separates
// their words.
var (
	countryHeaders = set(`country countryregion countryname countrycode countryiso billingcountry hqcountry companycountry land pays pais país paese`)
	numberHeaders  = set(`vat vatid vatno vatnr vatnumber ustid ustidnr uid taxid taxno taxnumber steuernummer ein tin siren siret duns dunsno dunsnumber
	companyno companynumber registrationno registrationnumber companyregistrationnumber registerno registernumber handelsregister hrb lei
	nif cif rfc cnpj abn acn orgnr orgno organisationsnummer organizationnumber kvk krs nip regon ico ičo dic dič cui piva partitaiva`)
)

func set(words string) map[string]bool {
	members := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		members[word] = true
	}
	return members
}

// identityOf finds the columns of a list once, for all its rows have the same.
func (p *Processor) identityOf(list *job.List) *identity {
	if found := p.identity; found != nil && found.list == list {
		return found
	}
	found := &identity{list: list, country: -1}
	for i, name := range list.Columns {
		switch plain := lettersAndDigits(name); {
		case countryHeaders[plain] && found.country < 0:
			found.country = i
		case numberHeaders[plain]:
			found.numbers = append(found.numbers, i)
		}
	}
	p.identity = found
	return found
}

// lettersAndDigits are a text's, in small letters: "DE-123" is "DE 123".
func lettersAndDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// tells says whether the list has such columns.
func (i *identity) tells() bool { return i.country >= 0 || len(i.numbers) > 0 }

// signs are what speaks against two rows of one name being one company: hashes of the country and of two numbers of
// registers, 0 where a row has none. The second stands for all further columns.
type signs uint64

// The parts of signs.
const (
	countrySign signs = 0xffff
	firstSign   signs = 0xffffff << 16
	furtherSign signs = 0xffffff << 40
)

// signsOf reads a row's signs.
func (i *identity) signsOf(item *job.Item, seed maphash.Seed) (signs, error) {
	cells, err := item.Cells()
	if err != nil {
		return 0, err
	}
	hash := func(text string, shift, bits int) signs {
		most := uint64(1)<<bits - 1
		return signs(1+maphash.String(seed, text)%most) << shift
	}
	var found signs
	if i.country >= 0 && i.country < len(cells) && !standsForNothing(cells[i.country]) {
		found |= hash(countryOf(cells[i.country]), 0, 16)
	}
	further := ""
	for n, column := range i.numbers {
		if column >= len(cells) || standsForNothing(cells[column]) {
			continue
		}
		number := lettersAndDigits(cells[column])
		switch {
		case number == "":
		case n == 0:
			found |= hash(number, 16, 24)
		default:
			further += number + "\x00"
		}
	}
	if further != "" {
		found |= hash(further, 40, 24)
	}
	return found, nil
}

// contradict says whether two rows have different signs of one kind.
func (s signs) contradict(other signs) bool {
	for _, part := range []signs{countrySign, firstSign, furtherSign} {
		if a, b := s&part, other&part; a != 0 && b != 0 && a != b {
			return true
		}
	}
	return false
}
