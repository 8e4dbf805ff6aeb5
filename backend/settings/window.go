package settings

// The keys of how Jobdeck lives on the desktop.
const (
	// OnClose says what closing the window does: [KeepWorking] or [Quit].
	OnClose = "on_close"
	// StartAtLogin starts Jobdeck, hidden, when the user logs in.
	StartAtLogin = "start_at_login"
	// KeepAwake keeps the machine awake while jobs run.
	KeepAwake = "keep_awake"
	// BatteryPause is the charge in percent below which jobs are held; 0 for never.
	BatteryPause = "battery_pause"
)

// The choices of OnClose.
const (
	KeepWorking = "keep"
	Quit        = "quit"
)

var window = []Definition{
	{
		Key: OnClose, Default: KeepWorking, Kind: "choice", Choices: []string{KeepWorking, Quit}, Group: "Window",
		Label: "Closing the window", Help: "Keeps work going in the tray, or quits.",
	},
	{
		Key: StartAtLogin, Default: "false", Kind: "switch", Group: "Window",
		Label: "Start at login", Help: "Starts Jobdeck in the tray when you log in.",
	},
	{
		Key: KeepAwake, Default: "true", Kind: "switch", Group: "Window",
		Label: "Keep awake", Help: "Keeps the machine from going to sleep by itself while jobs run.",
	},
	{
		Key: BatteryPause, Default: "0", Kind: "number", Min: 0, Max: 100, Group: "Window",
		Label: "Pause on battery", Help: "Holds everything while the machine runs on battery with less than so many percent. 0: never.",
	},
}
