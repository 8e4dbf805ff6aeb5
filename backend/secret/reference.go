package secret

import (
	"regexp"
	"strings"

	"jobdeck/backend/job"
)

// reference begins a value that stands in the keychain: "secret:OPENAI".
const reference = "secret:"

// nameOfKey is how a key may be called.
var nameOfKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,63}$`)

// Referred gives the name of the key that a value stands for; found is false when the value is itself.
func Referred(value string) (name string, found bool) { return strings.CutPrefix(value, reference) }

// Reference is the value that stands for a key.
func Reference(name string) string { return reference + name }

// CheckName says why a key can't be called so, or nil.
func CheckName(name string) error {
	if !nameOfKey.MatchString(name) {
		return job.Usagef("%q is no name for a key: up to 64 letters, digits and _ . - make one", name)
	}
	return nil
}
