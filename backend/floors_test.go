package backend_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// The house has floors, and imports go down only: a folder may import what stands on a lower line
// than its own, and what is inside itself. This is the one place where the floors are written down.
//
// The first line is what a program starts from, and this test. The last one knows nothing but the
// standard library.
var floors = [][]string{
	{".", "bench", "backend", "backend/acceptance"},
	{"backend/cli", "backend/host"},
	{"backend/desktop", "backend/remote"},
	{"backend/deck"},
	{"backend/engine", "backend/schedule", "backend/maintenance", "backend/news"},
	{"backend/processor", "backend/store", "backend/live", "backend/spots", "backend/inbox"},
	{"backend/table", "backend/task", "backend/settings", "backend/secret", "backend/logging"},
	{"backend/outfile", "backend/fingerprint", "backend/form"},
	{"backend/job", "backend/paths", "backend/signals", "backend/trouble", "backend/instants", "backend/bustest", "backend/whole", "backend/english", "samples"},
}

// reserved are imports that only some folders or files may have.
var reserved = []struct {
	imports string // a path, and everything below it
	allowed []string
	why     string
}{
	{"database/sql", []string{"backend/store", "bench"}, "only the store talks to the database"},
	{"github.com/mattn/go-sqlite3", []string{"backend/store", "bench"}, "only the store talks to the database"},
	{
		"github.com/wailsapp/wails",
		[]string{"main.go", "app.go", "dialogs.go", "backend/desktop"},
		"everything else works without a window",
	},
}

// namedForNothing are folder names that say nothing of what is inside.
var namedForNothing = []string{"util", "utils", "common", "helper", "helpers", "types", "misc"}

// statement matches the beginning of an SQL statement, as nobody would write it in a sentence.
var statement = regexp.MustCompile(`(?s)\b(SELECT\s.*\bFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|` +
	`(CREATE|ALTER|DROP)\s+(TABLE|(UNIQUE\s+)?INDEX|VIEW|TRIGGER)\s)|^\s*PRAGMA\s`)

// afield are folders that hold no code of ours.
var afield = regexp.MustCompile(`^(\.git|\.ci|docs|build|frontend|.*/testdata)$`)

func TestImportsGoDownOnly(t *testing.T) {
	t.Parallel()
	for _, violation := range survey(t, os.DirFS("..")) {
		t.Error(violation)
	}
}

func TestFrontendCallsGoThroughOneDoor(t *testing.T) {
	t.Parallel()
	for _, violation := range surveyFrontend(t, os.DirFS("..")) {
		t.Error(violation)
	}
}

// A rule that can't fail protects nothing: each one is broken here once.
func TestBrokenFloorsAreNoticed(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		file, source string
		want         string // in the one violation; empty for none
	}{
		"down is allowed": {
			"backend/engine/run.go", `package engine; import _ "jobdeck/backend/store"`, "",
		},
		"down by several floors is allowed": {
			"backend/cli/root.go", `package cli; import _ "jobdeck/backend/job"`, "",
		},
		"a part may use the whole it is in": {
			"backend/processor/http/http.go", `package http; import _ "jobdeck/backend/processor"`, "",
		},
		"job uses nothing of ours": {
			"backend/job/job.go", `package job; import _ "jobdeck/backend/paths"`,
			"backend/job/job.go imports backend/paths, which is on the same floor",
		},
		"a processor knows no store": {
			"backend/processor/command/command.go", `package command; import _ "jobdeck/backend/store"`,
			"backend/processor/command/command.go imports backend/store, which is on the same floor",
		},
		"the store knows no engine": {
			"backend/store/jobs.go", `package store; import _ "jobdeck/backend/engine"`,
			"backend/store/jobs.go imports backend/engine, which is on a higher floor",
		},
		"the engine knows no front": {
			"backend/engine/run.go", `package engine; import _ "jobdeck/backend/cli"`,
			"backend/engine/run.go imports backend/cli, which is on a higher floor",
		},
		"one operating system's file counts as well": {
			"backend/job/job_windows.go", `package job; import _ "jobdeck/backend/live"`,
			"backend/job/job_windows.go imports backend/live, which is on a higher floor",
		},
		"a test may look in from above": {
			"backend/job/job_test.go", `package job_test; import _ "jobdeck/backend/live"`, "",
		},
		"a folder without a floor": {
			"backend/attic/attic.go", `package attic`,
			"backend/attic is on no floor",
		},
		"an import without a floor": {
			"backend/cli/root.go", `package cli; import _ "jobdeck/attic"`,
			"backend/cli/root.go imports attic, which is on no floor",
		},
		"only the store imports the driver": {
			"backend/engine/run.go", `package engine; import _ "github.com/mattn/go-sqlite3"`,
			"backend/engine/run.go imports github.com/mattn/go-sqlite3: only the store talks to the database",
		},
		"only the store imports database/sql": {
			"backend/deck/deck.go", `package deck; import _ "database/sql"`,
			"backend/deck/deck.go imports database/sql: only the store talks to the database",
		},
		"the store may import the driver": {
			"backend/store/store.go", `package store; import _ "github.com/mattn/go-sqlite3"`, "",
		},
		"only the window imports Wails": {
			"backend/cli/root.go", `package cli; import _ "github.com/wailsapp/wails/v2/pkg/runtime"`,
			"backend/cli/root.go imports github.com/wailsapp/wails/v2/pkg/runtime: everything else works without a window",
		},
		"not every file beside main.go is the window": {
			"version.go", `package main; import _ "github.com/wailsapp/wails/v2"`,
			"version.go imports github.com/wailsapp/wails/v2: everything else works without a window",
		},
		"the window may import Wails": {
			"main.go", `package main; import _ "github.com/wailsapp/wails/v2"`, "",
		},
		"only the store contains SQL": {
			"backend/engine/run.go", "package engine\nconst query = `SELECT id FROM job`",
			"backend/engine/run.go:2 contains SQL",
		},
		"SQL over several lines": {
			"backend/cli/root.go", "package cli\nconst query = `\n\tINSERT OR IGNORE INTO\n\t job VALUES (1)`",
			"backend/cli/root.go:2 contains SQL",
		},
		"a sentence is no SQL": {
			"backend/cli/root.go", `package cli; const help = "Select a list from a folder, update it"`, "",
		},
		"a folder named for nothing": {
			"backend/store/util/text.go", `package util`,
			"backend/store/util is named for nothing in particular",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			violations := survey(t, fstest.MapFS{test.file: {Data: []byte(test.source)}})
			if test.want == "" && len(violations) > 0 {
				t.Errorf("unexpected: %q", violations)
			}
			if test.want != "" && (len(violations) != 1 || !strings.Contains(violations[0], test.want)) {
				t.Errorf("got %q, want one violation with %q", violations, test.want)
			}
		})
	}
}

func TestSecondDoorsOfTheFrontendAreNoticed(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{
		"frontend/src/lib/api/deck.ts":      {Data: []byte("window.go.main.App.Jobs([])")},
		"frontend/src/views/jobs/Jobs.ts":   {Data: []byte("const ids = 1\nwindow.go.main.App.Jobs([])")},
		"frontend/src/views/job/Job.svelte": {Data: []byte("import { Jobs } from '../wailsjs/go/main/App'")},
		"frontend/src/views/job/words.ts":   {Data: []byte("// the window goes dark")},
	}
	want := []string{
		"frontend/src/views/job/Job.svelte:1 goes around lib/api, the one door to Go",
		"frontend/src/views/jobs/Jobs.ts:2 goes around lib/api, the one door to Go",
	}
	if got := surveyFrontend(t, tree); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// survey reads all Go files below the root and says what breaks the rules.
func survey(t *testing.T, root fs.FS) []string {
	t.Helper()
	var violations []string
	homeless := map[string]bool{}
	walk(t, root, afield, func(name string) {
		if path.Ext(name) != ".go" {
			return
		}
		folder := path.Dir(name)
		if floorOf(folder) < 0 && !homeless[folder] {
			homeless[folder] = true
			violations = append(violations, folder+" is on no floor: give it one in backend/floors_test.go")
		}
		if slices.Contains(namedForNothing, path.Base(folder)) {
			violations = append(violations, folder+" is named for nothing in particular")
		}
		if !strings.HasSuffix(name, "_test.go") {
			violations = append(violations, surveyFile(t, root, name)...)
		}
	})
	return violations
}

// surveyFile says what one file breaks.
func surveyFile(t *testing.T, root fs.FS, name string) []string {
	t.Helper()
	source, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("parse %s: %v", name, err)
	}
	var violations []string
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatalf("read an import of %s: %v", name, err)
		}
		if problem := judge(name, imported); problem != "" {
			violations = append(violations, problem)
		}
	}
	if !within(name, "backend/store") && !within(name, "bench") {
		for _, position := range statements(file) {
			line := files.Position(position).Line
			violations = append(violations, fmt.Sprintf("%s:%d contains SQL: only the store does", name, line))
		}
	}
	return violations
}

// judge says what is wrong with an import, or nothing.
func judge(file, imported string) string {
	for _, rule := range reserved {
		allowed := slices.ContainsFunc(rule.allowed, func(place string) bool { return within(file, place) })
		if within(imported, rule.imports) && !allowed {
			return fmt.Sprintf("%s imports %s: %s", file, imported, rule.why)
		}
	}
	target, ours := strings.CutPrefix(imported, "jobdeck/")
	if !ours {
		return ""
	}
	from, to := floorOf(path.Dir(file)), floorOf(target)
	switch {
	case from < 0: // told once for the folder
		return ""
	case to < 0:
		return fmt.Sprintf("%s imports %s, which is on no floor", file, target)
	case to < from:
		return fmt.Sprintf("%s imports %s, which is on a higher floor", file, target)
	case to == from && roomOf(path.Dir(file)) != roomOf(target):
		return fmt.Sprintf("%s imports %s, which is on the same floor", file, target)
	}
	return ""
}

// statements finds the string literals that hold SQL.
func statements(file *ast.File) []token.Pos {
	var found []token.Pos
	ast.Inspect(file, func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		if text, err := strconv.Unquote(literal.Value); err == nil && statement.MatchString(text) {
			found = append(found, literal.Pos())
		}
		return true
	})
	return found
}

// secondDoor matches a call of Go, as the window offers it and as Wails would generate it.
var secondDoor = regexp.MustCompile(`\bwindow(\.|\[['"])go\b['"]?[\].]|wailsjs/`)

// surveyFrontend says which files of the window call Go other than through lib/api.
func surveyFrontend(t *testing.T, root fs.FS) []string {
	t.Helper()
	sources, err := fs.Sub(root, "frontend/src")
	if err != nil {
		t.Fatalf("open the frontend: %v", err)
	}
	var violations []string
	walk(t, sources, nil, func(name string) {
		if within(name, "lib/api") || !slices.Contains([]string{".ts", ".js", ".svelte"}, path.Ext(name)) {
			return
		}
		source, err := fs.ReadFile(sources, name)
		if err != nil {
			t.Fatalf("read %s: %v", name, err)
		}
		for number, line := range strings.Split(string(source), "\n") {
			if secondDoor.MatchString(line) {
				violations = append(violations, fmt.Sprintf(
					"frontend/src/%s:%d goes around lib/api, the one door to Go", name, number+1))
			}
		}
	})
	return violations
}

// walk visits all files in the order of their names, but for those in folders to skip.
func walk(t *testing.T, root fs.FS, skip *regexp.Regexp, visit func(name string)) {
	t.Helper()
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && skip != nil && skip.MatchString(name):
			return fs.SkipDir
		case !entry.IsDir():
			visit(name)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("walk the sources: %v", err)
	}
}

// floorOf is the floor of a folder, 0 for the top, or -1 when it has none.
func floorOf(folder string) int {
	return slices.IndexFunc(floors, func(rooms []string) bool { return slices.Contains(rooms, roomOf(folder)) })
}

// roomOf is the folder on a floor that a folder belongs to: the package itself or what it is inside of.
func roomOf(folder string) string {
	parts := strings.Split(folder, "/")
	if parts[0] == "backend" && len(parts) > 1 {
		return path.Join(parts[:2]...)
	}
	return parts[0]
}

// within says whether a path is a place or below it.
func within(name, place string) bool {
	return name == place || strings.HasPrefix(name, place+"/")
}
