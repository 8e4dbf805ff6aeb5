package main

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"jobdeck/backend/deck"
)

// callNames are what questions are called in TypeScript where their own names are words of the language.
var callNames = map[string]string{"Try": "tryRows", "Export": "exportItems"}

// calls are the functions that ask the questions.
func calls(s *source) []byte {
	var body bytes.Buffer
	var used []string
	name := func(of reflect.Type) string {
		text := typeOf(of)
		base := strings.TrimSuffix(text, "[]")
		if !slices.Contains(used, base) && strings.ToUpper(base[:1]) == base[:1] && !strings.HasPrefix(base, "Record<") {
			used = append(used, base)
		}
		return text
	}
	for _, q := range deck.Questions() {
		function := callNames[q.Name]
		if function == "" {
			function = lowerFirst(q.Name)
		}
		out := "void"
		if q.Out != nothing {
			out = name(q.Out)
		}
		parameter, argument := "", ""
		if q.In != nothing {
			in := name(q.In)
			if strings.HasSuffix(in, "[]") {
				in = "readonly " + in
			}
			parameter, argument = "question: "+in, ", question"
		}
		body.WriteString("\n" + block(s.question(q.Name), ""))
		fmt.Fprintf(&body, "export function %s(%s): Promise<%s> {\n  return call('%s', %s%s);\n}\n", function, parameter, out, q.Name, quote(q.Doing), argument)
	}
	slices.Sort(used)
	var file bytes.Buffer
	fmt.Fprintf(&file, "%s\nimport { call } from './bridge';\nimport type {\n", notice)
	for _, of := range used {
		fmt.Fprintf(&file, "  %s,\n", of)
	}
	fmt.Fprintf(&file, "} from './types';\n%s", body.Bytes())
	return file.Bytes()
}

func lowerFirst(name string) string {
	capitals := 0
	for capitals < len(name) && name[capitals] >= 'A' && name[capitals] <= 'Z' {
		capitals++
	}
	if capitals < len(name) && capitals > 1 {
		capitals-- // "JSONFile" is "jsonFile"
	}
	return strings.ToLower(name[:capitals]) + name[capitals:]
}

// block is a comment of TypeScript.
func block(doc, indent string) string {
	lines := strings.Split(strings.ReplaceAll(strings.TrimSpace(doc), "*/", "* /"), "\n")
	switch {
	case lines[0] == "":
		return ""
	case len(lines) == 1:
		return indent + "/** " + lines[0] + " */\n"
	}
	return indent + "/**\n" + indent + " * " + strings.Join(lines, "\n"+indent+" * ") + "\n" + indent + " */\n"
}

func quote(text string) string {
	if strings.Contains(text, "'") {
		return `"` + text + `"`
	}
	return "'" + text + "'"
}
