package liveness

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/trouble"
)

// DNS calls a domain alive when it has an address or takes mail.
type DNS struct {
	config Config

	turn     chan struct{} // holds one token: who has it may look at and change what follows
	looked   time.Time     // when the network was last looked at
	answered bool          // whether DNS answered for what is surely there
}

// NewDNS makes a checker that asks DNS.
func NewDNS(config Config) *DNS {
	return &DNS{config: config.withDefaults(), turn: make(chan struct{}, 1)}
}

// Check asks DNS for a domain. Its error is a [*processor.Failure], or ctx's error.
func (d *DNS) Check(ctx context.Context, domain string) (Answer, error) {
	found, err := d.find(ctx, domain)
	if err != nil {
		return Answer{}, err
	}
	return found.Answer, nil
}

// found is what DNS knows of a domain.
type found struct {
	Answer
	web bool // it has an address
}

func (d *DNS) find(ctx context.Context, domain string) (found, error) {
	processor.Step(ctx, "looking up the domain")
	private, err := d.addresses(ctx, domain)
	if err == nil && private == "" {
		return found{Answer: Answer{Alive: true}, web: true}, nil
	}
	if err != nil && !notFound(err) {
		return found{}, d.failure(ctx, domain, err)
	}
	mail, mailErr := d.takesMail(ctx, domain)
	switch {
	case mail:
		return found{Answer: Answer{Alive: true}}, nil
	case mailErr != nil && !notFound(mailErr):
		return found{}, d.failure(ctx, domain, mailErr)
	case private != "":
		return found{Answer: Answer{Why: "its address is a private one: " + private}}, nil
	}
	if err := d.surely(ctx, domain); err != nil {
		return found{}, err
	}
	return found{Answer: Answer{Why: "no DNS records"}}, nil
}

// addresses looks for a public address. Where there are only others it names one of them.
func (d *DNS) addresses(ctx context.Context, domain string) (private string, err error) {
	ctx, cancel := d.config.within(ctx)
	defer cancel()
	// The dot at the end keeps the system from trying its own network's names.
	all, err := d.config.Resolver.LookupNetIP(ctx, "ip", domain+".")
	if err != nil {
		return "", err
	}
	for _, address := range all {
		if d.config.AllowPrivate || public(address) {
			return "", nil
		}
		private = address.Unmap().String()
	}
	return private, nil
}

// takesMail reports whether a domain names a mail server. A lone dot says that it takes none.
func (d *DNS) takesMail(ctx context.Context, domain string) (bool, error) {
	ctx, cancel := d.config.within(ctx)
	defer cancel()
	servers, err := d.config.Resolver.LookupMX(ctx, domain+".")
	for _, server := range servers {
		if server.Host != "." && server.Host != "" {
			return true, nil
		}
	}
	return false, err
}

func notFound(err error) bool {
	var dnsError *net.DNSError
	return errors.As(err, &dnsError) && dnsError.IsNotFound
}

// failure says what to do about a question without an answer: try the domain again, or, when DNS
// answers nothing at all, wait for the network.
func (d *DNS) failure(ctx context.Context, domain string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if short := shortOf(err); short != nil {
		return short
	}
	if err := d.surely(ctx, domain); err != nil {
		return err
	}
	message := "DNS has no answer for " + domain + " now"
	if dnsError, ok := errors.AsType[*net.DNSError](err); ok {
		message += ": " + dnsError.Err
		if dnsError.IsTimeout {
			message = fmt.Sprintf("DNS has no answer for %s within %s", domain, d.config.Timeout)
		}
	}
	return &processor.Failure{Message: message, Reason: ReasonNoAnswer, Retry: true}
}

// shortOf is the failure of a machine that can't ask anybody now, for want of file handles for
// instance, or nil: it says nothing of a company, and nothing of the network.
func shortOf(err error) error {
	dnsError, ok := errors.AsType[*net.DNSError](err)
	if !trouble.Passes(err) && !(ok && trouble.Named(dnsError.Err)) {
		return nil
	}
	return &processor.Failure{
		Message: "this machine can't ask now: " + rootOf(err).Error(), Reason: ReasonNoAnswer,
		Retry: true, Pause: job.ByMachine,
	}
}

// ReasonNoAnswer is the reason of rows whose domain could not be asked about.
const ReasonNoAnswer job.Reason = "no answer"

// trust is how long the network is taken to work after it was seen to, and distrust how long it is
// taken to be gone after it was seen to be.
const (
	trust    = 30 * time.Second
	distrust = 3 * time.Second
)

// surely asks DNS for what is surely there: the domain's ending, then a domain kept for examples.
// Without an answer the network is gone, and its silence about a company means nothing. A network
// that is cut off says "no such domain" to everything on some systems.
func (d *DNS) surely(ctx context.Context, domain string) error {
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	age := d.config.Clock.Since(d.looked)
	if known := d.answered && age < trust || !d.answered && age < distrust; !known {
		answered := d.answers(ctx, domain)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		d.answered, d.looked = answered, d.config.Clock.Now()
	}
	if d.answered {
		return nil
	}
	return &processor.Failure{
		Message: "the network is gone: DNS answers nothing at all", Reason: ReasonNoAnswer,
		Retry: true, Pause: job.ByOffline,
	}
}

// answers reports whether DNS answers anything.
func (d *DNS) answers(ctx context.Context, domain string) bool {
	ask, cancel := d.config.within(ctx)
	defer cancel()
	if _, err := d.config.Resolver.LookupNS(ask, lastLabel(domain)+"."); err == nil {
		return true
	}
	ask, cancel = d.config.within(ctx)
	defer cancel()
	_, err := d.config.Resolver.LookupNetIP(ask, "ip", "example.com.")
	return err == nil
}

// forget makes the next look at the network a fresh one, unless one is being made.
func (d *DNS) forget() {
	select {
	case d.turn <- struct{}{}:
		d.looked = time.Time{}
		<-d.turn
	default:
	}
}
