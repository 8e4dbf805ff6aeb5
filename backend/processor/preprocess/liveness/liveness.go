// Package liveness finds out whether a domain is still in use: whether DNS knows it, or whether a
// web server answers for it.
//
// It tells "nobody is there" from "nobody could be asked": a domain is called inactive only when
// the network was seen to work. It connects to public addresses only, reads no page, and sends
// nothing but the domain's name and its own.
package liveness

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"
)

// Answer says whether a domain is in use.
type Answer struct {
	Alive bool
	// Why says in words why it is not: "no DNS records", "HTTP 410".
	Why string
}

// Config is what a checker works with. Timeout and Clock are needed; the rest has defaults.
type Config struct {
	// Timeout bounds each question: each look-up, each request.
	Timeout time.Duration
	// Clock tells how old what is known of the network is.
	Clock clockwork.Clock
	// Resolver answers DNS questions. Nil is the system's.
	Resolver *net.Resolver
	// HTTPPort and HTTPSPort are where web servers are asked: 80 and 443.
	HTTPPort, HTTPSPort string
	// AllowPrivate permits connections to this machine and to private networks. It is for tests:
	// a list must not make Jobdeck knock at doors inside.
	AllowPrivate bool
}

func (c Config) withDefaults() Config {
	if c.Resolver == nil {
		c.Resolver = net.DefaultResolver
	}
	if c.HTTPPort == "" {
		c.HTTPPort = "80"
	}
	if c.HTTPSPort == "" {
		c.HTTPSPort = "443"
	}
	return c
}

// within gives a context that ends after one question's time.
func (c Config) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, c.Timeout)
}

// reserved are networks that netip does not know as private, and where no company has a server.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // carriers' own
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), // documentation
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), // IPv4 in disguise
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // IPv4 in disguise
}

// public reports whether an address is one that everybody can reach.
func public(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	if !address.IsGlobalUnicast() || address.IsPrivate() {
		return false
	}
	for _, network := range reserved {
		if network.Contains(address) {
			return false
		}
	}
	return true
}

// lastLabel is a domain's ending: "com".
func lastLabel(domain string) string {
	return domain[strings.LastIndexByte(domain, '.')+1:]
}
