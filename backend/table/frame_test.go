package table

import (
	"slices"
	"strings"
	"testing"
)

// listed is a list as it is read: its columns, the first cell of each row, and what was told.
func listed(t *testing.T, name, content string, options Reading) (columns, firsts, told []string) {
	t.Helper()
	reader, err := Open(keep(t, name, content), options)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	if _, err := reader.Match(); err != nil { // as whoever opens a list does
		t.Fatal(err)
	}
	for {
		row, err := reader.Next()
		if err != nil {
			break
		}
		firsts = append(firsts, row.Cells[0])
	}
	for _, problem := range reader.Problems() {
		told = append(told, problem.What)
	}
	return reader.Layout().Columns, firsts, told
}

func TestTheHeaderIsFoundWhereverItStands(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, content string
		options       Reading
		columns       []string
		firsts        []string
		told          []string // how each problem begins
	}{
		{
			"below a title, a date and a blank line", "Q4 Target Accounts,,\nExported on 31/01/2024,,\n,,\nAccount Name,Website,Account Owner\nAcme,acme.com,Ann\nBolt,bolt.com,Bob\n",
			Reading{},
			[]string{"Account Name", "Website", "Account Owner"},
			[]string{"Acme", "Bolt"},
			[]string{"stands above the header", "stands above the header"},
		},
		{
			"below a title without delimiters", "Accounts exported on 2026-11-25\n\nAccount Name,Website,Owner\nAcme GmbH,acme.de,Anna\n",
			Reading{},
			[]string{"Account Name", "Website", "Owner"},
			[]string{"Acme GmbH"},
			[]string{"stands above the header"},
		},
		{
			"below comments", "# made by a program\n# 2026\nLead;Link;Phone\nAcme;x;1\nBolt;y;2\n",
			Reading{},
			[]string{"Lead", "Link", "Phone"},
			[]string{"Acme", "Bolt"},
			[]string{"stands above the header", "stands above the header"},
		},
		{
			"above a single column", "Targets of the quarter\n\nCompany Name\nAcme\nBolt\n",
			Reading{},
			[]string{"Company Name"},
			[]string{"Acme", "Bolt"},
			[]string{"stands above the header"},
		},
		{
			"nowhere: the first row is a company as those below it", "Acme Inc,Germany\nBolt Ltd,France\nCask SA,Spain\n",
			Reading{},
			[]string{"Column 1", "Column 2"},
			[]string{"Acme Inc", "Bolt Ltd", "Cask SA"},
			[]string{"looks like data"},
		},
		{
			"nowhere: a value of the first row comes again", "Acme,Germany\nBolt,France\nCask,Germany\n",
			Reading{},
			[]string{"Column 1", "Column 2"},
			[]string{"Acme", "Bolt", "Cask"},
			[]string{"looks like data"},
		},
		{
			"nowhere: the first row has nothing but numbers and dates", "1001,2024-01-31,5\n1002,2024-02-28,6\n",
			Reading{},
			[]string{"Column 1", "Column 2", "Column 3"},
			[]string{"1001", "1002"},
			[]string{"looks like data"},
		},
		{
			"a first row with unknown names is one", "Lead,Revenue\nAcme,5\nBolt,6\n",
			Reading{},
			[]string{"Lead", "Revenue"},
			[]string{"Acme", "Bolt"},
			nil,
		},
		{
			"where it was said to stand", "Lead,Link\nOurs,Theirs\nAcme,x\n",
			Reading{Header: 2},
			[]string{"Ours", "Theirs"},
			[]string{"Acme"},
			[]string{"stands above the header"},
		},
		{
			"nowhere, when that was said", "Company,Domain\nAcme,acme.com\n",
			Reading{Header: NoHeader},
			[]string{"Column 1", "Column 2"},
			[]string{"Company", "Acme"},
			nil,
		},
		{
			"below pairs of what it is about", "Report:,Accounts\nDate:,2024-01-31\nOwner:,Ann\n\nCompany Name,Website,Owner\nAcme,acme.com,Ann\nBolt,bolt.com,Bo\n",
			Reading{},
			[]string{"Company Name", "Website", "Owner"},
			[]string{"Acme", "Bolt"},
			[]string{"stands above the header", "stands above the header", "stands above the header"},
		},
		{
			"below wide rows that are none", "Company report,2024,Q4,all,of them\nx,y,z,1,2\nCompany,Domain\nAcme,acme.com\nBolt,bolt.com\n",
			Reading{},
			[]string{"Company", "Domain"},
			[]string{"Acme", "Bolt"},
			[]string{"stands above the header", "stands above the header"},
		},
		{
			"nowhere: dates and phones", "Acme,2024-01-31,+49 30 1234\nBolt,2024-02-28,+49 89 5678\n",
			Reading{},
			[]string{"Column 1", "Column 2", "Column 3"},
			[]string{"Acme", "Bolt"},
			[]string{"looks like data"},
		},
		{
			"years are names of columns", "Lead,2023,2024\nAcme,1500,2500\nBolt,1600,2600\n",
			Reading{},
			[]string{"Lead", "2023", "2024"},
			[]string{"Acme", "Bolt"},
			nil,
		},
		{
			"a value that is called like a column makes no header of its row", "Lead,Type\nAcme,Prospect\nBolt,Customer\n",
			Reading{},
			[]string{"Lead", "Type"},
			[]string{"Acme", "Bolt"},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			columns, firsts, told := listed(t, "list.csv", test.content, test.options)
			if !slices.Equal(columns, test.columns) || !slices.Equal(firsts, test.firsts) {
				t.Errorf("got %q, %q; want %q, %q", columns, firsts, test.columns, test.firsts)
			}
			beginsAs(t, told, test.told)
		})
	}
	refused(t, keep(t, "list.csv", "Company\nAcme\n"), Reading{Header: 7}, "has nothing in row 7")
}

// beginsAs compares what was told with how each of it begins.
func beginsAs(t *testing.T, told, want []string) {
	t.Helper()
	if len(told) != len(want) {
		t.Errorf("told is %q, want %q", told, want)
		return
	}
	for i := range want {
		if !strings.HasPrefix(told[i], want[i]) {
			t.Errorf("told is %q, want %q", told, want)
			return
		}
	}
}

func TestWhatAReportSaysBelowItsListIsNoCompany(t *testing.T) {
	t.Parallel()
	const below = "stands below the list"
	tests := []struct {
		name, content string
		firsts        []string
		told          []string
	}{
		{
			"totals and remarks", "Account Name,Website,Amount\nAcme,acme.com,100\nBolt,bolt.com,200\nGrand Total,,300\n\nQ4 Targets\nCopyright (c) 2024 Example Vendor. All rights reserved.\nConfidential Information - Do Not Distribute\nGenerated By: Ann Example 31/01/2024 10:00\n",
			[]string{"Acme", "Bolt"},
			[]string{below, below, below, below, below},
		},
		{
			"a count after a blank line", "Company,City\nAcme,Bonn\nBolt,Köln\n\n2 records\n",
			[]string{"Acme", "Bolt"},
			[]string{below},
		},
		{
			"a sum in another language", "Firma;Umsatz\nAcme;1\nBolt;2\nSumme;3\n",
			[]string{"Acme", "Bolt"},
			[]string{below},
		},
		{
			"a company called Total stays in the middle", "Company,Amount\nAcme,1\nTotal,5\nBolt,2\n",
			[]string{"Acme", "Total", "Bolt"},
			nil,
		},
		{
			"a company called Total stays at the end, with its domain", "Company,Website\nAcme,acme.com\nTotal,total.com\n",
			[]string{"Acme", "Total"},
			nil,
		},
		{
			"a company called Total stays at the end, with a number that is no sum", "Company,Employees\nAcme,10\nBolt,20\nTotal,100\n",
			[]string{"Acme", "Bolt", "Total"},
			nil,
		},
		{
			"sums with their currency", "Company;Umsatz\nAcme;1.000,50 €\nBolt;2.000,50 €\nGesamtergebnis;3.001,00 €\nDurchschnitt;1.500,50 €\n",
			[]string{"Acme", "Bolt"},
			[]string{below, below},
		},
		{
			"sums in other languages", "Société;Montant\nAcme;100\nBolt;200\nTotal général;300\nMoyenne;150\n",
			[]string{"Acme", "Bolt"},
			[]string{below, below},
		},
		{
			"a sum of euros", "Company,Revenue\nAcme,EUR 10\nBolt,EUR 5\nTotal,EUR 15\n",
			[]string{"Acme", "Bolt"},
			[]string{below},
		},
		{
			"sums of groups", "Region,Company,Amount\nNorth,Acme,1\nNorth,Bolt,2\nNorth Total,,3\nSouth,Cask,4\nSouth Total,,4\nGrand Total,,7\n",
			[]string{"North", "North", "South"},
			[]string{"is a sum of the rows before it", "is a sum of the rows before it", below},
		},
		{
			"lines of signs, and what a database says", "Company,City\n--------,--------\nAcme,Bonn\nBolt,Ulm\n\n(2 rows affected)\n",
			[]string{"Acme", "Bolt"},
			[]string{"is a line of signs", below},
		},
		{
			"companies that are called as remarks begin", "Company\nSource Interlink Inc\nNote Printing Australia\nPage One Books\nGenerated Media GmbH\nCreated By Us 24 Ltd\nCopyright Agency\n© Sign Makers\n(c) Sound\nConfidential Care Ltd\nPrinted By Hand\nAverage Joe\nInsgesamt Reisen GmbH\n",
			[]string{"Source Interlink Inc", "Note Printing Australia", "Page One Books", "Generated Media GmbH", "Created By Us 24 Ltd", "Copyright Agency", "© Sign Makers", "(c) Sound", "Confidential Care Ltd", "Printed By Hand", "Average Joe", "Insgesamt Reisen GmbH"},
			nil,
		},
		{
			"a company called Average or Media stays", "Company,Employees\nAcme,10\nMedia,20\n",
			[]string{"Acme", "Media"},
			nil,
		},
		{
			"a company alone after a blank line stays", "Company,Website\nAcme,acme.com\nBolt,bolt.com\n\nCask Ltd\n",
			[]string{"Acme", "Bolt", "Cask Ltd"},
			[]string{"has 1 cell"},
		},
		{
			"blank lines between rows are nothing", "Company,Website\nAcme,acme.com\n\nBolt\n\nCask,cask.com\n",
			[]string{"Acme", "Bolt", "Cask"},
			[]string{"has 1 cell"},
		},
		{
			"the header that comes again, with its mark", "\ufeff\"Company Name\",\"Domain\"\r\n\"Acme, Inc.\",\"acme.com\"\r\n\ufeff\"Company Name\",\"Domain\"\r\n\"Bolt, Ltd.\",\"bolt.com\"\r\n",
			[]string{"Acme, Inc.", "Bolt, Ltd."},
			[]string{"repeats the header"},
		},
		{
			"what stands above the header, and comes again with it", "sep=;\nTargets 2024\nFirma;Web\nAcme;acme.de\nsep=;\nTargets 2024\nFirma;Web\nBolt;bolt.de\n",
			[]string{"Acme", "Bolt"},
			[]string{"stands above the header", "repeats what stands above", "repeats what stands above", "repeats the header"},
		},
		{
			"a mark twice, and one within", "\ufeff\ufeff\"Company\",City\n\ufeff\"Acme, Inc.\",Bonn\n",
			[]string{"Acme, Inc."},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, firsts, told := listed(t, "list.csv", test.content, Reading{})
			if !slices.Equal(firsts, test.firsts) {
				t.Errorf("got %q, want %q", firsts, test.firsts)
			}
			beginsAs(t, told, test.told)
		})
	}
}
