//go:build !race

package maintenance_test

// manyRecords is how long the list is in whose middle an import is cancelled.
const manyRecords = 1_000_000
