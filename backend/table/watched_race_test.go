//go:build race

package table

// watched says that the race detector watches: it takes memory of its own, and makes what goes
// through many megabytes twenty times as slow. What is measured is measured without it.
const watched = true
