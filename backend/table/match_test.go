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
		if got := Match(test.columns); !slices.Equal(got, test.want) {
			t.Errorf("Match(%q) = %q, want %q", test.columns, got, test.want)
		}
	}
}
