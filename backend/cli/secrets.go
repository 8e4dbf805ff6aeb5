package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"jobdeck/backend/deck"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jobdeck/backend/job"
)

func (p *program) secretsCommand() *cobra.Command {
	list := p.action(func(ctx context.Context, _ []string) error {
		return p.with(ctx, func(c *connection) error { return p.listSecrets(ctx, c) })
	})
	command := &cobra.Command{
		Use:   "secrets",
		Short: "Keep keys in the system's keychain, for recipes to use",
		Long: `Keys for what recipes call belong into the system's keychain: no recipe, log or backup has them there.
A recipe's environment takes one as NAME=secret:KEY.`,
		Args: exactly(),
		RunE: list,
	}
	command.AddCommand(
		&cobra.Command{Use: "list", Short: "List the keys by name; their values are never told", Args: exactly(), RunE: list},
		&cobra.Command{
			Use: "set KEY", Short: "Keep a key, which is asked for, or read from the input", Args: exactly("KEY"),
			RunE: p.action(func(ctx context.Context, args []string) error {
				value, err := p.readSecret(ctx, args[0])
				if err != nil {
					return err
				}
				return p.with(ctx, func(c *connection) error { return p.keepSecret(ctx, c, args[0], value) })
			}),
		},
		&cobra.Command{
			Use: "delete KEY", Short: "Take a key out of the keychain", Args: exactly("KEY"),
			RunE: p.action(func(ctx context.Context, args []string) error {
				return p.with(ctx, func(c *connection) error { return p.keepSecret(ctx, c, args[0], "") })
			}),
		},
	)
	return command
}

// secretState is a key without its value.
type secretState struct {
	Key string `json:"key"`
	Set bool   `json:"set"`
}

func (p *program) listSecrets(ctx context.Context, c *connection) error {
	set, err := deck.Secrets.Ask(ctx, c)
	if err != nil {
		return err
	}
	keys := []secretState{}
	for _, key := range slices.Sorted(maps.Keys(set)) {
		keys = append(keys, secretState{key, set[key]})
	}
	p.answer(struct {
		Secrets []secretState `json:"secrets"`
	}{keys}, func() {
		t := newTable(p.out, "KEY", "IN THE KEYCHAIN")
		for _, key := range keys {
			there := "no"
			if key.Set {
				there = "yes"
			}
			t.row(key.Key, there)
		}
		t.end()
	})
	return nil
}

func (p *program) keepSecret(ctx context.Context, c *connection, key, value string) error {
	if err := deck.SetSecret.Do(ctx, c, deck.SettingChange{Key: key, Value: value}); err != nil {
		return err
	}
	p.answer(secretState{key, value != ""}, func() {
		if value == "" {
			p.say("%s is no longer in the keychain", key)
			return
		}
		p.say("%s is in the keychain: a recipe's environment takes it as NAME=secret:%s", key, key)
	})
	return nil
}

// longestSecret bounds what is read for one, in bytes; the keychain takes less.
const longestSecret = 1 << 16

// readSecret asks for a key without showing it, or reads a line of the input.
func (p *program) readSecret(ctx context.Context, key string) (string, error) {
	var value string
	var err error
	if isTerminal(p.streams.In) {
		value, err = p.askSecret(ctx, key)
	} else {
		value, err = bufio.NewReader(io.LimitReader(p.streams.In, longestSecret)).ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	if err != nil {
		return "", fmt.Errorf("read the key: %w", err)
	}
	if value = strings.TrimRight(value, "\r\n"); value == "" {
		return "", job.Usagef("nothing was given for %s: \"jobdeck secrets delete %s\" takes it out", key, key)
	}
	return value, nil
}

// askSecret asks a person on the terminal. An interrupt puts the terminal back as it was.
func (p *program) askSecret(ctx context.Context, key string) (string, error) {
	terminal := int(p.streams.In.(*os.File).Fd())
	before, err := term.GetState(terminal)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(p.streams.Err, "%s: ", key)
	type answer struct {
		value []byte
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		value, err := term.ReadPassword(terminal)
		answers <- answer{value, err}
	}()
	defer fmt.Fprintln(p.streams.Err)
	select {
	case a := <-answers:
		return string(a.value), a.err
	case <-ctx.Done():
		return "", term.Restore(terminal, before)
	}
}
