// Command manual writes the man pages of the command line into a folder, one for each command, from
// the words that the program itself says with --help. Only the packages need it.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/spf13/cobra/doc"

	"jobdeck/backend/cli"
)

func main() {
	version := flag.String("version", "dev", "the version that the pages are for")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: manual [-version VERSION] FOLDER")
		os.Exit(2)
	}
	if err := write(*version, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

// write takes the pages' date from SOURCE_DATE_EPOCH: the same sources give the same pages.
func write(version, folder string) error {
	commands := cli.Commands(version)
	commands.DisableAutoGenTag = true
	header := &doc.GenManHeader{Section: "1", Source: "Jobdeck " + version, Manual: "Jobdeck"}
	if err := doc.GenManTree(commands, header, folder); err != nil {
		return fmt.Errorf("write the man pages to %s: %w", folder, err)
	}
	return nil
}
