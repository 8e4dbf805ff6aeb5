package store

import "jobdeck/backend/job"

// Record is what became of one item, or with outcome pending of a try that shall be repeated.
type Record struct {
	Seq int64
	job.Ending

	Output string // output columns as a JSON object, or ""
	Steps  string // steps as JSON, or ""
}

// kept is left as it is by a retry.
const kept use = 1

// outcomeColumns are the columns of outcomes beside the item's key and the mark of a retry: what is
// written, read and taken back goes by this list.
var outcomeColumns = []column[Record]{
	text("outcome", func(r *Record) *job.Outcome { return &r.Outcome }).blankAs(`'pending'`),
	text("reason", func(r *Record) *job.Reason { return &r.Reason }),
	text("output", func(r *Record) *string { return &r.Output }),
	text("error", func(r *Record) *string { return &r.Error }),
	number("attempts", func(r *Record) *int { return &r.Attempts }),
	number("duration_ms", func(r *Record) *int64 { return &r.DurationMS }).in(kept),
	number("ended", func(r *Record) *int64 { return &r.Ended }).in(kept),
	text("steps", func(r *Record) *string { return &r.Steps }),
}

var (
	insertOutcomes = `INSERT INTO outcomes (job, seq, ` + each(outcomeColumns, `NAME`) + `) VALUES `
	// whenPending writes outcomes of pending items only: one that has its outcome keeps it, and the
	// count of changed rows tells.
	whenPending = ` ON CONFLICT (job, seq) DO UPDATE SET ` + each(outcomeColumns, `NAME = excluded.NAME`) + ` WHERE outcomes.outcome = 'pending'`
	// storedColumns are an item's, then those of its outcome, blank when it has none.
	storedColumns = `i.seq, i.row, i.input, ` + each(outcomeColumns, `coalesce(o.NAME, BLANK)`)
	// takeBack makes the failed items of a job pending again, as those that a retry is about.
	takeBack = `UPDATE outcomes SET ` + each(lacking(outcomeColumns, kept), `NAME = BLANK`) + `, again = 1 WHERE job = ? AND outcome = 'failed'`
)
