package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jobdeck/backend/job"
	"jobdeck/backend/logging"
	"jobdeck/backend/paths"
)

// errEnough ends the reading of the logs when nobody reads what is written.
var errEnough = errors.New("nobody reads any more")

func (p *program) logsCommand() *cobra.Command {
	var follow bool
	lines := 100
	level := ""
	command := &cobra.Command{
		Use:   "logs",
		Short: "Show what is in the logs",
		Args:  exactly(),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := p.action(func(ctx context.Context, _ []string) error { return p.logs(ctx, lines, level, follow) })(cmd, args)
			if errors.Is(err, errEnough) {
				return nil
			}
			return err
		},
	}
	command.Flags().BoolVar(&follow, "follow", false, "go on with what is written, until Ctrl-C")
	command.Flags().IntVar(&lines, "lines", lines, "how many of the last lines; 0 for all")
	command.Flags().StringVar(&level, "level", "", "only lines of this level or worse: debug, info, warning, error")
	return command
}

func (p *program) logs(ctx context.Context, lines int, level string, follow bool) error {
	if level != "" && !slices.Contains(logging.Levels, level) {
		return job.Usagef("--level %q: there is %s", level, strings.Join(logging.Levels, ", "))
	}
	if lines < 0 {
		return job.Usagef("--lines can't be negative")
	}
	dir, err := paths.LogDir(p.dataDir)
	if err != nil {
		return err
	}
	show := p.logWriter(follow)
	write := func(line []byte) error {
		if level != "" && !logging.AtLeast(logging.ParseLine(line).Level, level) {
			return nil
		}
		show.line(line)
		if p.out.over() {
			return errEnough
		}
		return nil
	}
	if follow {
		if err := logging.Follow(ctx, p.clock, dir, lines, write); err != nil {
			return err
		}
		// Ctrl-C is how following ends.
		return context.Cause(ctx)
	}
	if err := logging.Read(dir, lines, write); err != nil {
		return err
	}
	show.end()
	return nil
}

// logWriter shows lines of the log.
type logWriter struct {
	line func([]byte)
	end  func()
}

// logWriter shows lines to people; to scripts as one document or, as there is no end to it, when
// following one object a line.
func (p *program) logWriter(follow bool) logWriter {
	place := p.now().Location()
	switch {
	case !p.json:
		return logWriter{func(line []byte) { fmt.Fprintln(p.out, plain(logging.ParseLine(line).Words(place))) }, func() {}}
	case follow:
		p.answered = true
		return logWriter{func(line []byte) { fmt.Fprintf(p.out, "%s\n", line) }, func() {}}
	default:
		between := "{\"lines\": [\n"
		return logWriter{func(line []byte) {
			p.answered = true
			fmt.Fprintf(p.out, "%s%s", between, line)
			between = ",\n"
		}, func() {
			if !p.answered {
				fmt.Fprint(p.out, between)
			}
			p.answered = true
			fmt.Fprint(p.out, "\n]}\n")
		}}
	}
}
