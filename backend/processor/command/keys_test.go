//go:build unix

package command

import (
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"jobdeck/backend/job"
	"jobdeck/backend/secret"
)

// keychain is one that answers. It is one for the whole program, and so is its double: tests with one
// take turns.
func keychain(t *testing.T, keys map[string]string) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir())
	keyring.MockInit()
	for name, value := range keys {
		if err := secret.Set(t.Context(), name, value); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAVariableTakesItsValueFromTheKeychain(t *testing.T) {
	keychain(t, map[string]string{"HUB": "swordfish", "OTHER": "marlin"})
	cells := succeed(t, `printf '%s/%s/%s' "$HUB_TOKEN" "$SECOND" "$PLAIN"`, map[string]string{
		"env": "HUB_TOKEN=secret:HUB\nPLAIN=herring\nSECOND= secret:OTHER ",
	})
	if len(cells) != 1 || cells[0].Value != "swordfish/marlin/herring" {
		t.Errorf("the program saw %+v", cells)
	}
}

func TestWithoutItsKeyNoRowIsWorkedAndTheJobSaysWhichIsMissing(t *testing.T) {
	keychain(t, nil)
	missing := fail(t, "true", map[string]string{"env": "HUB_TOKEN=secret:HUB"})
	if missing.Pause != job.ByCredentials || !strings.Contains(missing.Message, "jobdeck secrets set HUB") {
		t.Errorf("a key that is not there: %+v", missing)
	}
	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	silent := fail(t, "true", map[string]string{"env": "HUB_TOKEN=secret:HUB"})
	if silent.Pause != job.ByCredentials || !strings.Contains(silent.Message, "HUB") {
		t.Errorf("a keychain that does not answer: %+v", silent)
	}
}

func TestAKeyIsNotInWhatIsSaidOfAProgramThatSaidIt(t *testing.T) {
	keychain(t, map[string]string{"HUB": "swordfish"})
	failed := fail(t, `echo "401: $HUB_TOKEN is not known" >&2; exit 3`, map[string]string{"env": "HUB_TOKEN=secret:HUB"})
	if strings.Contains(failed.Message, "swordfish") || !strings.Contains(failed.Message, "401: [key] is not known") {
		t.Errorf("said is %q", failed.Message)
	}
	p := newProcessor(t, map[string]string{"command": `echo "using $HUB_TOKEN"`, "shell": "true", "env": "HUB_TOKEN=secret:HUB"})
	if said, err := p.RunAlone(t.Context()); err != nil || said != "using [key]" {
		t.Errorf("said is %q, %v", said, err)
	}
}

func TestANameThatNoKeyCanHaveIsRefusedBeforeAnythingRuns(t *testing.T) {
	t.Parallel()
	for _, env := range []string{"A=secret:", "A=secret:no name", "A=secret:a/b", "OK=1\nA=secret:1st"} {
		if _, err := New(map[string]string{"command": "true", "env": env}, nil); err == nil || !strings.Contains(err.Error(), "no name for a key") {
			t.Errorf("%q: %v", env, err)
		}
	}
}
