package main

import (
	"bytes"
	"fmt"
	"go/format"
	"reflect"
	"slices"
	"strings"

	"jobdeck/backend/deck"
)

var nothing = reflect.TypeFor[deck.Nothing]()

// methods are those of App that ask the questions.
func methods(s *source) ([]byte, error) {
	var body bytes.Buffer
	imports := []string{module + "backend/deck"}
	name := func(of reflect.Type) string {
		for t := of; ; t = t.Elem() {
			if path := t.PkgPath(); path != "" && !slices.Contains(imports, path) {
				imports = append(imports, path)
			}
			if t.Name() != "" || t.Kind() != reflect.Slice {
				return of.String()
			}
		}
	}
	for _, q := range deck.Questions() {
		fmt.Fprintf(&body, "\n%s", comment(s, q.Name))
		in, out := name(q.In), name(q.Out)
		switch {
		case q.In == nothing:
			fmt.Fprintf(&body, "func (a *App) %[1]s() (%[2]s, error) { return askBare(a, deck.%[1]s) }\n", q.Name, out)
		case q.Out == nothing:
			fmt.Fprintf(&body, "func (a *App) %[1]s(in %[2]s) error { return do(a, deck.%[1]s, in) }\n", q.Name, in)
		default:
			fmt.Fprintf(&body, "func (a *App) %[1]s(in %[2]s) (%[3]s, error) { return ask(a, deck.%[1]s, in) }\n", q.Name, in, out)
		}
	}
	slices.Sort(imports)
	var file bytes.Buffer
	fmt.Fprintf(&file, "%s\npackage main\n\nimport (\n", notice)
	for _, path := range imports {
		fmt.Fprintf(&file, "\t%q\n", path)
	}
	fmt.Fprintf(&file, ")\n%s", body.Bytes())
	return format.Source(file.Bytes())
}

// comment is that of a question, as Go has it.
func comment(s *source, question string) string {
	var lines strings.Builder
	for line := range strings.Lines(s.question(question)) {
		lines.WriteString("// " + strings.TrimSpace(line) + "\n")
	}
	return lines.String()
}
