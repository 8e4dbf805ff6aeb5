package table

import (
	"slices"
	"strings"
	"testing"

	"jobdeck/backend/job"
)

func TestAnExportIsKnownHoweverItWasTouched(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		list    string // header and rows
		columns string // that the list has then
		results string // those of them that come from the export
		fields  []job.Field
	}{
		"own columns called as results, and no row had any": {
			"id,company_name,domain,industry,owner,note,jobdeck_outcome,jobdeck_reason\n1,Acme,acme.com,x,Ann,mine,failed,bad\n",
			"id,company_name,domain,industry,owner,note", "",
			[]job.Field{"", job.CompanyName, job.Domain, job.Industry, job.Owner, ""},
		},
		"own columns called as results, in another order": {
			"id,domain,company_name,jobdeck_outcome,jobdeck_reason\n1,acme.com,Acme,failed,bad\n",
			"id,domain,company_name", "",
			[]job.Field{"", job.Domain, job.CompanyName},
		},
		"own columns called as results, and results": {
			"company_name,domain,jobdeck_outcome,jobdeck_reason,company_name (result),domain (result)\nAcme,acme.com,failed,bad,,\n",
			"company_name,domain,company_name (result),domain (result)", "company_name (result),domain (result)",
			[]job.Field{job.CompanyName, job.Domain, "", ""},
		},
		"a column that was added behind": {
			"Company,Website,jobdeck_outcome,jobdeck_reason,company_name,domain,My remark\nAcme,acme.com,failed,bad,,,mended\n",
			"Company,Website,company_name,domain,My remark", "company_name,domain",
			[]job.Field{job.CompanyName, job.Domain, "", "", ""},
		},
		"a column that was added behind, where no row had results": {
			"Company,Website,jobdeck_outcome,jobdeck_reason,note\nAcme,acme.com,failed,bad,mended\n",
			"Company,Website,note", "",
			[]job.Field{job.CompanyName, job.Domain, ""},
		},
		"results of a program, and a remark": {
			"Company,jobdeck_outcome,jobdeck_reason,score,My remark\nAcme,failed,bad,,mended\nBolt,succeeded,,42,\n",
			"Company,score,My remark", "score",
			[]job.Field{job.CompanyName, "", ""},
		},
		"one mark alone": {
			"Company,Website,jobdeck_outcome,company_name,domain\nAcme,acme.com,failed,,\n",
			"Company,Website,company_name,domain", "company_name,domain",
			[]job.Field{job.CompanyName, job.Domain, "", ""},
		},
		"the other mark alone": {
			"Company,Website,jobdeck_reason\nAcme,acme.com,bad\n",
			"Company,Website", "",
			[]job.Field{job.CompanyName, job.Domain},
		},
		"swapped, with a column between": {
			"Company,jobdeck_reason,Website,jobdeck_outcome,company_name\nAcme,bad,acme.com,failed,\n",
			"Company,Website,company_name", "company_name",
			[]job.Field{job.CompanyName, job.Domain, ""},
		},
		"at the front": {
			"jobdeck_outcome,jobdeck_reason,Company,Website,company_name,domain\nfailed,bad,Acme,acme.com,,\n",
			"Company,Website,company_name,domain", "company_name,domain",
			[]job.Field{job.CompanyName, job.Domain, "", ""},
		},
		"at the front of own columns called as results": {
			"jobdeck_outcome,jobdeck_reason,id,company_name,domain\nfailed,bad,1,Acme,acme.com\n",
			"id,company_name,domain", "",
			[]job.Field{"", job.CompanyName, job.Domain},
		},
		"in capitals": {
			"COMPANY,WEBSITE,JOBDECK_OUTCOME,JOBDECK_REASON,COMPANY_NAME\nAcme,acme.com,failed,bad,\n",
			"COMPANY,WEBSITE,COMPANY_NAME", "COMPANY_NAME",
			[]job.Field{job.CompanyName, job.Domain, ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reader, err := Open(keep(t, "list.csv", test.list), Reading{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = reader.Close() }()
			matching, err := reader.Match()
			if err != nil {
				t.Fatal(err)
			}
			layout := reader.Layout()
			if got := strings.Join(layout.Columns, ","); got != test.columns {
				t.Errorf("the columns are %s, want %s", got, test.columns)
			}
			if got := strings.Join(layout.Results, ","); got != test.results {
				t.Errorf("the results are %s, want %s", got, test.results)
			}
			if !slices.Equal(matching.Fields, test.fields) {
				t.Errorf("the fields are %q, want %q", matching.Fields, test.fields)
			}
			row, err := reader.Next()
			if err != nil || len(row.Cells) != len(layout.Columns) || reader.Width() != len(layout.Columns) || slices.Contains(row.Cells, "failed") || slices.Contains(row.Cells, "bad") {
				t.Errorf("the row is %q (%v), the width %d", row.Cells, err, reader.Width())
			}
		})
	}
}

func TestTheRowOfAnExportInObjectsIsTheFirst(t *testing.T) {
	t.Parallel()
	_, _, told := listed(t, "list.jsonl", `{"Company":"Acme","jobdeck_outcome":"failed","jobdeck_reason":"bad"}`+"\n", Reading{})
	beginsAs(t, told, []string{"is that of an export"})
	reader, err := Open(keep(t, "list.jsonl", "\n"+`{"Company":"Acme","jobdeck_outcome":"failed","jobdeck_reason":"bad"}`+"\n"), Reading{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	if got := reader.Problems(); len(got) != 1 || got[0].Row != 2 {
		t.Errorf("told is %v, want row 2", got)
	}
}
