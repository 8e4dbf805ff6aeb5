package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

func (p *program) settingsCommand() *cobra.Command {
	list := p.action(func(ctx context.Context, _ []string) error {
		return p.with(ctx, func(c *connection) error { return p.listSettings(ctx, c) })
	})
	command := &cobra.Command{
		Use:   "settings",
		Short: "List, read and change the settings",
		Args:  noSetting,
		RunE:  list,
	}
	command.AddCommand(
		&cobra.Command{Use: "list", Short: "List every setting with its value and meaning", Args: exactly(), RunE: list},
		&cobra.Command{
			Use: "get KEY", Short: "Read a setting", Args: exactly("KEY"),
			RunE: p.action(func(ctx context.Context, args []string) error {
				return p.with(ctx, func(c *connection) error {
					setting, err := findSetting(ctx, c, args[0])
					if err != nil {
						return err
					}
					p.answer(setting, func() { p.say("%s", setting.Value) })
					return nil
				})
			}),
		},
		&cobra.Command{
			Use: "set KEY VALUE", Short: "Change a setting; it takes effect at once", Args: exactly("KEY", "VALUE"),
			RunE: p.action(func(ctx context.Context, args []string) error {
				return p.with(ctx, func(c *connection) error { return p.changeSetting(ctx, c, args[0], args[1]) })
			}),
		},
	)
	return command
}

// noSetting helps who names a setting and forgets to say what is to be done with it.
func noSetting(_ *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return nil
	case 1:
		return job.Usagef("jobdeck settings get %s reads it, jobdeck settings set %s VALUE changes it", args[0], args[0])
	default:
		return job.Usagef("jobdeck settings set %s %s changes it", args[0], args[1])
	}
}

func (p *program) listSettings(ctx context.Context, c *connection) error {
	settings, err := deck.Settings.Ask(ctx, c)
	if err != nil {
		return err
	}
	p.answer(struct {
		Settings []deck.Setting `json:"settings"`
	}{list(settings)}, func() {
		t := newTable(p.out, "KEY", "VALUE", "DEFAULT", "CAN BE", "MEANING")
		for _, setting := range settings {
			t.row(setting.Key, setting.Value, setting.Default, setting.Range(), setting.Label)
		}
		t.end()
	})
	return nil
}

func findSetting(ctx context.Context, c *connection, key string) (deck.Setting, error) {
	settings, err := deck.Settings.Ask(ctx, c)
	if err != nil {
		return deck.Setting{}, err
	}
	var keys []string
	for _, setting := range settings {
		if setting.Key == key {
			return setting, nil
		}
		keys = append(keys, setting.Key)
	}
	return deck.Setting{}, job.Usagef("there is no setting %q: there is %s", key, joined(keys))
}

func (p *program) changeSetting(ctx context.Context, c *connection, key, value string) error {
	if _, err := findSetting(ctx, c, key); err != nil {
		return err
	}
	err := deck.SetSetting.Do(ctx, c, deck.SettingChange{Key: key, Value: value})
	if usage, wrong := errors.AsType[*job.UsageError](err); wrong {
		return job.Usagef("%s: %s", key, usage.Message)
	}
	if err != nil {
		return err
	}
	setting, err := findSetting(ctx, c, key)
	if err != nil {
		return err
	}
	p.answer(setting, func() { p.say("%s is %s", setting.Key, setting.Value) })
	return nil
}
