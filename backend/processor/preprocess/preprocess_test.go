package preprocess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"

	"github.com/jonboulle/clockwork"

	"pgregory.net/rapid"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/processor/preprocess/liveness"
)

var accounts = &job.List{
	Columns: []string{"Website", "Account Name", "Notes"},
	Mapping: []job.Field{job.Domain, job.CompanyName, ""},
}

// list makes items of pairs of name and domain. Row numbers are beyond a header, and one is left out.
func list(pairs ...[2]string) []*job.Item {
	var items []*job.Item
	for i, pair := range pairs {
		input, err := json.Marshal([]string{pair[1], pair[0], `a "note"`})
		if err != nil {
			panic(err)
		}
		row := int64(i + 2)
		if i >= 3 {
			row++ // an empty line in the file
		}
		items = append(items, &job.Item{Seq: int64(i + 1), Row: row, Input: input, List: accounts})
	}
	return items
}

func sequence(items []*job.Item) iter.Seq2[*job.Item, error] {
	return func(yield func(*job.Item, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}

func surveyed(t interface {
	Fatal(...any)
	Helper()
}, set map[string]string, items []*job.Item,
) *Processor {
	t.Helper()
	p, err := New(set, clockwork.NewRealClock())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Survey(context.Background(), sequence(items)); err != nil {
		t.Fatal(err)
	}
	return p
}

// outcomes works the items and gives a line for each: its outcome, reason and error.
func outcomes(t *testing.T, p *Processor, items []*job.Item) []string {
	t.Helper()
	var lines []string
	for _, item := range items {
		result, err := p.Process(t.Context(), item)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s", result.Outcome, result.Reason, result.Error)))
	}
	return lines
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			return
		}
	}
}

var (
	_ processor.Surveyor = (*Processor)(nil)
	_ Liveness           = (*liveness.DNS)(nil)
	_ Liveness           = (*liveness.HTTP)(nil)
)

func TestEachRowHasItsOutcome(t *testing.T) {
	t.Parallel()
	items := list(
		[2]string{"3M Company", "http://3m.com/x"},
		[2]string{"Three M", "www.3M.com"},
		[2]string{"n/a", "acme.com"},
		[2]string{"Acme", "acme.com"}, // the row before it isn't valid, so this is the first
		[2]string{"Broken", "broken..com"},
		[2]string{"Nobody", ""},
		[2]string{"The Nobody, Inc.", "n/a"},
		[2]string{"3m", "-"},
		[2]string{"Broken", ""},
		[2]string{"Nobody", "nobody.com"},
		[2]string{"three m corp.", ""},
	)
	compare(t, outcomes(t, surveyed(t, nil, items), items), []string{
		"succeeded",
		"skipped duplicate same domain as row 2 of the file (3m.com)",
		"failed invalid no company name",
		"succeeded",
		"failed invalid “broken..com” is not a domain: it has two dots in a row",
		"succeeded",
		"skipped duplicate same name as row 8 of the file (Nobody)",
		"skipped duplicate same name as row 2 of the file (3M Company)",
		"succeeded",
		"succeeded",
		"skipped duplicate same name as row 3 of the file (Three M)",
	})
}

func TestDuplicatesCanBeJudgedByDomainAloneOrNotAtAll(t *testing.T) {
	t.Parallel()
	items := list([2]string{"Acme", "acme.com"}, [2]string{"Acme", ""}, [2]string{"Other", "acme.com"})
	compare(t, outcomes(t, surveyed(t, map[string]string{"duplicates": "domain"}, items), items),
		[]string{"succeeded", "succeeded", "skipped duplicate same domain as row 2 of the file (acme.com)"})
	compare(t, outcomes(t, surveyed(t, map[string]string{"duplicates": "off"}, items), items),
		[]string{"succeeded", "succeeded", "succeeded"})
}

func TestADomainCanBeRequired(t *testing.T) {
	t.Parallel()
	items := list([2]string{"Acme", ""}, [2]string{"Acme", "n/a"}, [2]string{"Acme", "joe@gmail.com"}, [2]string{"Acme", "acme.com"})
	compare(t, outcomes(t, surveyed(t, map[string]string{"require_domain": "true"}, items), items), []string{
		"failed invalid no domain", "failed invalid no domain: “n/a” is not a domain",
		"failed invalid no domain: gmail.com is a mail provider, not the company's domain", "succeeded",
	})
}

func TestTheOutputIsTheFieldsThatTheListHas(t *testing.T) {
	t.Parallel()
	p, err := New(nil, clockwork.NewRealClock())
	if err != nil {
		t.Fatal(err)
	}
	full := &job.List{
		Columns: []string{"O", "I", "D", "N"},
		Mapping: []job.Field{job.Owner, job.Industry, job.Domain, job.CompanyName},
	}
	for _, test := range []struct {
		list  *job.List
		cells []string
		want  string
	}{
		{full, []string{" Jane\u00a0 Doe ", " Retail ", "https://www.acme.com/", " Acme "}, "company_name=Acme|domain=acme.com|industry=Retail|owner=Jane Doe|note=name: trimmed spaces; domain: removed scheme, slash, www"},
		{full, []string{"", "", "", "Acme"}, "company_name=Acme|domain=|industry=|owner="},
		{full, []string{"", "", "linkedin.com/company/acme", "Acme"}, "company_name=Acme|domain=|industry=|owner=|note=domain: a page on linkedin.com is not the company's domain"},
		{&job.List{Columns: []string{"N"}, Mapping: []job.Field{job.CompanyName}}, []string{"Acme"}, "company_name=Acme"},
		{&job.List{Columns: []string{"X", "N"}, Mapping: []job.Field{"", job.CompanyName}}, []string{`"`, "A\u2028cme"}, "company_name=A cme|note=name: trimmed spaces"},
	} {
		input, err := json.Marshal(test.cells)
		if err != nil {
			t.Fatal(err)
		}
		result, err := p.Process(t.Context(), &job.Item{Seq: 1, Row: 2, Input: input, List: test.list})
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, cell := range result.Output {
			cells = append(cells, cell.Column+"="+cell.Value)
		}
		if got := strings.Join(cells, "|"); result.Outcome != job.Succeeded || got != test.want {
			t.Errorf("%q: %s\ngot  %s\nwant %s", test.cells, result.Error, got, test.want)
		}
	}
}

func TestDamagedCellsAreAnError(t *testing.T) {
	t.Parallel()
	for _, input := range []string{"", "[", `["a"`, `{"a":1}`, `[1,2,3]`, `["a" "b","c"]`, `["a","b","c]`} {
		p, err := New(nil, clockwork.NewRealClock())
		if err != nil {
			t.Fatal(err)
		}
		item := &job.Item{Seq: 1, Row: 2, Input: json.RawMessage(input), List: accounts}
		if result, err := p.Process(t.Context(), item); err == nil {
			t.Errorf("%s: %+v", input, result)
		}
		if err := p.Survey(t.Context(), sequence([]*job.Item{item})); err == nil {
			t.Errorf("%s: surveyed", input)
		}
	}
}

func TestASurveyStopsAtTheFirstError(t *testing.T) {
	t.Parallel()
	p, err := New(nil, clockwork.NewRealClock())
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("disk gone")
	err = p.Survey(t.Context(), func(yield func(*job.Item, error) bool) { yield(nil, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Survey(ctx, sequence(list([2]string{"Acme", ""}))); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if err := p.Survey(t.Context(), sequence(nil)); err != nil {
		t.Errorf("an empty list: %v", err)
	}
}

// Cells are read as JSON has them, by whichever way.
func TestRowsAreReadAsJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "cells")
		input, err := json.Marshal(cells)
		if err != nil {
			t.Fatal(err)
		}
		item := &job.Item{Row: 1, Input: input, List: accounts}
		got, err := readRow(item)
		if err != nil {
			t.Fatal(err)
		}
		want, err := item.Cells()
		if err != nil {
			t.Fatal(err)
		}
		if got.name != want[1] || got.domain != want[0] {
			t.Fatalf("%s gives %+v", input, got)
		}
	})
}

// answers is liveness that is known beforehand.
type answers map[string]any

func (a answers) Check(_ context.Context, domain string) (liveness.Answer, error) {
	switch answer := a[domain].(type) {
	case error:
		return liveness.Answer{}, answer
	case string:
		return liveness.Answer{Why: answer}, nil
	default:
		return liveness.Answer{Alive: true}, nil
	}
}

func TestInactiveCompaniesAreSkippedWithTheReason(t *testing.T) {
	t.Parallel()
	offline := &processor.Failure{Message: "the network is gone", Pause: job.ByOffline}
	p, err := NewWith(nil, answers{"gone.com": "no DNS records", "old.com": "HTTP 410", "lost.com": offline})
	if err != nil {
		t.Fatal(err)
	}
	items := list([2]string{"Here", "here.com"}, [2]string{"Gone", "gone.com"}, [2]string{"Old", "old.com"}, [2]string{"Without", ""}, [2]string{"Bad", "bad.bad"})
	compare(t, outcomes(t, p, items), []string{
		"succeeded",
		"skipped inactive gone.com: no DNS records",
		"skipped inactive old.com: HTTP 410",
		"succeeded",
		"failed invalid “bad.bad” is not a domain: there is no such ending",
	})
	_, err = p.Process(t.Context(), list([2]string{"Lost", "lost.com"})[0])
	if !errors.Is(err, offline) {
		t.Errorf("error %v", err)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ key, value, want string }{
		{"duplicates", "name", `Duplicates is "name": it must be one of domain_or_name, domain, off`},
		{"require_domain", "perhaps", `Require a domain is "perhaps": it must be true or false`},
		{"liveness", "ping", `Liveness is "ping": it must be one of off, dns, http`},
		{"liveness_timeout", "0", "it must be a number of seconds from 1 to 120"},
		{"liveness_timeout", "121", "it must be a number of seconds from 1 to 120"},
		{"liveness_timeout", "NaN", "it must be a number of seconds from 1 to 120"},
		{"liveness_timeout", "soon", "it must be a number of seconds from 1 to 120"},
		{"dedupe", "true", `there is no "dedupe" here: there is duplicates, require_domain, liveness, liveness_timeout`},
	} {
		if _, err := New(map[string]string{test.key: test.value}, clockwork.NewRealClock()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s=%s: %v", test.key, test.value, err)
		}
	}
	for _, set := range []map[string]string{{}, {"liveness": "DNS", "liveness_timeout": "2.5"}, {"liveness": "http"}, {"require_domain": "on", "duplicates": " off "}} {
		if _, err := New(set, clockwork.NewRealClock()); err != nil {
			t.Errorf("%v: %v", set, err)
		}
	}
}

func TestRowsAreWorkedFromManyGoroutines(t *testing.T) {
	t.Parallel()
	items := collect(benchItems(2000))
	p := surveyed(t, nil, items)
	var workers sync.WaitGroup
	for worker := range 8 {
		workers.Go(func() {
			for i := worker; i < len(items); i += 8 {
				if result, err := p.Process(t.Context(), items[i]); err != nil || result.Outcome != job.Succeeded {
					t.Errorf("row %d: %+v, %v", i, result, err)
				}
			}
		})
	}
	workers.Wait()
}

func TestAnotherColumnIsAskedWhereTheFirstHasNothing(t *testing.T) {
	t.Parallel()
	shape := &job.List{
		Columns: []string{"Legal Name", "Company", "Website", "Domain", "Mail"},
		Mapping: []job.Field{job.CompanyName.As(2), job.CompanyName, job.Domain.As(2), job.Domain, job.Domain.As(3)},
	}
	tests := []struct {
		cells []string
		want  string
	}{
		{[]string{"Acme Inc.", "Acme", "acme.com", "", ""}, "company_name=Acme|domain=acme.com"},
		{[]string{"Acme Inc.", "n/a", "acme.com", "acme.de", ""}, "company_name=Acme Inc.|domain=acme.de"},
		{[]string{"", "Bolt", "bolt.com", "gmail.com", ""}, "company_name=Bolt|domain=bolt.com|note=domain: gmail.com is a mail provider, not the company's domain"},
		{[]string{"", "Cask", "", "cask..com", "ann@cask.com"}, "company_name=Cask|domain=cask.com|note=domain: “cask..com” is not a domain: it has two dots in a row, took it from a mail address"},
		{[]string{"", "Dune", "", "", ""}, "company_name=Dune|domain="},
	}
	for _, test := range tests {
		item := &job.Item{Seq: 1, Row: 2, Input: job.AppendCells(nil, test.cells), List: shape}
		result, err := surveyed(t, nil, []*job.Item{item}).Process(t.Context(), item)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, cell := range result.Output {
			got = append(got, cell.Column+"="+cell.Value)
		}
		if text := strings.Join(got, "|"); text != test.want {
			t.Errorf("%q gives %s, %s; want %s", test.cells, text, result.Error, test.want)
		}
	}
}

func TestANameThatReadsLikeNothingIsOneWhenItsDomainConfirmsIt(t *testing.T) {
	t.Parallel()
	items := list(
		[2]string{"TBC", "tbc.com.au"}, [2]string{"NIL", "https://www.nil.com/en"}, [2]string{"True", "true.com"},
		[2]string{"TBC", "other.com"}, [2]string{"NIL", ""}, [2]string{"0", "zero.com"}, [2]string{"TRUE", ""},
	)
	compare(t, outcomes(t, surveyed(t, nil, items), items), []string{
		"succeeded", "succeeded", "succeeded",
		"failed invalid no company name", "failed invalid no company name", "failed invalid no company name", "failed invalid no company name",
	})
}
