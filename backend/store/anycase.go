package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// found is a condition that text stands somewhere in one of some columns, in any case, with its
// arguments. LIKE knows the cases of A to Z only; where there are other letters it finds what may
// have them, and GLOB, which is slow, gets the forms of each. The columns are looked through as one
// text, with a sign between them that nobody types.
func found(text string, columns ...string) (condition string, args []any) {
	all := `(` + strings.Join(columns, ` || char(31) || `) + `)`
	like := all + ` LIKE ? ESCAPE '\'`
	if isASCII(text) {
		return like, []any{contains(text)}
	}
	return `(` + like + ` AND ` + all + ` GLOB ?)`, []any{likeWithGaps(text), globAnyCase(text)}
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(letter rune) bool { return letter >= utf8.RuneSelf }) < 0
}

// likeWithGaps is a LIKE pattern that finds text anywhere, with any sign in the place of letters
// whose cases LIKE does not know.
func likeWithGaps(text string) string {
	var pattern strings.Builder
	for _, letter := range contains(text) {
		if hasOtherCases(letter) {
			letter = '_'
		}
		pattern.WriteRune(letter)
	}
	return pattern.String()
}

// hasOtherCases reports whether a letter or a case of it is beyond ASCII: K is also the Kelvin sign.
func hasOtherCases(letter rune) bool {
	most := letter
	for other := unicode.SimpleFold(letter); other != letter; other = unicode.SimpleFold(other) {
		most = max(most, other)
	}
	return most >= utf8.RuneSelf
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
