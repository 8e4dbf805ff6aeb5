package settings

import (
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// longestValue bounds a setting's text, in bytes.
const longestValue = 2000

// text says what is wrong with any text, or nil.
func text(value string) error {
	if len(value) > longestValue {
		return fmt.Errorf("it is %d bytes long: at most %d", len(value), longestValue)
	}
	if strings.ContainsFunc(value, unicode.IsControl) {
		return errors.New("it must be one line, without control characters")
	}
	return nil
}

func addresses(value string) error {
	if _, err := netmail.ParseAddressList(value); err != nil {
		return errors.New("it must be a mail address, or several with commas")
	}
	return nil
}

func address(value string) error {
	if _, err := netmail.ParseAddress(value); err != nil {
		return errors.New("it must be a mail address")
	}
	return nil
}

// hostName matches names of machines, with underscores as some networks have them.
var hostName = regexp.MustCompile(`^\w([\w-]*\w)?(\.\w([\w-]*\w)?)*\.?$`)

func host(value string) error {
	if net.ParseIP(value) == nil && (len(value) > 253 || !hostName.MatchString(value)) {
		return errors.New("it must be the name or the number of a machine, without port: smtp.example.com")
	}
	return nil
}

func webAddress(value string) error {
	parsed, err := url.Parse(value)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Hostname() == "" {
		return errors.New("it must be an address that begins with http:// or https://")
	}
	if parsed.User != nil {
		return errors.New("it must hold no user name and password: they would be stored where others can read them")
	}
	return nil
}
