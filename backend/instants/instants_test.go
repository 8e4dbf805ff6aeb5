package instants_test

import (
	"testing"
	"time"

	"jobdeck/backend/instants"
)

// A table that catches nothing protects nothing: what is often got wrong is wrong at one of them.
func TestWhatTurnsOnTheHourOrThePlaceIsCaught(t *testing.T) {
	t.Parallel()
	for name, holds := range map[string]func(now time.Time) bool{
		"in three hours it is the same day":  func(now time.Time) bool { return now.Add(3*time.Hour).Day() == now.Day() },
		"in three hours it is the same year": func(now time.Time) bool { return now.Add(3*time.Hour).Year() == now.Year() },
		"a day has 24 hours": func(now time.Time) bool {
			return instants.Midnight(now.Add(24*time.Hour)).Sub(instants.Midnight(now)) == 24*time.Hour
		},
		"a day begins at midnight":         func(now time.Time) bool { return instants.Midnight(now).Hour() == 0 },
		"an hour is shown once":            func(now time.Time) bool { return now.Add(time.Hour).Hour() != now.Hour() },
		"every hour is shown":              func(now time.Time) bool { return (now.Add(time.Hour).Hour()-now.Hour()+24)%24 < 2 },
		"places are whole hours apart":     func(now time.Time) bool { return now.Minute() == now.UTC().Minute() },
		"the date is the one in Greenwich": func(now time.Time) bool { return now.Day() == now.UTC().Day() },
	} {
		caught := false
		for _, clock := range instants.All(t) {
			caught = caught || !holds(clock.Now())
		}
		if !caught {
			t.Errorf("%q is believed", name)
		}
	}
}
