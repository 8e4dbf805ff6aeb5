//go:build unix

package acceptance_test

import (
	"os"
	"os/signal"
	"syscall"
)

// hearHangups lets what the tests start hear that a terminal was closed. A signal that is ignored, as it is
// under nohup, stays so in what is started; one that is noticed begins anew there.
func hearHangups() {
	if signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
}
