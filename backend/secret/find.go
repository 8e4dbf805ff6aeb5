package secret

import (
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Found is what looks like a key in a text: where it stands, in bytes.
type Found struct{ From, To int }

// Find gives what looks like a key in a text, from left to right: by the shapes that providers give to
// their keys, and by the names that people give to them. References to the keychain, variables and
// paths are none.
func Find(text string) []Found {
	var found []Found
	lower := strings.ToLower(text)
	for _, shape := range shapes() {
		found = append(found, shape.find(text, lower)...)
	}
	for _, named := range namings {
		for _, match := range named.FindAllStringSubmatchIndex(text, -1) {
			found = append(found, Found{match[len(match)-2], match[len(match)-1]})
		}
	}
	found = slices.DeleteFunc(found, func(f Found) bool { return harmless.MatchString(text[f.From:f.To]) })
	return joined(found)
}

// joined brings what was found into order, what overlaps as one.
func joined(found []Found) []Found {
	slices.SortFunc(found, func(a, b Found) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	var apart []Found
	for _, f := range found {
		if last := len(apart) - 1; last >= 0 && f.From < apart[last].To {
			apart[last].To = max(apart[last].To, f.To)
			continue
		}
		apart = append(apart, f)
	}
	return apart
}

// What people call a key: the last word of a name, or two that belong together anywhere in it.
const (
	keyWord  = `(?:key|keys|token|secret|password|passwd|passphrase|passwort|pwd|pass|pat|credentials?|authorization|bearer|auth)`
	keyWords = `(?:(?:api|access|private|secret|auth|account|client|signing|encryption|service|license)[_.-]?(?:key|token|secret))`
	keyEnd   = `(?:password|passwd|passwort|secret|token|apikey)` // also without anything between
	keyName  = `(?:(?:[\w.-]*[_.-])?(?i:` + keyWord + `)|[\w.-]*(?i:` + keyEnd + `)|[\w.-]*(?i:` + keyWords + `)[\w.-]*|[\w.-]*[a-z0-9](?:Key|Token|Secret|Password))`
	value    = `("[^"]*"|'[^']*'|[^\s"'&;|]+)`
)

// namings find the value that stands with such a name; the last group is the value.
var namings = []*regexp.Regexp{
	// A line of an environment: all that follows is the value. A command that begins with one is hidden whole.
	regexp.MustCompile(`(?m)^[ \t]*(?:export[ \t]+)?` + keyName + `[ \t]*=[ \t]*(\S.*?)[ \t\r]*$`),
	// A variable in front of a command, and an option: --api-key=…, --token …
	regexp.MustCompile(`(?:^|[\s;&|?"'])` + keyName + `=` + value),
	regexp.MustCompile(`(?:^|\s)--?` + keyName + `[ \t]+` + value),
	// A header, and a field of JSON.
	regexp.MustCompile(`(?i:authorization|x-[\w-]*(?:key|token|secret)|api-key)["']?[ \t]*:[ \t]*["']?(?:(?i:bearer|basic|token|apikey)[ \t]+)?([^\s"',}]+)`),
	regexp.MustCompile(`(?i:bearer|basic)[ \t]+([\w.~+/=-]{8,})`),
	regexp.MustCompile(`"` + keyName + `"[ \t]*:[ \t]*"([^"]+)"`),
	// A password in an address, or with a user's name.
	regexp.MustCompile(`[a-zA-Z][\w+.-]*://[^\s/:@"']*:([^\s/@"']+)@`),
	regexp.MustCompile(`(?:^|\s)(?:-u|--user)[ =]["']?[^\s:"']+:([^\s"']+)`),
}

// harmless are values that are no keys, whatever they are called: where a key is, not what it is.
var harmless = regexp.MustCompile(`^["']?(?:` + strings.Join([]string{
	reference + `[\w.-]*`,             // in the keychain
	`\$.*`, `%\w+%`, `\{\{.*`, `<.*>`, // a variable, or a place to fill in
	`~?\.{0,2}[/\\][^=]*`, `[a-zA-Z]:\\.*`, `@.*`, // a path
	`(?i:true|false|yes|no|on|off|none|null|nil|basic|bearer|oauth2?)`,
	`\d{0,3}`,
	mark + `.*`, // masked already
	`-.*`,       // the next option
}, "|") + `)["']?$`)

// shape is how the keys of a provider look.
type shape struct {
	name     string
	words    []string
	entropy  float64 // least, in bits a character
	group    int
	compiled func() *regexp.Regexp
}

//go:embed data/keys.tsv
var keyShapes string

// shapes reads the data once; an expression is compiled when a text has one of its words.
var shapes = sync.OnceValue(func() []shape {
	var all []shape
	for line := range strings.Lines(keyShapes) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		read, err := readShape(strings.TrimRight(line, "\n"))
		if err != nil {
			panic(err) // the data is part of the program
		}
		all = append(all, read)
	}
	return all
})

func readShape(line string) (shape, error) {
	columns := strings.Split(line, "\t")
	if len(columns) != 5 {
		return shape{}, fmt.Errorf("the shape of a key has %d columns: %s", len(columns), line)
	}
	s := shape{name: columns[0], compiled: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(columns[4]) })}
	if columns[1] != "" {
		s.words = strings.Split(columns[1], ",")
	}
	var err error
	if s.entropy, err = strconv.ParseFloat(columns[2], 64); err != nil {
		return s, fmt.Errorf("the shape %s: %w", s.name, err)
	}
	if s.group, err = strconv.Atoi(columns[3]); err != nil {
		return s, fmt.Errorf("the shape %s: %w", s.name, err)
	}
	return s, nil
}

// find gives the keys of this shape in a text, which stands in lower case beside it.
func (s *shape) find(text, lower string) []Found {
	if len(s.words) > 0 && !slices.ContainsFunc(s.words, func(word string) bool { return strings.Contains(lower, word) }) {
		return nil
	}
	var found []Found
	for _, match := range s.compiled().FindAllStringSubmatchIndex(text, -1) {
		f := Found{match[0], match[1]}
		for group := 1; 2*group < len(match); group++ {
			if match[2*group] >= 0 && (s.group == 0 || s.group == group) {
				f = Found{match[2*group], match[2*group+1]}
				break
			}
		}
		if s.entropy == 0 || entropy(text[f.From:f.To]) > s.entropy {
			found = append(found, f)
		}
	}
	return found
}

// entropy is Shannon's, in bits a character.
func entropy(text string) float64 {
	counts := make(map[rune]int)
	length := 0
	for _, r := range text {
		counts[r]++
		length++
	}
	var bits float64
	for _, n := range counts {
		share := float64(n) / float64(length)
		bits -= share * math.Log2(share)
	}
	return bits
}
