package preprocess

import (
	"fmt"
	"iter"
	"runtime"
	"testing"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/job"
)

var benchList = &job.List{
	Columns: []string{"Company", "Website", "Industry", "Owner", "Notes"},
	Mapping: []job.Field{job.CompanyName, job.Domain, job.Industry, job.Owner, ""},
}

// benchItems are rows as they are found: every fifth domain needs cleaning, every tenth row has none.
func benchItems(n int) iter.Seq2[*job.Item, error] {
	return func(yield func(*job.Item, error) bool) {
		for i := range n {
			domain := fmt.Sprintf("company-%d.com", i)
			switch {
			case i%10 == 0:
				domain = ""
			case i%5 == 1:
				domain = "https://www." + domain + "/about"
			}
			input := fmt.Sprintf(`["Company Number %d, Inc.",%q,"Software","Jane Doe","met at a fair"]`, i, domain)
			if !yield(&job.Item{Seq: int64(i + 1), Row: int64(i + 2), Input: []byte(input), List: benchList}, nil) {
				return
			}
		}
	}
}

func collect(items iter.Seq2[*job.Item, error]) []*job.Item {
	var all []*job.Item
	for item := range items {
		all = append(all, item)
	}
	return all
}

func BenchmarkProcess(b *testing.B) {
	p, err := New(nil, clockwork.NewRealClock())
	if err != nil {
		b.Fatal(err)
	}
	items := collect(benchItems(10_000))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := p.Process(b.Context(), items[i%len(items)]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkSurvey(b *testing.B) {
	const rows = 200_000
	items := collect(benchItems(rows))
	again := func(yield func(*job.Item, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		p, err := New(nil, clockwork.NewRealClock())
		if err != nil {
			b.Fatal(err)
		}
		if err := p.Survey(b.Context(), again); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}

// A survey needs less than 24 bytes a row, so 24 MB for a million rows, and hardly anything of it stays.
func TestASurveyIsSmall(t *testing.T) {
	const rows = 4 * chunk
	p, err := New(nil, clockwork.NewRealClock())
	if err != nil {
		t.Fatal(err)
	}
	heap := func() uint64 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		return now.HeapAlloc
	}
	everybodys() // is read once, for all lists
	before := heap()
	var most uint64
	watched := func(yield func(*job.Item, error) bool) {
		for item := range benchItems(rows) {
			if !yield(item, nil) {
				return
			}
			if item.Seq == rows {
				most = heap()
			}
		}
	}
	if err := p.Survey(t.Context(), watched); err != nil {
		t.Fatal(err)
	}
	after := heap()
	slots := uint64(len(newSlots(rows))) * 4
	during := most - min(most, before) + slots
	t.Logf("during the survey %d bytes a row, afterwards %d bytes in all", during/rows, after-min(after, before))
	if during > 24*rows {
		t.Errorf("the survey needs %d bytes a row", during/rows)
	}
	if left := after - min(after, before); left > 1<<20 {
		t.Errorf("%d bytes stay after the survey", left)
	}
	runtime.KeepAlive(p)
}
