package preprocess

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jobdeck/backend/job"
)

// Whatever the list, a row is a duplicate exactly when a plain comparison with all other rows says so.
func TestDuplicatesAreThoseOfAPlainComparison(t *testing.T) {
	t.Parallel()
	name := rapid.SampledFrom([]string{"Acme", "ACME Inc.", "Acme LLC", "Acme Corp", "Beta", "Beta GmbH", "Beta AG", "Gamma", "n/a", "Delta & Co"})
	domain := rapid.SampledFrom([]string{"", "n/a", "acme.com", "www.acme.com", "beta.de", "not valid", "gamma.io"})
	country := rapid.SampledFrom([]string{"", "DE", "Germany", "FR"})
	rapid.Check(t, func(t *rapid.T) {
		shape := &job.List{Columns: []string{"Domain", "Company", "Country"}, Mapping: []job.Field{job.Domain, job.CompanyName, ""}}
		var items []*job.Item
		for i := range rapid.IntRange(0, 30).Draw(t, "rows") {
			cells := []string{domain.Draw(t, "domain"), name.Draw(t, "name"), country.Draw(t, "country")}
			// With gaps, as a list has of which only a part is worked.
			items = append(items, &job.Item{Seq: int64(i + 1 + i/7*5), Row: int64(i + 2 + i/4*2), Input: job.AppendCells(nil, cells), List: shape})
		}
		p := surveyed(t, nil, items)
		all := make([]compared, len(items))
		for i, item := range items {
			all[i] = comparedRow(t, p, item)
		}
		for i, item := range items {
			want := -1
			if all[i].problem == "" {
				want = slices.IndexFunc(all, func(other compared) bool { return other.problem == "" && all[i].isSame(other, all) })
			}
			got, found := p.duplicates.find(item.Seq)
			if found != (want >= 0 && want < i) {
				t.Fatalf("row %d of %+v: duplicate %v, want it to repeat %d", i, all, found, want)
			}
			if found && (int64(got.first) != items[want].Row || got.byName != (all[i].domain == "")) {
				t.Fatalf("row %d of %+v repeats %+v, want row %d", i, all, got, items[want].Row)
			}
		}
	})
}

// compared is a row as the plain comparison has it.
type compared struct {
	account
	key     string
	kind    formKind
	country string
}

func comparedRow(t *rapid.T, p *Processor, item *job.Item) compared {
	row, err := readRow(item)
	if err != nil {
		t.Fatal(err)
	}
	cells, err := item.Cells()
	if err != nil {
		t.Fatal(err)
	}
	c := compared{account: p.clean(row)}
	name := keysOf(c.name)
	c.key, c.kind = name.exact, name.kind
	if c.country = cells[2]; c.country != "" {
		c.country = countryOf(c.country)
	}
	return c
}

// isSame says whether two rows are one company: of one domain, or, without one, of one name with nothing against it,
// when neither leaves open which of several it is.
func (c compared) isSame(other compared, all []compared) bool {
	if c.domain != "" {
		return c.domain == other.domain
	}
	alike := c.kind == other.kind && c.country == other.country
	return c.key == other.key && (alike || c.canBe(other) && !c.isOpen(all) && !other.isOpen(all))
}

func (c compared) canBe(other compared) bool {
	return (c.kind == other.kind || c.kind == noForm || other.kind == noForm) &&
		(c.country == other.country || c.country == "" || other.country == "")
}

func (c compared) isOpen(all []compared) bool {
	for _, one := range all {
		for _, other := range all {
			if one.problem == "" && other.problem == "" && one.key == c.key && other.key == c.key && c.canBe(one) && c.canBe(other) && !one.canBe(other) {
				return true
			}
		}
	}
	return false
}
