package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"jobdeck/backend/deck"
	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/task"
	"jobdeck/backend/whole"
)

// further are shapes that reach the window without a question: events, what is shown when no deck can be opened, and verbs.
var further = []reflect.Type{reflect.TypeFor[live.Event](), reflect.TypeFor[deck.Backup](), reflect.TypeFor[job.Row]()}

// typeNames are what types are called in TypeScript where their own names would be those of others.
var typeNames = map[reflect.Type]string{
	reflect.TypeFor[job.ID]():         "JobID",
	reflect.TypeFor[job.Window]():     "TimeWindow",
	reflect.TypeFor[job.Row]():        "VerbRow",
	reflect.TypeFor[live.Event]():     "LiveEvent",
	reflect.TypeFor[processor.Spec](): "ProcessorSpec",
	reflect.TypeFor[task.ID]():        "TaskID",
	reflect.TypeFor[task.Kind]():      "ScheduleKind",
	reflect.TypeFor[task.Missed]():    "MissedFirings",
	reflect.TypeFor[task.Outcome]():   "RunOutcome",
	reflect.TypeFor[form.Field]():     "FormField",
	reflect.TypeFor[form.Kind]():      "FormKind",
	reflect.TypeFor[task.Pause]():     "TaskPause",
	reflect.TypeFor[task.View]():      "TaskView",
	reflect.TypeFor[task.Draft]():     "TaskDraft",
	reflect.TypeFor[task.Command]():   "TaskCommand",
	reflect.TypeFor[task.Report]():    "TaskReport",
	reflect.TypeFor[task.LeftOut]():   "TaskLeftOut",
	reflect.TypeFor[task.Work]():      "TaskWork",
	reflect.TypeFor[task.Result]():    "TaskResult",
	reflect.TypeFor[task.Status]():    "TaskStatus",
	reflect.TypeFor[task.Verb]():      "TaskVerb",
}

// lists are the words of types of which the window knows only some, or shows them in their order.
var lists = map[reflect.Type][]string{
	reflect.TypeFor[job.Status](): texts(job.Statuses),
	reflect.TypeFor[job.Verb]():   texts(job.UserVerbs),
	reflect.TypeFor[job.Field]():  texts(job.Fields),
}

// wider are types that have the words of another, too.
var wider = map[reflect.Type]reflect.Type{reflect.TypeFor[job.Standing](): reflect.TypeFor[job.Status]()}

// open are the types whose constants are not all there is: processors have reasons of their own.
var open = []reflect.Type{reflect.TypeFor[job.Reason]()}

// A column's match is a field, a further choice for one, or empty; some words may be missing.
var fieldTypes = map[string]string{
	"InspectRequest.mapping": "Record<string, Match>",
	"Draft.mapping":          "Record<string, Match>",
	"Preview.mapping":        "Match[]",
	"List.mapping":           "Match[]",
	"ItemQuery.outcome":      "Outcome | ''",
	"ActivityQuery.kind":     "ActivityKind | ''",
	"ActivityRow.outcome":    "RunOutcome | ''",
	"VerbRow.undo":           "Verb | ''",
}

const match = `
/**
 * A column's match: a field, a further choice for one ("domain:2" is asked where "domain" has nothing), or empty for
 * none.
 */
export type Match = Field | ` + "`${Field}:${number}`" + ` | '';
`

func texts[T ~string](words []T) []string {
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = string(word)
	}
	return texts
}

// shapes are the types of all that goes in and comes out.
func shapes(s *source) ([]byte, error) {
	var file bytes.Buffer
	fmt.Fprintf(&file, `%s
// Times are milliseconds UTC, durations milliseconds, zero means "never" or "not known". What may be left out is zero.
`, notice)
	all := reached()
	names := make(map[string]reflect.Type, len(all))
	for _, of := range all {
		name := typeOf(of)
		if other, taken := names[name]; taken {
			return nil, fmt.Errorf("%s and %s are both called %s: give one a name of its own", of, other, name)
		}
		names[name] = of
		text, err := declare(s, of)
		if err != nil {
			return nil, err
		}
		file.WriteString("\n" + text)
	}
	file.WriteString(match)
	fmt.Fprintf(&file, "\n/** Every status, in the order in which screens group them. */\nexport const statuses: readonly Status[] = [\n  %s,\n];\n",
		strings.Join(quoted(lists[reflect.TypeFor[job.Status]()]), ",\n  "))
	file.WriteString(transitions())
	verbs, err := verbRows()
	file.WriteString(verbs)
	return file.Bytes(), err
}

// transitions is where the verbs of people lead from each status.
func transitions() string {
	var text strings.Builder
	text.WriteString("\n/** Where each verb leads from the statuses that allow it, if nothing else speaks against it. */\n" +
		"export const transitions: Record<Verb, Partial<Record<Status, Status>>> = {\n")
	for _, verb := range job.UserVerbs {
		fmt.Fprintf(&text, "  %s: {\n", verb)
		for _, from := range job.Statuses {
			if to, err := job.Next(verb, from); err == nil {
				fmt.Fprintf(&text, "    %s: '%s',\n", from, to)
			}
		}
		text.WriteString("  },\n")
	}
	return text.String() + "};\n"
}

// verbRows are what is to be said of the verbs of people.
func verbRows() (string, error) {
	var text strings.Builder
	text.WriteString("\n/** What is to be said of each verb. */\nexport const verbs: Record<Verb, VerbRow> = {\n")
	for _, verb := range job.UserVerbs {
		row, err := json.Marshal(whole.Of(verb.Row()))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&text, "  %s: %s,\n", verb, row)
	}
	return text.String() + "};\n", nil
}

// reached are the named types that questions and events are made of, each before those it is made of.
func reached() []reflect.Type {
	var all []reflect.Type
	var reach func(of reflect.Type)
	reach = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Map:
			reach(of.Key())
			fallthrough
		case reflect.Pointer, reflect.Slice:
			reach(of.Elem())
			return
		}
		if !strings.HasPrefix(of.PkgPath(), module) || of == nothing || slices.Contains(all, of) {
			return
		}
		all = append(all, of)
		if of.Kind() == reflect.Struct {
			for field := range of.Fields() {
				if field.IsExported() && field.Tag.Get("json") != "-" {
					reach(field.Type)
				}
			}
		}
	}
	for _, q := range deck.Questions() {
		reach(q.In)
		reach(q.Out)
	}
	for _, of := range further {
		reach(of)
	}
	return all
}

// declare is the declaration of a type.
func declare(s *source, of reflect.Type) (string, error) {
	doc, err := s.doc(of, "")
	if err != nil {
		return "", err
	}
	text := block(doc, "")
	if of.Kind() != reflect.Struct {
		return text + fmt.Sprintf("export type %s = %s;\n", typeOf(of), words(s, of)), nil
	}
	var parents, fields []string
	for field := range of.Fields() {
		key, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || key == "-" {
			continue
		}
		if field.Anonymous && key == "" {
			parents = append(parents, typeOf(field.Type))
			continue
		}
		doc, err := s.doc(of, field.Name)
		if err != nil {
			return "", err
		}
		fields = append(fields, block(doc, "  ")+"  "+declareField(typeOf(of), key, options, field.Type))
	}
	extends := ""
	if parents != nil {
		extends = " extends " + strings.Join(parents, ", ")
	}
	return text + fmt.Sprintf("export interface %s%s {\n%s}\n", typeOf(of), extends, strings.Join(fields, "")), nil
}

func declareField(in, key, options string, of reflect.Type) string {
	optional := strings.Contains(options, "omit")
	text := typeOf(of)
	if own := fieldTypes[in+"."+key]; own != "" {
		text = own
	}
	switch {
	case optional:
		return fmt.Sprintf("%s?: %s;\n", key, text)
	case of.Kind() == reflect.Pointer:
		return fmt.Sprintf("%s: %s | null;\n", key, text) // what Go has not, it sends as null
	default:
		return fmt.Sprintf("%s: %s;\n", key, text)
	}
}

// words are what a named type of text or numbers may be.
func words(s *source, of reflect.Type) string {
	if of.Kind() != reflect.String || slices.Contains(open, of) {
		return plain(of)
	}
	list := lists[of]
	if list == nil {
		list = s.packages[of.PkgPath()].constants[of.Name()]
	}
	if list == nil {
		return plain(of)
	}
	all := quoted(list)
	if of := wider[of]; of != nil {
		all = append([]string{typeOf(of)}, all...)
	}
	return strings.Join(all, " | ")
}

func quoted(words []string) []string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = quote(word)
	}
	return all
}

// typeOf is how a type is written in TypeScript.
func typeOf(of reflect.Type) string {
	switch {
	case typeNames[of] != "":
		return typeNames[of]
	case strings.HasPrefix(of.PkgPath(), module):
		return of.Name()
	}
	return plain(of)
}

func plain(of reflect.Type) string {
	switch of.Kind() {
	case reflect.Pointer:
		return typeOf(of.Elem())
	case reflect.Slice:
		return typeOf(of.Elem()) + "[]"
	case reflect.Map:
		return fmt.Sprintf("Record<%s, %s>", typeOf(of.Key()), typeOf(of.Elem()))
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "number"
	default:
		panic("no type of TypeScript for " + of.String())
	}
}
