package deck

import (
	"context"
	"maps"
	"slices"
	"strings"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/processor/registry"
	"jobdeck/backend/store"
)

// Processors answers the question of its name.
func (l *Local) Processors(context.Context) ([]processor.Spec, error) {
	return registry.All(), nil
}

// Recipes answers the question of its name.
func (l *Local) Recipes(ctx context.Context) ([]Recipe, error) {
	recipes, err := l.recipes(ctx)
	for i := range recipes {
		recipes[i].Options = masked(recipes[i].Options)
	}
	return recipes, err
}

// recipes gives all recipes as they are kept. A processor that needs no option set is a built-in
// recipe by itself.
func (l *Local) recipes(ctx context.Context) ([]Recipe, error) {
	recipes := []Recipe{}
	for _, spec := range registry.All() {
		if !slices.ContainsFunc(spec.Options, func(o form.Field) bool { return o.Required }) {
			recipes = append(recipes, builtIn(spec))
		}
	}
	saved, err := l.store.Recipes(ctx)
	for _, recipe := range saved {
		recipes = append(recipes, Recipe{Name: recipe.Name, Description: recipe.Description, Options: recipe.Options})
	}
	return recipes, err
}

// builtIn is the recipe that a processor is by itself.
func builtIn(spec processor.Spec) Recipe {
	return Recipe{Name: spec.Name, Description: spec.Summary, BuiltIn: true, Options: defaults(spec)}
}

// defaults are the options of a processor that nothing was said about.
func defaults(spec processor.Spec) job.Options {
	return job.Options{Processor: spec.Name, Concurrency: job.DefaultConcurrency, Retries: spec.Retries}
}

// SaveRecipe answers the question of its name.
func (l *Local) SaveRecipe(ctx context.Context, recipe Recipe) error {
	recipe.Name = strings.TrimSpace(recipe.Name)
	if err := checkRecipeName(recipe.Name); err != nil {
		return err
	}
	kept, err := l.recipes(ctx)
	if err != nil {
		return err
	}
	if recipe.Options.Set, err = unmasked(recipe.Options.Set, kept); err != nil {
		return err
	}
	if err := l.checkOptions(recipe.Options); err != nil {
		return err
	}
	entry := l.signed(ctx, job.Entry{What: "save recipe", After: recipe.Name})
	err = l.store.SaveRecipe(ctx, store.Recipe{
		Name: recipe.Name, Description: recipe.Description, Options: recipe.Options, Changed: entry.At,
	}, entry)
	l.tellSettings()
	return err
}

// signed puts into a line of the audit log who asks, and when.
func (l *Local) signed(ctx context.Context, entry job.Entry) job.Entry {
	actor := job.ActorOf(ctx)
	entry.At, entry.Who, entry.Origin = l.clock.Now().UnixMilli(), actor.Who, actor.From
	return entry
}

// checkOptions says what is wrong with a recipe, or nil.
func (l *Local) checkOptions(options job.Options) error {
	spec, err := registry.Find(options.Processor)
	if err != nil {
		return job.Usagef("%v", err)
	}
	if err := options.Check(); err != nil {
		return job.Usagef("%v", err)
	}
	_, err = spec.New(options.Set, l.clock)
	return job.Misused(err)
}

// DeleteRecipe answers the question of its name.
func (l *Local) DeleteRecipe(ctx context.Context, name string) error {
	if _, err := registry.Find(name); err == nil {
		return job.Usagef("%q is built in: it can't be deleted", name)
	}
	err := l.store.DeleteRecipe(ctx, name, l.signed(ctx, job.Entry{What: "delete recipe", Before: name}))
	l.tellSettings()
	return err
}

// recipeOf finds the recipe that a draft names, a saved one or a processor's, with the draft's
// options in it.
func (l *Local) recipeOf(ctx context.Context, draft Draft) (Recipe, processor.Spec, error) {
	recipe, err := l.findRecipe(ctx, draft.Recipe)
	if err != nil {
		return Recipe{}, processor.Spec{}, err
	}
	spec, err := registry.Find(recipe.Options.Processor)
	if err != nil {
		return Recipe{}, processor.Spec{}, job.Usagef("recipe %q: %v", recipe.Name, err)
	}
	set := maps.Clone(recipe.Options.Set)
	if set == nil {
		set = make(map[string]string)
	}
	said, err := unmasked(draft.Set, []Recipe{recipe})
	if err != nil {
		return Recipe{}, processor.Spec{}, err
	}
	maps.Copy(set, said)
	recipe.Options.Set = set
	if draft.RetryDelayMS != nil {
		recipe.Options.RetryDelayMS = *draft.RetryDelayMS
	}
	if draft.MaxErrorRate != nil {
		recipe.Options.MaxErrorRate = *draft.MaxErrorRate
	}
	return recipe, spec, l.checkOptions(recipe.Options)
}

func (l *Local) findRecipe(ctx context.Context, name string) (Recipe, error) {
	if spec, err := registry.Find(strings.ToLower(name)); err == nil {
		return builtIn(spec), nil
	}
	recipes, err := l.recipes(ctx)
	if err != nil {
		return Recipe{}, err
	}
	names := make([]string, len(recipes))
	for i, recipe := range recipes {
		if strings.EqualFold(recipe.Name, name) {
			return recipe, nil
		}
		names[i] = recipe.Name
	}
	return Recipe{}, job.Usagef("no recipe is called %q (%s)", name, strings.Join(names, ", "))
}

func (l *Local) tellSettings() {
	l.bus.Publish(live.Event{Topic: live.SettingsChanged, At: l.clock.Now().UnixMilli()})
}
