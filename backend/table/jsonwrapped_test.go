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
		{"an object with a name of its own", `{"name":"All companies","total":2,"companies":[{"name":"Acme","domain":"acme.com"},{"name":"Bolt","domain":"bolt.com"}]}`, []string{"name", "domain"}, []string{"Acme", "Bolt"}},
		{"the only object of an array", `[{"count":2,"results":[{"name":"Acme"},{"name":"Bolt"}]}]`, []string{"name"}, []string{"Acme", "Bolt"}},
		{"rows beside their columns", `{"columns":["Company","Domain"],"index":[0,1],"data":[["Acme","acme.com"],["Bolt","bolt.com"]]}`, []string{"Company", "Domain"}, []string{"Acme", "Bolt"}},
		{"rows below their columns", `{"range":"Sheet1!A1:B3","values":[["Company","Domain"],["Acme","acme.com"],["Bolt","bolt.com"]]}`, []string{"Company", "Domain"}, []string{"Acme", "Bolt"}},
		{"fields in an envelope", `{"data":[{"type":"firms","attributes":{"name":"Acme","domain":"acme.com"}},{"type":"firms","attributes":{"name":"Bolt","domain":"bolt.com"}}]}`, []string{"name", "domain", "type"}, []string{"Acme", "Bolt"}},
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
	columns, firsts, _ = listed(t, "row.json", `{"name":"Acme","domain":"acme.com","people":[{"name":"Ann"},{"name":"Bob"}]}`, Reading{})
	if !slices.Equal(columns, []string{"name", "domain", "people"}) || !slices.Equal(firsts, []string{"Acme"}) {
		t.Errorf("one row with names in a list in it: got %q, %q", columns, firsts)
	}
	columns, firsts, told := listed(t, "items.json", `{"items":[null,{"name":"Acme"},{"name":"Bolt"}]}`, Reading{})
	if !slices.Equal(columns, []string{"name"}) || !slices.Equal(firsts, []string{"Acme", "Bolt"}) {
		t.Errorf("nothing before the first row of a list in an object: got %q, %q", columns, firsts)
	}
	beginsAs(t, told, []string{"holds the list in", "is not a JSON object"})
	columns, firsts, _ = listed(t, "null.json", `[null,{"name":"Acme"},{"name":"Bolt"}]`, Reading{})
	if !slices.Equal(columns, []string{"name"}) || !slices.Equal(firsts, []string{"Acme", "Bolt"}) {
		t.Errorf("nothing before the first row: got %q, %q", columns, firsts)
	}
	columns, firsts, _ = listed(t, "hits.jsonl", `{"_id":"1","_source":{"name":"Acme","id":7}}`+"\n"+`{"_id":"2","_source":{"name":"Bolt"},"id":8}`+"\n", Reading{})
	if !slices.Equal(columns, []string{"name", "id", "_id"}) || !slices.Equal(firsts, []string{"Acme", "Bolt"}) {
		t.Errorf("fields in an envelope: got %q, %q", columns, firsts)
	}
	columns, _, _ = listed(t, "address.jsonl", `{"name":"Acme","address":{"name":"Head office","city":"Bonn"}}`+"\n", Reading{})
	if !slices.Equal(columns, []string{"name", "address"}) {
		t.Errorf("an object beside a name is no envelope: got %q", columns)
	}
	refused(t, keep(t, "comma.json", `[{"name":"Acme"},{"name":"Bolt"},]`), Reading{}, "not valid JSON in line 1")
	refused(t, keep(t, "quotes.json", "{'name': 'Acme'}\n{'name': 'Bolt'}\n"), Reading{}, "not valid JSON in line 1")
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
