package samples_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"jobdeck/samples"
)

type company struct {
	name, website, industry, owner, employees, country string
}

func companies(t *testing.T) []company {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(samples.Companies)).ReadAll()
	if err != nil {
		t.Fatalf("read the sample list: %v", err)
	}
	header := []string{"Account Name", "Website", "Primary Industry", "Account Owner", "Employees", "Country"}
	if !slices.Equal(records[0], header) {
		t.Fatalf("header is %q, want %q", records[0], header)
	}
	var list []company
	for _, cells := range records[1:] {
		list = append(list, company{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]})
	}
	return list
}

func TestSampleListHas200Companies(t *testing.T) {
	t.Parallel()
	if !utf8.Valid(samples.Companies) {
		t.Error("the list is not UTF-8")
	}
	list := companies(t)
	if len(list) != 200 {
		t.Errorf("the list has %d rows, want 200", len(list))
	}
	for number, row := range list {
		if row.industry == "" || row.owner == "" || row.employees == "" || row.country == "" {
			t.Errorf("row %d has an empty cell that is not meant to be empty: %q", number+1, row)
		}
	}
}

// A first run shows something only when the list has what goes wrong in real lists.
func TestSampleListIsUntidyOnPurpose(t *testing.T) {
	t.Parallel()
	list := companies(t)
	oddities := map[string]struct {
		least int
		found func(company) bool
	}{
		"an address in place of a domain": {10, func(c company) bool { return strings.Contains(c.website, "/") }},
		"www in front of the domain": {5, func(c company) bool {
			return strings.Contains(strings.ToLower(c.website), "www.")
		}},
		"an uppercase domain": {3, func(c company) bool { return c.website != strings.ToLower(c.website) }},
		"a mail address in place of a domain": {2, func(c company) bool {
			return strings.Contains(c.website, "@")
		}},
		"a domain with an empty label": {1, func(c company) bool { return strings.Contains(c.website, "..") }},
		"a domain that is a sentence":  {1, func(c company) bool { return strings.Contains(c.website, " ") }},
		"a domain without an ending": {1, func(c company) bool {
			return c.website != "" && !strings.Contains(c.website, ".") && !strings.Contains(c.website, " ")
		}},
		"a network address":              {1, func(c company) bool { return c.website == "192.168.0.1" }},
		"an address with a port":         {1, func(c company) bool { return strings.Contains(c.website, ":443/") }},
		"a domain outside ASCII":         {1, func(c company) bool { return !ascii(c.website) }},
		"an empty domain":                {1, func(c company) bool { return c.website == "" }},
		"an empty name":                  {1, func(c company) bool { return c.name == "" }},
		"a name outside ASCII":           {10, func(c company) bool { return !ascii(c.name) }},
		"a name in Japanese":             {2, func(c company) bool { return c.country == "Japan" && !ascii(c.name) }},
		"a name with an umlaut":          {3, func(c company) bool { return strings.ContainsAny(c.name, "äöüÄÖÜ") }},
		"a name with a stroked letter":   {1, func(c company) bool { return strings.ContainsAny(c.name, "Łł") }},
		"a name with quotes":             {1, func(c company) bool { return strings.Contains(c.name, `"J&J"`) }},
		"a name with a comma":            {1, func(c company) bool { return strings.Contains(c.name, ",") }},
		"a name over two lines":          {1, func(c company) bool { return strings.Contains(c.name, "\n") }},
		"a name with an ampersand":       {3, func(c company) bool { return strings.Contains(c.name, "&") }},
		"a name a spreadsheet would run": {1, func(c company) bool { return strings.HasPrefix(c.name, "=") }},
		"a company that is gone":         {1, func(c company) bool { return strings.Contains(c.name, "insolvent") }},
	}
	for what, oddity := range oddities {
		count := 0
		for _, row := range list {
			if oddity.found(row) {
				count++
			}
		}
		if count < oddity.least {
			t.Errorf("%s: found %d times, want %d or more", what, count, oddity.least)
		}
	}
}

func TestSampleListNamesSomeCompaniesTwice(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, row := range companies(t) {
		if domain := bare(row.website); domain != "" {
			seen[domain]++
		}
	}
	for _, domain := range []string{
		"3m.com", "apple.com", "bosch.com", "dropbox.com", "google.com", "ibm.com", "mcdonalds.com",
		"microsoft.com", "salesforce.com", "siemens.com",
	} {
		if seen[domain] < 2 {
			t.Errorf("%s stands in %d rows, want 2 or more", domain, seen[domain])
		}
	}
	once := 0
	for _, count := range seen {
		if count == 1 {
			once++
		}
	}
	if once < 150 {
		t.Errorf("%d companies stand in the list once, want 150 or more: most of a list is good", once)
	}
}

// bare is the domain of a website as far as this list needs it.
func bare(website string) string {
	domain := strings.ToLower(website)
	domain = strings.TrimPrefix(strings.TrimPrefix(domain, "https://"), "http://")
	domain, _, _ = strings.Cut(domain, "/")
	domain, _, _ = strings.Cut(domain, ":")
	if at := strings.LastIndex(domain, "@"); at >= 0 {
		domain = domain[at+1:]
	}
	return strings.TrimPrefix(domain, "www.")
}

func ascii(text string) bool {
	return strings.IndexFunc(text, func(letter rune) bool { return letter > 126 }) < 0
}
