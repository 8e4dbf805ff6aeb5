// Package filemanager shows files and folders in the system's file manager. What is shown is handed over as one argument
// of a program that is named here, never through a shell.
package filemanager

import (
	"context"
	"fmt"
	"os"
	"os/exec"
)

// Reveal shows a file in its folder. One that is not there is an error.
func Reveal(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("show %s: it is not there any more", path)
	}
	return start(ctx, reveal(path))
}

// Open shows what is in a folder.
func Open(ctx context.Context, folder string) error { return start(ctx, []string{opener, folder}) }

// start starts a program and does not wait for it: the person does what she wants with it.
func start(ctx context.Context, line []string) error {
	command := exec.CommandContext(ctx, line[0], line[1:]...)
	if err := command.Start(); err != nil {
		return fmt.Errorf("open the file manager: %w", err)
	}
	go func() { _ = command.Wait() }()
	return nil
}
