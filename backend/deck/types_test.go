package deck_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/table"
	"jobdeck/backend/task"
)

// The window's half of the contract. It is written by hand, so that it can be read; these tests
// keep it from drifting.
var typesFiles = []string{"types.ts", "tasktypes.ts", "historytypes.ts"}

// mirrors has each interface of types.ts with the struct it mirrors.
var mirrors = map[string]any{
	"Actor":       job.Actor{},
	"Entry":       job.Entry{},
	"Command":     job.Command{},
	"Report":      job.Report{},
	"LeftOut":     job.LeftOut{},
	"Hold":        job.Hold{},
	"List":        job.List{},
	"Doubt":       table.Doubt{},
	"Fingerprint": job.Fingerprint{},
	"Step":        job.Step{},
	"Flight":      job.Flight{},
	"Snapshot":    job.Snapshot{},
	"Options":     job.Options{},
	"Changes":     job.Changes{},
	"Problem":     job.Problem{},
	// Window and Event would hide what browsers call so.
	"TimeWindow": job.Window{},
	"LiveEvent":  live.Event{},

	"Work":            live.Work{},
	"News":            live.News{},
	"Layout":          table.Layout{},
	"Reading":         table.Reading{},
	"ProcessorSpec":   processor.Spec{},
	"ProcessorOption": processor.Option{},

	"InspectRequest": deck.InspectRequest{},
	"Preview":        deck.Preview{},
	"Draft":          deck.Draft{},
	"Overview":       deck.Overview{},
	"DatabaseState":  deck.DatabaseState{},
	"Backup":         deck.Backup{},
	"JobDetail":      deck.JobDetail{},
	"Sample":         deck.Sample{},
	"ItemQuery":      deck.ItemQuery{},
	"ItemPage":       deck.ItemPage{},
	"Ending":         job.Ending{},
	"ItemView":       deck.ItemView{},
	"ExportRequest":  deck.ExportRequest{},
	"ExportReport":   deck.ExportReport{},
	"Recipe":         deck.Recipe{},
	"KeepKeys":       deck.KeepKeys{},
	"KeptKeys":       deck.KeptKeys{},
	"Setting":        deck.Setting{},

	"Schedule":      task.Schedule{},
	"TaskPause":     task.Pause{},
	"MissedFirings": task.Missed{},
	"Task":          task.Task{},
	"TaskView":      task.View{},
	"TaskDraft":     task.Draft{},
	"Firings":       task.Firings{},
	"Run":           task.Run{},
	"RunQuery":      task.RunQuery{},
	"RunPage":       task.RunPage{},
	"TaskCommand":   task.Command{},
	"TaskReport":    task.Report{},
	"TaskLeftOut":   task.LeftOut{},
	"TaskWork":      task.Work{},
	"WorkSetting":   task.Setting{},
	"TaskResult":    task.Result{},

	"ActivityQuery": deck.ActivityQuery{},
	"ActivityPage":  deck.ActivityPage{},
	"ActivityRow":   deck.ActivityRow{},
	"LogQuery":      deck.LogQuery{},
	"LogPage":       deck.LogPage{},
	"LogLine":       deck.LogLine{},
}

// questions are sent by the window only: it may leave out what Go reads as zero.
var questions = []string{
	"Command", "Changes", "InspectRequest", "Draft", "Reading", "ItemQuery", "ExportRequest", "KeepKeys",
	"TaskDraft", "RunQuery", "TaskCommand", "ActivityQuery", "LogQuery",
}

// inside never cross to the window: its own struct is not told, or it has a tag for storage alone.
var inside = []string{"job.Job", "job.Counts", "task.RefusedError"}

func TestTheWindowKnowsEveryFieldOfEveryShape(t *testing.T) {
	t.Parallel()
	interfaces := readInterfaces(t)
	for name, mirrored := range mirrors {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			written, found := interfaces[name]
			if !found {
				t.Fatalf("types.ts has no interface %s", name)
			}
			fields := fieldsOf(reflect.TypeOf(mirrored))
			for key, field := range fields {
				checkField(t, name, key, field, written)
			}
			for key := range written {
				if _, found := fields[key]; !found {
					t.Errorf("types.ts: %s.%s is no field of %T", name, key, mirrored)
				}
			}
		})
	}
	for name := range interfaces {
		if _, found := mirrors[name]; !found {
			t.Errorf("types.ts: interface %s mirrors nothing", name)
		}
	}
}

func checkField(t *testing.T, name, key string, field goField, written map[string]tsField) {
	t.Helper()
	ts, found := written[key]
	if !found {
		t.Errorf("types.ts: %s lacks %s: %s", name, key, field.typ)
		return
	}
	want := tsType(field.typ)
	if field.typ.Kind() == reflect.Pointer && !field.optional {
		want += " | null" // what Go has not, it sends as null
	}
	if ts.typ != want {
		t.Errorf("types.ts: %s.%s is %s, want %s for Go's %s", name, key, ts.typ, want, field.typ)
	}
	if field.optional && !ts.optional {
		t.Errorf("types.ts: %s.%s is always there, but Go leaves it out when empty", name, key)
	}
	if ts.optional && !field.optional && !slices.Contains(questions, name) {
		t.Errorf("types.ts: %s.%s may be missing, but Go always sends it", name, key)
	}
}

func TestEveryShapeThatCanCrossIsMirrored(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, mirrored := range mirrors {
		known[reflect.TypeOf(mirrored).String()] = true
	}
	for _, folder := range []string{".", "../job", "../task", "../live", "../table", "../processor"} {
		for _, name := range taggedStructs(t, folder) {
			if !known[name] && !slices.Contains(inside, name) {
				t.Errorf("%s has JSON fields and no interface in types.ts", name)
			}
		}
	}
}

func TestTheWindowKnowsEveryWord(t *testing.T) {
	t.Parallel()
	source := readTypes(t)
	for _, words := range []struct {
		name string
		want []string
	}{
		{"Status", texts(job.Statuses)},
		{"Verb", texts(job.UserVerbs)},
		{"Field", texts(job.Fields)},
		{"Outcome", texts([]job.Outcome{job.Pending, job.InFlight, job.Succeeded, job.FailedItem, job.Skipped})},
		{"Standing", texts(constantsOf(t, "../job", "Standing"))},
		{"PauseKind", texts(constantsOf(t, "../job", "PauseKind"))},
		{"Origin", texts(constantsOf(t, "../job", "Origin"))},
		{"Topic", texts(constantsOf(t, "../live", "Topic"))},
		{"NewsKind", texts(constantsOf(t, "../live", "NewsKind"))},
		{"NewsAction", texts(constantsOf(t, "../live", "NewsAction"))},
		{"TaskStatus", texts(task.Statuses)},
		{"TaskVerb", texts(constantsOf(t, "../task", "Verb"))},
		{"RunOutcome", texts(constantsOf(t, "../task", "Outcome"))},
		{"Trigger", texts(constantsOf(t, "../task", "Trigger"))},
		{"ScheduleKind", texts(constantsOf(t, "../task", "Kind"))},
		{"MissedPolicy", texts(constantsOf(t, "../task", "MissedPolicy"))},
		{"Overlap", texts(constantsOf(t, "../task", "Overlap"))},
		{"ActivityKind", texts(constantsOf(t, ".", "ActivityKind"))},
	} {
		t.Run(words.name, func(t *testing.T) {
			t.Parallel()
			got := union(source, words.name)
			slices.Sort(got)
			slices.Sort(words.want)
			if !slices.Equal(got, words.want) {
				t.Errorf("types.ts: %s is %q, want %q", words.name, got, words.want)
			}
		})
	}
	t.Run("statuses in order", func(t *testing.T) {
		t.Parallel()
		list := regexp.MustCompile(`(?s)export const statuses[^=]*= \[(.*?)\]`).FindStringSubmatch(source)
		if list == nil {
			t.Fatal("types.ts has no list of statuses")
		}
		if got, want := quoted(list[1]), texts(job.Statuses); !slices.Equal(got, want) {
			t.Errorf("statuses are %q, want %q", got, want)
		}
	})
}

type goField struct {
	typ      reflect.Type
	optional bool
}

// fieldsOf gives a struct's fields by their JSON names, those of embedded structs among them.
func fieldsOf(structure reflect.Type) map[string]goField {
	fields := map[string]goField{}
	for _, field := range reflect.VisibleFields(structure) {
		tag := field.Tag.Get("json")
		if field.Anonymous || !field.IsExported() || tag == "-" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "" {
			name = field.Name
		}
		fields[name] = goField{field.Type, strings.Contains(options, "omitempty")}
	}
	return fields
}

// tsNames are the types that types.ts has a name for.
var tsNames = map[reflect.Type]string{
	reflect.TypeFor[job.ID]():        "JobID",
	reflect.TypeFor[job.Status]():    "Status",
	reflect.TypeFor[job.Verb]():      "Verb",
	reflect.TypeFor[job.Outcome]():   "Outcome",
	reflect.TypeFor[job.Reason]():    "Reason",
	reflect.TypeFor[job.PauseKind](): "PauseKind",
	reflect.TypeFor[job.Standing]():  "Standing",
	reflect.TypeFor[job.Origin]():    "Origin",
	reflect.TypeFor[job.Field]():     "Field",
	reflect.TypeFor[live.Topic]():    "Topic",

	reflect.TypeFor[live.NewsKind]():   "NewsKind",
	reflect.TypeFor[live.NewsAction](): "NewsAction",

	reflect.TypeFor[task.ID]():           "TaskID",
	reflect.TypeFor[task.RunID]():        "RunID",
	reflect.TypeFor[task.Status]():       "TaskStatus",
	reflect.TypeFor[task.Verb]():         "TaskVerb",
	reflect.TypeFor[task.Outcome]():      "RunOutcome",
	reflect.TypeFor[task.Trigger]():      "Trigger",
	reflect.TypeFor[task.Kind]():         "ScheduleKind",
	reflect.TypeFor[task.MissedPolicy](): "MissedPolicy",
	reflect.TypeFor[task.Overlap]():      "Overlap",
	reflect.TypeFor[deck.ActivityKind](): "ActivityKind",
}

// tsType is how a Go type is written in types.ts.
func tsType(typ reflect.Type) string {
	if name, found := tsNames[typ]; found {
		return name
	}
	for name, mirrored := range mirrors {
		if reflect.TypeOf(mirrored) == typ {
			return name
		}
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return tsType(typ.Elem())
	case reflect.Slice:
		return tsType(typ.Elem()) + "[]"
	case reflect.Map:
		return fmt.Sprintf("Record<%s, %s>", tsType(typ.Key()), tsType(typ.Elem()))
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "number"
	default:
		return "a type of its own for " + typ.String()
	}
}

type tsField struct {
	typ      string
	optional bool
}

var (
	interfaceStart = regexp.MustCompile(`^export interface (\w+)(?: extends (\w+))? \{$`)
	interfaceField = regexp.MustCompile(`^  (\w+)(\?)?: (.+);$`)
	// Empty means "not set" everywhere; Go needs no word for it, types.ts has some.
	emptyAllowed = strings.NewReplacer(" | ''", "", "Match", "Field")
)

// readInterfaces gives the fields of each interface, those it extends among them.
func readInterfaces(t *testing.T) map[string]map[string]tsField {
	t.Helper()
	interfaces := map[string]map[string]tsField{}
	var current map[string]tsField
	for line := range strings.Lines(readTypes(t)) {
		line = strings.TrimRight(line, "\r\n")
		if start := interfaceStart.FindStringSubmatch(line); start != nil {
			current = map[string]tsField{}
			interfaces[start[1]] = current
			maps.Copy(current, interfaces[start[2]])
			continue
		}
		if line == "}" {
			current = nil
		}
		if field := interfaceField.FindStringSubmatch(line); field != nil && current != nil {
			current[field[1]] = tsField{emptyAllowed.Replace(field[3]), field[2] == "?"}
		}
	}
	return interfaces
}

func readTypes(t *testing.T) string {
	t.Helper()
	var source strings.Builder
	for _, name := range typesFiles {
		part, err := os.ReadFile(filepath.Join("..", "..", "frontend", "src", "lib", "api", name))
		if err != nil {
			t.Fatal(err)
		}
		source.Write(part)
	}
	return source.String()
}

// union gives the words of a union of strings.
func union(source, name string) []string {
	declared := regexp.MustCompile(`(?s)export type ` + name + ` =(.*?);`).FindStringSubmatch(source)
	if declared == nil {
		return nil
	}
	return quoted(declared[1])
}

func quoted(text string) []string {
	var words []string
	for _, match := range regexp.MustCompile(`'([^']*)'`).FindAllStringSubmatch(text, -1) {
		words = append(words, match[1])
	}
	return words
}

func texts[T ~string](words []T) []string {
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = string(word)
	}
	return texts
}

// taggedStructs names the exported structs of a package that have JSON tags: "job.Snapshot".
func taggedStructs(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	for _, file := range parseFolder(t, folder) {
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			structure, ok := spec.Type.(*ast.StructType)
			if ok && slices.ContainsFunc(structure.Fields.List, hasJSON) {
				names = append(names, file.Name.Name+"."+spec.Name.Name)
			}
			return true
		})
	}
	return names
}

func hasJSON(field *ast.Field) bool {
	return field.Tag != nil && strings.Contains(field.Tag.Value, `json:"`) && !strings.Contains(field.Tag.Value, `json:"-"`)
}

// constantsOf gives the values of a package's constants of a named string type.
func constantsOf(t *testing.T, folder, typeName string) []string {
	t.Helper()
	var values []string
	for _, file := range parseFolder(t, folder) {
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if named, ok := spec.Type.(*ast.Ident); !ok || named.Name != typeName {
				return true
			}
			for _, value := range spec.Values {
				if literal, ok := value.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					values = append(values, strings.Trim(literal.Value, `"`))
				}
			}
			return true
		})
	}
	return values
}

func parseFolder(t *testing.T, folder string) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(filepath.FromSlash(folder), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatalf("read %s: %v", path, err)
		}
		files = append(files, file)
	}
	return files
}
