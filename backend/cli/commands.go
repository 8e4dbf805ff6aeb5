package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// Commands is the command line as it is described elsewhere, in man pages for example. It is for
// reading: what runs is [Run].
func Commands(version string) *cobra.Command {
	nothing := Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}
	p := &program{streams: nothing, out: &output{to: io.Discard}, version: version}
	return p.root()
}
