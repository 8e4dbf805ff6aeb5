package cli

import (
	"testing"
	"time"

	"jobdeck/backend/task"
)

func TestAnIntervalIsReadAsItWasGiven(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"1s": time.Second, "90m": 90 * time.Minute, "1h30m": 90 * time.Minute,
		"1d": 24 * time.Hour, "2w": 14 * 24 * time.Hour, "1500ms": 1500 * time.Millisecond,
	} {
		if got, err := parseEvery(text); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "15", "often", "-15m", "0s", "999ms", "1.5d", "d", "0d", "9999999w", "99999999999999d", "1000000h"} {
		if _, err := parseEvery(text); !isUsage(err) {
			t.Errorf("%q: error is %v", text, err)
		}
	}
}

func TestATimeThatIsOverIsTheLastOneThatFits(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 15, 30, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"15:00":                now.Add(-30 * time.Minute),
		"16:00":                time.Date(2026, 11, 21, 16, 0, 0, 0, time.UTC),
		"90m":                  now.Add(-90 * time.Minute),
		"2d":                   now.AddDate(0, 0, -2),
		"2026-11-01":           time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		"2026-11-01 08:00":     time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC),
		"2026-11-01T08:00:00Z": time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC),
	} {
		if got, err := parsePast("--since", text, now); err != nil || got != want.UnixMilli() {
			t.Errorf("%q is %s, %v; want %s", text, time.UnixMilli(got).UTC(), err, want)
		}
	}
	for _, text := range []string{"", "soon", "25:00", "-5m", "10ms", "1900-01-01", "1900-01-01 10:00"} {
		if _, err := parsePast("--since", text, now); !isUsage(err) {
			t.Errorf("%q: error is %v", text, err)
		}
	}
}

func TestOneTimeIsReadOnTheClockOfItsZone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 15, 30, 0, 0, time.UTC)
	flags := whenFlags{at: "2026-12-01 09:00", zone: "America/New_York"}
	got, err := flags.schedule(task.Schedule{}, now)
	want := task.Schedule{Kind: task.Once, At: time.Date(2026, 12, 1, 14, 0, 0, 0, time.UTC).UnixMilli()}
	if err != nil || got != want {
		t.Errorf("it is %+v, %v; want %+v", got, err, want)
	}
}

func TestANewZoneKeepsTheCronLine(t *testing.T) {
	t.Parallel()
	before := task.Schedule{Kind: task.Cron, Cron: "0 3 * * *", Zone: "Europe/Berlin"}
	flags := whenFlags{zone: "Australia/Lord_Howe"}
	got, err := flags.schedule(before, time.Now())
	if want := (task.Schedule{Kind: task.Cron, Cron: "0 3 * * *", Zone: "Australia/Lord_Howe"}); err != nil || got != want {
		t.Errorf("it is %+v, %v; want %+v", got, err, want)
	}
	if _, err := flags.schedule(task.Schedule{Kind: task.Every, EveryMS: 1000}, time.Now()); !isUsage(err) {
		t.Errorf("an interval takes a zone: %v", err)
	}
}
