package liveness

import (
	"context"
	"errors"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/miekg/dns"
	"go.uber.org/goleak"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// zone is a name server on this machine: what it has for a name, as lines of a zone file. A name that
// is not in it does not exist; "SERVFAIL" and "silent" in place of lines mean what they say.
type zone map[string][]string

// world is a zone in which DNS is seen to work.
func world(more zone) zone {
	all := zone{"com.": {"com. NS a.gtld-servers.net."}}
	maps.Copy(all, more)
	return all
}

func (z zone) ServeDNS(w dns.ResponseWriter, question *dns.Msg) {
	reply := new(dns.Msg).SetReply(question)
	reply.RecursionAvailable = true
	lines, found := z[strings.ToLower(question.Question[0].Name)]
	switch {
	case !found:
		reply.Rcode = dns.RcodeNameError
	case lines[0] == "silent":
		return
	case lines[0] == "SERVFAIL":
		reply.Rcode = dns.RcodeServerFailure
	default:
		for _, line := range lines {
			record, err := dns.NewRR(line)
			if err != nil {
				panic(err)
			}
			if record.Header().Rrtype == question.Question[0].Qtype {
				reply.Answer = append(reply.Answer, record)
			}
		}
	}
	_ = w.WriteMsg(reply)
}

// serve starts a name server and gives a resolver that asks it.
func serve(t *testing.T, z zone) *net.Resolver {
	t.Helper()
	connection, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	server := &dns.Server{PacketConn: connection, Handler: z, NotifyStartedFunc: func() { close(started) }}
	var done sync.WaitGroup
	done.Go(func() { _ = server.ActivateAndServe() })
	<-started
	t.Cleanup(func() {
		_ = server.Shutdown()
		done.Wait()
	})
	return resolver(t, connection.LocalAddr().String())
}

// resolver asks one name server. Its connections end with the test: the standard library's
// resolver itself lets them wait for seconds after nobody is interested any more.
func resolver(t *testing.T, address string) *net.Resolver {
	t.Helper()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		connection, err := new(net.Dialer).DialContext(ctx, "udp", address)
		if err == nil {
			t.Cleanup(func() { connection.Close() })
		}
		return connection, err
	}}
}

type checker interface {
	Check(ctx context.Context, domain string) (Answer, error)
}

func alive(t *testing.T, c checker, domain string) {
	t.Helper()
	if answer, err := c.Check(t.Context(), domain); err != nil || !answer.Alive {
		t.Errorf("%s: %+v, %v, want alive", domain, answer, err)
	}
}

func inactive(t *testing.T, c checker, domain, why string) {
	t.Helper()
	if answer, err := c.Check(t.Context(), domain); err != nil || answer.Alive || answer.Why != why {
		t.Errorf("%s: %+v, %v, want inactive: %s", domain, answer, err, why)
	}
}

func failure(t *testing.T, c checker, domain string) *processor.Failure {
	t.Helper()
	answer, err := c.Check(t.Context(), domain)
	var failure *processor.Failure
	if !errors.As(err, &failure) {
		t.Fatalf("%s: %+v, %v, want a failure", domain, answer, err)
	}
	return failure
}

func TestDNSTellsWhoIsThere(t *testing.T) {
	t.Parallel()
	c := NewDNS(Config{Timeout: 5 * time.Second, Clock: clockwork.NewRealClock(), Resolver: serve(t, world(zone{
		"four.com.":    {"four.com. A 93.184.216.34"},
		"six.com.":     {"six.com. AAAA 2606:2800:220:1::1"},
		"mail.com.":    {"mail.com. MX 10 mx.mail.com."},
		"nomail.com.":  {"nomail.com. MX 0 ."},
		"text.com.":    {"text.com. TXT hello"},
		"private.com.": {"private.com. A 192.168.1.10"},
		"both.com.":    {"both.com. A 10.0.0.1", "both.com. A 93.184.216.34"},
		"inmail.com.":  {"inmail.com. A 127.0.0.1", "inmail.com. MX 10 mx.mail.com."},
	}))})
	for _, domain := range []string{"four.com", "six.com", "mail.com", "both.com", "inmail.com"} {
		alive(t, c, domain)
	}
	inactive(t, c, "nobody.com", "no DNS records")
	inactive(t, c, "text.com", "no DNS records")
	inactive(t, c, "nomail.com", "no DNS records")
	inactive(t, c, "private.com", "its address is a private one: 192.168.1.10")
}

func TestADomainsOwnTroubleIsTriedAgain(t *testing.T) {
	t.Parallel()
	c := NewDNS(Config{Timeout: 300 * time.Millisecond, Clock: clockwork.NewRealClock(), Resolver: serve(t, world(zone{
		"broken.com.": {"SERVFAIL"}, "silent.com.": {"silent"},
	}))})
	for domain, want := range map[string]string{
		"broken.com": "DNS has no answer for broken.com now",
		"silent.com": "DNS has no answer for silent.com within 300ms",
	} {
		failure := failure(t, c, domain)
		if !failure.Retry || failure.Pause != "" || !strings.HasPrefix(failure.Message, want) {
			t.Errorf("%s: %+v, want %q", domain, failure, want)
		}
	}
}

// A network that knows nothing at all must not empty the list.
func TestWithoutANetworkNobodyIsInactive(t *testing.T) {
	t.Parallel()
	closed, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for name, resolver := range map[string]*net.Resolver{
		"nothing exists":      serve(t, zone{}),
		"no server":           resolver(t, closed.LocalAddr().String()),
		"a server that fails": serve(t, zone{"acme.com.": {"SERVFAIL"}, "com.": {"SERVFAIL"}, "example.com.": {"SERVFAIL"}}),
		"no way": {PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: "udp", Err: errors.New("network is unreachable")}
		}},
	} {
		for kind, c := range map[string]checker{
			"dns":  NewDNS(Config{Timeout: 2 * time.Second, Clock: clockwork.NewRealClock(), Resolver: resolver}),
			"http": NewHTTP(Config{Timeout: 2 * time.Second, Clock: clockwork.NewRealClock(), Resolver: resolver}),
		} {
			if failure := failure(t, c, "acme.com"); failure.Pause != job.ByOffline {
				t.Errorf("%s, %s: %+v, want a pause until the network is back", name, kind, failure)
			}
		}
	}
}

func TestCancelInterruptsALookUp(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 1)
	silent := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		select {
		case asked <- struct{}{}:
		default:
		}
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	began := time.Now()
	if _, err := NewDNS(Config{Timeout: time.Minute, Clock: clockwork.NewRealClock(), Resolver: silent}).Check(ctx, "acme.com"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %s", took)
	}
}

// site starts web servers for acme.com: nil is a port where nobody listens.
func site(t *testing.T, plain, secure http.Handler) Config {
	t.Helper()
	config := Config{
		Timeout: 2 * time.Second, Clock: clockwork.NewRealClock(), AllowPrivate: true, HTTPPort: deadPort(t), HTTPSPort: deadPort(t),
		Resolver: serve(t, world(zone{
			"acme.com.": {"acme.com. A 127.0.0.1"}, "mail.com.": {"mail.com. MX 10 mx.mail.com."},
		})),
	}
	if plain != nil {
		server := httptest.NewServer(plain)
		t.Cleanup(server.Close)
		_, config.HTTPPort, _ = net.SplitHostPort(server.Listener.Addr().String())
	}
	if secure != nil {
		server := httptest.NewUnstartedServer(secure)
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		t.Cleanup(server.Close)
		_, config.HTTPSPort, _ = net.SplitHostPort(server.Listener.Addr().String())
	}
	return config
}

// deadPort is a port where nobody listens.
func deadPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

func status(code int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
}

func TestAnyAnswerOfAWebServerIsLife(t *testing.T) {
	t.Parallel()
	for _, code := range []int{200, 204, 301, 401, 403, 404, 405, 429, 500, 503} {
		alive(t, NewHTTP(site(t, status(code), nil)), "acme.com")
	}
	alive(t, NewHTTP(site(t, nil, status(200))), "acme.com") // its certificate is nobody's
}

func TestASiteThatSaysItIsGoneIsInactive(t *testing.T) {
	t.Parallel()
	inactive(t, NewHTTP(site(t, status(410), nil)), "acme.com", "HTTP 410")
	alive(t, NewHTTP(site(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusGone)
		}
	}), nil)), "acme.com")
}

func TestNobodyListeningIsInactive(t *testing.T) {
	t.Parallel()
	inactive(t, NewHTTP(site(t, nil, nil)), "acme.com", "no web server answers")
	inactive(t, NewHTTP(site(t, nil, nil)), "mail.com", "no web server, only mail")
	inactive(t, NewHTTP(site(t, nil, nil)), "nobody.com", "no DNS records")
}

func TestRequestsAreHonestAndSmall(t *testing.T) {
	t.Parallel()
	requests := make(chan *http.Request, 10)
	alive(t, NewHTTP(site(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { requests <- r }), nil)), "acme.com")
	close(requests)
	for r := range requests {
		if r.Method != http.MethodHead || r.URL.Path != "/" || r.UserAgent() != userAgent || !strings.HasPrefix(r.Host, "acme.com:") {
			t.Errorf("asked %s %s%s as %q", r.Method, r.Host, r.URL, r.UserAgent())
		}
	}
}

func TestARedirectLoopEnds(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := 0
	alive(t, NewHTTP(site(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked++
		mu.Unlock()
		http.Redirect(w, r, "/again", http.StatusFound)
	}), nil)), "acme.com")
	if asked != maxRedirects+1 {
		t.Errorf("%d requests", asked)
	}
}

func TestADroppedConnectionIsAskedOnceMoreAndThenTriedAgain(t *testing.T) {
	t.Parallel()
	drop := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	failure := failure(t, NewHTTP(site(t, drop, nil)), "acme.com")
	if !failure.Retry || failure.Pause != "" || !strings.HasPrefix(failure.Message, "the web server of acme.com can't be asked: ") {
		t.Errorf("%+v", failure)
	}
	alive(t, NewHTTP(site(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			panic(http.ErrAbortHandler)
		}
	}), nil)), "acme.com")
}

func TestASlowWebServerIsTriedAgain(t *testing.T) {
	t.Parallel()
	config := site(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), nil)
	config.Timeout = 300 * time.Millisecond
	failure := failure(t, NewHTTP(config), "acme.com")
	if !failure.Retry || failure.Pause != "" || failure.Message != "the web server of acme.com does not answer within 300ms" {
		t.Errorf("%+v", failure)
	}
}

// A name that looks public when asked first, and leads inside afterwards, gains nothing.
func TestNoConnectionLeadsInside(t *testing.T) {
	t.Parallel()
	knocked := make(chan struct{}, 10)
	config := site(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { knocked <- struct{}{} }), nil)
	config.AllowPrivate = false
	inactive(t, NewHTTP(config), "acme.com", "its address is a private one: 127.0.0.1")
	h := NewHTTP(config)
	if _, err := h.ask(t.Context(), "http://acme.com:"+config.HTTPPort); !errors.Is(err, errPrivate) {
		t.Errorf("error %v", err)
	}
	if len(knocked) > 0 {
		t.Error("it knocked")
	}
}

func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "::ffff:93.184.216.34": true,
		"127.0.0.1": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.0.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fd00::1": false, "224.0.0.1": false,
		"255.255.255.255": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "203.0.113.9": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("public(%s) is %v", address, got)
		}
	}
}
