//go:build unix && !linux

package command

import (
	"strconv"
	"sync/atomic"
	"syscall"
)

// tokenName names the environment variable that tells one try from all others.
const tokenName = "JOBDECK_TRY"

var tries atomic.Int64

func newToken() string { return strconv.FormatInt(tries.Add(1), 10) }

func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// process is a process outside its group. This system has no way to find one.
type process struct{}

// census has nothing to read here.
type census struct{}

func (*census) strays(int, string) []process { return nil }

func (*census) endOrphans() {}

func endAll([]process) {}
