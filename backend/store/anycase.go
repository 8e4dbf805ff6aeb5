package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// found is a condition that text stands somewhere in one of some columns, in any case, with its
// arguments. LIKE knows the cases of A to Z only; where there are other letters, GLOB gets the
// forms of each.
func found(text string, columns ...string) (condition string, args []any) {
	operator, pattern := ` LIKE ? ESCAPE '\'`, contains(text)
	if !isASCII(text) {
		operator, pattern = ` GLOB ?`, globAnyCase(text)
	}
	conditions := make([]string, len(columns))
	for i, column := range columns {
		conditions[i] = column + operator
		args = append(args, pattern)
	}
	return "(" + strings.Join(conditions, " OR ") + ")", args
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(letter rune) bool { return letter >= utf8.RuneSelf }) < 0
}

// globAnyCase is a GLOB pattern that finds text anywhere, whatever the case of its letters.
func globAnyCase(text string) string {
	var pattern strings.Builder
	pattern.WriteByte('*')
	for _, letter := range text {
		switch other := unicode.SimpleFold(letter); {
		case other != letter:
			pattern.WriteByte('[')
			pattern.WriteRune(letter)
			for ; other != letter; other = unicode.SimpleFold(other) {
				pattern.WriteRune(other)
			}
			pattern.WriteByte(']')
		case letter == '*' || letter == '?' || letter == '[':
			pattern.WriteByte('[')
			pattern.WriteRune(letter)
			pattern.WriteByte(']')
		default:
			pattern.WriteRune(letter)
		}
	}
	pattern.WriteByte('*')
	return pattern.String()
}
