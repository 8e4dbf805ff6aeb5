package schedule

import (
	"fmt"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jobdeck/backend/job"
)

// field is one of the fields of a cron line.
type field struct {
	name, cycle string // what it counts, and in what it counts anew
	min, max    int
	names       []string // of its values from min on, where they have names
}

// fields are those of a line with six of them; one with five has no seconds.
var fields = []field{
	{name: "second", cycle: "minute", max: 59},
	{name: "minute", cycle: "hour", max: 59},
	{name: "hour", cycle: "day", max: 23},
	{name: "day", cycle: "month", min: 1, max: 31},
	{name: "month", cycle: "year", min: 1, max: 12, names: []string{
		"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
	}},
	{name: "weekday", cycle: "week", max: 6, names: []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}

// sunday is the weekday 0 under its other number.
const sunday = 7

// marks are the values that a field fires at: bit n for n.
type marks struct {
	set  uint64
	star bool   // it was left open: *, ? or */1
	note string // what it does where people mostly expect something else
}

func (m marks) has(n int) bool { return m.set&(1<<n) != 0 }

// from gives the first value at or after one, or -1.
func (m marks) from(n int) int {
	if set := m.set >> n << n; set != 0 {
		return bits.TrailingZeros64(set)
	}
	return -1
}

func (m marks) count() int { return bits.OnesCount64(m.set) }

// values are all of them in order.
func (m marks) values() []int {
	var all []int
	for n := m.from(0); n >= 0; n = m.from(n + 1) {
		all = append(all, n)
	}
	return all
}

// full reports whether a field fires at all its values.
func (f *field) full(m marks) bool { return m.count() == f.max-f.min+1 }

// read reads a field. It never gives marks without a value.
func (f *field) read(text string) (marks, error) {
	var all marks
	for part := range strings.SplitSeq(text, ",") {
		if part == "" {
			return marks{}, job.Usagef("in the field of the %s, %q, nothing stands before or behind a comma", f.name, text)
		}
		one, err := f.readPart(part)
		if err != nil {
			return marks{}, err
		}
		all.set |= one.set
		all.star = all.star || one.star
		if all.note == "" {
			all.note = one.note
		}
	}
	return all, nil
}

// readPart reads what stands between commas: a value, a range, or all, each with a step or without.
func (f *field) readPart(part string) (marks, error) {
	span, stepText, stepped := strings.Cut(part, "/")
	low, high, err := f.span(span, part)
	if err != nil {
		return marks{}, err
	}
	step := 1
	if stepped {
		if step, err = f.step(stepText, part); err != nil {
			return marks{}, err
		}
	}
	all := span == "*" || span == "?"
	open := all || stepped && !strings.Contains(span, "-") // 5/15 goes on to the end
	if open {
		high = f.max
	}
	made, last := marks{star: all && step == 1}, low
	for n := low; n <= high; n += step {
		last = n
		made.set |= 1 << (n % (f.max + 1)) // a Sunday may be 7
	}
	if around := low + f.max - f.min + 1 - last; open && around != step {
		made.note = f.unevenWords(part, step, made.values())
	}
	return made, nil
}

// span reads a value, or two with a hyphen between them, of a part of a field.
func (f *field) span(text, part string) (low, high int, err error) {
	if text == "*" || text == "?" {
		return f.min, f.max, nil
	}
	from, to, ranged := strings.Cut(text, "-")
	if low, err = f.value(from, part); err != nil {
		return 0, 0, err
	}
	low %= f.max + 1 // a week begins with Sunday, and a range may end with one
	if !ranged || from == to {
		return low, low, nil
	}
	if high, err = f.value(to, part); err != nil {
		return 0, 0, err
	}
	if strings.EqualFold(to, "sun") {
		high = sunday
	}
	if low > high {
		return 0, 0, job.Usagef("the %s runs backwards in %q: write %q", f.name, part, fmt.Sprintf("%d-%d,%d-%d", low, f.max, f.min, high))
	}
	return low, high, nil
}

var (
	number = regexp.MustCompile(`^[0-9]{1,9}$`)
	// signs are those of other programs' lines: the last day, the nearest weekday, the second Friday.
	signs = regexp.MustCompile(`(?i)^([0-9]*L(-[0-9]+)?|LW|[0-9]+W|.*#.*)$`)
)

// value reads one value of a field, a number or a name.
func (f *field) value(text, part string) (int, error) {
	if at := slices.Index(f.names, strings.ToLower(text)); at >= 0 {
		return f.min + at, nil
	}
	n, err := strconv.Atoi(text)
	most := f.max
	if f.name == "weekday" {
		most = sunday
	}
	switch {
	case text == "":
		return 0, job.Usagef("in %q the %s is missing", part, f.name)
	case signs.MatchString(part):
		return 0, job.Usagef("%q is no %s: L, W and # are signs of other programs and mean nothing here; a %s is %s", part, f.name, f.name, f.rangeWords())
	case !number.MatchString(text) || err != nil:
		return 0, job.Usagef("%q is no %s: it is %s", text, f.name, f.rangeWords())
	case n < f.min || n > most:
		return 0, job.Usagef("there is no %s %s: it is %s", f.name, text, f.rangeWords())
	}
	return n, nil
}

// rangeWords: a number from 1 to 12, or a name like jan
func (f *field) rangeWords() string {
	words := fmt.Sprintf("a number from %d to %d", f.min, f.max)
	if f.name == "weekday" {
		words += " (or 7 for Sunday)"
	}
	if len(f.names) > 0 {
		words += ", or a name like " + f.names[1]
	}
	return words
}

func (f *field) step(text, part string) (int, error) {
	n, err := strconv.Atoi(text)
	if !number.MatchString(text) || err != nil || n == 0 {
		return 0, job.Usagef("in %q the step behind the slash must be a whole number from 1 on", part)
	}
	return n, nil
}

// unevenWords say what a step does that does not come out even.
func (f *field) unevenWords(part string, step int, values []int) string {
	return fmt.Sprintf("%q counts anew in every %s: it is %s, not every %d %ss. For an even pace use an interval",
		part, f.cycle, f.someWords(values), step, strings.TrimPrefix(f.name, "week"))
}
