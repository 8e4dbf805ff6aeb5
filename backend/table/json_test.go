package table

import (
	"slices"
	"strings"
	"testing"
)

func TestJSONListsAreRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file, text string
		columns          []string
		cells            [][]string
		numbers          []int64
		problems         []string
	}{
		{
			"objects, whose keys are the columns", "list.jsonl",
			"{\"company\":\"Acme\",\"size\":12}\n\n{\"site\": \"foo.com\", \"company\":\"Foo\\n\\u00fc\"}\n",
			[]string{"company", "size", "site"},
			[][]string{{"Acme", "12", ""}, {"Foo\nü", "", "foo.com"}},
			[]int64{1, 3},
			nil,
		},
		{
			"values of all kinds", "list.ndjson",
			`{"a":null,"b":true,"c":12345678901234567890,"d":[1, {"x": "y z"}],"e":"=1","f":{}}` + "\n",
			[]string{"a", "b", "c", "d", "e", "f"},
			[][]string{{"", "true", "12345678901234567890", `[1,{"x":"y z"}]`, "=1", "{}"}},
			[]int64{1},
			nil,
		},
		{
			"bad lines are left out and reported", "list.jsonl",
			"{\"a\":\"1\"}\n{\"a\":\n\"text\"\n[1]\n{\"a\":\"5\",\"a\":\"6\"}\n",
			[]string{"a"},
			[][]string{{"1"}, {"6"}},
			[]int64{1, 5},
			[]string{"not valid JSON", "not a JSON object", "not a JSON object", "more than once"},
		},
		{
			"arrays with a header", "list.jsonl", "[\"Company\",\"Size\"]\n[\"Acme\",12]\n[\"Foo\"]\n",
			[]string{"Company", "Size"},
			[][]string{{"Acme", "12"}, {"Foo", ""}},
			[]int64{2, 3},
			[]string{"has 1 cell, 2 columns"},
		},
		{
			"one array of objects", "list.json", "[\n  {\"a\": \"1\",\n   \"b\": 2},\n\n  {\"a\": \"3\"}\n]\n",
			[]string{"a", "b"},
			[][]string{{"1", "2"}, {"3", ""}},
			[]int64{2, 5},
			nil,
		},
		{
			"one array in one line", "list.json", `[{"a":"1"},{"a":"2"}]`,
			[]string{"a"},
			[][]string{{"1"}, {"2"}},
			[]int64{1, 1},
			nil,
		},
		{
			"objects over several lines", "list.json", "{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n",
			[]string{"a"},
			[][]string{{"1"}, {"2"}},
			[]int64{1, 4},
			nil,
		},
		{
			"JSON under another name", "list.txt", "{\"a\":1}\n{\"a\":2}\n",
			[]string{"a"},
			[][]string{{"1"}, {"2"}},
			[]int64{1, 2},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			read := readText(t, test.file, test.text)
			if read.layout.Format != "jsonl" || read.layout.Delimiter != "" || !slices.Equal(read.layout.Columns, test.columns) {
				t.Errorf("layout is %+v, want columns %q", read.layout, test.columns)
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

func TestALateKeyBecomesAFurtherColumn(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("{\"a\":\"1\"}\n", 1500) + "{\"b\":\"2\",\"a\":\"3\"}\n{\"a\":\"4\"}\n"
	read := readText(t, "list.jsonl", text)
	if !slices.Equal(read.layout.Columns, []string{"a", "b"}) {
		t.Errorf("columns are %q", read.layout.Columns)
	}
	sameCells(t, read.cells()[1499:], [][]string{{"1"}, {"3", "2"}, {"4", ""}})
	if len(read.problems) != 1 || read.problems[0].Row != 1501 {
		t.Errorf("problems are %+v", read.problems)
	}
}

func TestABrokenJSONDocumentGivesTheRowsBeforeAndSaysWhere(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a mistake": "[{\"a\":1},\n{\"a\":2},\n{\"a\" 3}\n]",
		"cut off":   "[{\"a\":1},\n{\"a\":2},\n{\"a\":",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reader, err := Open(keep(t, "list.json", text), Reading{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = reader.Close() }()
			for _, want := range []string{"1", "2"} {
				row, err := reader.Next()
				if err != nil || row.Cells[0] != want {
					t.Errorf("got %q, %v, want %q", row.Cells, err, want)
				}
			}
			if _, err := reader.Next(); err == nil || !strings.Contains(err.Error(), "line 3") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestJSONLinesAreWrittenWithTheColumnsAsKeys(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/out.jsonl"
	write(t, path, []string{"b", "a \"x\"", "b"}, [][]string{{"1", "<ü>\n", "=3"}, {"4"}, {"5", "6", "7", "8"}})
	const want = `{"b":"1","a \"x\"":"<ü>\n","b (2)":"=3"}
{"b":"4","a \"x\"":"","b (2)":""}
{"b":"5","a \"x\"":"6","b (2)":"7","Column 4":"8"}
`
	if got := readFile(t, path); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
