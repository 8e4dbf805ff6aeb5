package table

import (
	"slices"
	"testing"

	"jobdeck/backend/job"
)

func TestColumnsAreMatchedByTheirUsualNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		columns []string
		want    []job.Field
	}{
		{
			[]string{"Account Name", "Website", "Primary Industry", "Account Owner"},
			[]job.Field{job.CompanyName, job.Domain, job.Industry, job.Owner},
		},
		{
			[]string{"OWNER", "industry", "URL", "company_name"},
			[]job.Field{job.Owner, job.Industry, job.Domain, job.CompanyName},
		},
		{[]string{"CompanyName", "company-domain"}, []job.Field{job.CompanyName, job.Domain}},
		{[]string{"Name", "Company"}, []job.Field{"", job.CompanyName}},
		{[]string{"Website", "Domain", "Domain (2)"}, []job.Field{"", job.Domain, ""}},
		{[]string{"Company", "company"}, []job.Field{job.CompanyName, ""}},
		{[]string{"Unnamed", "", "Revenue"}, []job.Field{"", "", ""}},
		{nil, []job.Field{}},
	}
	for _, test := range tests {
		if got := Match(test.columns, nil).Fields; !slices.Equal(got, test.want) {
			t.Errorf("Match(%q) = %q, want %q", test.columns, got, test.want)
		}
	}
}

func TestColumnsAreMatchedByWhatStandsInThemToo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		list  [][]string // the header first
		want  []job.Field
		doubt string // the column that is doubted, or ""
	}{
		{
			"a job's title is no company",
			[][]string{{"First Name", "Last Name", "Title", "Current Company", "Email"}, {"Ann", "Lee", "VP Sales", "Acme", "ann@acme.com"}, {"Bo", "Ek", "CEO", "Bolt", "bo@bolt.com"}},
			[]job.Field{"", "", "", job.CompanyName, ""},
			"",
		},
		{
			"a customer's number is no company",
			[][]string{{"Customer", "Business Partner", "Company"}, {"10023", "x", "Acme"}, {"C-10024", "y", "Bolt"}},
			[]job.Field{"", "", job.CompanyName},
			"",
		},
		{
			"a place is no domain",
			[][]string{{"Company", "Site", "Web Address"}, {"Acme", "Berlin", "www.acme.com"}, {"Bolt", "Köln (Plant 2)", "http://bolt.de/en"}},
			[]job.Field{job.CompanyName, "", job.Domain},
			"",
		},
		{
			"what is empty in one column may stand in the other",
			[][]string{{"Company", "Domain", "Website"}, {"Acme", "", "acme.com"}, {"Bolt", "", "bolt.com"}},
			[]job.Field{job.CompanyName, job.Domain, job.Domain.As(2)},
			"",
		},
		{
			"a person's name is no company",
			[][]string{{"Name", "First Name", "Last Name", "Employer"}, {"Ann Lee", "Ann", "Lee", "Acme"}, {"Ek, Bo", "Bo", "Ek", "Bolt"}},
			[]job.Field{"", "", "", job.CompanyName},
			"",
		},
		{
			"a title may be a company's name",
			[][]string{{"Title", "Link", "Website"}, {"Acme Inc", "x", "acme.com"}, {"Bolt Ltd", "y", "bolt.com"}},
			[]job.Field{job.CompanyName, "", job.Domain},
			"",
		},
		{
			"yes and no are no customers",
			[][]string{{"Customer", "Account Name"}, {"Yes", "Acme"}, {"No", "Bolt"}},
			[]job.Field{"", job.CompanyName},
			"",
		},
		{
			"another company is not this one, nor is its number",
			[][]string{{"Parent Company", "Company ID", "Company", "Company Size", "Company LinkedIn URL"}, {"Big", "1", "Acme", "50", "linkedin.com/company/acme"}},
			[]job.Field{"", "", job.CompanyName, "", ""},
			"",
		},
		{
			"what may mean something else is left for a question when its values speak against it",
			[][]string{{"Title", "Email"}, {"VP Sales", "ann@acme.com"}, {"CEO", "bo@bolt.com"}},
			[]job.Field{"", ""},
			"Title",
		},
		{
			"without a header the values say it",
			[][]string{{"Column 1", "Column 2", "Column 3"}, {"1001", "Acme Inc", "acme.com"}, {"1002", "Bolt AG", "bolt.de"}},
			[]job.Field{"", job.CompanyName, job.Domain},
			"Column 2",
		},
		{
			"a header that leaves no choice is taken, and doubted",
			[][]string{{"Company", "City"}, {"4711", "Bonn"}, {"4712", "Köln"}},
			[]job.Field{job.CompanyName, ""},
			"Company",
		},
		{
			"a name beside parts of persons' names is a person's",
			[][]string{{"Name", "Surname", "Phone"}, {"Ann", "Lee", "1"}, {"Bo", "Ek", "2"}},
			[]job.Field{"", "", ""},
			"Name",
		},
		{
			"a name beside parts of persons' names is a company's when it says so",
			[][]string{{"Name", "Last Name"}, {"Acme Inc", "Lee"}, {"Bolt GmbH", "Ek"}},
			[]job.Field{job.CompanyName, ""},
			"",
		},
		{
			"an empty column does not stand before one that has the names",
			[][]string{{"Company", "Account"}, {"", "Acme"}, {"", "Bolt"}},
			[]job.Field{job.CompanyName.As(2), job.CompanyName},
			"Account",
		},
		{
			"an empty column does not stand before one that has the sites",
			[][]string{{"Company", "Domain", "Web"}, {"Acme", "", "acme.com"}, {"Bolt", "", "bolt.com"}},
			[]job.Field{job.CompanyName, job.Domain.As(2), job.Domain},
			"Web",
		},
		{
			"pages of a program's own are no companies' sites",
			[][]string{{"Account Name", "URL"}, {"Acme", "https://crm.host.com/1"}, {"Bolt", "https://crm.host.com/2"}},
			[]job.Field{job.CompanyName, ""},
			"URL",
		},
		{
			"a company's pages are its site all the same",
			[][]string{{"Company", "Website"}, {"Acme Bonn", "https://acme.com/bonn"}, {"Acme Ulm", "https://acme.com/ulm"}},
			[]job.Field{job.CompanyName, job.Domain},
			"Website",
		},
		{
			"headers in languages of the East",
			[][]string{{"会社", "サイト"}, {"東洋ソフト", "toyo.jp"}},
			[]job.Field{job.CompanyName, job.Domain},
			"",
		},
		{
			"headers in Cyrillic",
			[][]string{{"Наименование", "Веб-сайт"}, {"Завод", "zavod.ru"}},
			[]job.Field{job.CompanyName, job.Domain},
			"",
		},
		{
			"headers in other languages",
			[][]string{{"Raison sociale", "Société mère", "Site web", "Secteur"}, {"Acme SARL", "Groupe", "acme.fr", "Chimie"}},
			[]job.Field{job.CompanyName, "", job.Domain, job.Industry},
			"",
		},
		{
			"headers in other scripts",
			[][]string{{"会社名", "ホームページ"}, {"東洋ソフト株式会社", "toyo.jp"}},
			[]job.Field{job.CompanyName, job.Domain},
			"",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var rows []Row
			for i, cells := range test.list[1:] {
				rows = append(rows, Row{Number: int64(i + 2), Cells: cells})
			}
			got := Match(test.list[0], rows)
			if !slices.Equal(got.Fields, test.want) {
				t.Errorf("the fields are %q, want %q", got.Fields, test.want)
			}
			doubted := slices.ContainsFunc(got.Doubts, func(d Doubt) bool { return d.Column == test.doubt })
			if doubted != (test.doubt != "") || (test.doubt == "" && len(got.Doubts) > 0) {
				t.Errorf("the doubts are %v, want one about %q", got.Doubts, test.doubt)
			}
		})
	}
}
