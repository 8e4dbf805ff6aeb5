package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

func (p *program) exportRecipeCommand() *cobra.Command {
	out := ""
	command := &cobra.Command{
		Use:   "export NAME --out FILE",
		Short: "Write a recipe to a file, to share it",
		Args:  exactly("NAME"),
		RunE: p.onRecipe(func(ctx context.Context, c *connection, name string) error {
			if out == "" {
				return job.Usagef("--out is missing: jobdeck recipes export NAME --out FILE")
			}
			return p.exportRecipe(ctx, c, name, out)
		}),
	}
	command.Flags().StringVar(&out, "out", "", "the `file` to write")
	return command
}

func (p *program) exportRecipe(ctx context.Context, c *connection, name, out string) error {
	recipe, _, err := findRecipe(ctx, c, name)
	if err != nil {
		return err
	}
	path, err := absolute(out)
	if err != nil {
		return err
	}
	report, err := deck.ExportRecipe.Ask(ctx, c, deck.RecipeExport{Name: recipe.Name, Path: path})
	if err != nil {
		return err
	}
	p.answer(struct {
		Recipe string `json:"recipe"`
		Out    string `json:"out"`
	}{recipe.Name, report.Path}, func() { p.say("wrote recipe %s to %s", recipe.Name, report.Path) })
	return nil
}

func (p *program) importRecipeCommand() *cobra.Command {
	var name string
	var replace bool
	command := &cobra.Command{
		Use:   "import FILE",
		Short: "Save the recipe of a file",
		Args:  exactly("FILE"),
		RunE: p.action(func(ctx context.Context, args []string) error {
			path, err := absolute(args[0])
			if err != nil {
				return err
			}
			return p.with(ctx, func(c *connection) error {
				recipe, err := deck.ReadRecipe.Ask(ctx, c, deck.RecipeFile{Path: path})
				if err != nil {
					return err
				}
				if name != "" {
					recipe.Name = name
				}
				return p.importRecipe(ctx, c, recipe, replace)
			})
		}),
	}
	command.Flags().StringVar(&name, "name", "", "save it under another name")
	command.Flags().BoolVar(&replace, "replace", false, "replace a recipe of the same name")
	return command
}

func (p *program) importRecipe(ctx context.Context, c *connection, recipe deck.Recipe, replace bool) error {
	if recipe.Name == "" {
		return errors.New("the recipe has no name: --name gives it one")
	}
	specs, err := deck.Processors.Ask(ctx, c)
	if err != nil {
		return err
	}
	spec, found := findSpec(specs, recipe.Options.Processor)
	if !found {
		return fmt.Errorf("the recipe needs the processor %q, and this version has none", recipe.Options.Processor)
	}
	if err := checkSet(recipe, spec, recipe.Options.Set); err != nil {
		return fmt.Errorf("the recipe does not fit this version: %w", err)
	}
	existing, err := deck.Recipes.Ask(ctx, c)
	if err != nil {
		return err
	}
	for _, other := range existing {
		if other.Name == recipe.Name && !replace {
			return fmt.Errorf("there is a recipe %q already: --replace replaces it, --name saves it under another name", recipe.Name)
		}
	}
	return p.saveRecipe(ctx, c, recipe)
}
