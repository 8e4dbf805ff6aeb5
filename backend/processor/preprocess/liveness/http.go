package liveness

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"

	"jobdeck/backend/processor"
)

const (
	userAgent    = "Jobdeck (+local list cleaning)"
	maxRedirects = 5
	maxHeader    = 64 << 10
)

// HTTP calls a domain alive when a web server answers for it, whatever it answers, unless it says
// that the site is gone for good (410).
type HTTP struct {
	config Config
	dns    *DNS
}

// NewHTTP makes a checker that asks DNS and then the web server.
func NewHTTP(config Config) *HTTP {
	return &HTTP{config: config.withDefaults(), dns: NewDNS(config)}
}

// errPrivate is met when a domain or a redirect leads to an address that is not public.
var errPrivate = errors.New("a private address")

// Check asks a domain's web server, by https and then by http. Its error is a [*processor.Failure],
// or ctx's error.
func (h *HTTP) Check(ctx context.Context, domain string) (Answer, error) {
	known, err := h.dns.find(ctx, domain)
	switch {
	case err != nil:
		return Answer{}, err
	case !known.Alive:
		return known.Answer, nil
	case !known.web:
		return Answer{Why: "no web server, only mail"}, nil
	}
	processor.Step(ctx, "asking the web server")
	var last error
	refusedBy, privateBy := 0, 0
	for _, origin := range []string{
		"https://" + net.JoinHostPort(domain, h.config.HTTPSPort),
		"http://" + net.JoinHostPort(domain, h.config.HTTPPort),
	} {
		answer, err := h.ask(ctx, origin)
		switch {
		case ctx.Err() != nil:
			return Answer{}, ctx.Err()
		case err == nil:
			return answer, nil
		case refused(err):
			refusedBy++
		case errors.Is(err, errPrivate):
			privateBy++
		default:
			last = err
		}
	}
	switch {
	case last != nil:
		return Answer{}, h.failure(ctx, domain, last)
	case refusedBy == 0 && privateBy > 0:
		return Answer{Why: "its address is a private one"}, nil
	default:
		return Answer{Why: "no web server answers"}, nil
	}
}

// ask asks one address. Any answer is one, and so is a certificate that is not valid: somebody is
// there. A site that says it is gone is asked a second time, by the method that browsers use.
func (h *HTTP) ask(ctx context.Context, origin string) (Answer, error) {
	status, err := h.request(ctx, http.MethodHead, origin)
	if err == nil && status == http.StatusGone || err != nil && dropped(err) {
		status, err = h.request(ctx, http.MethodGet, origin)
	}
	switch {
	case err != nil && answeredBadly(err):
		return Answer{Alive: true}, nil
	case err != nil:
		return Answer{}, err
	case status == http.StatusGone:
		return Answer{Why: fmt.Sprintf("HTTP %d", status)}, nil
	}
	return Answer{Alive: true}, nil
}

// request makes one request, follows a few redirects, and gives the status. The body stays unread.
func (h *HTTP) request(ctx context.Context, method, origin string) (int, error) {
	ctx, cancel := h.config.within(ctx)
	defer cancel()
	transport := &http.Transport{
		DialContext:            h.dialer().DialContext,
		TLSHandshakeTimeout:    h.config.Timeout,
		MaxResponseHeaderBytes: maxHeader,
		DisableKeepAlives:      true,
		DisableCompression:     true,
	}
	defer transport.CloseIdleConnections()
	redirects := 0
	client := &http.Client{
		Transport: transport,
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if redirects = len(via); redirects > maxRedirects {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}
	request, err := http.NewRequestWithContext(ctx, method, origin+"/", nil)
	if err != nil {
		return 0, fmt.Errorf("ask %s: %w", origin, err)
	}
	request.Header.Set("User-Agent", userAgent)
	response, err := client.Do(request)
	if err != nil {
		if redirects > 0 && !errors.Is(err, context.Canceled) {
			return http.StatusFound, nil // the server did answer; where it sent us is another's business
		}
		return 0, err
	}
	response.Body.Close()
	return response.StatusCode, nil
}

// dialer connects to public addresses only. It looks at the address that is really connected to,
// so that a name that changes its address between two look-ups gains nothing.
func (h *HTTP) dialer() *net.Dialer {
	return &net.Dialer{
		Timeout:  h.config.Timeout,
		Resolver: h.config.Resolver,
		Control: func(_, address string, _ syscall.RawConn) error {
			if h.config.AllowPrivate {
				return nil
			}
			to, err := netip.ParseAddrPort(address)
			if err != nil || !public(to.Addr()) {
				return errPrivate
			}
			return nil
		},
	}
}

// failure says what to do about a web server that could not be asked.
func (h *HTTP) failure(ctx context.Context, domain string, err error) error {
	if short := shortOf(err); short != nil {
		return short
	}
	if unreachable(err) {
		// DNS may still answer from memory, so that only a fresh look counts.
		h.dns.forget()
	}
	if err := h.dns.surely(ctx, domain); err != nil {
		return err
	}
	message := "the web server of " + domain + " can't be asked: " + rootOf(err).Error()
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		message = fmt.Sprintf("the web server of %s does not answer within %s", domain, h.config.Timeout)
	}
	return &processor.Failure{Message: message, Reason: ReasonNoAnswer, Retry: true}
}

// answeredBadly reports whether an error is itself an answer: a server that doesn't speak TLS as we
// do, or shows a certificate that does not fit, is there.
func answeredBadly(err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		alert       tls.AlertError
		authority   x509.UnknownAuthorityError
		hostname    x509.HostnameError
		invalid     x509.CertificateInvalidError
	)
	return errors.As(err, &certificate) || errors.As(err, &record) || errors.As(err, &alert) ||
		errors.As(err, &authority) || errors.As(err, &hostname) || errors.As(err, &invalid)
}

// dropped reports whether a server took the connection and closed it without a word.
func dropped(err error) bool {
	var opError *net.OpError
	var netError net.Error
	return !answeredBadly(err) && !errors.Is(err, errPrivate) &&
		!(errors.As(err, &opError) && opError.Op == "dial") &&
		!(errors.As(err, &netError) && netError.Timeout())
}

// rootOf is the innermost error: the only one that speaks of the cause alone.
func rootOf(err error) error {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err
}
