package table

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// texts are cells as people and machines write them, and some that only an enemy would.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", " ", "'", "''", "=1+1", "'=1+1", "''=1+1", "+49 30 123", "-12.5", "'-12.5", "-1+1", "@x", "＝1",
			"\t", "\r", "\n", "\"", "\"\"", ",", ";", "a,b", "a\"b", "\"a", "a\r\nb", "a\nb", "Müller", "日本", "😀",
			"_x0041_", "_x005F_", "&amp;", "<b>", "]]>", " a ", "0012", "1e5", "true", "\u00a0", "\ufeff", "sep=;",
			"acme.com", "Company", "{}", "[1]", "'Tis", "|", "\\", "\\\"",
		}),
		rapid.StringMatching(`[a-zA-Z0-9 ,;|.'"=+@\t\n-]{0,12}`),
		rapid.Map(rapid.String(), func(text string) string { return withoutControls(printable(text, true)) }),
	)
}

// drawList draws the columns and rows of a list; rows with nothing in them are left out.
func drawList(rt *rapid.T) [][]string {
	width := rapid.IntRange(1, 4).Draw(rt, "width")
	columns := []string{"Company", "Note", "=x", "Ähm"}[:width]
	rows := rapid.SliceOfN(rapid.SliceOfN(texts(), width, width), 1, 12).Draw(rt, "rows")
	for _, row := range rows {
		row[0] = strings.TrimLeft(row[0], "\ufeff") // a mark before a row is nothing
		if width == 1 {
			// Rows that all have as many tabs below a header of one word are taken for rows of several cells.
			row[0] = strings.NewReplacer("\t", " ", ";", " ", "|", " ").Replace(row[0])
		}
	}
	rows = slices.DeleteFunc(rows, blank)
	if len(rows) == 0 {
		rows = [][]string{slices.Repeat([]string{"x"}, width)}
	}
	return append([][]string{columns}, rows...)
}

// TestAListThatWasWrittenIsReadAgain holds for all formats: what was written comes back cell by cell,
// formulas among them. Only rows with nothing in them don't.
func TestAListThatWasWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	for _, ending := range []string{".csv", ".tsv", ".jsonl", ".xlsx"} {
		t.Run(ending, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "list"+ending)
			again := func(list [][]string) {
				write(t, path, list[0], list[1:])
				read := readAll(t, path, Reading{})
				if got := append([][]string{read.layout.Columns}, read.cells()...); !slices.EqualFunc(got, list, slices.Equal) {
					t.Fatalf("got  %q\nwant %q\nfile %q", got, list, readFile(t, path))
				}
				if len(read.problems) > 0 {
					t.Fatalf("problems with %q: %+v", list, read.problems)
				}
			}
			if ending == ".xlsx" {
				// Workbooks take their time.
				for seed := range 25 {
					again(rapid.Custom(drawList).Example(seed))
				}
				return
			}
			rapid.Check(t, func(rt *rapid.T) { again(drawList(rt)) })
		})
	}
}

func TestFormulasAreMadeHarmlessAndNumbersStay(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "@SUM(A1)": "'@SUM(A1)", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0",
		"-2+3+cmd|' /C calc'!A0": "'-2+3+cmd|' /C calc'!A0", "-HYPERLINK(\"x\")": "'-HYPERLINK(\"x\")", "+Sheet1!A1": "'+Sheet1!A1",
		"＝1": "'＝1", "＠SUM(A1)": "'＠SUM(A1)", "=1": "'=1", "'=1": "''=1",
		// Behind what another program may split at.
		"x;=1+1": "x;'=1+1", "x\t@SUM(A1)": "x\t'@SUM(A1)", "x,=A1,y": "x,'=A1,y", "\n=1": "\n'=1", "\t=1": "\t'=1", "x; =1": "x;' =1", "x;'=1": "x;''=1",
		// Nothing runs.
		"-2+3": "-2+3", "+1-555-123-4567": "+1-555-123-4567", "@acme": "@acme", "-": "-", "--": "--", "--1": "--1", "+A1": "+A1",
		"-12.5": "-12.5", "+49 (30) 12": "+49 (30) 12", "-1,234.50": "-1,234.50", "-5 %": "-5 %", "": "", "a=b": "a=b", "=": "=",
		"'": "'", "'-1": "'-1", "O'Neil": "O'Neil", "- Hello!": "- Hello!", "@acme | Berlin": "@acme | Berlin", "a; b - c": "a; b - c",
	} {
		if got := guard(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		cell := texts().Draw(rt, "cell")
		if got := unguard(guard(cell)); got != cell {
			rt.Fatalf("%q comes back as %q", cell, got)
		}
		for part := range strings.FieldsFuncSeq(guard(cell), func(r rune) bool { return strings.ContainsRune(separators, r) }) {
			if runs(strings.TrimLeft(part, " ")) {
				rt.Fatalf("%q is not harmless", guard(cell))
			}
		}
	})
}
