package power

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

type machine struct{}

// This gives the machine that Jobdeck runs on.
func This() Machine { return machine{} }

// percent finds the charge in what pmset says: "-InternalBattery-0 (id=…)	87%; discharging; …".
var percent = regexp.MustCompile(`InternalBattery.*?(\d+)%`)

// Battery asks the system's own tool.
func (machine) Battery() (Charge, error) {
	said, err := exec.Command("pmset", "-g", "batt").Output() //nolint:noctx // answers at once
	if err != nil {
		return Charge{}, fmt.Errorf("look at the battery: %w", err)
	}
	found := percent.FindSubmatch(said)
	if found == nil {
		return Charge{}, ErrNoBattery
	}
	charge, err := strconv.Atoi(string(found[1]))
	return Charge{Percent: charge, Draining: strings.Contains(string(said), "Battery Power")}, err
}

// StayAwake lets the system's own tool do it, for as long as Jobdeck lives.
func (machine) StayAwake(string) (func(), error) {
	tool := exec.Command("caffeinate", "-i", "-w", strconv.Itoa(os.Getpid())) //nolint:noctx // ended by the function it gives
	if err := tool.Start(); err != nil {
		return nil, fmt.Errorf("keep the machine awake: %w", err)
	}
	return func() {
		_ = tool.Process.Kill()
		_ = tool.Wait()
	}, nil
}
