package settings

// The keys of what is told to a person who is not looking, and how.
const (
	NotifyCompleted = "notify_completed"
	NotifyFailures  = "notify_failures"
	NotifyFailed    = "notify_failed"
	NotifyPaused    = "notify_paused"
	NotifySchedule  = "notify_schedule"

	MailTo       = "mail_to"
	MailFrom     = "mail_from"
	SMTPHost     = "smtp_host"
	SMTPPort     = "smtp_port"
	SMTPSecurity = "smtp_security" // [StartTLS], [TLS] or [NoTLS]
	SMTPUser     = "smtp_user"

	WebhookURL = "webhook_url"
)

// The choices of SMTPSecurity.
const (
	StartTLS = "starttls"
	TLS      = "tls"
	NoTLS    = "none"
)

var notifications = []Definition{
	{
		Key: NotifyCompleted, Default: "true", Kind: "switch", Group: "Notifications",
		Label: "Job completed", Help: "Tell when a job is completed and no item failed.",
	},
	{
		Key: NotifyFailures, Default: "true", Kind: "switch", Group: "Notifications",
		Label: "Job completed with failures", Help: "Tell when a job is completed and items of it failed.",
	},
	{
		Key: NotifyFailed, Default: "true", Kind: "switch", Group: "Notifications",
		Label: "Job failed", Help: "Tell when a job could not go on.",
	},
	{
		Key: NotifyPaused, Default: "true", Kind: "switch", Group: "Notifications",
		Label: "Job paused by itself", Help: "Tell when Jobdeck paused a job: the limit of errors is reached, the disk is nearly full.",
	},
	{
		Key: NotifySchedule, Default: "true", Kind: "switch", Group: "Notifications",
		Label: "Schedule missed or failed", Help: "Tell when firings of your tasks were missed, or a scheduled run failed.",
	},
}

var mail = []Definition{
	{
		Key: MailTo, Kind: "text", Group: "Mail", Valid: addresses,
		Label: "To", Help: "Who gets the news by mail; several addresses with commas. Empty: no mail is sent.",
	},
	{
		Key: MailFrom, Kind: "text", Group: "Mail", Valid: address,
		Label: "From", Help: "The sender's address. Empty: the user name when it is an address, else the first receiver.",
	},
	{
		Key: SMTPHost, Kind: "text", Group: "Mail", Valid: host,
		Label: "Mail server", Help: "Its name, for example smtp.example.com.",
	},
	{
		Key: SMTPPort, Default: "587", Kind: "number", Min: 1, Max: 65535, Group: "Mail",
		Label: "Port", Help: "587 for STARTTLS, 465 for TLS, 25 within a network.",
	},
	{
		Key: SMTPSecurity, Default: StartTLS, Kind: "choice", Choices: []string{StartTLS, TLS, NoTLS}, Group: "Mail",
		Label: "Encryption", Help: "STARTTLS, or TLS from the first byte. With none everybody on the way can read the mail; no plain password is sent then.",
	},
	{
		Key: SMTPUser, Kind: "text", Group: "Mail",
		Label: "User name", Help: "Empty: the server asks for none. The password is kept in the system's keychain.",
	},
}

var hook = []Definition{
	{
		Key: WebhookURL, Kind: "text", Group: "Webhook", Valid: webAddress, Private: true,
		Label: "Address", Help: "Where news is posted to as JSON, http:// or https://. Empty: nowhere.",
	},
}
