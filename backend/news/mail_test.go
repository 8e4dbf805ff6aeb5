package news

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/secret"
	"jobdeck/backend/settings"
)

// post is a mail server on this machine.
type post struct {
	*smtp.Server
	values map[string]string // the settings that lead to it
	roots  *x509.CertPool    // who believes it
	got    chan letter
	refuse error // what each mail is answered with
}

type letter struct {
	from, user string
	to         []string
	text       string
}

// session is one visit to the server.
type session struct {
	post   *post
	letter letter
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "swordfish" {
			return smtp.ErrAuthFailed
		}
		s.letter.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.letter.from = from; return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.letter.to = append(s.letter.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.post.refuse != nil {
		return s.post.refuse
	}
	s.letter.text = string(text)
	s.post.got <- s.letter
	return nil
}

func (s *session) Reset()        { s.letter = letter{user: s.letter.user} }
func (s *session) Logout() error { return nil }

// openPost opens a mail server with a kind of encryption.
func openPost(t *testing.T, security string) *post {
	t.Helper()
	certificate := httptest.NewUnstartedServer(nil)
	certificate.StartTLS()
	config := &tls.Config{Certificates: certificate.TLS.Certificates}
	p := &post{roots: x509.NewCertPool(), got: make(chan letter, 10)}
	p.roots.AddCert(certificate.Certificate())
	certificate.Close()

	p.Server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{post: p}, nil }))
	p.Domain, p.ErrorLog = "mail.test", log.New(io.Discard, "", 0)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	switch security {
	case settings.TLS:
		listener = tls.NewListener(listener, config)
	case settings.StartTLS:
		p.TLSConfig = config
	}
	p.values = map[string]string{
		settings.MailTo: "anna@example.com", settings.SMTPHost: "127.0.0.1", settings.SMTPPort: port, settings.SMTPSecurity: security,
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = p.Serve(listener)
	}()
	t.Cleanup(func() {
		require.NoError(t, p.Server.Close())
		<-served
	})
	return p
}

func (p *post) send(t *testing.T, news live.News) error {
	t.Helper()
	return (&mailbox{secret: keeps("swordfish", nil), version: "1.2.3", roots: p.roots}).Send(t.Context(), p.values, news)
}

func TestAMailTellsTheNews(t *testing.T) {
	t.Parallel()
	p := openPost(t, settings.NoTLS)
	p.values[settings.MailTo] = "Anna <anna@example.com>, ben@example.com"
	p.values[settings.MailFrom] = "jobs@example.com"
	require.NoError(t, p.send(t, live.News{Title: "Müller & Söhne completed", Text: "998 succeeded, 12 failed"}))
	in := <-p.got
	require.Equal(t, "jobs@example.com", in.from)
	require.Equal(t, []string{"anna@example.com", "ben@example.com"}, in.to)
	message, err := netmail.ReadMessage(strings.NewReader(in.text))
	require.NoError(t, err)
	require.Equal(t, `"Jobdeck" <jobs@example.com>`, message.Header.Get("From"))
	require.Equal(t, "auto-generated", message.Header.Get("Auto-Submitted"))
	require.NotEmpty(t, message.Header.Get("Message-ID"))
	require.NotEmpty(t, message.Header.Get("Date"))
	require.Contains(t, message.Header.Get("Subject"), "=?UTF-8?q?M=C3=BCller", "no bare letters beyond ASCII")
	body, err := io.ReadAll(message.Body)
	require.NoError(t, err)
	require.Contains(t, string(body), "998 succeeded, 12 failed")
}

func TestTheSenderIsFoundWhereNoneIsSet(t *testing.T) {
	t.Parallel()
	p := openPost(t, settings.StartTLS)
	require.NoError(t, p.send(t, example))
	require.Equal(t, "anna@example.com", (<-p.got).from)
	p.values[settings.SMTPUser] = "robot@example.com"
	require.NoError(t, p.send(t, example))
	require.Equal(t, "robot@example.com", (<-p.got).from)
}

func TestMailIsEncryptedAndSignedInAsSet(t *testing.T) {
	t.Parallel()
	for _, security := range []string{settings.StartTLS, settings.TLS} {
		t.Run(security, func(t *testing.T) {
			t.Parallel()
			p := openPost(t, security)
			p.values[settings.SMTPUser] = "anna"
			require.NoError(t, p.send(t, example))
			require.Equal(t, "anna", (<-p.got).user)
		})
	}
}

func TestAServerThatIsNotWhoItShouldBeGetsNoMail(t *testing.T) {
	t.Parallel()
	for _, security := range []string{settings.StartTLS, settings.TLS} {
		t.Run(security, func(t *testing.T) {
			t.Parallel()
			p := openPost(t, security)
			p.roots = x509.NewCertPool()
			err := p.send(t, example)
			require.ErrorContains(t, err, "certificate")
			require.True(t, forEver(err))
			require.Empty(t, p.got)
		})
	}
}

func TestNoMailAndNoPasswordGoesOutInTheClearUnlessSet(t *testing.T) {
	t.Parallel()
	p := openPost(t, settings.NoTLS)
	p.values[settings.SMTPUser] = "anna"
	require.Error(t, p.send(t, example), "a plain password is sent over an encrypted line only")
	p.values[settings.SMTPSecurity] = settings.StartTLS
	p.values[settings.SMTPUser] = ""
	require.ErrorContains(t, p.send(t, example), "STARTTLS")
	require.Empty(t, p.got)
}

// forEver says that sending again can't help.
func forEver(err error) bool {
	_, permanent := errors.AsType[*backoff.PermanentError](err)
	return permanent
}

func TestARefusalDecidesWhetherTheMailIsTriedAgain(t *testing.T) {
	t.Parallel()
	p := openPost(t, settings.NoTLS)
	p.refuse = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "come back later"}
	err := p.send(t, example)
	require.ErrorContains(t, err, "come back later")
	require.False(t, forEver(err))
	p.refuse = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "no robots here"}
	err = p.send(t, example)
	require.ErrorContains(t, err, "no robots here")
	require.True(t, forEver(err))
}

func TestAWrongPasswordIsSaidSoWithoutIt(t *testing.T) {
	t.Parallel()
	p := openPost(t, settings.StartTLS)
	p.values[settings.SMTPUser] = "anna"
	err := (&mailbox{secret: keeps("sardine", nil), roots: p.roots}).Send(t.Context(), p.values, example)
	require.ErrorContains(t, err, "Authentication failed")
	require.True(t, forEver(err))
	require.NotContains(t, err.Error(), "sardine")

	err = (&mailbox{secret: keeps("", nil), roots: p.roots}).Send(t.Context(), p.values, example)
	require.ErrorContains(t, err, "the password for anna on the mail server is not set")
	err = (&mailbox{secret: keeps("", secret.ErrNoKeychain), roots: p.roots}).Send(t.Context(), p.values, example)
	require.ErrorIs(t, err, secret.ErrNoKeychain)
	require.True(t, forEver(err))
}

func TestAServerThatIsNotThereIsTriedAgain(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	err = (&mailbox{}).Send(t.Context(), map[string]string{
		settings.MailTo: "anna@example.com", settings.SMTPHost: "127.0.0.1", settings.SMTPPort: port, settings.SMTPSecurity: settings.NoTLS,
	}, example)
	require.ErrorContains(t, err, "talk to the mail server 127.0.0.1:"+port)
	require.False(t, forEver(err))
}

func TestAServerThatSaysNothingIsLeft(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancelCause(t.Context())
	accepted := make(chan net.Conn)
	go func() {
		line, err := listener.Accept()
		if err == nil {
			cancel(errClosing)
		}
		accepted <- line
	}()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	err = (&mailbox{}).Send(ctx, map[string]string{
		settings.MailTo: "anna@example.com", settings.SMTPHost: "127.0.0.1", settings.SMTPPort: port, settings.SMTPSecurity: settings.NoTLS,
	}, example)
	require.ErrorIs(t, err, errClosing)
	line := <-accepted
	require.NoError(t, line.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, err = io.Copy(io.Discard, line)
	require.NoError(t, err, "the line is closed at our end")
	require.NoError(t, line.Close())
	require.NoError(t, listener.Close())
}

func TestMailThatIsNotSetUpIsSaidSo(t *testing.T) {
	t.Parallel()
	for _, values := range []map[string]string{{}, {settings.MailTo: "anna@example.com"}, {settings.SMTPHost: "mail.example.com"}} {
		require.False(t, (&mailbox{}).SetUp(values))
		_, usage := errors.AsType[*job.UsageError]((&mailbox{}).Send(t.Context(), values, example))
		require.True(t, usage)
	}
}

func TestANameFromAFileCanNotAddToAMail(t *testing.T) {
	t.Parallel()
	p := openPost(t, settings.NoTLS)
	news := compose([]finding{{kind: live.JobCompleted, job: &job.Snapshot{Name: "Q4\r\nBcc: evil@example.com\r\n\r\nhello"}}}, time.UnixMilli(1))
	require.NoError(t, p.send(t, told(news[0])))
	in := <-p.got
	require.Equal(t, []string{"anna@example.com"}, in.to)
	message, err := netmail.ReadMessage(strings.NewReader(in.text))
	require.NoError(t, err)
	require.Empty(t, message.Header.Get("Bcc"))
}
