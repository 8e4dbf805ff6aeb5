// Package signals knows which signals ask the program to end in good order. It ends nothing itself.
package signals

import (
	"os"
	"os/signal"
	"syscall"
)

// Notify hands over the signals that ask the program to end: Ctrl-C, the system's request, and the end
// of the terminal or session that it was started in. Who started it with nohup wants it to outlive
// that: a SIGHUP that is ignored stays ignored.
func Notify(asked chan<- os.Signal) {
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(asked, syscall.SIGHUP)
	}
}
