package job

import (
	"encoding/json"
	"fmt"
	"time"
)

// Outcome says what became of an item.
type Outcome string

// The outcomes of an item. Pending is what an item is before it has one.
const (
	Pending   Outcome = "pending"
	Succeeded Outcome = "succeeded"
	Skipped   Outcome = "skipped"
	// FailedItem is spelled "failed"; the status of a job that is called the same is [Failed].
	FailedItem Outcome = "failed"
)

// InFlight is no outcome: screens show it for items that are being worked on now.
const InFlight Outcome = "in_flight"

// Reason says in one word why an item was skipped or failed, so that the same ones can be counted.
type Reason string

// The reasons that preprocess counts. Other processors may use words of their own.
const (
	ReasonDuplicate Reason = "duplicate"
	ReasonInactive  Reason = "inactive"
	ReasonInvalid   Reason = "invalid"
	// ReasonCrash is given to an item that was in flight in three crashes in a row.
	ReasonCrash Reason = "crash"
)

// Item is one row of the list, as a processor gets it.
type Item struct {
	Job ID
	// Seq is the row's place in the list, from 1.
	Seq int64
	// Row is the line or row number in the file it came from, as a spreadsheet counts.
	Row int64
	// Input holds the row's cells as a JSON array of strings, in the order of List.Columns, without the
	// empty ones at the end.
	Input json.RawMessage
	// Attempts counts the tries made before this one.
	Attempts int
	// List tells what the cells mean. It is shared by all items of a job and never changed.
	List *List
}

// Cells decodes the row's cells. There are as many as the list has columns.
func (i *Item) Cells() ([]string, error) {
	cells, err := ParseCells(string(i.Input))
	if err != nil {
		return nil, fmt.Errorf("row %d: %w", i.Row, err)
	}
	for len(cells) < len(i.List.Columns) {
		cells = append(cells, "")
	}
	return cells, nil
}

// The columns that an export adds, named so that no list has them by chance.
const (
	OutcomeColumn = "jobdeck_outcome"
	ReasonColumn  = "jobdeck_reason"
)

// List describes the rows of a job: where they came from and what their columns mean.
type List struct {
	// Source is the file's path as it was given.
	Source string `json:"source"`
	// Sheet is the sheet of an XLSX file, else empty.
	Sheet string `json:"sheet,omitempty"`
	// Fingerprint tells the file again under another name. It is empty for lists that were read before it
	// was taken.
	Fingerprint Fingerprint `json:"fingerprint"`
	// Delimiter is what separates the cells of a delimited text, else empty.
	Delimiter string `json:"delimiter,omitempty"`
	// Results are those of the columns that an earlier export of Jobdeck's added to the list.
	Results []string `json:"results,omitempty"`
	// Columns are the headers in the file's order, made unique.
	Columns []string `json:"columns"`
	// Mapping has what each column is matched to, or "", by the column's index. Several columns can serve
	// one field, in the order of their choices.
	Mapping []Field `json:"mapping"`
	// Problems are what was wrong with rows of the file, at most the first 100; ProblemCount says
	// how many there were in all.
	Problems     []Problem `json:"problems"`
	ProblemCount int64     `json:"problem_count"`
}

// Fingerprint is by what a file is known whatever it is called.
type Fingerprint struct {
	// Size is how many bytes it has, and Digest their SHA-256 in hexadecimal digits.
	Size   int64  `json:"size"`
	Digest string `json:"digest"`
	// File is what the system calls it beneath all names; empty where the system does not tell.
	File string `json:"file"`
}

// Problem is something wrong with a row of a file that did not stop the reading.
type Problem struct {
	// Row is the line number in a text file or the row number in a sheet, counted from 1.
	Row int64 `json:"row"`
	// What says it in words.
	What string `json:"what"`
}

// Result is what a processor made of an item.
type Result struct {
	Outcome Outcome
	Reason  Reason
	// Output holds the output columns, in order.
	Output []Cell
	// Error says in words what went wrong, or why the item was skipped.
	Error string
}

// Ending is what became of an item, as it is stored and shown.
type Ending struct {
	Outcome Outcome `json:"outcome"`
	Reason  Reason  `json:"reason"`
	// Error says in words what went wrong, or why the item was skipped.
	Error string `json:"error"`
	// Attempts counts the tries.
	Attempts int `json:"attempts"`
	// DurationMS is how long it took, and Ended when it was over, or 0.
	DurationMS int64 `json:"duration_ms"`
	Ended      int64 `json:"ended"`
}

// Ending is what a result makes of an item after so many tries.
func (r *Result) Ending(attempts int, started, ended time.Time) Ending {
	return Ending{
		Outcome: r.Outcome, Reason: r.Reason, Error: r.Error,
		Attempts: attempts, DurationMS: ended.Sub(started).Milliseconds(), Ended: ended.UnixMilli(),
	}
}

// Cell is one output column's value.
type Cell struct {
	Column string
	Value  string
}

// Step is a part of the work on an item, with when it began and how long it took.
type Step struct {
	Name       string `json:"name"`
	Started    int64  `json:"started"`
	DurationMS int64  `json:"duration_ms"`
}
