package form

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"jobdeck/backend/job"
)

// longest bounds a value, in bytes.
const longest = 100_000

// Clean gives a value as it is kept: trimmed, a switch as "true" or "false", the default for an empty one. What is
// wrong with it is a [job.UsageError] that names the field.
func (f *Field) Clean(value string) (string, error) {
	if strings.TrimSpace(value) == "" {
		if f.Required {
			return "", f.wrong("%s is needed", f.Label)
		}
		return f.Default, nil
	}
	clean, err := f.read(value)
	if err == nil && f.Valid != nil {
		err = f.Valid(clean)
	}
	if err == nil {
		return clean, nil
	}
	if f.hidden() || len(value) > 200 {
		return "", f.wrong("%s can't be taken: %w", f.Label, err)
	}
	return "", f.wrong("%s is %q: %w", f.Label, value, err)
}

// hidden tells whether a value must not stand in an error.
func (f *Field) hidden() bool { return f.Private || f.Kind == LongText || f.Kind == Environment }

func (f *Field) wrong(format string, args ...any) error {
	return &job.UsageError{Field: f.Key, Message: fmt.Errorf(format, args...).Error()}
}

// read reads a value that is not empty by its kind.
func (f *Field) read(value string) (string, error) {
	if len(value) > longest {
		return "", fmt.Errorf("it is %d bytes long: at most %d", len(value), longest)
	}
	switch f.Kind {
	case LongText, Environment, File, Folder:
		return value, nil // a name may end with a space
	}
	value = strings.TrimSpace(value)
	switch f.Kind {
	case Number:
		return f.number(value)
	case Duration:
		_, err := f.duration(value)
		return value, err
	case Choice:
		return f.choice(value)
	case Switch:
		on, err := readSwitch(value)
		return strconv.FormatBool(on), err
	default:
		return value, nil
	}
}

// WholePath says of a path that depends on where it is read what is wrong with it.
func WholePath(path string) error {
	if !filepath.IsAbs(path) {
		return errors.New("it must be a whole path, from the root of the disk on")
	}
	return nil
}

func (f *Field) number(value string) (string, error) {
	n, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil, math.IsNaN(n), math.IsInf(n, 0),
		f.bounded() && (n < float64(f.Min) || n > float64(f.Max)):
		return "", errors.New("it must be " + f.numbers())
	case f.Decimals:
		return strconv.FormatFloat(n, 'f', -1, 64), nil
	}
	whole, err := strconv.Atoi(value)
	if err != nil {
		return "", errors.New("it must be " + f.numbers())
	}
	return strconv.Itoa(whole), nil
}

// bounded tells whether a number has limits.
func (f *Field) bounded() bool { return f.Min != 0 || f.Max != 0 }

// numbers: a whole number of days from 1 to 31
func (f *Field) numbers() string {
	words := "a whole number"
	if f.Decimals {
		words = "a number"
	}
	if f.Unit != "" {
		words += " of " + f.Unit
	}
	if f.bounded() {
		words += fmt.Sprintf(" from %d to %d", f.Min, f.Max)
	}
	return words
}

func (f *Field) choice(value string) (string, error) {
	at := slices.IndexFunc(f.Choices, func(choice string) bool { return strings.EqualFold(choice, value) })
	if at < 0 {
		return "", errors.New("it must be one of " + strings.Join(f.Choices, ", "))
	}
	return f.Choices[at], nil
}

// readSwitch reads what people write for on and off.
func readSwitch(value string) (bool, error) {
	switch strings.ToLower(value) {
	case "true", "yes", "on", "1":
		return true, nil
	case "false", "no", "off", "0":
		return false, nil
	}
	return false, errors.New("it must be true or false, yes or no, on or off")
}
