package settings

import "jobdeck/backend/form"

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

var window = in("Window",
	form.Field{
		Key: OnClose, Default: KeepWorking, Kind: form.Choice, Choices: []string{KeepWorking, Quit},
		Words: map[string]string{KeepWorking: "Keep working"},
		Label: "Closing the window", Help: "Keeps work going in the tray, or quits.",
	},
	form.Field{
		Key: StartAtLogin, Default: "false", Kind: form.Switch,
		Label: "Start at login", Help: "Starts Jobdeck in the tray when you log in.",
	},
	form.Field{
		Key: KeepAwake, Default: "true", Kind: form.Switch,
		Label: "Keep awake", Help: "Keeps the machine from going to sleep by itself while jobs run.",
	},
	form.Field{
		Key: BatteryPause, Default: "0", Kind: form.Number, Min: 0, Max: 100,
		Label: "Pause on battery", Help: "Holds everything while the machine runs on battery with less than so many percent. 0: never.",
	},
)
