package table

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
)

// A cell is read as what is in it, and not as its picture: numbers in full, dates as ISO writes them. Only leading
// zeros are as they are shown, for they are part of a postcode or a number of a register. The library
// shows numbers by their cell's style, so the styles are changed before it reads them: a style without a
// format it knows leaves the number as it is.
const (
	fullNumber = 9000 // no format
	isoDate    = 9001
	isoTime    = 9002
)

// dateMark stands before a date, so that its time can be left out where there is none. No text has it.
const dateMark = "\uE0D1"

var (
	styleFormats = regexp.MustCompile(`(?s)<((?:\w+:)?)numFmts.*?</(?:\w+:)?numFmts>|<(?:\w+:)?numFmts[^>]*/>`)
	oneFormat    = regexp.MustCompile(`<(?:\w+:)?numFmt\s[^>]*>`)
	cellStyles   = regexp.MustCompile(`(?s)<((?:\w+:)?)cellXfs.*?</(?:\w+:)?cellXfs>`)
	formatID     = regexp.MustCompile(`numFmtId="(\d+)"`)
	formatCode   = regexp.MustCompile(`formatCode="([^"]*)"`)
	// padded finds formats that show a number with zeros before it, and the marks of a number of a register.
	padded = regexp.MustCompile(`^(?:0|\\.|"[^"]*"|[-() ])+$`)
	// literal is what a format says in words, colours and conditions.
	literal = regexp.MustCompile(`"[^"]*"|\\.|\[(?:[^hms\]][^\]]*|\$[^\]]*)\]|_.|\*.`)
)

// plainStyles changes the styles of a workbook so that its cells are read as what is in them.
func plainStyles(styles []byte) []byte {
	text := string(styles)
	codes := make(map[int]string)
	for _, tag := range oneFormat.FindAllString(text, -1) {
		id, code := formatID.FindStringSubmatch(tag), formatCode.FindStringSubmatch(tag)
		if id == nil || code == nil {
			continue
		}
		if number, err := strconv.Atoi(id[1]); err == nil {
			codes[number] = html.UnescapeString(code[1])
		}
	}
	kept := make(map[int]string)
	prefix := ""
	text = cellStyles.ReplaceAllStringFunc(text, func(block string) string {
		prefix = cellStyles.FindStringSubmatch(block)[1]
		return formatID.ReplaceAllStringFunc(block, func(attribute string) string {
			id, _ := strconv.Atoi(formatID.FindStringSubmatch(attribute)[1]) // digits, as they were found
			return fmt.Sprintf(`numFmtId="%d"`, plainFormat(id, codes, kept))
		})
	})
	var formats strings.Builder
	fmt.Fprintf(&formats, `<%snumFmts count="%d">`, prefix, len(kept)+2)
	fmt.Fprintf(&formats, `<%snumFmt numFmtId="%d" formatCode="&quot;%s&quot;yyyy\-mm\-dd\ hh:mm:ss"/>`, prefix, isoDate, dateMark)
	fmt.Fprintf(&formats, `<%snumFmt numFmtId="%d" formatCode="[hh]:mm:ss"/>`, prefix, isoTime)
	for id, code := range kept {
		fmt.Fprintf(&formats, `<%snumFmt numFmtId="%d" formatCode="%s"/>`, prefix, id, html.EscapeString(code))
	}
	fmt.Fprintf(&formats, `</%snumFmts>`, prefix)
	text = styleFormats.ReplaceAllString(text, "")
	if at := strings.Index(text, "<"+prefix+"fonts"); at >= 0 {
		return []byte(text[:at] + formats.String() + text[at:])
	}
	at := strings.Index(text, "<"+prefix+"cellXfs")
	if at < 0 {
		return styles
	}
	return []byte(text[:at] + formats.String() + text[at:])
}

// plainFormat is the format in whose place another stands; kept takes those that stay.
func plainFormat(id int, codes, kept map[int]string) int {
	code, own := codes[id]
	switch {
	case !own && (id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58):
		return isoDate
	case !own && (id >= 18 && id <= 21 || id >= 45 && id <= 47):
		return isoTime
	case !own:
		return fullNumber
	case padded.MatchString(code) && strings.Count(code, "0") > 1:
		kept[id] = code
		return id
	}
	switch shown := strings.ToLower(literal.ReplaceAllString(code, "")); {
	case strings.ContainsAny(shown, "ydge") && !strings.Contains(shown, "general") && strings.ContainsAny(shown, "yd"), strings.Contains(shown, "mmm"):
		return isoDate
	case strings.ContainsAny(shown, "hs"):
		return isoTime
	}
	return fullNumber
}

// plainDate takes the mark off a date, and the time of one that has none.
func plainDate(cell string) string {
	rest, found := strings.CutPrefix(cell, dateMark)
	if !found {
		return cell
	}
	return strings.TrimSuffix(rest, " 00:00:00")
}

// longNumber finds numbers with more digits than the library keeps.
var longNumber = regexp.MustCompile(`<c((?: [a-su-zA-Z]\w*="[^"]*")*)>(<v>-?\d{16,}</v>)`)

// keepLongNumbers makes texts of numbers with more digits than the library keeps.
func keepLongNumbers(sheet []byte) []byte {
	return longNumber.ReplaceAll(sheet, []byte(`<c$1 t="str">$2`))
}
