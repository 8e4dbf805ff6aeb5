package table

import (
	"slices"
	"strings"
	"testing"
)

func TestAListWithinAJSONObjectIsRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, content string
		columns       []string
		firsts        []string
	}{
		{"an answer in one line", `{"companies":[{"name":"Acme","website":"acme.com"},{"name":"Bolt","website":"bolt.com"}],"next":null}`, []string{"name", "website"}, []string{"Acme", "Bolt"}},
		{"over several lines, and deeper", "{\n \"meta\": {\"page\": 1, \"tags\": [1, 2]},\n \"data\": {\"items\": [\n  {\"name\": \"Acme\"},\n  {\"name\": \"Bolt\"}\n ]}\n}\n", []string{"name"}, []string{"Acme", "Bolt"}},
	} {
		columns, firsts, told := listed(t, "answer.json", test.content, Reading{})
		if !slices.Equal(columns, test.columns) || !slices.Equal(firsts, test.firsts) {
			t.Errorf("%s: got %q, %q", test.name, columns, firsts)
		}
		beginsAs(t, told, []string{"holds the list in"})
	}
	// A row may hold lists of its own.
	columns, firsts, _ := listed(t, "rows.jsonl", `{"name":"Acme","people":[{"first":"Ann"}]}`+"\n"+`{"name":"Bolt","people":[]}`+"\n", Reading{})
	if !slices.Equal(columns, []string{"name", "people"}) || !slices.Equal(firsts, []string{"Acme", "Bolt"}) {
		t.Errorf("rows with lists in them: got %q, %q", columns, firsts)
	}
	columns, firsts, _ = listed(t, "row.json", `{"name":"Acme","people":[{"first":"Ann"}]}`, Reading{})
	if !slices.Equal(columns, []string{"name", "people"}) || !slices.Equal(firsts, []string{"Acme"}) {
		t.Errorf("one row with a list in it: got %q, %q", columns, firsts)
	}
	refused(t, keep(t, "two.json", `{"companies":[{"a":1}],"people":[{"b":1}]}`), Reading{}, "holds several lists, “companies”, “people”")
	cut := keep(t, "cut.json", `{"companies":[{"name":"Acme"},{"name":"Bolt"}],"ne`)
	reader, err := Open(cut, Reading{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	for {
		if _, err = reader.Next(); err != nil {
			break
		}
	}
	if !strings.Contains(err.Error(), "ends in the middle") {
		t.Errorf("an answer that is cut off ends with %v", err)
	}
}
