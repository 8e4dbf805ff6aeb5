package deck

import (
	"os"
	"testing"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/processor/command"
)

func TestMain(m *testing.M) {
	command.Mind(clockwork.NewRealClock())
	os.Exit(m.Run())
}
