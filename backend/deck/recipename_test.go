package deck

import (
	"strings"
	"testing"
)

func TestARecipeIsNoMoreThanItsNameLooksLike(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Trade fair", "DACH 2026, cleaned", "naïve Händler", "製品リスト", "тендер", "C++ & Go", "preprocess for Anna", "No. 7", "🎯 targets",
	} {
		if err := checkRecipeName(name); err != nil {
			t.Errorf("%q is refused: %v", name, err)
		}
	}
	for name, because := range map[string]string{
		"":                         "needs a name",
		"a\nb":                     "can't be seen",
		"\x1b[31mred":              "can't be seen",
		"safe\u202egnp.exe":        "can't be seen",
		"pre\u200bprocess":         "can't be seen",
		"tab\tted":                 "can't be seen",
		"no\u00a0break":            "can't be seen",
		"bad\xff":                  "can't be seen",
		"\u3164":                   "can't be seen", // a letter to Unicode, and blank
		"safe\u115f":               "can't be seen",
		"\uffa0\u1160":             "can't be seen",
		"—…—":                      "neither letter nor number",
		strings.Repeat("long", 26): "at most 100",
		"preprocess":               "is built in",
		"Command":                  "is built in",
		"pre-process":              "looks like",
		"Pre process.":             "looks like",
		"рreprocess":               "looks like", // its first letter is Cyrillic
		"cοmmand":                  "looks like", // with a Greek omicron
		"ｐｒｅｐｒｏｃｅｓｓ":               "looks like",
		"CLEAN":                    "looks like",
		"c1ean":                    "looks like",
		"prepr0cess":               "looks like",
		"C0MMAND":                  "looks like",
	} {
		if err := checkRecipeName(name); err == nil || !strings.Contains(err.Error(), because) {
			t.Errorf("%q: the error is %v, want one that says %q", name, err, because)
		}
	}
}
