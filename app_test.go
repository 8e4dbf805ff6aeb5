package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"testing"

	"jobdeck/backend/deck"
	"jobdeck/backend/host"
	"jobdeck/backend/job"
)

func TestAnErrorReachesTheWindowWithItsKind(t *testing.T) {
	t.Parallel()
	_, refused := job.Next(job.Pause, job.Completed)
	for _, test := range []struct {
		err  error
		kind string
	}{
		{fmt.Errorf("pause job 3: %w", refused), "refused"},
		{fmt.Errorf("open job 3: %w", deck.ErrNotFound), "not_found"},
		{errors.New("disk full"), "error"},
	} {
		// Wails hands on nothing but text.
		text, ok := formatError(test.err).(string)
		if !ok {
			t.Fatalf("%v is not told as text", test.err)
		}
		var told WindowError
		if err := json.Unmarshal([]byte(text), &told); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if told.Kind != test.kind || told.Message != test.err.Error() {
			t.Errorf("%v is told as %+v, want kind %s", test.err, told, test.kind)
		}
	}
}

func TestTheSampleListIsNotWrittenOverWhatWasMadeOfIt(t *testing.T) {
	t.Parallel()
	app := NewApp(host.Options{DataDir: t.TempDir()})
	path, err := app.SampleList()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if again, err := app.SampleList(); err != nil || again != path {
		t.Fatalf("asked again it gives %q, %v", again, err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Errorf("it holds %q, %v", text, err)
	}
}

// The window's half of the table: Wails binds what App has.
func TestEachQuestionIsAMethodOfTheWindowWithItsTypes(t *testing.T) {
	t.Parallel()
	app := reflect.TypeFor[*App]()
	nothing := reflect.TypeFor[deck.Nothing]()
	for _, q := range deck.Questions() {
		method, found := app.MethodByName(q.Name)
		if !found {
			t.Errorf("the window can't ask %s", q.Name)
			continue
		}
		in, out := []reflect.Type{app}, []reflect.Type{}
		if q.In != nothing {
			in = append(in, q.In)
		}
		if q.Out != nothing {
			out = append(out, q.Out)
		}
		if want := reflect.FuncOf(in, append(out, reflect.TypeFor[error]()), false); method.Type != want {
			t.Errorf("%s is %s, want %s", q.Name, method.Type, want)
		}
	}
}
