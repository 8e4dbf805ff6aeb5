package preprocess

import (
	"time"

	"jobdeck/backend/form"
)

// The choices of the option duplicates.
const (
	byDomainOrName = "domain_or_name"
	byDomain       = "domain"
	off            = "off"
)

// The choices of the option liveness, beside off.
const (
	byDNS  = "dns"
	byHTTP = "http"
)

func options() []form.Field {
	return []form.Field{
		{
			Key: "duplicates", Label: "Duplicates", Kind: form.Choice, Default: byDomainOrName,
			Choices: []string{byDomainOrName, byDomain, off},
			Help:    "What makes a row repeat an earlier one: the same domain, or (for a row without a domain) the same name; the same domain only; or nothing. The first row stays.",
		},
		{
			Key: "require_domain", Label: "Require a domain", Kind: form.Switch, Default: "false",
			Help: "Fails rows that have a name but no domain.",
		},
		{
			Key: "liveness", Label: "Liveness", Kind: form.Choice, Default: off,
			Choices: []string{off, byDNS, byHTTP},
			Words:   map[string]string{byDNS: "DNS", byHTTP: "DNS and web server"},
			Help:    "Finds companies that are no longer there, by asking for their domain: not at all; DNS; or DNS and then the web server.",
		},
		{
			Key: "liveness_timeout", Label: "Liveness time limit", Kind: form.Number, Decimals: true, Default: "10", Min: 1, Max: 120, Unit: "seconds",
			Help: "How long each look-up and each request may take.",
		},
	}
}

// settings are the options, read.
type settings struct {
	duplicates    string
	requireDomain bool
	liveness      string
	timeout       time.Duration // of each question that liveness asks
}

func parse(set map[string]string) (settings, error) {
	values, err := form.Clean(options(), set)
	if err != nil {
		return settings{}, err
	}
	return settings{
		duplicates: values["duplicates"], requireDomain: values.Switch("require_domain"),
		liveness: values["liveness"], timeout: values.Seconds("liveness_timeout"),
	}, nil
}
