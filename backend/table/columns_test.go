package table

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// columnsOf reads a list to its end, and gives how many columns it has.
func columnsOf(path string) (columns int, err error) {
	reader, err := Open(path, Reading{})
	if err != nil {
		return 0, err
	}
	defer reader.Close()
	for err == nil {
		_, err = reader.Next()
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return len(reader.Layout().Columns), err
}

func TestAListHasTwoThousandColumnsAtMost(t *testing.T) {
	t.Parallel()
	keys := func(rows int) string {
		var text strings.Builder
		for i := range rows {
			fmt.Fprintf(&text, `{"company-%d.example":"1"}`+"\n", i+1)
		}
		return text.String()
	}
	wide := func(cells int) string { return strings.Repeat("x,", cells-1) + "x\n" }
	names := func(cells int) string {
		all := make([]string, cells)
		for i := range all {
			all[i] = fmt.Sprintf("name %d", i+1)
		}
		return strings.Join(all, ",") + "\n"
	}
	for name, test := range map[string]struct {
		file, content string
		columns       int
		want          string
	}{
		"keys, just enough":         {"a.jsonl", keys(2000), 2000, ""},
		"keys, one too many":        {"a.jsonl", keys(2500), 0, "has more than 2000 different keys, and each would be a column: the first one too many is “company-2001.example” in line 2001"},
		"keys of one object":        {"a.jsonl", "{" + strings.ReplaceAll(strings.Trim(strings.ReplaceAll(keys(2500), "}\n{", ","), "{}\n"), "\n", "") + "}\n", 0, "“company-2001.example” in line 1"},
		"keys of an array of these": {"a.json", "[" + strings.TrimSuffix(strings.ReplaceAll(keys(2500), "\n", ","), ",") + "]", 0, "“company-2001.example”"},
		"header, just enough":       {"a.csv", names(2000) + wide(2000), 2000, ""},
		"header, too many":          {"a.csv", names(2345) + wide(2345), 0, "has 2345 columns, and a list can have 2000: the first one too many is “name 2001” in line 1"},
		"header with empty rest":    {"a.csv", "name,site" + strings.Repeat(",", 5000) + "\nAcme,acme.com\n", 2, ""},
		"row, too many":             {"a.csv", "name,site\nAcme,acme.com\n" + wide(2001), 0, "has 2001 columns, and a list can have 2000: the first one too many is “x” in line 3"},
		"row with empty rest":       {"a.csv", "name,site\nAcme,acme.com" + strings.Repeat(",", 5000) + "\n", 2, ""},
		"arrays":                    {"a.jsonl", `["name","site"]` + "\n[" + strings.TrimSuffix(strings.Repeat(`"x",`, 2001), ",") + "]\n", 0, "has 2001 columns"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			columns, err := columnsOf(keep(t, test.file, test.content))
			switch refusal, refused := errors.AsType[*Refusal](err); {
			case test.want == "" && err != nil:
				t.Fatalf("it is refused: %v", err)
			case test.want == "" && columns != test.columns:
				t.Errorf("it has %d columns, want %d", columns, test.columns)
			case test.want != "" && (!refused || !refusal.Final() || !strings.Contains(err.Error(), test.want)):
				t.Errorf("the error is %v", err)
			}
		})
	}
}
