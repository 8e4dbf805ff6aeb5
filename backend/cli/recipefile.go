package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

// recipeFormat is the version of recipe files. It grows when an older program would misread a
// newer file.
const recipeFormat = 1

// longestRecipe bounds a recipe file, in bytes.
const longestRecipe = 4 << 20

// recipeFile is a recipe as it is shared. It never holds a key: recipes don't.
type recipeFile struct {
	Format      int         `json:"jobdeck_recipe"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Options     job.Options `json:"options"`
}

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
			recipe, _, err := findRecipe(ctx, c, name)
			if err != nil {
				return err
			}
			return p.exportRecipe(recipe, out)
		}),
	}
	command.Flags().StringVar(&out, "out", "", "the `file` to write")
	return command
}

func (p *program) exportRecipe(recipe deck.Recipe, out string) error {
	path, err := absolute(out)
	if err != nil {
		return err
	}
	content, err := json.MarshalIndent(recipeFile{recipeFormat, recipe.Name, recipe.Description, recipe.Options}, "", "  ")
	if err != nil {
		return fmt.Errorf("write the recipe: %w", err)
	}
	if err := os.WriteFile(path, append(content, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the recipe: %w", err)
	}
	p.answer(struct {
		Recipe string `json:"recipe"`
		Out    string `json:"out"`
	}{recipe.Name, path}, func() { p.say("wrote recipe %s to %s", recipe.Name, path) })
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
			recipe, err := readRecipe(args[0])
			if err != nil {
				return err
			}
			if name != "" {
				recipe.Name = name
			}
			return p.with(ctx, func(c *connection) error { return p.importRecipe(ctx, c, recipe, replace) })
		}),
	}
	command.Flags().StringVar(&name, "name", "", "save it under another name")
	command.Flags().BoolVar(&replace, "replace", false, "replace a recipe of the same name")
	return command
}

func (p *program) importRecipe(ctx context.Context, c *connection, recipe deck.Recipe, replace bool) error {
	specs, err := c.Processors(ctx)
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
	existing, err := c.Recipes(ctx)
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

// readRecipe reads a recipe file.
func readRecipe(path string) (deck.Recipe, error) {
	if err := checkFile(path); err != nil {
		return deck.Recipe{}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return deck.Recipe{}, fmt.Errorf("open the recipe: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, longestRecipe))
	if err != nil {
		return deck.Recipe{}, fmt.Errorf("read the recipe: %w", err)
	}
	var read recipeFile
	decoder := json.NewDecoder(bytes.NewReader(content))
	if err := decoder.Decode(&read); err != nil || read.Format == 0 {
		return deck.Recipe{}, fmt.Errorf("%s is no recipe file", path)
	}
	if read.Format > recipeFormat {
		return deck.Recipe{}, fmt.Errorf("%s was written by a newer Jobdeck (recipe format %d, this one reads %d)", path, read.Format, recipeFormat)
	}
	if read.Name == "" {
		return deck.Recipe{}, fmt.Errorf("%s: the recipe has no name: --name gives it one", path)
	}
	if err := read.Options.Check(); err != nil {
		return deck.Recipe{}, fmt.Errorf("%s: %w", path, err)
	}
	return deck.Recipe{Name: read.Name, Description: read.Description, Options: read.Options}, nil
}
