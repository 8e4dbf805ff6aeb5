package engine_test

import (
	"testing"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
)

// BenchmarkEngine is how many items a second go through the whole engine with a trivial processor.
func BenchmarkEngine(b *testing.B) {
	const items = 200_000
	for b.Loop() {
		b.StopTimer()
		bundle := setup(b)
		id := bundle.create(items, func(n *engine.NewJob) { n.Options.Concurrency = 8 })
		b.StartTimer()
		bundle.Start()
		bundle.reaches(id, job.Completed)
	}
	b.ReportMetric(float64(items)*float64(b.N)/b.Elapsed().Seconds(), "items/s")
}
