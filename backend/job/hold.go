package job

// Hold is the global pause: nothing new starts anywhere, and each job keeps its own state
// underneath. Lifting it wakes nobody whom a person had paused by hand.
type Hold struct {
	Held   bool   `json:"held"`
	Who    string `json:"who"`
	Why    string `json:"why"`
	Since  int64  `json:"since"`
	Until  int64  `json:"until"` // when it lifts by itself, or 0
	Origin Origin `json:"origin"`
}
