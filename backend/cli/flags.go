package cli

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/pflag"
)

// flagMust is what a flag's value must be, by the kind that its library gives it.
var flagMust = map[string]string{
	"int":      "it must be a whole number",
	"float64":  "it must be a number",
	"bool":     "it must be true or false",
	"duration": "it must read like 500ms, 2s or 5m",
}

// flagProblem says what is wrong with a flag, where its library tells of functions that read numbers.
func flagProblem(err error) string {
	invalid, found := errors.AsType[*pflag.InvalidValueError](err)
	if !found {
		return err.Error()
	}
	flag := invalid.GetFlag()
	must, known := flagMust[flag.Value.Type()]
	switch {
	case !known:
		return err.Error()
	case errors.Is(err, strconv.ErrRange):
		must = "that is out of range"
	}
	return fmt.Sprintf("--%s %q: %s", flag.Name, invalid.GetValue(), must)
}
