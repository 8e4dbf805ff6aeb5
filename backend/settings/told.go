package settings

import "jobdeck/backend/form"

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

var notifications = in("Notifications",
	form.Field{
		Key: NotifyCompleted, Default: "true", Kind: form.Switch,
		Label: "Job completed", Help: "Tell when a job is completed and no item failed.",
	},
	form.Field{
		Key: NotifyFailures, Default: "true", Kind: form.Switch,
		Label: "Job completed with failures", Help: "Tell when a job is completed and items of it failed.",
	},
	form.Field{
		Key: NotifyFailed, Default: "true", Kind: form.Switch,
		Label: "Job failed", Help: "Tell when a job could not go on.",
	},
	form.Field{
		Key: NotifyPaused, Default: "true", Kind: form.Switch,
		Label: "Job paused by itself", Help: "Tell when Jobdeck paused a job: the limit of errors is reached, the disk is nearly full.",
	},
	form.Field{
		Key: NotifySchedule, Default: "true", Kind: form.Switch,
		Label: "Schedule missed or failed", Help: "Tell when firings of your tasks were missed, or a scheduled run failed.",
	},
)

var mail = in("Mail",
	form.Field{
		Key: MailTo, Kind: form.Text, Valid: addresses,
		Label: "To", Help: "Who gets the news by mail; several addresses with commas. Empty: no mail is sent.",
	},
	form.Field{
		Key: MailFrom, Kind: form.Text, Valid: address,
		Label: "From", Help: "The sender's address. Empty: the user name when it is an address, else the first receiver.",
	},
	form.Field{
		Key: SMTPHost, Kind: form.Text, Valid: host,
		Label: "Mail server", Help: "Its name, for example smtp.example.com.",
	},
	form.Field{
		Key: SMTPPort, Default: "587", Kind: form.Number, Min: 1, Max: 65535,
		Label: "Port", Help: "587 for STARTTLS, 465 for TLS, 25 within a network.",
	},
	form.Field{
		Key: SMTPSecurity, Default: StartTLS, Kind: form.Choice, Choices: []string{StartTLS, TLS, NoTLS},
		Words: map[string]string{StartTLS: "STARTTLS", TLS: "TLS"},
		Label: "Encryption", Help: "STARTTLS, or TLS from the first byte. With none everybody on the way can read the mail; no plain password is sent then.",
	},
	form.Field{
		Key: SMTPUser, Kind: form.Text,
		Label: "User name", Help: "Empty: the server asks for none. The password is kept in the system's keychain.",
	},
)

var hook = in("Webhook",
	form.Field{
		Key: WebhookURL, Kind: form.Text, Valid: webAddress, Private: true,
		Label: "Address", Help: "Where news is posted to as JSON, http:// or https://. Empty: nowhere.",
	},
)
