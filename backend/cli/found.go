package cli

import (
	"fmt"
	"strings"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

// tellFound says in one line what was found out about a list, and warns of what is doubtful.
func (p *program) tellFound(preview deck.Preview, quiet bool) {
	if !quiet {
		p.note("%s", found(preview))
	}
	for _, doubt := range preview.Doubts {
		how := "--encoding or --header says how it is"
		if doubt.Field != "" {
			how = fmt.Sprintf("--map COLUMN=%s says which", doubt.Field)
		}
		p.note("warning: %s (%s)", doubt.What, how)
	}
}

// found describes a list: "targets.csv: CSV, UTF-8, comma; company “Name”, domain “Domain”, else “Website”".
func found(preview deck.Preview) string {
	facts := []string{strings.ToUpper(preview.Format)}
	switch preview.Format {
	case "csv":
		facts = append(facts, encodingWord(preview), delimiterWord(preview.Delimiter))
	case "jsonl":
		facts = []string{"JSON", encodingWord(preview)}
	case "xlsx":
		facts = append(facts, "sheet “"+preview.Sheet+"”"+otherSheets(preview))
	}
	switch {
	case preview.HeaderRow > 0:
		facts = append(facts, fmt.Sprintf("header in row %d", preview.HeaderRow))
	case preview.Format != "jsonl":
		facts = append(facts, "no header")
	}
	matches := make([]string, 0, len(job.Fields))
	list := job.List{Columns: preview.Columns, Mapping: preview.Mapping}
	for _, field := range job.Fields {
		var columns []string
		for _, column := range list.Serving(field) {
			columns = append(columns, "“"+preview.Columns[column]+"”")
		}
		if len(columns) > 0 {
			matches = append(matches, string(field)+" "+strings.Join(columns, ", else "))
		}
	}
	if len(matches) == 0 {
		matches = []string{"no column is matched"}
	}
	return fmt.Sprintf("%s: %s; %s", preview.Name, strings.Join(facts, ", "), strings.Join(matches, ", "))
}

// otherSheets names the sheets that are not read.
func otherSheets(preview deck.Preview) string {
	var others []string
	for _, sheet := range preview.Sheets {
		if sheet != preview.Sheet {
			others = append(others, "“"+sheet+"”")
		}
	}
	if len(others) == 0 {
		return ""
	}
	return " (not " + strings.Join(others, ", ") + ")"
}

func encodingWord(preview deck.Preview) string {
	if preview.EncodingSample == "" {
		return preview.Encoding
	}
	return preview.Encoding + " (“" + preview.EncodingSample + "”)"
}

func delimiterWord(delimiter string) string {
	switch delimiter {
	case ",":
		return "comma"
	case ";":
		return "semicolon"
	case "\t":
		return "tab"
	case "|":
		return "vertical bar"
	}
	return "“" + delimiter + "”"
}

// doubtsAbout are the doubts about a field as the end of a sentence.
func doubtsAbout(preview deck.Preview, field job.Field) string {
	words := ""
	for _, doubt := range preview.Doubts {
		if doubt.Field == field {
			words += "; " + doubt.What
		}
	}
	return words
}
