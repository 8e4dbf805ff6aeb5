package job

// Hold is the global pause: nothing new starts anywhere, and each job keeps its own state
// underneath. Lifting it wakes nobody whom a person had paused by hand.
type Hold struct {
	Held bool   `json:"held"`
	Who  string `json:"who"`
	Why  string `json:"why"`
	// Kind says why in one word, where it is not for a person to lift it.
	Kind   HoldKind `json:"kind"`
	Since  int64    `json:"since"`
	Until  int64    `json:"until"` // when it lifts by itself, or 0
	Origin Origin   `json:"origin"`
}

// HoldKind says what made a hold, in one word.
type HoldKind string

// The kinds of holds.
const (
	HeldByHand     HoldKind = ""
	HeldForBattery HoldKind = "battery" // lifted when the machine is plugged in
)
