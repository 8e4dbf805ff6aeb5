//go:build race

package maintenance_test

// manyRecords is shorter where each step of Go takes ten times as long; the stretches of rows in
// the store are the same.
const manyRecords = 250_000
