package cli

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jobdeck/backend/english"
	"jobdeck/backend/job"
)

func TestARateIsReadInAnyUnit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"60/min": 60, "10/s": 600, "3600/h": 60, "0": 0, "0/s": 0, "1.5/s": 90, "2 / second": 120, "5/MIN": 5,
	} {
		if got, err := parseRate(text); err != nil || got != want {
			t.Errorf("%q is %g a minute, %v; want %g", text, got, err, want)
		}
	}
	for _, text := range []string{"", "60", "fast", "-1/s", "1/day", "/s", "NaN/s", "Inf/s", "1/s/s", "1e400/s"} {
		if _, err := parseRate(text); !isUsage(err) {
			t.Errorf("%q: error is %v", text, err)
		}
	}
}

func isUsage(err error) bool {
	var usage *job.UsageError
	return errors.As(err, &usage)
}

func TestATimeIsTheNextOneThatFits(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 28, 15, 30, 0, 0, berlin) // the clocks change in the night
	for text, want := range map[string]time.Time{
		"16:00":                now.Add(30 * time.Minute),
		"15:30":                time.Date(2026, 3, 29, 15, 30, 0, 0, berlin),
		"9:05":                 time.Date(2026, 3, 29, 9, 5, 0, 0, berlin),
		"90m":                  now.Add(90 * time.Minute),
		"2h30m":                now.Add(150 * time.Minute),
		"2026-04-01 08:00":     time.Date(2026, 4, 1, 8, 0, 0, 0, berlin),
		"2026-04-01T08:00":     time.Date(2026, 4, 1, 8, 0, 0, 0, berlin),
		"2026-04-01T08:00:00Z": time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC),
	} {
		if got, err := parseTime(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "soon", "25:00", "-5m", "2026-03-28 15:00", "2020-01-01T00:00:00Z"} {
		if _, err := parseTime(text, now); !isUsage(err) {
			t.Errorf("%q: error is %v", text, err)
		}
	}
}

func TestAWindowIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]job.Window{
		"22:00-07:00":                       {From: 1320, Until: 420},
		"22:00–07:00 mon-fri":               {From: 1320, Until: 420, Days: []int{1, 2, 3, 4, 5}},
		"9:00-17:30 Weekdays":               {From: 540, Until: 1050, Days: []int{1, 2, 3, 4, 5}},
		"9:00-17:00 weekends UTC":           {From: 540, Until: 1020, Days: []int{0, 6}, Zone: "UTC"},
		"9:00-17:00 fri-mon":                {From: 540, Until: 1020, Days: []int{0, 1, 5, 6}},
		"9:00-17:00 mon,Wednesday,fri":      {From: 540, Until: 1020, Days: []int{1, 3, 5}},
		"9:00-17:00 Europe/Berlin":          {From: 540, Until: 1020, Zone: "Europe/Berlin"},
		"0:00-12:00 daily America/New_York": {From: 0, Until: 720, Zone: "America/New_York"},
	} {
		if got, err := parseWindow(text); err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%q is %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "noon", "9:00", "9:00-9:00", "25:00-7:00", "9:00-17:00 someday", "9:00-17:00 mo", "9:00-17:00 No/Where", "9:00 - 17:00 mon fri"} {
		if got, err := parseWindow(text); !isUsage(err) {
			t.Errorf("%q is %+v, error %v", text, got, err)
		}
	}
}

func TestAWindowReadsAsItIsShown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		window := job.Window{From: rapid.IntRange(0, 1439).Draw(t, "from"), Until: rapid.IntRange(0, 1439).Draw(t, "until")}
		if window.From == window.Until {
			window.Until = (window.From + 1) % 1440
		}
		for day := range 7 {
			if rapid.Bool().Draw(t, "day") {
				window.Days = append(window.Days, day)
			}
		}
		got, err := parseWindow(windowWords(&window))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(*got, window) {
			t.Fatalf("%s became %+v, want %+v", windowWords(&window), *got, window)
		}
	})
}

func TestNoTextBreaksTheReaders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if _, err := parseRate(text); err != nil && !isUsage(err) {
			t.Errorf("rate: %v", err)
		}
		if _, err := parseWindow(text); err != nil && !isUsage(err) {
			t.Errorf("window: %v", err)
		}
		if at, err := parseTime(text, time.Unix(0, 0)); err == nil && !at.After(time.Unix(0, 0)) {
			t.Errorf("time %q is over", text)
		}
	})
}

func TestPairsAndColumnsMayHoldEqualsSigns(t *testing.T) {
	t.Parallel()
	set, err := parsePairs([]string{"command=env A=b ./x", "empty=", "command=last"})
	if err != nil || !reflect.DeepEqual(set, map[string]string{"command": "last", "empty": ""}) {
		t.Errorf("set is %v, %v", set, err)
	}
	mapping, err := parseMapping([]string{"a=b=company_name", "Website=Domain", "Owner=none", "Other="})
	want := map[string]job.Field{"a=b": job.CompanyName, "Website": job.Domain, "Owner": "", "Other": ""}
	if err != nil || !reflect.DeepEqual(mapping, want) {
		t.Errorf("mapping is %v, %v", mapping, err)
	}
	for _, word := range []string{"", "x", "=domain", "x=phone"} {
		if _, err := parseMapping([]string{word}); !isUsage(err) {
			t.Errorf("--map %q: error is %v", word, err)
		}
	}
	for _, word := range []string{"", "x", "=1", " =1"} {
		if _, err := parsePairs([]string{word}); !isUsage(err) {
			t.Errorf("--set %q: error is %v", word, err)
		}
	}
}

func TestStandardInputAndOutputAreNoFiles(t *testing.T) {
	t.Parallel()
	if _, err := absolute("-"); err == nil || !strings.HasPrefix(err.Error(), "- is no file") {
		t.Errorf("the error is %v", err)
	}
}

func TestJobsAreNamedByTheirNumbers(t *testing.T) {
	t.Parallel()
	if ids, err := parseJobs([]string{"3", "1", "3"}); err != nil || !reflect.DeepEqual(ids, []job.ID{3, 1}) {
		t.Errorf("ids are %v, %v", ids, err)
	}
	for _, arg := range []string{"", "0", "-1", "x", "1.5", "99999999999999999999"} {
		if _, err := parseJobs([]string{arg}); !isUsage(err) {
			t.Errorf("%q: error is %v", arg, err)
		}
	}
}

func TestNumbersAndTimesAreWrittenForPeople(t *testing.T) {
	t.Parallel()
	for ms, want := range map[int64]string{
		0: "0 ms", 850: "850 ms", 1500: "1.5 s", 12_000: "12 s", 200_000: "3 min 20 s", 7_500_000: "2 h 05 min", 273_600_000: "3 d 4 h",
	} {
		if got := duration(ms); got != want {
			t.Errorf("%d ms is %q, want %q", ms, got, want)
		}
	}
	for ms, want := range map[int64]string{0: "a few seconds", 11_000: "about 15 s", 240_000: "about 4 min", 7_500_000: "about 2 h 05 min"} {
		if got := roughly(ms); got != want {
			t.Errorf("%d ms is %q, want %q", ms, got, want)
		}
	}
	if got := english.Count(int64(1240), "account") + ", " + english.Count(1, "row"); got != "1,240 accounts, 1 row" {
		t.Errorf("counted is %q", got)
	}
	if got := percent(999, 1000) + " " + percent(0, 0); got != "99% 100%" {
		t.Errorf("percent is %q", got)
	}
	if got := jobNumbers([]job.ID{1, 2}); got != "1, 2" {
		t.Errorf("numbers are %q", got)
	}
	many := make([]job.ID, 1208)
	if got := jobNumbers(many); !strings.HasSuffix(got, "0 and 1,200 more") {
		t.Errorf("numbers are %q", got)
	}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	if got := moment(now.Add(time.Hour).UnixMilli(), now) + " " + moment(now.AddDate(0, 0, 1).UnixMilli(), now) + " " + moment(0, now); got != "10:00:00 2026-11-23 09:00 –" {
		t.Errorf("moments are %q", got)
	}
}

func TestNamesFromFilesDoNotSteerTheTerminal(t *testing.T) {
	t.Parallel()
	if got := plain("Acme\x1b[2J\u009b1m\u202e\rInc\n"); got != "Acme[2J1mInc\n" {
		t.Errorf("text is %q", got)
	}
}

// A document means what it says, also where it is read with one's eyes: a name from a file neither
// moves the cursor nor turns the text around it, and is the same name for whoever parses it.
func TestADocumentSteersNoTerminalAndLosesNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Acme\x1b[2J\u009b1m", "\u202egnp.exe", "a\u2066b\u2069", "\x7f\u0085", "Ünïcode 製品 🎯", "<b>&amp;</b>", "\u200eleft\u061c", "\r\n\t\"\\",
	} {
		encoded, err := encode(map[string]string{"name": name}, "  ")
		if err != nil {
			t.Fatal(err)
		}
		if got := plain(string(encoded)); got != string(encoded) {
			t.Errorf("%q is written as %q", name, encoded)
		}
		var read map[string]string
		if err := json.Unmarshal(encoded, &read); err != nil || read["name"] != name {
			t.Errorf("%q is read as %q, %v", name, read["name"], err)
		}
	}
	if encoded, err := encode("Ünïcode 製品 <b>", ""); err != nil || string(encoded) != `"Ünïcode 製品 <b>"` {
		t.Errorf("what steers nothing is written as %s, %v", encoded, err)
	}
}
