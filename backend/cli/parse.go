package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

// parseJobs reads the numbers of jobs. One that is named twice is meant once.
func parseJobs(args []string) ([]job.ID, error) {
	var ids []job.ID
	for _, arg := range args {
		id, err := parseJob(arg)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func parseJob(arg string) (job.ID, error) {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil || id < 1 {
		return 0, job.Usagef("%q is no job number: jobdeck jobs lists them", arg)
	}
	return job.ID(id), nil
}

// parseRate reads how many items may start: "60/min", "10/s", "3600/h", or "0" for no bound. It
// gives items a minute.
func parseRate(text string) (float64, error) {
	wrong := job.Usagef("rate %q: it must read like 60/min, 10/s or 3600/h, or 0 for no limit", text)
	amount, unit, found := strings.Cut(strings.TrimSpace(text), "/")
	n, err := strconv.ParseFloat(strings.TrimSpace(amount), 64)
	if err != nil || !(n >= 0 && n <= job.MaxRatePerMinute) {
		return 0, wrong
	}
	if !found {
		if n != 0 {
			return 0, wrong
		}
		return 0, nil
	}
	switch strings.ToLower(strings.TrimSpace(unit)) {
	case "s", "sec", "second":
		return n * 60, nil
	case "m", "min", "minute":
		return n, nil
	case "h", "hour":
		return n / 60, nil
	default:
		return 0, wrong
	}
}

// parseTime reads a time to come: "14:00" (the next one), "2026-11-22 14:00", a time in RFC 3339,
// or how long from now: "90m", "2h30m".
func parseTime(text string, now time.Time) (time.Time, error) {
	text = strings.TrimSpace(text)
	at, ok := readTime(text, now)
	if !ok {
		return time.Time{}, job.Usagef("time %q: it must read like 14:00, 2026-11-22 14:00, 2026-11-22T14:00:00Z, or 90m from now", text)
	}
	if !at.After(now) {
		return time.Time{}, job.Usagef("time %q is over", text)
	}
	return at, nil
}

func readTime(text string, now time.Time) (time.Time, bool) {
	if length, err := time.ParseDuration(text); err == nil {
		return now.Add(length), true
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, true
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05"} {
		if wall, err := time.Parse(layout, text); err == nil {
			return job.FirstShown(wall, now.Location()), true
		}
	}
	clock, err := time.Parse("15:04", text)
	if err != nil {
		return time.Time{}, false
	}
	wall := time.Date(now.Year(), now.Month(), now.Day(), clock.Hour(), clock.Minute(), 0, 0, time.UTC)
	at := job.FirstShown(wall, now.Location())
	if !at.After(now) {
		at = job.FirstShown(wall.AddDate(0, 0, 1), now.Location())
	}
	return at, true
}

// weekdays are the short names of the days, from Sunday.
var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// parseWindow reads when a job may run: "22:00-07:00", "22:00-07:00 mon-fri",
// "9:00-17:00 mon,wed,fri Europe/Berlin"; "weekdays", "weekends" and "daily" are days too.
func parseWindow(text string) (*job.Window, error) {
	wrong := func(what string) error {
		return job.Usagef("window %q: %s; it must read like 22:00-07:00 mon-fri", text, what)
	}
	words := strings.Fields(strings.ReplaceAll(text, "–", "-"))
	if len(words) == 0 || len(words) > 3 {
		return nil, wrong("it has no times, or too many words")
	}
	var window job.Window
	from, until, found := strings.Cut(words[0], "-")
	var err error
	if !found {
		return nil, wrong("it needs two times with - between them")
	}
	if window.From, err = parseClock(from); err != nil {
		return nil, wrong(err.Error())
	}
	if window.Until, err = parseClock(until); err != nil {
		return nil, wrong(err.Error())
	}
	for _, word := range words[1:] {
		if days, ok := parseDays(word); ok {
			window.Days = days
		} else if strings.Contains(word, "/") || word == "UTC" {
			window.Zone = word
		} else {
			return nil, wrong(fmt.Sprintf("%q is neither days nor a time zone", word))
		}
	}
	if err := window.Check(); err != nil {
		return nil, wrong(strings.TrimPrefix(err.Error(), "time window: "))
	}
	return &window, nil
}

// parseClock reads a time of day as minutes after midnight.
func parseClock(text string) (int, error) {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day", text)
	}
	return at.Hour()*60 + at.Minute(), nil
}

// parseDays reads weekdays as numbers, 0 = Sunday; none means every day.
func parseDays(text string) ([]int, bool) {
	switch strings.ToLower(text) {
	case "daily":
		return nil, true
	case "weekdays":
		return []int{1, 2, 3, 4, 5}, true
	case "weekends":
		return []int{0, 6}, true
	}
	var days []int
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(part, "-")
		from, ok := parseDay(first)
		until := from
		if isRange && ok {
			until, ok = parseDay(last)
		}
		if !ok {
			return nil, false
		}
		for day := from; ; day = (day + 1) % 7 {
			if !slices.Contains(days, day) {
				days = append(days, day)
			}
			if day == until {
				break
			}
		}
	}
	slices.Sort(days)
	return days, true
}

func parseDay(text string) (int, bool) {
	text = strings.ToLower(text)
	for day, short := range weekdays {
		full := strings.ToLower(time.Weekday(day).String())
		if len(text) >= 3 && strings.HasPrefix(full, text) || text == short {
			return day, true
		}
	}
	return 0, false
}

// parsePairs reads "key=value" words. A key that comes twice has its last value.
func parsePairs(words []string) (map[string]string, error) {
	pairs := make(map[string]string, len(words))
	for _, word := range words {
		key, value, found := strings.Cut(word, "=")
		if !found || strings.TrimSpace(key) == "" {
			return nil, job.Usagef("--set %q: it must read like key=value", word)
		}
		pairs[strings.TrimSpace(key)] = value
	}
	return pairs, nil
}

// parseMapping reads "column=field" words. The field comes last: a column's name may hold "=". A field
// that comes again gets another column, which is asked where the earlier ones have nothing.
func parseMapping(words []string) (map[string]job.Field, error) {
	mapping := make(map[string]job.Field, len(words))
	choices := make(map[job.Field]int)
	for _, word := range words {
		at := strings.LastIndex(word, "=")
		if at < 1 {
			return nil, job.Usagef("--map %q: it must read like column=field", word)
		}
		column, field := word[:at], job.Field(strings.ToLower(strings.TrimSpace(word[at+1:])))
		if field == "none" {
			field = ""
		}
		if field != "" && !slices.Contains(job.Fields, field) {
			return nil, job.Usagef("--map %q: there is no field %q; there is %s, or none", word, field, joined(job.Fields))
		}
		choices[field]++
		mapping[column] = ""
		if field != "" {
			mapping[column] = field.As(choices[field])
		}
	}
	return mapping, nil
}

// parseHeader reads which row names the columns: its number, or none.
func parseHeader(text string) (int64, error) {
	switch text = strings.ToLower(strings.TrimSpace(text)); text {
	case "", "auto":
		return 0, nil
	case "none":
		return deck.NoHeader, nil
	}
	row, err := strconv.ParseInt(text, 10, 64)
	if err != nil || row < 1 {
		return 0, job.Usagef("--header %q: it must be the number of a row, or none", text)
	}
	return row, nil
}

// joined lists names for a message.
func joined[S ~string](names []S) string {
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = string(name)
	}
	return strings.Join(words, ", ")
}

// exportFormats are the endings of files that can be written.
func exportFormats() []string { return []string{".csv", ".tsv", ".xlsx", ".jsonl"} }

func absolute(path string) (string, error) {
	if path == "-" {
		return "", job.Usagef("- is no file: lists are read from files and written to files, for they are read more than once")
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", path, err)
	}
	return full, nil
}
