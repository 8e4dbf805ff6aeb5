package table

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// numberKind is what a number means by the format it is shown in.
type numberKind int

const (
	plainKind   numberKind = iota // a number
	dateKind                      // a day, perhaps with a time
	clockKind                     // a time
	elapsedKind                   // a time that may have more hours than a day
	paddedKind                    // a number with zeros before it, as of a postcode or a register
)

// numberFormat is how numbers are shown: by their sign, or by conditions.
type numberFormat struct {
	sections    []formatSection
	conditional bool
}

// formatSection is the format of some numbers.
type formatSection struct {
	kind numberKind
	// holds says for which numbers the section is, where it has a condition.
	holds func(value float64) bool
	// pattern is how a padded number is shown, with '0' and '#' for its digits and others as they are; a letter
	// that stands for itself and looks like one of these is marked.
	pattern []patternSign
}

type patternSign struct {
	letter rune
	digit  bool // it stands for a digit
}

// section gives the section for a number, and says whether the number's sign is shown by the section.
func (f *numberFormat) section(value float64) (section *formatSection, signed bool) {
	if len(f.sections) == 0 {
		return &formatSection{}, false
	}
	at := 0
	switch count := len(f.sections); {
	case f.conditional:
		for at < count-1 && f.sections[at].holds != nil && !f.sections[at].holds(value) {
			at++
		}
	case count > 1 && value < 0:
		at = 1
	case count > 2 && value == 0:
		at = 2
	}
	return &f.sections[at], at == 1 && !f.conditional
}

// parseFormat reads the code of a number's format.
func parseFormat(code string) numberFormat {
	var format numberFormat
	for _, part := range splitFormat(code) {
		section := parseSection(part)
		format.conditional = format.conditional || section.holds != nil
		format.sections = append(format.sections, section)
	}
	return format
}

// splitFormat splits a format at its semicolons, those in quotes and brackets left aside.
func splitFormat(code string) []string {
	var parts []string
	begin := 0
	for at := 0; at < len(code); at++ {
		switch code[at] {
		case '"':
			at = closing(code, at, '"')
		case '[':
			at = closing(code, at, ']')
		case '\\', '_', '*':
			at++
		case ';':
			parts = append(parts, code[begin:at])
			begin = at + 1
		}
	}
	return append(parts, code[begin:])
}

// closing is where what began is closed, or the end.
func closing(code string, at int, by byte) int {
	end := strings.IndexByte(code[at+1:], by)
	if end < 0 {
		return len(code)
	}
	return at + 1 + end
}

// sectionScan is what is seen while a section is read.
type sectionScan struct {
	formatSection

	letters strings.Builder // those that are no text: of days, times and words
	elapsed bool
	// placed says that a digit has its place, but for those of a second's parts; reckoned that the number is
	// shown changed: rounded, as a percentage, a fraction, a power or in thousands.
	placed, reckoned bool
	comma            bool // the last sign was a comma behind a digit's place
}

// parseSection reads one section of a format.
func parseSection(code string) formatSection {
	var s sectionScan
	for at := 0; at < len(code); {
		letter, size := utf8.DecodeRuneInString(code[at:])
		switch letter {
		case '"':
			end := closing(code, at, '"')
			s.text(code[at+1 : min(end, len(code))])
			size = end + 1 - at
		case '[':
			end := closing(code, at, ']')
			s.bracket(code[at+1 : min(end, len(code))])
			size = end + 1 - at
		case '\\', '_', '*':
			_, next := utf8.DecodeRuneInString(code[at+size:])
			switch letter {
			case '\\':
				s.text(code[at+size : at+size+next])
			case '_':
				s.text(" ")
			}
			size += next
		default:
			s.sign(letter, code[at+size:])
		}
		at += size
	}
	s.kind = s.meaning()
	return s.formatSection
}

// text takes letters that stand for themselves.
func (s *sectionScan) text(text string) {
	for _, letter := range text {
		s.pattern = append(s.pattern, patternSign{letter: letter})
	}
}

// bracket takes what stands in brackets: a condition, a currency, hours without end, or how it looks.
func (s *sectionScan) bracket(content string) {
	lower := strings.ToLower(content)
	switch {
	case content == "":
	case strings.ContainsRune("<>=", rune(content[0])):
		s.holds = condition(content)
	case content[0] == '$':
		currency, _, _ := strings.Cut(content[1:], "-")
		s.text(currency)
	case strings.Trim(lower, "h") == "", strings.Trim(lower, "m") == "", strings.Trim(lower, "s") == "":
		s.elapsed = true
	}
}

// condition reads a condition like ">=100"; nil when it can't be read.
func condition(text string) func(float64) bool {
	sign := text[:len(text)-len(strings.TrimLeft(text, "<>="))]
	bound, err := strconv.ParseFloat(strings.TrimSpace(text[len(sign):]), 64)
	if err != nil {
		return nil
	}
	switch sign {
	case "<":
		return func(value float64) bool { return value < bound }
	case "<=":
		return func(value float64) bool { return value <= bound }
	case ">":
		return func(value float64) bool { return value > bound }
	case ">=":
		return func(value float64) bool { return value >= bound }
	case "=":
		return func(value float64) bool { return value == bound }
	case "<>":
		return func(value float64) bool { return value != bound }
	}
	return nil
}

// sign takes a sign that stands for something.
func (s *sectionScan) sign(letter rune, rest string) {
	comma := false
	switch {
	case letter == '0' || letter == '#' || letter == '?':
		// A second's parts are the only digits of a time.
		if !strings.HasSuffix(strings.ToLower(s.letters.String()), "s.") {
			s.placed = true
		}
		s.pattern = append(s.pattern, patternSign{letter, true})
	case letter == ',':
		comma = s.placed
	case letter == '.':
		s.letters.WriteRune(letter)
		s.reckoned = true
	case letter == '%', letter == '/', (letter == 'E' || letter == 'e') && (strings.HasPrefix(rest, "+") || strings.HasPrefix(rest, "-")):
		s.reckoned = true
	case letter >= 'A' && letter <= 'Z' || letter >= 'a' && letter <= 'z':
		s.letters.WriteRune(letter)
		s.text(string(letter))
	case letter == '@':
	default:
		s.text(string(letter))
	}
	s.comma = comma
}

// meaning says what a section makes of a number.
func (s *sectionScan) meaning() numberKind {
	letters := strings.ToLower(s.letters.String())
	switch {
	case s.placed && !s.reckoned && !s.comma && s.showsZeros():
		return paddedKind
	case s.placed, strings.Contains(letters, "general"):
		return plainKind
	case strings.ContainsAny(letters, "yd") || strings.Contains(letters, "mmm") || strings.Contains(letters, "m") && !s.elapsed && !strings.ContainsAny(letters, "hs"):
		return dateKind
	case s.elapsed:
		return elapsedKind
	case strings.ContainsAny(letters, "hs"):
		return clockKind
	}
	return plainKind
}

// showsZeros says whether a section shows zeros before a number: it has several that are shown always, or one in words.
func (s *sectionScan) showsZeros() bool {
	zeros, before := 0, rune(0)
	first := true
	for _, sign := range s.pattern {
		switch {
		case !sign.digit:
			if first {
				before = sign.letter
			}
		case sign.letter == '0':
			zeros++
			first = false
		default:
			first = false
		}
	}
	return zeros > 1 || before == '0'
}

// padded writes the digits of a whole number as the section shows them.
func (s *formatSection) padded(digits string) string {
	places := 0
	for _, sign := range s.pattern {
		if sign.digit {
			places++
		}
	}
	var text strings.Builder
	for _, sign := range s.pattern {
		if !sign.digit {
			text.WriteRune(sign.letter)
			continue
		}
		// What the places have no room for stands before the first one.
		for len(digits) > places {
			text.WriteByte(digits[0])
			digits = digits[1:]
		}
		if len(digits) == places {
			text.WriteByte(digits[0])
			digits = digits[1:]
		} else if sign.letter == '0' {
			text.WriteByte('0')
		}
		places--
	}
	return strings.TrimSpace(text.String())
}
