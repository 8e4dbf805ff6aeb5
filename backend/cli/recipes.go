package cli

import (
	"context"
	"errors"
	"maps"
	"strings"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

func (p *program) recipesCommand() *cobra.Command {
	list := p.action(func(ctx context.Context, _ []string) error {
		return p.with(ctx, func(c *connection) error { return p.listRecipes(ctx, c) })
	})
	command := &cobra.Command{
		Use:   "recipes",
		Short: "List, save and share recipes",
		Args:  exactly(),
		RunE:  list,
	}
	command.AddCommand(
		&cobra.Command{Use: "list", Short: "List the recipes, and what they can be made of", Args: exactly(), RunE: list},
		&cobra.Command{
			Use: "show NAME", Short: "Show a recipe with its options", Args: exactly("NAME"),
			RunE: p.onRecipe(p.showRecipe),
		},
		p.saveRecipeCommand(),
		&cobra.Command{
			Use: "delete NAME", Short: "Delete a saved recipe; jobs made of it keep their options", Args: exactly("NAME"),
			RunE: p.onRecipe(p.deleteRecipe),
		},
		p.exportRecipeCommand(),
		p.importRecipeCommand(),
	)
	return command
}

// onRecipe makes a function of a command that is about a recipe by name.
func (p *program) onRecipe(do func(ctx context.Context, c *connection, name string) error) func(*cobra.Command, []string) error {
	return p.action(func(ctx context.Context, args []string) error {
		return p.with(ctx, func(c *connection) error { return do(ctx, c, args[0]) })
	})
}

func (p *program) listRecipes(ctx context.Context, c *connection) error {
	recipes, err := deck.Recipes.Ask(ctx, c)
	if err != nil {
		return err
	}
	specs, err := deck.Processors.Ask(ctx, c)
	if err != nil {
		return err
	}
	p.answer(struct {
		Recipes    []deck.Recipe `json:"recipes"`
		Processors any           `json:"processors"`
	}{list(recipes), list(specs)}, func() {
		t := newTable(p.out, "RECIPE", "PROCESSOR", "", "DESCRIPTION")
		for _, recipe := range recipes {
			t.row(recipe.Name, recipe.Options.Processor, builtIn(recipe), cut(recipe.Description, 80))
		}
		t.end()
		p.say("")
		t = newTable(p.out, "PROCESSOR", "WHAT IT DOES")
		for _, spec := range specs {
			t.row(spec.Name, spec.Summary)
		}
		t.end()
	})
	return nil
}

func builtIn(recipe deck.Recipe) string {
	if recipe.BuiltIn {
		return "built in"
	}
	return "saved"
}

func (p *program) showRecipe(ctx context.Context, c *connection, name string) error {
	recipe, spec, err := findRecipe(ctx, c, name)
	if err != nil {
		return err
	}
	p.answer(recipe, func() {
		p.say("%s · %s, %s", recipe.Name, spec.Name, builtIn(recipe))
		if recipe.Description != "" {
			p.say("  %s", recipe.Description)
		}
		p.say("  %s", spec.Summary)
		t := newTable(p.out, "  OPTION", "VALUE", "DEFAULT", "CAN BE", "MEANING")
		for _, option := range spec.Options {
			t.row("  "+option.Key, recipe.Options.Set[option.Key], option.Default, option.Range(), option.Help)
		}
		t.end()
	})
	return nil
}

func (p *program) deleteRecipe(ctx context.Context, c *connection, name string) error {
	recipe, _, err := findRecipe(ctx, c, name)
	if err != nil {
		return err
	}
	if err := deck.DeleteRecipe.Do(ctx, c, recipe.Name); err != nil {
		if errors.Is(err, deck.ErrNotFound) {
			return job.Usagef("%s is a processor: there is no saved recipe of that name", recipe.Name)
		}
		return err
	}
	p.answer(struct {
		Deleted string `json:"deleted"`
	}{recipe.Name}, func() { p.say("deleted recipe %s", recipe.Name) })
	return nil
}

func (p *program) saveRecipeCommand() *cobra.Command {
	var work workFlags
	var from, description string
	command := &cobra.Command{
		Use:     "save NAME --from RECIPE",
		Short:   "Save a recipe under a name, from another one or a processor, with other options",
		Example: `  jobdeck recipes save enrich --from command --set command=./enrich.sh --rate 60/min`,
		Args:    exactly("NAME"),
	}
	set := command.Flags()
	set.SortFlags = false
	set.StringVar(&from, "from", "", "the recipe or processor it starts from")
	set.StringVar(&description, "description", "", "what it is for")
	work.add(set)
	command.RunE = p.onRecipe(func(ctx context.Context, c *connection, name string) error {
		if from == "" {
			return job.Usagef("--from is missing: jobdeck recipes save NAME --from RECIPE")
		}
		recipe, err := work.recipe(ctx, c, from)
		if err != nil {
			return err
		}
		recipe.Name = name
		if set.Changed("description") {
			recipe.Description = description
		}
		return p.saveRecipe(ctx, c, recipe)
	})
	return command
}

// recipe is the one to start from with the options that were given.
func (w *workFlags) recipe(ctx context.Context, c *connection, from string) (deck.Recipe, error) {
	recipe, spec, err := findRecipe(ctx, c, from)
	if err != nil {
		return recipe, err
	}
	set, err := parsePairs(w.set)
	if err != nil {
		return recipe, err
	}
	if err := checkSet(recipe, spec, set); err != nil {
		return recipe, err
	}
	changes, err := w.changes()
	if err != nil {
		return recipe, err
	}
	delay, errorRate, err := w.delays()
	if err != nil {
		return recipe, err
	}
	recipe.BuiltIn = false
	options := &recipe.Options
	if options.Concurrency == 0 {
		options.Concurrency, options.Retries = job.DefaultConcurrency, spec.Retries
	}
	merged := maps.Clone(options.Set)
	if merged == nil {
		merged = make(map[string]string, len(set))
	}
	maps.Copy(merged, set)
	options.Set = merged
	put(&options.Concurrency, changes.Concurrency)
	put(&options.RatePerMinute, changes.RatePerMinute)
	put(&options.Retries, changes.Retries)
	put(&options.RetryDelayMS, delay)
	put(&options.MaxErrorRate, errorRate)
	if changes.Window != nil || changes.ClearWindow {
		options.Window = changes.Window
	}
	return recipe, nil
}

// put changes a value when there is a new one.
func put[T any](value, with *T) {
	if with != nil {
		*value = *with
	}
}

func (p *program) saveRecipe(ctx context.Context, c *connection, recipe deck.Recipe) error {
	if err := deck.SaveRecipe.Do(ctx, c, recipe); err != nil {
		return err
	}
	// As others may see it: its keys are masked.
	saved, _, err := findRecipe(ctx, c, strings.TrimSpace(recipe.Name))
	if err != nil {
		return err
	}
	p.answer(saved, func() {
		p.say("saved recipe %s: %s, %s", saved.Name, saved.Options.Processor, optionWords(saved.Options))
	})
	return nil
}
