package desktop

// Notifier shows the system's notifications.
type Notifier interface {
	// Supported says whether the system shows notifications now.
	Supported() bool
	// Show shows one. It returns when the system has taken it.
	Show(notice Notice) error
	// OnAction says who is told when a person chooses a button of a notice, or the notice itself,
	// which is the action "open". It is called once, before Show.
	OnAction(chosen func(notice, action string))
	// Close lets go of the system.
	Close()
}

// Notice is what a notification says. It is plain text: nothing in it is markup.
type Notice struct {
	// ID tells it from all others.
	ID    string
	Title string
	Text  string
	// Buttons are what it offers, at most three.
	Buttons []Button
}

// Button is one of the things a notice offers.
type Button struct {
	Action string
	Label  string
}

// The actions.
const (
	ActionOpen   = "open"
	ActionResume = "resume"
)
