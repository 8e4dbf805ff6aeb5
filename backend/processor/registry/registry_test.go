package registry

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/form"
)

func TestEveryProcessorIsFoundByItsName(t *testing.T) {
	t.Parallel()
	kinds := []form.Kind{form.Text, form.LongText, form.Environment, form.Number, form.Duration, form.Choice, form.Switch}
	for _, spec := range All() {
		found, err := Find(spec.Name)
		if err != nil || found.Name != spec.Name || found.New == nil {
			t.Errorf("%s: %+v, %v", spec.Name, found, err)
		}
		if spec.Label == "" || spec.Summary == "" || spec.Noun != "account" && spec.Noun != "row" || spec.Needs == nil {
			t.Errorf("%s does not say what it is: %+v", spec.Name, spec)
		}
		defaults := make(map[string]string)
		for _, option := range spec.Options {
			if !slices.Contains(kinds, option.Kind) || option.Label == "" || option.Help == "" {
				t.Errorf("%s, option %s: %+v", spec.Name, option.Key, option)
			}
			if (option.Kind == form.Choice) != (len(option.Choices) > 0) || len(option.Choices) > 0 && !slices.Contains(option.Choices, option.Default) {
				t.Errorf("%s, option %s: choices %q, default %q", spec.Name, option.Key, option.Choices, option.Default)
			}
			defaults[option.Key] = option.Default
			if option.Required {
				defaults[option.Key] = "true"
			}
		}
		if _, err := spec.New(defaults, clockwork.NewRealClock()); err != nil {
			t.Errorf("%s does not take its own defaults: %v", spec.Name, err)
		}
	}
}

func TestAnUnknownNameIsToldTheKnownOnes(t *testing.T) {
	t.Parallel()
	if _, err := Find("clean"); err == nil || err.Error() != `no processor is called "clean" (preprocess, command)` {
		t.Errorf("error %v", err)
	}
}

// A processor knows no store, no engine and no screen. Keys and folders it may ask the system for.
func TestProcessorsImportTheVocabularyOnly(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imported := range file.Imports {
			name := strings.Trim(imported.Path.Value, `"`)
			known := slices.Contains([]string{"jobdeck/backend/job", "jobdeck/backend/form", "jobdeck/backend/trouble", "jobdeck/backend/secret", "jobdeck/backend/paths"}, name)
			if strings.HasPrefix(name, "jobdeck/") && !known && !strings.HasPrefix(name, "jobdeck/backend/processor") {
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
