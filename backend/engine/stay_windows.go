package engine

import (
	"fmt"

	"golang.org/x/sys/windows/registry"
)

// stay names the machine's time since it was started: the system counts its starts.
func stay() (string, error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE,
		`SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters`, registry.QUERY_VALUE)
	if err != nil {
		return "", fmt.Errorf("see when the machine was started: %w", err)
	}
	defer key.Close()
	count, _, err := key.GetIntegerValue("BootId")
	if err != nil {
		return "", fmt.Errorf("see when the machine was started: %w", err)
	}
	return fmt.Sprint(count), nil
}
