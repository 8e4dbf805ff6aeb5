package store

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What SQLite finds is what Go finds when it compares letters by their simple case folding.
func TestTextIsFoundInAnyCase(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	letters := rapid.StringOfN(rapid.SampledFrom([]rune(`aAkKsSöÖßẞſÅå`+"\u212a\u212bσςΣ"+`%_*?[]^-\ 1`)), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		text := letters.Filter(func(text string) bool { return text != "" }).Draw(t, "text")
		if isASCII(text) {
			text += "ö" // what is ASCII alone is LIKE's: it knows no Kelvin sign
		}
		hay := letters.Draw(t, "before") + rapid.SampledFrom([]string{"", text, strings.ToUpper(text), strings.ToLower(text)}).Draw(t, "middle") + letters.Draw(t, "after")
		condition, args := found(text, "?1", "''")
		// The text to look in is the first parameter, so that the others count on from it.
		var got bool
		require.NoError(t, s.read.QueryRowContext(t.Context(), `SELECT `+condition, append([]any{hay}, args...)...).Scan(&got))
		require.Equal(t, strings.Contains(folded(hay), folded(text)), got, "%q in %q", text, hay)
	})
}

// folded is text with the least of each letter's cases in its place.
func folded(text string) string {
	return strings.Map(func(letter rune) rune {
		least := letter
		for other := unicode.SimpleFold(letter); other != letter; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		return least
	}, text)
}
