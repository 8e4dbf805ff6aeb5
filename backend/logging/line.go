package logging

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Line is a line of the log, taken apart.
type Line struct {
	Time    time.Time
	Level   string
	Message string
	// Fields are the further fields by name.
	Fields map[string]any
}

// ParseLine takes a line apart. One that is not JSON is a message without anything else.
func ParseLine(raw []byte) Line {
	var fields map[string]any
	if json.Unmarshal(raw, &fields) != nil {
		return Line{Message: string(raw)}
	}
	take := func(key string) string {
		text, _ := fields[key].(string)
		delete(fields, key)
		return text
	}
	line := Line{Level: take("level"), Message: take("message"), Fields: fields}
	line.Time, _ = time.Parse(time.RFC3339Nano, take("time"))
	return line
}

// Words is the line as a person reads it, in the time of a place, its fields in the order of their
// names.
func (l Line) Words(place *time.Location) string {
	var text strings.Builder
	if !l.Time.IsZero() {
		fmt.Fprintf(&text, "%s  %-7s  ", l.Time.In(place).Format("2006-01-02 15:04:05.000"), l.Level)
	}
	text.WriteString(l.Message)
	for _, key := range slices.Sorted(maps.Keys(l.Fields)) {
		fmt.Fprintf(&text, "  %s=%s", key, shown(l.Fields[key]))
	}
	return text.String()
}

// Text is a field's value as text; what is no text stays JSON.
func Text(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(encoded)
}

func shown(value any) string {
	text := Text(value)
	if _, ok := value.(string); !ok {
		return text
	}
	if text == "" || strings.ContainsAny(text, " \t\n\"") {
		return fmt.Sprintf("%q", text)
	}
	return text
}
