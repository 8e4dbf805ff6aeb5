// Package table reads and writes lists: CSV, TSV, semicolon files, XLSX and JSON Lines. It streams:
// memory does not grow with the file. It finds encoding, delimiter, header and known columns by
// itself, and reports every problem with its row number instead of giving up.
package table

import "jobdeck/backend/job"

// Layout is what was found out about a file.
type Layout struct {
	// Format is "csv", "xlsx" or "jsonl".
	Format string `json:"format"`
	// Encoding is "UTF-8", "UTF-16LE", "Windows-1252", or another as browsers call them.
	Encoding string `json:"encoding"`
	// EncodingSample are a few words that show how a text was read that is not UTF-8.
	EncodingSample string `json:"encoding_sample"`
	// Delimiter is ",", ";", "\t" or "|" for format csv, else empty.
	Delimiter string `json:"delimiter"`
	// Sheets are the sheets of an XLSX file, and Sheet the one that is read.
	Sheets []string `json:"sheets"`
	Sheet  string   `json:"sheet"`
	// HeaderRow is the number of the row that names the columns; 0 when there is none, as in a list of
	// JSON objects.
	HeaderRow int64 `json:"header_row"`
	// Results are those of the columns that an earlier export of Jobdeck's added to the list.
	Results []string `json:"results"`
	// Columns are the headers, trimmed, made unique, empty ones named "Column 3".
	Columns []string `json:"columns"`
}

// Problem is something wrong with a row that did not stop the reading.
type Problem = job.Problem
