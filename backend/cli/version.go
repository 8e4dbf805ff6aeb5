package cli

import (
	"runtime"

	"github.com/spf13/cobra"

	"jobdeck/backend/remote"
)

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which version this is",
		Args:  exactly(),
		RunE: func(*cobra.Command, []string) error {
			p.answer(struct {
				Version  string `json:"version"`
				Go       string `json:"go"`
				System   string `json:"system"`
				Protocol int    `json:"protocol"`
			}{p.version, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, remote.Protocol}, func() {
				p.say("jobdeck %s (%s, %s/%s)", p.version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			})
			return nil
		},
	}
}
