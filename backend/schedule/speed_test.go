package schedule_test

import (
	"testing"
	"time"

	"jobdeck/backend/schedule"
)

// What the first look costs after ten years of absence, for a line that fires every second.
func BenchmarkTenYearsOfSeconds(b *testing.B) {
	parsed, err := schedule.Parse(cronIn("* * * * * *", "Europe/Berlin"))
	if err != nil {
		b.Fatal(err)
	}
	from := time.Date(2016, 6, 1, 12, 0, 0, 0, time.UTC)
	for b.Loop() {
		if parsed.Count(from, from.AddDate(10, 0, 0)) == 0 {
			b.Fatal("none")
		}
	}
}
