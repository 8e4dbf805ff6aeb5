package logging

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/sirupsen/logrus"
)

// blot stands where a secret stood.
const blot = "[redacted]"

// redactor takes secrets out of a line before it is formatted. It is the last net: the first is
// that no code logs a secret.
type redactor struct {
	next logrus.Formatter
}

// Format blots out secrets in the message and in every field, then formats the entry.
func (r *redactor) Format(entry *logrus.Entry) ([]byte, error) {
	clean := *entry
	clean.Message = redact(entry.Message)
	clean.Data = make(logrus.Fields, len(entry.Data))
	for key, value := range entry.Data {
		clean.Data[key] = redactField(key, value)
	}
	return r.next.Format(&clean)
}

func redactField(key string, value any) any {
	if isSecretName(key) {
		return blot
	}
	switch value := value.(type) {
	case string:
		return redact(value)
	case error:
		return redact(value.Error())
	case fmt.Stringer:
		return redact(value.String())
	case []string:
		clean := make([]string, len(value))
		for i, text := range value {
			clean[i] = redact(text)
		}
		return clean
	case map[string]string:
		clean := make(map[string]any, len(value))
		for key, text := range value {
			clean[key] = redactField(key, text)
		}
		return clean
	case map[string]any:
		clean := make(map[string]any, len(value))
		for key, inner := range value {
			clean[key] = redactField(key, inner)
		}
		return clean
	default:
		return value
	}
}

// isSecretName reports whether a field of this name holds a secret, however it is spelled:
// api_key, apiKey, X-Api-Key, access-token, Authorization.
func isSecretName(name string) bool {
	plain := strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(strings.ToLower(name))
	for _, word := range []string{"apikey", "password", "passwd", "passphrase", "secret", "credential", "authorization", "cookie", "privatekey"} {
		if strings.Contains(plain, word) {
			return true
		}
	}
	// "tokens" counts what a model used; "token" is one.
	return strings.HasSuffix(plain, "token")
}

// secrets are the shapes of secrets in running text; what the first group holds stays.
var secrets = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(\b(?:bearer|authorization\W+basic)\s+)[A-Za-z0-9._~+/=-]{8,}`),
	regexp.MustCompile(`(\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s/@]+(?:@)`),
	regexp.MustCompile(`(?i)(["']?\b[a-z_-]*(?:api[_-]?key|password|passwd|secret|token|authorization)["']?\s*[=:]\s*["']?)[^\s"'&,;]+`),
	regexp.MustCompile(`()\b(?:sk|pk|rk|ghp|gho|xox[bap])[-_][A-Za-z0-9_-]{16,}`),
}

func redact(text string) string {
	for _, secret := range secrets {
		text = secret.ReplaceAllStringFunc(text, func(match string) string {
			kept := secret.FindStringSubmatch(match)[1]
			if strings.HasSuffix(match, "@") {
				return kept + blot + "@"
			}
			return kept + blot
		})
	}
	return text
}
