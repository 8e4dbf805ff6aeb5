package table

import (
	"slices"
	"strings"
	"testing"
)

func TestADelimiterThatLeavesNoRowsIsNone(t *testing.T) {
	t.Parallel()
	columns, firsts, _ := listed(t, "list.tsv", "Company\tNote\nCompany\t;\n", Reading{})
	if !slices.Equal(columns, []string{"Company", "Note"}) || !slices.Equal(firsts, []string{"Company"}) {
		t.Errorf("got %q, %q", columns, firsts)
	}
}

func TestADelimitedListIsReadAsAPersonSeesIt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		delimiter  string
		columns    []string
		cells      [][]string
		numbers    []int64
		problems   []string // what each problem contains
	}{
		{
			"comma", "Company,Website\nAcme,acme.com\nFoo,foo.com\n", ",",
			[]string{"Company", "Website"},
			[][]string{{"Acme", "acme.com"}, {"Foo", "foo.com"}},
			[]int64{2, 3},
			nil,
		},
		{
			"semicolon with commas in the cells", "Company;Revenue\r\nAcme, Inc;1,5\r\nFoo, Inc;2,5\r\n", ";",
			[]string{"Company", "Revenue"},
			[][]string{{"Acme, Inc", "1,5"}, {"Foo, Inc", "2,5"}},
			[]int64{2, 3},
			nil,
		},
		{
			"tab", "Company\tWebsite\nAcme\tacme.com\n", "\t",
			[]string{"Company", "Website"},
			[][]string{{"Acme", "acme.com"}},
			[]int64{2},
			nil,
		},
		{
			"bar", "Company|Website\nAcme|acme.com\n", "|",
			[]string{"Company", "Website"},
			[][]string{{"Acme", "acme.com"}},
			[]int64{2},
			nil,
		},
		{
			"delimiters inside quotes do not mislead", "Company;Note\n\"a,b,c,d\";x\n\"e,f,g,h\";y\n", ";",
			[]string{"Company", "Note"},
			[][]string{{"a,b,c,d", "x"}, {"e,f,g,h", "y"}},
			[]int64{2, 3},
			nil,
		},
		{
			"a first line that declares the delimiter", "sep=|\nCompany|Note\nAcme, Inc|x\n", "|",
			[]string{"Company", "Note"},
			[][]string{{"Acme, Inc", "x"}},
			[]int64{3},
			nil,
		},
		{
			"quoted line ends keep the numbers right", "Company,Note\n\"Acme\n\"\"Inc\"\"\",a\n\nFoo,\"b\r\nc\"\nBar,d", ",",
			[]string{"Company", "Note"},
			[][]string{{"Acme\n\"Inc\"", "a"}, {"Foo", "b\r\nc"}, {"Bar", "d"}},
			[]int64{2, 5, 7},
			nil,
		},
		{
			"rows with too few and too many cells", "Company,Website,Owner\nAcme\nFoo,foo.com,Ann,x,y\nBar,bar.com,Bob,,\n", ",",
			[]string{"Company", "Website", "Owner", "Column 4", "Column 5"},
			[][]string{{"Acme", "", ""}, {"Foo", "foo.com", "Ann", "x", "y"}, {"Bar", "bar.com", "Bob", "", ""}},
			[]int64{2, 3, 4},
			[]string{"has 1 cell, 3 columns", "has 5 cells, 3 columns"},
		},
		{
			"blank rows are left out", "\n\nCompany,Website\n\n  \n,\nAcme,acme.com\n , \n", ",",
			[]string{"Company", "Website"},
			[][]string{{"Acme", "acme.com"}},
			[]int64{7},
			nil,
		},
		{
			"double and missing headers", "Name,,Name,Name (2), Name \n1,2,3,4,5\n", ",",
			[]string{"Name", "Column 2", "Name (2)", "Name (2) (2)", "Name (3)"},
			[][]string{{"1", "2", "3", "4", "5"}},
			[]int64{2},
			[]string{"no header for column 2", "more than once", "more than once", "more than once"},
		},
		{
			"one column", "Company\nAcme, Inc\nFoo\n", ",",
			[]string{"Company"},
			[][]string{{"Acme, Inc"}, {"Foo"}},
			[]int64{2, 3},
			nil,
		},
		{
			"a title in one cell above rows of two", "List\nAcme,acme.com\nFoo,foo.com\n", ",",
			[]string{"Column 1", "Column 2"},
			[][]string{{"Acme", "acme.com"}, {"Foo", "foo.com"}},
			[]int64{2, 3},
			[]string{"looks like data", "stands above the header"},
		},
		{
			"no header", "3M,3m.com\nAcme,acme.com\n", ",",
			[]string{"Column 1", "Column 2"},
			[][]string{{"3M", "3m.com"}, {"Acme", "acme.com"}},
			[]int64{1, 2},
			[]string{"looks like data"},
		},
		{
			"domains alone", "3m.com\nacme.com\n", ",",
			[]string{"Column 1"},
			[][]string{{"3m.com"}, {"acme.com"}},
			[]int64{1, 2},
			[]string{"looks like data"},
		},
		{
			"headers with dots are headers", "account.name,contact.mail\nAcme,x@acme.com\n", ",",
			[]string{"account.name", "contact.mail"},
			[][]string{{"Acme", "x@acme.com"}},
			[]int64{2},
			nil,
		},
		{
			"header alone", "Company,Website\n", ",", []string{"Company", "Website"}, nil, nil, nil,
		},
		{
			"old line ends", "Company,Website\rAcme,acme.com\rFoo,foo.com", ",",
			[]string{"Company", "Website"},
			[][]string{{"Acme", "acme.com"}, {"Foo", "foo.com"}},
			[]int64{2, 3},
			nil,
		},
		{
			"spaces around quotes", "Company, \"Note\"\nAcme, \"a, b\" \n\"Foo\" ,c\n", ",",
			[]string{"Company", "Note"},
			[][]string{{"Acme", "a, b"}, {"Foo", "c"}},
			[]int64{2, 3},
			nil,
		},
		{
			"quotes inside a cell", "Company,Note\nAcme,5\" pipe\nFoo,\"the \"big\" one\"\n", ",",
			[]string{"Company", "Note"},
			[][]string{{"Acme", "5\" pipe"}, {"Foo", "the \"big\" one"}},
			[]int64{2, 3},
			[]string{"quote inside a quoted cell"},
		},
		{
			"the apostrophe before a formula goes", "Company,Note\n'=1+1,'-\n'tis,O'Neil\n''=x,'\n", ",",
			[]string{"Company", "Note"},
			[][]string{{"=1+1", "'-"}, {"'tis", "O'Neil"}, {"'=x", "'"}},
			[]int64{2, 3, 4},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			read := readText(t, "list.csv", test.text)
			if read.layout.Delimiter != test.delimiter || read.layout.Format != "csv" || read.layout.Encoding != "UTF-8" {
				t.Errorf("layout is %+v", read.layout)
			}
			if !slices.Equal(read.layout.Columns, test.columns) {
				t.Errorf("columns are %q, want %q", read.layout.Columns, test.columns)
			}
			sameCells(t, read.cells(), test.cells)
			if !slices.Equal(read.numbers(), test.numbers) {
				t.Errorf("numbers are %v, want %v", read.numbers(), test.numbers)
			}
			if !slices.EqualFunc(read.problems, test.problems, func(p Problem, part string) bool {
				return strings.Contains(p.What, part)
			}) {
				t.Errorf("problems are %+v, want %q", read.problems, test.problems)
			}
		})
	}
}
