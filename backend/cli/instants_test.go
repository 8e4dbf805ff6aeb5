package cli

import (
	"testing"
	"time"

	"jobdeck/backend/instants"
)

func TestTimesAreReadAndShownByTheWallOfThePlace(t *testing.T) {
	t.Parallel()
	for place, clock := range instants.All(t) {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			now, midnight := clock.Now(), instants.Midnight(clock.Now())
			for _, text := range []string{"00:00", "02:30", "07:00", "23:30"} {
				next, err := parseTime(text, now)
				shows(t, text, next, err)
				if !next.After(now) || next.Sub(now) > 25*time.Hour {
					t.Errorf("the next %s is %s", text, next)
				}
				last, err := parsePast("--since", text, now)
				shows(t, text, time.UnixMilli(last).In(now.Location()), err)
				if past := now.Sub(time.UnixMilli(last)); past < 0 || past > 25*time.Hour {
					t.Errorf("the last %s was %s", text, time.UnixMilli(last).In(now.Location()))
				}
			}
			day, err := parsePast("--since", midnight.Format(time.DateOnly), now)
			if err != nil || day != midnight.UnixMilli() {
				t.Errorf("the next day begins at %d, want %s: %v", day, midnight, err)
			}
			for at, want := range map[time.Time]string{
				now:                        now.Format(time.TimeOnly),
				midnight.Add(-time.Second): "23:59:59",
				midnight:                   midnight.Format("2006-01-02 15:04"),
				now.Add(-25 * time.Hour):   now.Add(-25 * time.Hour).Format("2006-01-02 15:04"),
			} {
				if got := moment(at.UnixMilli(), now); got[:min(len(got), len(want))] != want {
					t.Errorf("%s is %q, want %q", at, got, want)
				}
			}
		})
	}
}

// shows fails unless the wall shows a time of day at an instant, or leaves it out just before.
func shows(t *testing.T, text string, at time.Time, err error) {
	t.Helper()
	_, offset := at.Zone()
	_, before := at.Add(-time.Second).Zone()
	if err != nil || at.Format("15:04") != text && offset <= before {
		t.Errorf("%s is %s: %v", text, at, err)
	}
}
