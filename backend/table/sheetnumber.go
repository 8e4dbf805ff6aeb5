package table

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// numeral finds numbers as a sheet's XML writes them.
var numeral = regexp.MustCompile(`^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$`)

// fullNumber writes a number in full: all digits of a whole one, however it was written, and as many of another as a
// spreadsheet reckons with. What is no number stays as it is, and isNumber is false.
func fullNumber(text string) (number string, isNumber bool) {
	if plainInteger(text) {
		return text, true // as most are
	}
	parts := numeral.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil || parts[2]+parts[3] == "" {
		return text, false
	}
	power := 0
	if parts[4] != "" {
		power, _ = strconv.Atoi(parts[4]) // digits, as they were found
	}
	if whole, ok := wholeNumber(parts[2], parts[3], power); ok {
		if parts[1] == "-" && whole != "0" {
			whole = "-" + whole
		}
		return whole, true
	}
	value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return text, false
	}
	// A spreadsheet reckons with 15 digits, and its file may have 17: 1.1000000000000001 is 1.1.
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(value, 'e', 14, 64), 64); err == nil && math.Abs(value) < 1e15 {
		value = rounded
	}
	if math.Abs(value) < 1e-15 {
		return strconv.FormatFloat(value, 'E', -1, 64), true
	}
	return strconv.FormatFloat(value, 'f', -1, 64), true
}

// plainInteger says whether a text is a whole number as it is written in full.
func plainInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	if digits == "" || digits[0] == '0' {
		return text == "0"
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return true
}

// largestPower is how many digits the largest number of a spreadsheet has.
const largestPower = 308

// wholeNumber writes out a number's digits before and after its point, moved by a power of ten; ok is false when the
// number is not whole, or too large to be one.
func wholeNumber(before, after string, power int) (digits string, ok bool) {
	digits = before + after
	point := len(before) + power
	significant := strings.TrimRight(digits, "0")
	switch {
	case strings.Trim(digits, "0") == "":
		return "0", true
	case point < len(significant) || point > largestPower+1:
		return "", false
	case point < len(digits):
		digits = digits[:point]
	default:
		digits += strings.Repeat("0", point-len(digits))
	}
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		digits = "0"
	}
	return digits, true
}
