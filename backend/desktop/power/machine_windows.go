package power

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel          = windows.NewLazySystemDLL("kernel32.dll")
	getPowerStatus  = kernel.NewProc("GetSystemPowerStatus")
	setExecutionFor = kernel.NewProc("SetThreadExecutionState")
)

// The flags of SetThreadExecutionState.
const (
	continuous     = 0x80000000
	systemRequired = 0x00000001
)

// powerStatus is SYSTEM_POWER_STATUS.
type powerStatus struct {
	ACLine          byte // 0: on battery
	BatteryFlag     byte // 128: there is none
	BatteryPercent  byte // 255: not known
	SystemStatus    byte
	BatteryLife     uint32
	BatteryFullLife uint32
}

type machine struct{}

// This gives the machine that Jobdeck runs on.
func This() Machine { return machine{} }

// Battery asks Windows.
func (machine) Battery() (Charge, error) {
	var status powerStatus
	if ok, _, err := getPowerStatus.Call(uintptr(unsafe.Pointer(&status))); ok == 0 {
		return Charge{}, fmt.Errorf("look at the battery: %w", err)
	}
	if status.BatteryFlag&128 != 0 || status.BatteryPercent == 255 {
		return Charge{}, ErrNoBattery
	}
	return Charge{Percent: int(status.BatteryPercent), Draining: status.ACLine == 0}, nil
}

// StayAwake asks Windows. The request belongs to the thread that makes it: it is kept for that alone.
func (machine) StayAwake(string) (func(), error) {
	release, made := make(chan struct{}), make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with its request
		if ok, _, err := setExecutionFor.Call(continuous | systemRequired); ok == 0 {
			made <- fmt.Errorf("keep the machine awake: %w", err)
			return
		}
		close(made)
		<-release
		_, _, _ = setExecutionFor.Call(continuous)
	}()
	if err := <-made; err != nil {
		return nil, err
	}
	return func() { close(release) }, nil
}
