package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAHeaderOfTwoRowsNamesItsColumns(t *testing.T) {
	t.Parallel()
	acme, bolt := []string{"Acme", "acme.com", "Ann", "ann@acme.com"}, []string{"Bolt", "bolt.com", "Bo", "bo@bolt.com"}
	tests := []struct {
		name   string
		merged string
		above  []string // rows of texts
		first  []string // the first row of the list, when it is another
		want   []string
		header int64
	}{
		{"a group beside nothing", "C1:D1", []string{"||Contact", "Company|Domain|Name|Email"}, nil, []string{"Company", "Domain", "Contact Name", "Contact Email"}, 2},
		{"tall cells beside the group", "A1:A2 B1:B2 C1:D1", []string{"Company|Domain|Contact", "||Name|Email"}, nil, []string{"Company", "Domain", "Contact Name", "Contact Email"}, 2},
		{"single cells beside the group", "C1:D1", []string{"Company|Domain|Contact", "||First|Last"}, nil, []string{"Company", "Domain", "Contact First", "Contact Last"}, 2},
		{"a group that is a known name", "A1:B1 C1:D1", []string{"Account||Contact", "Name|Website|Name|Email"}, nil, []string{"Account Name", "Account Website", "Contact Name", "Contact Email"}, 2},
		{"a group that says nothing", "A1:B1 C1:D1", []string{"General||Contact", "Company|Domain|Name|Email"}, nil, []string{"Company", "Domain", "Contact Name", "Contact Email"}, 2},
		{"the same names in two groups", "A1:B1 C1:D1", []string{"Customer||Parent", "Company|Website|Company|Website"}, nil, []string{"Customer Company", "Website", "Parent Company", "Parent Website"}, 2},
		{"a group that the name repeats", "A1:B1 C1:D1", []string{"Company||Contact", "Company Name|Domain|Contact Name|Email"}, nil, []string{"Company Name", "Company Domain", "Contact Name", "Contact Email"}, 2},
		{"a title over a header", "A1:D1", []string{"Customers of 2024", "Company|Domain|Name|Email"}, nil, []string{"Company", "Domain", "Name", "Email"}, 2},
		{"a title that is a known name", "A1:D1", []string{"Company", "Name|Domain|Contact|Email"}, nil, []string{"Company Name", "Company Domain", "Contact", "Email"}, 2},
		{"a title and groups", "A1:D1 C2:D2", []string{"Customers of 2024", "||Contact", "Company|Domain|Name|Email"}, nil, []string{"Company", "Domain", "Contact Name", "Contact Email"}, 3},
		{"a wide header over data", "C1:D1", []string{"Company|Domain|Address"}, []string{"Acme", "acme.com", "Main St 1", "Bonn"}, []string{"Company", "Domain", "Address", "Column 4"}, 1},
		{"a wide header over a company called as one", "C1:D1", []string{"Company|Domain|Address"}, []string{"The Company", "acme.com", "Main St", "Bonn"}, []string{"Company", "Domain", "Address", "Column 4"}, 1},
		{"a wide header over data of one cell", "A1:B1", []string{"Company||Domain|Note"}, []string{"Acme", "", "acme.com", "x"}, []string{"Company", "Column 2", "Domain", "Note"}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			first := acme
			if test.first != nil {
				first = test.first
			}
			var rows []string
			for i, line := range test.above {
				rows = append(rows, rawRow(i+1, strings.Split(line, "|")...))
			}
			rows = append(rows, rawRow(len(rows)+1, first...), rawRow(len(rows)+2, bolt...))
			merges := ""
			for ref := range strings.FieldsSeq(test.merged) {
				merges += `<mergeCell ref="` + ref + `"/>`
			}
			sheet := strings.Replace(rawSheet(rows...), `</sheetData>`, `</sheetData><mergeCells>`+merges+`</mergeCells>`, 1)
			path := rawWorkbook(t, map[string]string{sheetPart: sheet})
			read := readAll(t, path, Reading{})
			if !slices.Equal(read.layout.Columns, test.want) || read.layout.HeaderRow != test.header {
				t.Errorf("the columns are %q, from row %d; problems are %v", read.layout.Columns, read.layout.HeaderRow, read.problems)
			}
			sameCells(t, read.cells(), [][]string{first, bolt})
			said := readAll(t, path, Reading{Header: test.header})
			if !slices.Equal(said.layout.Columns, test.want) {
				t.Errorf("said to be row %d, the columns are %q", test.header, said.layout.Columns)
			}
		})
	}
}

func TestGroupsAboveAHeaderAreTold(t *testing.T) {
	t.Parallel()
	sheet := strings.Replace(rawSheet(rawRow(1, "", "Contact"), rawRow(2, "Company", "Name", "Email"), rawRow(3, "Acme", "Ann", "a@acme.com")),
		`</sheetData>`, `</sheetData><mergeCells><mergeCell ref='B1:C1'/></mergeCells>`, 1)
	read := readAll(t, rawWorkbook(t, map[string]string{sheetPart: sheet}), Reading{})
	if said := fmt.Sprint(read.problems); said != "[{1 stands over the header's columns (“Contact”): they are named by both rows}]" {
		t.Errorf("problems are %s", said)
	}
	if asked := readAll(t, rawWorkbook(t, map[string]string{sheetPart: sheet}), Reading{Header: 1}); !slices.Equal(asked.layout.Columns, []string{"Column 1", "Contact", "Column 3"}) {
		t.Errorf("with the upper row as header the columns are %q", asked.layout.Columns)
	}
}
