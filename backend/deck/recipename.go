package deck

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mtibben/confusables"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"jobdeck/backend/job"
	"jobdeck/backend/processor/registry"
)

// longestRecipeName bounds a recipe's name, in characters: one line of a list.
const longestRecipeName = 100

// checkRecipeName says why a recipe can't be called so, or nil. A recipe may come from somebody else's
// file: its name is no more than it looks like, and looks like none of the built-in ones.
func checkRecipeName(name string) error {
	switch {
	case name == "":
		return job.Usagef("a recipe needs a name")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unseen):
		return job.Usagef("the recipe's name %q has characters that can't be seen: leave them out", name)
	case utf8.RuneCountInString(name) > longestRecipeName:
		return job.Usagef("the recipe's name has %d characters: at most %d fit on a line", utf8.RuneCountInString(name), longestRecipeName)
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }):
		return job.Usagef("the recipe's name %q has neither letter nor number", name)
	}
	looks := likeness(name)
	for _, spec := range registry.All() {
		switch {
		case strings.EqualFold(name, spec.Name):
			return job.Usagef("%q is built in: choose another name", spec.Name)
		case slices.Contains([]string{likeness(spec.Name), likeness(spec.Label)}, looks):
			return job.Usagef("%q looks like the built-in recipe %q: choose another name", name, spec.Name)
		}
	}
	return nil
}

// unseen tells characters that show nothing: also the fillers that Unicode calls letters.
func unseen(r rune) bool {
	return !unicode.IsPrint(r) || unicode.IsLetter(r) && unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// likeness is what is left of a name to a passing eye: letters and digits alone, in one case, those of
// other scripts that look alike replaced (Unicode's TS 39). What replaces them may be in upper case, as
// that of a zero is.
func likeness(name string) string {
	fold := cases.Fold()
	folded := fold.String(norm.NFKC.String(name))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, fold.String(confusables.Skeleton(folded)))
}
