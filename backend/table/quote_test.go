package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestAQuoteThatIsNeverClosedSwallowsNoRows holds wherever the quote stands and whatever follows.
func TestAQuoteThatIsNeverClosedSwallowsNoRows(t *testing.T) {
	t.Parallel()
	plain := func(n int) string { return strings.Repeat("Foo,foo.com,x\n", n) }
	tests := []struct {
		name, before, line, after string
		cells                     []string
	}{
		{"nothing quoted follows", plain(3), "\"Acme,acme.com,x\n", plain(5000), []string{"\"Acme", "acme.com", "x"}},
		{"it is the last line", plain(3), "\"Acme,acme.com,x", "", []string{"\"Acme", "acme.com", "x"}},
		{"quoted rows follow", plain(3), "Acme,acme.com,\"x\n", strings.Repeat("\"Foo\",\"foo.com\",\"x\"\n", 50), []string{"Acme", "acme.com", "\"x"}},
		{"quoted cells follow", plain(3), "Acme,\"acme.com,x\n", strings.Repeat("Foo,foo.com,\"x\"\n", 50), []string{"Acme", "\"acme.com", "x"}},
		{
			"a stray quote closes it far away", plain(3), "\"Acme,acme.com,x\n", plain(20_000) + "24\",foo.com,x\n" + plain(10),
			[]string{"\"Acme", "acme.com", "x"},
		},
		{"an inch in a far cell", plain(3), "\"Acme,acme.com,x\n", plain(9) + "5\" pipe,foo.com,24\"\n" + plain(10), []string{"\"Acme", "acme.com", "x"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := "Company,Website,Note\n" + test.before + test.line + test.after
			read := readText(t, "list.csv", text)
			lines := strings.Count(strings.TrimSuffix(text, "\n"), "\n")
			if len(read.rows) != lines {
				t.Fatalf("%d rows of %d are read", len(read.rows), lines)
			}
			for i, row := range read.rows {
				if row.Number != int64(i+2) {
					t.Fatalf("row %d has number %d", i, row.Number)
				}
			}
			if got := read.rows[3]; !slices.Equal(got.Cells, test.cells) {
				t.Errorf("row %d is %q, want %q", got.Number, got.Cells, test.cells)
			}
			if len(read.problems) != 1 || read.problems[0].Row != 5 || !strings.Contains(read.problems[0].What, "never closed") {
				t.Errorf("problems: %+v", read.problems)
			}
		})
	}
}

func TestManyUnclosedQuotesDoNotMakeReadingSlow(t *testing.T) {
	t.Parallel()
	const lines = 20_000
	text := "Company,Note\n" + strings.Repeat("a,\"\"b\n", lines)
	if read := readText(t, "list.csv", text); len(read.rows) != lines {
		t.Errorf("%d rows of %d are read", len(read.rows), lines)
	}
	s := newSplitter(strings.NewReader(text), make([]byte, 4096))
	s.delimiter = ','
	for range lines / 2 {
		if _, err := s.next(); err != nil {
			t.Fatal(err)
		}
	}
	if s.reach != minReach {
		t.Errorf("after so many of them a quote is still looked after for %d bytes", s.reach)
	}
}

func TestALongTextInACellIsNoUnclosedQuote(t *testing.T) {
	t.Parallel()
	poem := strings.Repeat("A line of prose, which has a comma or two, or none.\n\"\"Quoted\"\" it goes on\n", 200)
	read := readText(t, "list.csv", "Company,Note\nAcme,\""+poem+"\"\nFoo,x\n")
	want := strings.ReplaceAll(poem, "\"\"", "\"")
	sameCells(t, read.cells(), [][]string{{"Acme", want}, {"Foo", "x"}})
	if !slices.Equal(read.numbers(), []int64{2, 403}) || len(read.problems) > 0 {
		t.Errorf("numbers %v, problems %+v", read.numbers(), read.problems)
	}
}

func TestTenMegabytesInOneCellAreRead(t *testing.T) {
	t.Parallel()
	for name, cell := range map[string]string{
		"plain":         strings.Repeat("x", 10<<20),
		"with commas":   strings.Repeat("word, ", 10<<20/6),
		"many lines":    strings.Repeat("a line of a log\n", 10<<20/16),
		"quotes inside": strings.Repeat("say \"hi\" ", 10<<20/9),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := fmt.Sprintf("Company,Note\nAcme,\"%s\"\nFoo,x\n", strings.ReplaceAll(cell, "\"", "\"\""))
			read := readText(t, "list.csv", text)
			if len(read.rows) != 2 || read.rows[0].Cells[1] != cell || read.rows[1].Cells[0] != "Foo" || len(read.problems) > 0 {
				t.Errorf("%d rows, problems %+v", len(read.rows), read.problems)
			}
		})
	}
}

func TestARowThatIsTooLongIsLeftOutAndReported(t *testing.T) {
	t.Parallel()
	read := readText(t, "list.csv", "Company,Note\nAcme,"+strings.Repeat("x", maxRow+sampleSize)+"\nFoo,x\n")
	sameCells(t, read.cells(), [][]string{{"Foo", "x"}})
	if len(read.problems) != 1 || read.problems[0].Row != 2 || !slices.Equal(read.numbers(), []int64{3}) {
		t.Errorf("numbers %v, problems %+v", read.numbers(), read.problems)
	}
}

func TestTwoThousandColumnsAreRead(t *testing.T) {
	t.Parallel()
	const width = 2000
	var header, row []string
	for i := range width {
		header = append(header, fmt.Sprintf("h%d", i))
		row = append(row, fmt.Sprint(i))
	}
	read := readText(t, "list.csv", strings.Join(header, ",")+"\n"+strings.Join(row, ",")+"\n")
	if !slices.Equal(read.layout.Columns, header) {
		t.Errorf("there are %d columns", len(read.layout.Columns))
	}
	sameCells(t, read.cells(), [][]string{row})
}
