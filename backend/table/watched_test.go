//go:build !race

package table

// watched says that the race detector watches.
const watched = false
