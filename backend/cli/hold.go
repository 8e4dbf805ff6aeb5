package cli

import (
	"context"
	"fmt"
	"time"

	"jobdeck/backend/deck"

	"github.com/spf13/cobra"

	"jobdeck/backend/job"
)

func (p *program) holdCommand() *cobra.Command {
	var why, until string
	command := &cobra.Command{
		Use:   "hold",
		Short: "Hold everything: nothing new starts anywhere, and each job keeps its own state",
		Args:  exactly(),
		RunE: p.action(func(ctx context.Context, _ []string) error {
			ends := int64(0)
			if until != "" {
				at, err := parseTime(until, p.now())
				if err != nil {
					return err
				}
				ends = at.UnixMilli()
			}
			return p.with(ctx, func(c *connection) error {
				hold, err := deck.Hold.Ask(ctx, c, deck.HoldRequest{Why: why, Until: ends})
				return p.showHold(hold, err)
			})
		}),
	}
	command.Flags().StringVar(&why, "reason", "", "why, for everybody to see")
	command.Flags().StringVar(&until, "until", "", "lift it by itself at this `time`: 14:00, 2026-11-22 14:00, or 90m from now")
	return command
}

func (p *program) releaseCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "release",
		Short: "Lift the hold; what was paused by hand stays paused",
		Args:  exactly(),
		RunE: p.action(func(ctx context.Context, _ []string) error {
			return p.with(ctx, func(c *connection) error {
				hold, err := deck.Release.Ask(ctx, c)
				return p.showHold(hold, err)
			})
		}),
	}
}

func (p *program) showHold(hold job.Hold, err error) error {
	if err != nil {
		return err
	}
	p.answer(hold, func() { p.say("%s", holdWords(hold, p.now())) })
	return nil
}

// holdWords: everything is held by anna since 13:02:11, until 14:00: meeting
func holdWords(hold job.Hold, now time.Time) string {
	if !hold.Held {
		return "nothing is held"
	}
	words := fmt.Sprintf("everything is held by %s since %s", hold.Who, moment(hold.Since, now))
	if hold.Until != 0 {
		words += ", until " + moment(hold.Until, now)
	}
	if hold.Why != "" {
		words += ": " + hold.Why
	}
	return words
}
