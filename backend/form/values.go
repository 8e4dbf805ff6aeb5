package form

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"jobdeck/backend/job"
)

// Values are the values of some fields, by key. What came through [Clean] can be read by its kind.
type Values map[string]string

// Clean gives the values of all fields as they are kept. Those that are left out are the defaults; those of fields
// that don't count are as they were. The first wrong one, or one that there is no field for, is a [job.UsageError].
func Clean(fields []Field, values map[string]string) (Values, error) {
	for key := range values {
		if Find(fields, key) == nil {
			return nil, unknown(fields, key)
		}
	}
	clean := Fill(fields, values)
	// A field may count only with another's value, as that is kept.
	for _, conditional := range []bool{false, true} {
		for i := range fields {
			field := &fields[i]
			if (field.OnlyIf != "") != conditional || !field.Counts(clean) {
				continue
			}
			value, err := field.Clean(clean[field.Key])
			if err != nil {
				return nil, err
			}
			clean[field.Key] = value
		}
	}
	return clean, nil
}

func unknown(fields []Field, key string) error {
	if len(fields) == 0 {
		return &job.UsageError{Field: key, Message: fmt.Sprintf("there is no %q here: there is nothing to fill in", key)}
	}
	return &job.UsageError{Field: key, Message: fmt.Sprintf("there is no %q here: there is %s", key, strings.Join(Keys(fields), ", "))}
}

// Fill gives all fields their values, without a look at them: those that are kept, else the defaults.
func Fill(fields []Field, kept map[string]string) Values {
	full := make(Values, len(fields))
	for i := range fields {
		field := &fields[i]
		full[field.Key] = field.Default
		if value, found := kept[field.Key]; found {
			full[field.Key] = value
		}
	}
	return full
}

// Only gives those of the values that another map has, too.
func (v Values) Only(of map[string]string) map[string]string {
	only := make(map[string]string, len(of))
	for key := range of {
		only[key] = v[key]
	}
	return only
}

// Switch is the value of a switch.
func (v Values) Switch(key string) bool {
	on, err := readSwitch(v[key])
	mustBeClean(key, err)
	return on
}

// Number is the value of a whole number.
func (v Values) Number(key string) int64 {
	n, err := strconv.ParseInt(v[key], 10, 64)
	mustBeClean(key, err)
	return n
}

// Seconds is the value of a number of seconds, with or without decimals.
func (v Values) Seconds(key string) time.Duration {
	seconds, err := strconv.ParseFloat(v[key], 64)
	mustBeClean(key, err)
	return time.Duration(seconds * float64(time.Second))
}

// Duration is the value of a duration.
func (v Values) Duration(key string) time.Duration {
	length, err := readDuration(v[key])
	mustBeClean(key, err)
	return length
}

func mustBeClean(key string, err error) {
	if err != nil {
		panic(fmt.Sprintf("form: the value of %s was read and not checked: %v", key, err))
	}
}

// readDuration reads a Go duration or plain seconds.
func readDuration(value string) (time.Duration, error) {
	length, err := time.ParseDuration(value)
	if err == nil {
		return length, nil
	}
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(seconds) {
		return 0, errors.New("it must be a length of time: 90s, 5m or plain seconds")
	}
	const most = float64(math.MaxInt64 / int64(time.Second))
	return time.Duration(max(-most, min(seconds, most)) * float64(time.Second)), nil
}

// duration reads a duration, and bounds it by the field's limits, which are in seconds.
func (f *Field) duration(value string) (time.Duration, error) {
	length, err := readDuration(value)
	switch {
	case err != nil:
		return 0, err
	case length <= 0 || length < time.Duration(f.Min)*time.Second:
		return 0, fmt.Errorf("it must be more than %d", max(0, f.Min-1))
	case f.Max != 0 && length > time.Duration(f.Max)*time.Second:
		return 0, fmt.Errorf("it must be at most %d hours", f.Max/3600)
	}
	return length, nil
}
