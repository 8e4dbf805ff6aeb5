package whole_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"jobdeck/backend/whole"
)

type Inner struct {
	Names []string          `json:"names"`
	Cells [][]string        `json:"cells"`
	Set   map[string]string `json:"set"`
}

type outer struct {
	Inner

	Nested Inner            `json:"nested"`
	None   *Inner           `json:"none"`
	One    *Inner           `json:"one"`
	Many   []Inner          `json:"many"`
	Named  map[string]Inner `json:"named"`
	Left   []string         `json:"left,omitempty"`
	Number int              `json:"number"`
	inside []string
}

func TestNoListAndNoMapIsNil(t *testing.T) {
	t.Parallel()
	inside := []string{"kept"}
	given := outer{One: &Inner{Cells: [][]string{nil, {"a"}}}, Many: make([]Inner, 1), Named: map[string]Inner{"x": {}}, Number: 3, inside: inside}
	before := given
	got := whole.Of(given)
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	const empty = `{"names":[],"cells":[],"set":{}}`
	want := `{"names":[],"cells":[],"set":{},"nested":` + empty + `,"none":null,"one":{"names":[],"cells":[[],["a"]],"set":{}},"many":[` + empty + `],"named":{"x":` + empty + `},"number":3}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	if !reflect.DeepEqual(given, before) || given.One.Names != nil || given.Many[0].Set != nil {
		t.Error("what was given has changed")
	}
	if !reflect.DeepEqual(got.inside, inside) {
		t.Errorf("the inside is %v", got.inside)
	}
	if whole.Of[[]string](nil) == nil || whole.Of[map[string]int](nil) == nil || whole.Of(7) != 7 {
		t.Error("single values are not whole")
	}
}
