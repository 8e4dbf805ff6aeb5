package job

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Field is one of the things Jobdeck knows of an account. What a column is matched to is a field, or
// a further choice for one: where the column of "domain" has nothing, that of "domain:2" is asked.
type Field string

// The fields a column can be matched to.
const (
	CompanyName Field = "company_name" // required by recipes over accounts
	Domain      Field = "domain"
	Industry    Field = "industry"
	Owner       Field = "owner"
)

// Fields lists the fields in the order in which screens show them.
var Fields = []Field{CompanyName, Domain, Industry, Owner}

// mostChoices is how many columns can serve one field.
const mostChoices = 9

// ParseField reads a field, or a further choice for one, as in "domain:2". The empty text is no field.
func ParseField(text string) (Field, error) {
	field := Field(text)
	if text == "" || slices.Contains(Fields, field.Base()) && field == field.Base().As(field.Choice()) {
		return field, nil
	}
	return "", fmt.Errorf("there is no field %q (%s; a second choice is written as domain:2)", text, joinFields())
}

func joinFields() string {
	names := make([]string, len(Fields))
	for i, field := range Fields {
		names[i] = string(field)
	}
	return strings.Join(names, ", ")
}

// As is the field as its nth choice: itself for the first.
func (f Field) As(choice int) Field {
	if choice <= 1 {
		return f
	}
	return Field(string(f) + ":" + strconv.Itoa(choice))
}

// Base is the field without its choice.
func (f Field) Base() Field {
	base, _, _ := strings.Cut(string(f), ":")
	return Field(base)
}

// Choice is which choice for its field this is, from 1; 0 for what is no field or beyond all choices.
func (f Field) Choice() int {
	base, digits, further := strings.Cut(string(f), ":")
	if !further {
		return min(len(base), 1)
	}
	if n, err := strconv.Atoi(digits); err == nil && n >= 2 && n <= mostChoices {
		return n
	}
	return 0
}

// Column is the index of the column that is the first choice for a field, or -1 when none serves it.
func (l *List) Column(field Field) int {
	if columns := l.Serving(field); len(columns) > 0 {
		return columns[0]
	}
	return -1
}

// Serving lists the columns that serve a field by their indices, the first choice first.
func (l *List) Serving(field Field) []int {
	var columns []int
	for i, matched := range l.Mapping {
		if matched != "" && matched.Base() == field {
			columns = append(columns, i)
		}
	}
	slices.SortStableFunc(columns, func(a, b int) int { return l.Mapping[a].Choice() - l.Mapping[b].Choice() })
	return columns
}

// OrderChoices numbers the choices for each field from one on, as they follow one another.
func (l *List) OrderChoices() {
	for _, field := range Fields {
		for n, column := range l.Serving(field) {
			l.Mapping[column] = field.As(n + 1)
		}
	}
}

// Value is what a row's cells say of a field: the first of the columns that serve it which isn't
// blank there. It is false when no column serves it.
func (l *List) Value(field Field, cells []string) (string, bool) {
	columns := l.Serving(field)
	value := ""
	for _, column := range columns {
		if column < len(cells) && strings.TrimSpace(cells[column]) != "" {
			value = cells[column]
			break
		}
	}
	return value, len(columns) > 0
}
