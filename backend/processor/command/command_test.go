//go:build unix

package command

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
)

func TestMain(m *testing.M) {
	Mind(clockwork.NewRealClock())
	goleak.VerifyTestMain(m)
}

// item is a row of a list of two matched columns and one that is not.
func item(cells ...string) *job.Item {
	input, err := json.Marshal(cells)
	if err != nil {
		panic(err)
	}
	return &job.Item{
		Job: 7, Seq: 3, Row: 4, Attempts: 1, Input: input,
		List: &job.List{
			Columns: []string{"Company", "Website", "Größe"},
			Mapping: []job.Field{job.CompanyName, job.Domain, ""},
		},
	}
}

func newProcessor(t *testing.T, set map[string]string) *Processor {
	t.Helper()
	p, err := New(set, clockwork.NewRealClock())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// work runs one row through a shell script.
func work(t *testing.T, script string, set map[string]string) (job.Result, error) {
	t.Helper()
	if set == nil {
		set = map[string]string{}
	}
	set["command"], set["shell"] = script, "true"
	return newProcessor(t, set).Process(t.Context(), item("3M", "3m.com", "groß"))
}

func succeed(t *testing.T, script string, set map[string]string) []job.Cell {
	t.Helper()
	result, err := work(t, script, set)
	if err != nil {
		t.Fatal(err)
	}
	if result.Outcome != job.Succeeded || result.Error != "" {
		t.Fatalf("%s: %s %q", script, result.Outcome, result.Error)
	}
	return result.Output
}

func fail(t *testing.T, script string, set map[string]string) *processor.Failure {
	t.Helper()
	result, err := work(t, script, set)
	var failure *processor.Failure
	if !errors.As(err, &failure) {
		t.Fatalf("%s: result %+v, error %v, want a failure", script, result, err)
	}
	return failure
}

// output is the value of the only column, output.
func output(t *testing.T, cells []job.Cell) string {
	t.Helper()
	if len(cells) != 1 || cells[0].Column != "output" {
		t.Fatalf("columns %v, want output alone", cells)
	}
	return cells[0].Value
}

func TestARowComesAsJSONOnStandardInput(t *testing.T) {
	t.Parallel()
	got := output(t, succeed(t, "echo \"row $(cat)\"", nil))
	want := `row {"Company":"3M","Website":"3m.com","Größe":"groß","company_name":"3M","domain":"3m.com","_row":4}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAHeaderWinsOverAMatchedField(t *testing.T) {
	t.Parallel()
	input := item("first", "second", "third", "<&>\u2028\"").Input
	row, err := encodeRow(&job.Item{Row: 9, Input: input, List: &job.List{
		Columns: []string{"domain", "company_name", "_row", "odd"},
		Mapping: []job.Field{job.CompanyName, job.Domain, "", ""},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"domain":"first","company_name":"second","_row":"third","odd":"<&>\u2028\""}` + "\n"
	if string(row) != want {
		t.Errorf("got  %swant %s", row, want)
	}
}

func TestTheEnvironmentNamesTheRow(t *testing.T) {
	t.Parallel()
	got := output(t, succeed(t, `echo "$JOBDECK_JOB $JOBDECK_ROW $JOBDECK_SEQ $JOBDECK_ATTEMPT $COLOUR|$EMPTY|$HOME"`,
		map[string]string{"env": "COLOUR=dark = blue\r\n\nEMPTY="}))
	if want := "7 4 3 2 dark = blue||" + os.Getenv("HOME"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCellsNeverReachACommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := newProcessor(t, map[string]string{"command": `sh -c 'echo "$0 $# {company_name} $company_name"'`, "dir": dir})
	result, err := p.Process(t.Context(), item("$(touch owned); `touch owned`", "| touch owned", "'; touch owned"))
	if err != nil {
		t.Fatal(err)
	}
	if got := output(t, result.Output); got != "sh 0 {company_name} " {
		t.Errorf("the program saw %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "owned")); err == nil {
		t.Error("a cell was run")
	}
}

func TestQuotesAreReadAsAShellReadsThem(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		`prog`:          {"prog"},
		"  prog\t a\nb": {"prog", "a", "b"},
		`sh -c "cat >/dev/null; echo started >> log; sleep 60"`: {"sh", "-c", "cat >/dev/null; echo started >> log; sleep 60"},
		`sh -c 'printf "a\n"; exit 3'`:                          {"sh", "-c", `printf "a\n"; exit 3`},
		`sh -c "printf 'a\n' $$ \"q\" \$HOME"`:                  {"sh", "-c", `printf 'a\n' $$ "q" $HOME`},
		`'/opt/my tools/run' a\ b "c d"'e'`:                     {"/opt/my tools/run", "a b", "c de"},
		`find . -exec echo {} \;`:                               {"find", ".", "-exec", "echo", "{}", ";"},
		`cut -d '|' -f 1`:                                       {"cut", "-d", "|", "-f", "1"},
		`curl http://x/?a=1&b=2 # no comment *`:                 {"curl", "http://x/?a=1&b=2", "#", "no", "comment", "*"},
		`prog '' ""`:                                            {"prog", "", ""},
		`prüfe "größe ✓"`:                                       {"prüfe", "größe ✓"},
	} {
		words, err := splitLine(line)
		if err != nil || strings.Join(words, "¦") != strings.Join(want, "¦") {
			t.Errorf("%s: %q, %v; want %q", line, words, err, want)
		}
	}
}

func TestAWrongOptionIsNamed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		set  map[string]string
		want string
	}{
		{map[string]string{}, "Command is needed"},
		{map[string]string{"command": `''`}, "the command can't be read: no program"},
		{map[string]string{"command": `echo "a`}, "the command can't be read: a double quote is not closed"},
		{map[string]string{"command": `echo 'a`}, "the command can't be read: a single quote is not closed"},
		{map[string]string{"command": `echo \`}, "the command can't be read: it ends in a backslash"},
		{map[string]string{"command": "cat | wc"}, "the command can't be read: | means something to a shell only"},
		{map[string]string{"command": "cat > out"}, "the command can't be read: > means"},
		{map[string]string{"command": "cd x; cat"}, "the command can't be read: ; means"},
		{map[string]string{"command": "a && b"}, "the command can't be read: && means"},
		{map[string]string{"command": "cat 2>&1"}, "the command can't be read: 2>&1 means"},
		{map[string]string{"command": "cat", "shell": "maybe"}, `Run in a shell is "maybe": it must be true or false`},
		{map[string]string{"command": "cat", "timeout": "soon"}, `Time limit is "soon": it must be a length of time`},
		{map[string]string{"command": "cat", "timeout": "0"}, `Time limit is "0": it must be more than 0`},
		{map[string]string{"command": "cat", "timeout": "-3s"}, `Time limit is "-3s": it must be more than 0`},
		{map[string]string{"command": "cat", "timeout": "1e300"}, `Time limit is "1e300": it must be at most 168 hours`},
		{map[string]string{"command": "cat", "timeout": "NaN"}, `Time limit is "NaN": it must be a length of time`},
		{map[string]string{"command": "cat", "env": "A=1\nB"}, "Environment can't be taken: line 2"},
		{map[string]string{"command": "cat", "time_out": "3"}, `there is no "time_out" here: there is command, shell, dir, timeout, env`},
	} {
		if _, err := New(test.set, clockwork.NewRealClock()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: %v, want %q", test.set, err, test.want)
		}
	}
	for text, want := range map[string]time.Duration{"": 5 * time.Minute, "90": 90 * time.Second, "1.5": 1500 * time.Millisecond, "2m": 2 * time.Minute, "200ms": 200 * time.Millisecond} {
		if got, err := parse(map[string]string{"command": "cat", "timeout": " " + text}); err != nil || got.timeout != want {
			t.Errorf("timeout %q: %v, %v", text, got.timeout, err)
		}
	}
}

func TestAJSONObjectBecomesColumnsInItsOrder(t *testing.T) {
	t.Parallel()
	cells := succeed(t, `echo ' {"zeta":"groß ✓","n":1.50,"big":12345678901234567890,"t":true,"no":null,"o":{"b":1, "a":[1, 2]},"a":[ ],"zeta":"last","":"x"} '`, nil)
	want := []job.Cell{
		{Column: "zeta", Value: "last"},
		{Column: "n", Value: "1.50"},
		{Column: "big", Value: "12345678901234567890"},
		{Column: "t", Value: "true"},
		{Column: "no", Value: ""},
		{Column: "o", Value: `{"b":1,"a":[1,2]}`},
		{Column: "a", Value: "[]"},
		{Column: "output", Value: "x"},
	}
	if len(cells) != len(want) {
		t.Fatalf("got %v", cells)
	}
	for i := range want {
		if cells[i] != want[i] {
			t.Errorf("column %d is %v, want %v", i, cells[i], want[i])
		}
	}
}

func TestOtherTextIsTheColumnOutput(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"hello\n":                  "hello",
		"hello\r\n":                "hello",
		"two\nlines\n\n":           "two\nlines\n",
		" spaces stay ":            " spaces stay ",
		"[1,2]":                    "[1,2]",
		`"text"`:                   `"text"`,
		"42":                       "42",
		`{"a":1} {"b":2}`:          `{"a":1} {"b":2}`,
		`{"a":`:                    `{"a":`,
		"ok \xff\xfe bin\x00 \xc3": "ok \uFFFD bin\uFFFD \uFFFD",
		"\uFEFFmarked":             "marked",
	} {
		cells, err := answer([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := output(t, cells); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "\n", "{}"} {
		if cells, err := answer([]byte(text)); err != nil || len(cells) != 0 {
			t.Errorf("%q gives %v, %v, want no column", text, cells, err)
		}
	}
}

func TestAnExitCodeFailsTheRowWithTheLastOfStandardError(t *testing.T) {
	t.Parallel()
	failure := fail(t, `i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo "line $i" >&2; done; exit 3`, nil)
	if !failure.Retry || failure.Reason != ReasonExit {
		t.Errorf("failure %+v, want one that is tried again", failure)
	}
	if !strings.HasPrefix(failure.Message, "exit code 3: line 81\nline 82\n") || !strings.HasSuffix(failure.Message, "\nline 100") {
		t.Errorf("message %q", failure.Message)
	}
	if got := fail(t, "exit 5", nil).Message; got != "exit code 5" {
		t.Errorf("message %q", got)
	}
	if got := fail(t, "kill -9 $$", nil).Message; got != "ended by signal: killed" {
		t.Errorf("message %q", got)
	}
	long := fail(t, `head -c 100000 /dev/zero | tr '\0' x >&2; printf '\033[31mend\377' >&2; exit 1`, nil).Message
	if len(long) > maxStderr+100 || !strings.HasSuffix(long, "x[31mend\uFFFD") {
		t.Errorf("a message of %d bytes ends in %q", len(long), long[len(long)-20:])
	}
}

func TestAProgramNeedNotReadItsRow(t *testing.T) {
	t.Parallel()
	p := newProcessor(t, map[string]string{"command": "true"})
	long := strings.Repeat("x", 100<<10) // more than a pipe holds
	for range 10 {
		if result, err := p.Process(t.Context(), item(long, "", "")); err != nil || result.Outcome != job.Succeeded {
			t.Fatalf("%+v, %v", result, err)
		}
	}
}

func TestALongRowArrivesWhole(t *testing.T) {
	t.Parallel()
	p := newProcessor(t, map[string]string{"command": "wc -c"})
	result, err := p.Process(t.Context(), item(strings.Repeat("x", 2<<20), "", ""))
	if err != nil {
		t.Fatal(err)
	}
	row, _ := encodeRow(item("", "", ""))
	// The cell stands there twice: under its header and as company_name.
	if got, want := output(t, result.Output), 4<<20+len(row); got != strconv.Itoa(want) {
		t.Errorf("%s bytes arrived, want %d", got, want)
	}
}

func TestAnAnswerHasALimit(t *testing.T) {
	t.Parallel()
	if got := len(output(t, succeed(t, "head -c 4194304 /dev/zero | tr '\\0' x", nil))); got != 4<<20 {
		t.Errorf("%d bytes were kept", got)
	}
	for _, script := range []string{"head -c 4194305 /dev/zero", "cat /dev/zero"} {
		failure := fail(t, script, nil)
		if failure.Retry || failure.Message != "wrote more than 4 MB: an answer is at most that long" {
			t.Errorf("%s: %+v", script, failure)
		}
	}
	var object strings.Builder
	for i := range maxColumns + 1 {
		object.WriteString(`,"` + strconv.Itoa(i) + `":1`)
	}
	if _, err := answer([]byte("{" + object.String()[1:] + "}")); err == nil || !strings.Contains(err.Error(), "more than 1000 keys") {
		t.Errorf("an object of %d keys: %v", maxColumns+1, err)
	}
}

// It is not parallel: a program that another test starts meanwhile would hold the files open for
// writing that are written here, and such a file can't be run.
func TestAProgramThatCannotBeStartedIsNotTriedAgain(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	plain := write("plain.txt", "hello", 0o644)
	garbage := write("garbage", "\x00\x01\x02", 0o755)
	lost := write("lost", "#!/no/such/interpreter\n", 0o755)
	for _, test := range []struct {
		set  map[string]string
		want string
	}{
		{map[string]string{"command": "no-such-program a b"}, "run no-such-program: not found"},
		{map[string]string{"command": "./no-such-program"}, "run ./no-such-program: not found"},
		{map[string]string{"command": plain}, "run " + plain + ": not executable"},
		{map[string]string{"command": garbage}, "run " + garbage + ": not a program"},
		{map[string]string{"command": lost}, "run " + lost + ": not found"},
		{map[string]string{"command": "true", "dir": dir + "/nowhere"}, "the working folder " + dir + "/nowhere is not there"},
		{map[string]string{"command": "true", "dir": plain}, "the working folder " + plain + " is not there"},
	} {
		_, err := newProcessor(t, test.set).Process(t.Context(), item("", "", ""))
		var failure *processor.Failure
		if !errors.As(err, &failure) || failure.Retry || !strings.HasPrefix(failure.Message, test.want) {
			t.Errorf("%v: %v, want %q", test.set, err, test.want)
		}
	}
}

func TestAProgramRunsInItsFolder(t *testing.T) {
	t.Parallel()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/bin/pwd", filepath.Join(dir, "where am I")); err != nil {
		t.Fatal(err)
	}
	result, err := newProcessor(t, map[string]string{"command": `"./where am I"`, "dir": dir}).Process(t.Context(), item("", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := output(t, result.Output); got != dir {
		t.Errorf("ran in %s, want %s", got, dir)
	}
}

func TestTheStepIsTold(t *testing.T) {
	t.Parallel()
	var steps []string
	ctx := processor.WithSteps(t.Context(), func(step string) { steps = append(steps, step) })
	if _, err := newProcessor(t, map[string]string{"command": "true"}).Process(ctx, item("", "", "")); err != nil {
		t.Fatal(err)
	}
	if len(steps) != 1 || steps[0] != "running true" {
		t.Errorf("steps %q", steps)
	}
}

func TestAnEndedContextStartsNothing(t *testing.T) {
	t.Parallel()
	mark := filepath.Join(t.TempDir(), "mark")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newProcessor(t, map[string]string{"command": "touch " + mark}).Process(ctx, item("", "", "")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("the program ran")
	}
}
