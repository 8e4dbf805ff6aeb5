package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// BenchmarkRecord is what an outcome costs the store, in groups of a thousand.
func BenchmarkRecord(b *testing.B) {
	s, id := benched(b)
	records := outcomes()
	next := int64(1)
	b.ReportAllocs()
	for b.Loop() {
		for i := range records {
			records[i].Seq = next
			next++
		}
		require.NoError(b, s.Record(b.Context(), &store.Batch{Job: id, Records: records, Cursor: next}))
	}
}

// BenchmarkItems is what a page of a thousand items with their outcomes costs.
func BenchmarkItems(b *testing.B) {
	s, id := benched(b)
	records := outcomes()
	rows := make([]store.Row, len(records))
	for i := range records {
		records[i].Seq = int64(i + 1)
		rows[i] = store.Row{Seq: int64(i + 1), Row: int64(i + 2), Input: `["Company","company.com"]`}
	}
	require.NoError(b, s.AppendRows(b.Context(), id, rows))
	require.NoError(b, s.Record(b.Context(), &store.Batch{Job: id, Records: records, Cursor: 1}))
	b.ReportAllocs()
	for b.Loop() {
		page, _, err := s.Items(b.Context(), id, store.ItemFilter{}, 0, len(records))
		require.NoError(b, err)
		require.Len(b, page, len(records))
	}
}

// BenchmarkJobs is what a page of a hundred jobs costs.
func BenchmarkJobs(b *testing.B) {
	s, first := benched(b)
	ids := []job.ID{first}
	for range 99 {
		ids = append(ids, begun(b, s))
	}
	b.ReportAllocs()
	for b.Loop() {
		jobs, err := s.Jobs(b.Context(), ids)
		require.NoError(b, err)
		require.Len(b, jobs, len(ids))
	}
}

func benched(b *testing.B) (*store.Store, job.ID) {
	b.Helper()
	s, err := store.Open(b.Context(), b.TempDir())
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, s.Close()) })
	return s, begun(b, s)
}

func begun(b *testing.B, s *store.Store) job.ID {
	b.Helper()
	id, err := s.BeginJob(b.Context(), job.Job{Name: "Q4", Options: job.Options{Processor: "preprocess"}, Status: job.Queued, Created: 1})
	require.NoError(b, err)
	require.NoError(b, s.FinishJob(b.Context(), id, job.List{Columns: []string{"name", "site"}}, 1000, nil, job.Entry{Job: id, What: "start"}))
	return id
}

func outcomes() []store.Record {
	records := make([]store.Record, 1000)
	for i := range records {
		records[i] = succeeded(int64(i))[0]
		records[i].Output = `{"answer":"yes"}`
	}
	return records
}
