package secret

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"strings"

	"jobdeck/backend/job"
)

// mark is what stands where a key stood. Four characters behind it tell keys apart, so that a text
// that comes back changed gets the same keys again: see [Unmask].
const mark = "••••••"

var masked = regexp.MustCompile(mark + `[0-9a-f]{4}`)

// salt makes what stands for a key say nothing about it to anybody else, nor to the next start.
var salt = rand.Text()

// Mask puts a mark in the place of each key in a text.
func Mask(text string) string {
	found := Find(text)
	if len(found) == 0 {
		return text
	}
	var shown strings.Builder
	end := 0
	for _, f := range found {
		shown.WriteString(text[end:f.From])
		shown.WriteString(standIn(text[f.From:f.To]))
		end = f.To
	}
	shown.WriteString(text[end:])
	return shown.String()
}

// Unmask puts the keys back into a text that was masked and then perhaps changed by a person; before are
// the texts as they are kept. A mark whose key is in none of them can't be put back: a [job.UsageError].
func Unmask(text string, before ...string) (string, error) {
	if !strings.Contains(text, mark) {
		return text, nil
	}
	keys := make(map[string]string)
	for _, kept := range before {
		for _, f := range Find(kept) {
			keys[standIn(kept[f.From:f.To])] = kept[f.From:f.To]
		}
	}
	whole := masked.ReplaceAllStringFunc(text, func(shown string) string {
		if key, known := keys[shown]; known {
			return key
		}
		return shown
	})
	for line := range strings.Lines(whole) {
		if strings.Contains(line, mark) {
			return "", job.Usagef("a key is masked in %q, and not known here: write it again, or put it into the keychain and write NAME=%sKEY",
				strings.TrimSpace(line), reference)
		}
	}
	return whole, nil
}

// MaskAll masks the values of a set of options, in a set of its own.
func MaskAll(set map[string]string) map[string]string {
	shown := maps.Clone(set)
	for key, text := range shown {
		shown[key] = Mask(text)
	}
	return shown
}

// UnmaskAll unmasks the values of a set of options by the same options of the sets that are kept.
func UnmaskAll(set map[string]string, before ...map[string]string) (map[string]string, error) {
	whole := maps.Clone(set)
	for key, text := range whole {
		var kept []string
		for _, other := range before {
			kept = append(kept, other[key])
		}
		var err error
		if whole[key], err = Unmask(text, kept...); err != nil {
			return nil, err
		}
	}
	return whole, nil
}

func standIn(key string) string {
	sum := hmac.New(sha256.New, []byte(salt))
	fmt.Fprint(sum, key)
	return mark + hex.EncodeToString(sum.Sum(nil)[:2])
}
