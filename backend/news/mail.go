package news

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"os"
	"strconv"

	"github.com/cenkalti/backoff/v5"
	"github.com/wneessen/go-mail"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/secret"
	"jobdeck/backend/settings"
)

// mailbox sends news by mail, over the server that a person set.
type mailbox struct {
	secret  func(ctx context.Context, key string) (string, error)
	version string
	// roots are whom to believe who a server is; nil: whom the system believes.
	roots *x509.CertPool
}

// Name implements [Channel].
func (m *mailbox) Name() string { return "mail" }

// SetUp implements [Channel].
func (m *mailbox) SetUp(values map[string]string) bool {
	return values[settings.MailTo] != "" && values[settings.SMTPHost] != ""
}

// Send implements [Channel].
func (m *mailbox) Send(ctx context.Context, values map[string]string, news live.News) error {
	for _, key := range []string{settings.MailTo, settings.SMTPHost} {
		if values[key] == "" {
			return job.Usagef("mail is not set up: %s is empty", key)
		}
	}
	letter, err := m.letter(values, news)
	if err != nil {
		return backoff.Permanent(err)
	}
	client, hangUp, err := m.client(ctx, values)
	if err != nil {
		return backoff.Permanent(err)
	}
	defer hangUp()
	server := net.JoinHostPort(values[settings.SMTPHost], values[settings.SMTPPort])
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return forGood(fmt.Errorf("talk to the mail server %s: %w", server, whyEnded(ctx, err)))
	}
	if err := client.SendWithSMTPClient(session, letter); err != nil {
		return forGood(fmt.Errorf("the mail server %s did not take the mail: %w", server, whyEnded(ctx, err)))
	}
	// The mail is on its way. That a server is gone before the good-bye is no reason to send it again.
	_ = client.CloseWithSMTPClient(session)
	return nil
}

// letter puts news into a mail.
func (m *mailbox) letter(values map[string]string, news live.News) (*mail.Msg, error) {
	to, err := netmail.ParseAddressList(values[settings.MailTo])
	if err != nil {
		return nil, fmt.Errorf("understand %s: %w", settings.MailTo, err)
	}
	from := to[0]
	for _, candidate := range []string{values[settings.MailFrom], values[settings.SMTPUser]} {
		if parsed, err := netmail.ParseAddress(candidate); err == nil {
			from = parsed
			break
		}
	}
	if from.Name == "" {
		from = &netmail.Address{Name: "Jobdeck", Address: from.Address}
	}
	letter := mail.NewMsg()
	letter.FromMailAddress(from)
	letter.ToMailAddress(to...)
	letter.Subject(news.Title)
	letter.SetDate()
	letter.SetMessageID()
	letter.SetUserAgent("Jobdeck " + m.version)
	// No out-of-office note shall come back for it.
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	host, _ := os.Hostname()
	letter.SetBodyString(mail.TypeTextPlain, fmt.Sprintf("%s\n\n%s\n\n-- \nJobdeck on %s\n", news.Title, news.Text, host))
	return letter, nil
}

// client makes the client for the server that is set. hangUp ends its connection, however far it
// came; so does the end of ctx.
func (m *mailbox) client(ctx context.Context, values map[string]string) (client *mail.Client, hangUp func(), err error) {
	host := values[settings.SMTPHost]
	port, err := strconv.Atoi(values[settings.SMTPPort])
	if err != nil {
		return nil, nil, fmt.Errorf("understand %s: %w", settings.SMTPPort, err)
	}
	security := &tls.Config{ServerName: host, RootCAs: m.roots, MinVersion: tls.VersionTLS12}
	policy := mail.NoTLS
	switch values[settings.SMTPSecurity] {
	case settings.StartTLS:
		policy = mail.TLSMandatory
	case settings.TLS:
		policy = mail.TLSOpportunistic // the connection is encrypted before the first word
	}
	line := &connection{host: host, port: values[settings.SMTPPort]}
	if values[settings.SMTPSecurity] == settings.TLS {
		line.security = security
	}
	options := []mail.Option{
		mail.WithPort(port), mail.WithTimeout(sendTimeout), mail.WithTLSConfig(security),
		mail.WithTLSPolicy(policy), mail.WithDialContextFunc(line.dial),
	}
	if user := values[settings.SMTPUser]; user != "" {
		password, err := m.secret(ctx, secret.SMTPPassword)
		if err != nil {
			return nil, nil, fmt.Errorf("get the password for the mail server: %w", err)
		}
		if password == "" {
			return nil, nil, job.Usagef("the password for %s on the mail server is not set", user)
		}
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(user), mail.WithPassword(password))
	}
	client, err = mail.NewClient(host, options...)
	if err != nil {
		return nil, nil, fmt.Errorf("set up the mail: %w", err)
	}
	forget := context.AfterFunc(ctx, line.hangUp)
	return client, func() { forget(); line.hangUp() }, nil
}

// forGood marks what sending again can't help with: the server said no, or is not who it should be.
func forGood(err error) error {
	var answer *textproto.Error
	var refused *mail.SendError
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &answer) && answer.Code >= 500,
		errors.As(err, &refused) && refused.ErrorCode() >= 500,
		errors.As(err, &untrusted):
		return backoff.Permanent(err)
	default:
		return err
	}
}

// whyEnded says that time ran out, where a closed connection is all that the library saw of it.
func whyEnded(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("no answer within %s", sendTimeout)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
