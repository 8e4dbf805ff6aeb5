package preprocess

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jobdeck/backend/processor"
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

// maxLivenessTimeout is in seconds.
const maxLivenessTimeout = 120

func options() []processor.Option {
	return []processor.Option{
		{
			Key: "duplicates", Label: "Duplicates", Kind: "choice", Default: byDomainOrName,
			Choices: []string{byDomainOrName, byDomain, off},
			Help:    "What makes a row repeat an earlier one: the same domain, or (for a row without a domain) the same name; the same domain only; or nothing. The first row stays.",
		},
		{
			Key: "require_domain", Label: "Require a domain", Kind: "switch", Default: "false",
			Help: "Fails rows that have a name but no domain.",
		},
		{
			Key: "liveness", Label: "Liveness", Kind: "choice", Default: off,
			Choices: []string{off, byDNS, byHTTP},
			Help:    "Finds companies that are no longer there, by asking for their domain: not at all; DNS; or DNS and then the web server.",
		},
		{
			Key: "liveness_timeout", Label: "Liveness time limit", Kind: "number", Default: "10",
			Help: "How many seconds each look-up and each request may take, 1 to 120.",
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
	values := make(map[string]string)
	var keys []string
	for _, option := range options() {
		value := strings.ToLower(strings.TrimSpace(set[option.Key]))
		if value == "" {
			value = option.Default
		}
		if option.Kind == "choice" && !slices.Contains(option.Choices, value) {
			return settings{}, fmt.Errorf("option %s: %q is not one of %s", option.Key, value, strings.Join(option.Choices, ", "))
		}
		values[option.Key] = value
		keys = append(keys, option.Key)
	}
	for key := range set {
		if !slices.Contains(keys, key) {
			return settings{}, fmt.Errorf("option %q is not known (%s)", key, strings.Join(keys, ", "))
		}
	}
	s := settings{duplicates: values["duplicates"], liveness: values["liveness"]}
	var err error
	if s.requireDomain, err = parseSwitch(values["require_domain"]); err != nil {
		return s, fmt.Errorf("option require_domain: %w", err)
	}
	seconds, err := strconv.ParseFloat(values["liveness_timeout"], 64)
	if err != nil || !(seconds >= 1 && seconds <= maxLivenessTimeout) {
		return s, fmt.Errorf("option liveness_timeout: %q is not a number of seconds from 1 to %d", values["liveness_timeout"], maxLivenessTimeout)
	}
	s.timeout = time.Duration(seconds * float64(time.Second))
	return s, nil
}

func parseSwitch(value string) (bool, error) {
	switch value {
	case "false", "no", "off", "0":
		return false, nil
	case "true", "yes", "on", "1":
		return true, nil
	}
	return false, fmt.Errorf("%q is neither true nor false", value)
}
