package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jobdeck/backend/deck"
)

func TestWhatWasGeneratedIsOfThisTable(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "..")
	files, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
			t.Errorf("%s is stale: go generate ./backend/deck", name)
		}
	}
}

func TestEachQuestionSaysWhatItIsForAndWhatItLeaves(t *testing.T) {
	t.Parallel()
	source, err := read(filepath.Join("..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range deck.Questions() {
		if doc := source.question(q.Name); !strings.HasPrefix(doc, q.Name+" ") {
			t.Errorf("the comment of %s is %q", q.Name, doc)
		}
		if q.Doing == "" || q.Effect < deck.Looks || q.Effect > deck.Changes {
			t.Errorf("%s: tries %q, leaves %d", q.Name, q.Doing, q.Effect)
		}
	}
}

// What is said of single fields must be said of fields that are there.
func TestWhatIsSaidOfAFieldIsOfOneThatIsThere(t *testing.T) {
	t.Parallel()
	all := reached()
	for name := range fieldTypes {
		of, key, _ := strings.Cut(name, ".")
		found := false
		for _, typ := range all {
			if typeOf(typ) != of {
				continue
			}
			for field := range typ.Fields() {
				tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
				found = found || tag == key
			}
		}
		if !found {
			t.Errorf("%s is no field", name)
		}
	}
	for typ := range typeNames {
		if !slices.Contains(all, typ) {
			t.Errorf("%s does not reach the window", typ)
		}
	}
}
