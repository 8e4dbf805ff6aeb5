//go:build !linux

package command

import (
	"strconv"
	"sync/atomic"

	"github.com/jonboulle/clockwork"
)

// tokenName names the environment variable that tells one try from all others.
const tokenName = "JOBDECK_TRY"

var tries atomic.Int64

func newToken() string { return strconv.FormatInt(tries.Add(1), 10) }

// Mind does nothing: on this system programs need no minder.
func Mind(clockwork.Clock) {}
