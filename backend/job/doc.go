// Package job is the vocabulary of Jobdeck: jobs, items, statuses, verbs, the table of what may
// follow what, options and progress. It knows no database, no screen and no other package of
// ours; everything else speaks its language.
//
// Times are integer milliseconds UTC since the Unix epoch, durations are integer milliseconds;
// zero means "never" or "not known".
package job
