//go:build unix

package deck_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

const key = "swordfish-7e1c2d"

// shows puts what goes through the door as scripts get it, and fails when a key stands in it.
func shows(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	require.NotContains(t, string(text), key)
	return string(text)
}

func keyed(name string) deck.Recipe {
	return deck.Recipe{Name: name, Options: job.Options{Processor: "command", Concurrency: 1, Set: map[string]string{
		"command": "python3 ask.py --token " + key, "env": "LANG=de\nHUB_TOKEN=" + key,
	}}}
}

func recipeOf(t *testing.T, d deck.Door, name string) deck.Recipe {
	t.Helper()
	recipes, err := deck.Recipes.Ask(t.Context(), d)
	require.NoError(t, err)
	for _, recipe := range recipes {
		if recipe.Name == name {
			return recipe
		}
	}
	t.Fatalf("there is no recipe %s", name)
	return deck.Recipe{}
}

func TestAKeyInARecipeIsShownToNobodyAndLostByNobody(t *testing.T) {
	t.Parallel()
	d := opened(t)
	require.NoError(t, d.SaveRecipe(t.Context(), keyed("Ask")))
	shown := recipeOf(t, d, "Ask")
	require.Contains(t, shows(t, shown), "HUB_TOKEN=••••••")

	// Changed by a person who sees no key, and saved, also under another name.
	shown.Options.Set["env"] = "LANG=fr\n" + strings.Split(shown.Options.Set["env"], "\n")[1]
	require.NoError(t, d.SaveRecipe(t.Context(), shown))
	shown.Name = "Ask again"
	require.NoError(t, d.SaveRecipe(t.Context(), shown))

	// A job made of it has the key, from the recipe and from what a window sends back; its page has not.
	list := put(t, t.TempDir(), "list.csv", goodList, 0)
	for _, set := range []map[string]string{nil, shown.Options.Set} {
		made, err := d.Create(t.Context(), deck.Draft{Path: list, Recipe: "Ask again", Set: set, StartPaused: true})
		require.NoError(t, err)
		detail, err := d.Detail(t.Context(), made.ID)
		require.NoError(t, err)
		require.Contains(t, shows(t, detail), "LANG=fr")
		require.Contains(t, detail.Options.Set["env"], "HUB_TOKEN=••••••")
	}
	tried, err := d.Try(t.Context(), deck.TryRequest{Draft: deck.Draft{Path: list, Recipe: "Ask again", Set: map[string]string{
		"command": `sh -c 'test "$HUB_TOKEN" = swordfish-7e1c2d'`, "env": shown.Options.Set["env"],
	}}, Rows: 1})
	require.NoError(t, err)
	require.Equal(t, job.Succeeded, tried[0].Outcome, tried[0].Error)

	// A file of it has no key, and says so to whoever imports it where it is not known.
	file := filepath.Join(t.TempDir(), "ask.json")
	_, err = d.ExportRecipe(t.Context(), deck.RecipeExport{Name: "Ask", Path: file})
	require.NoError(t, err)
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NotContains(t, string(content), key)
	other := opened(t)
	read, err := other.ReadRecipe(t.Context(), deck.RecipeFile{Path: file})
	require.NoError(t, err)
	require.ErrorContains(t, other.SaveRecipe(t.Context(), read), "a key is masked")
}

func TestAKeyInATaskOrAnEntryIsShownToNobody(t *testing.T) {
	t.Parallel()
	d, ctx := opened(t), job.WithActor(t.Context(), anna)
	draft := task.Draft{
		Name: "Ask", Does: "command", Enabled: true, Schedule: task.Schedule{Kind: task.Every, EveryMS: 3_600_000},
		Settings: map[string]string{"command": "ask --api-key=" + key, "shell": "false", "folder": "", "timeout": "5"},
	}
	made, err := d.SaveTask(ctx, draft)
	require.NoError(t, err)
	require.Contains(t, shows(t, made), "--api-key=••••••")
	draft.ID, draft.Settings = made.ID, made.Settings
	draft.Settings["timeout"] = "6"
	changed, err := d.SaveTask(ctx, draft)
	require.NoError(t, err)
	require.Equal(t, made.Settings["command"], changed.Settings["command"], "the key is the same one")
	draft.Settings = map[string]string{"command": "ask --api-key=••••••0000"}
	_, err = d.SaveTask(ctx, draft)
	require.ErrorContains(t, err, "a key is masked")

	// What was written down before there were masks.
	_, err = d.Hold(job.WithActor(t.Context(), job.Actor{Who: "anna", From: job.FromWindow}), deck.HoldRequest{Why: "look at TOKEN=" + key})
	require.NoError(t, err)
	page, err := d.Activity(t.Context(), deck.ActivityQuery{Limit: 100})
	require.NoError(t, err)
	require.Contains(t, shows(t, page), "TOKEN=••••••")
	file := filepath.Join(t.TempDir(), "activity.csv")
	_, err = d.ExportActivity(t.Context(), deck.ActivityExport{Path: file})
	require.NoError(t, err)
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NotContains(t, string(content), key)
}

// The keychain's double is one for the whole program: this test has it alone.
func TestAKeyIsMovedFromARecipeIntoTheKeychain(t *testing.T) {
	keychain(t)
	d := opened(t)
	require.NoError(t, d.SaveRecipe(t.Context(), keyed("Ask")))
	env := recipeOf(t, d, "Ask").Options.Set["env"]
	found, err := d.KeepKeys(t.Context(), deck.KeysRequest{Environment: env})
	require.NoError(t, err)
	require.Equal(t, deck.KeptKeys{Environment: env, Names: []string{"HUB_TOKEN"}}, found)
	secrets, err := d.Secrets(t.Context())
	require.NoError(t, err)
	require.NotContains(t, secrets, "HUB_TOKEN", "only looked for")

	moved, err := d.KeepKeys(t.Context(), deck.KeysRequest{Environment: env, Move: true})
	require.NoError(t, err)
	require.Equal(t, "LANG=de\nHUB_TOKEN=secret:HUB_TOKEN", moved.Environment)
	secrets, err = d.Secrets(t.Context())
	require.NoError(t, err)
	require.True(t, secrets["HUB_TOKEN"])

	// The same again changes nothing; another key of that name is not put over the first one.
	_, err = d.KeepKeys(t.Context(), deck.KeysRequest{Environment: env, Move: true})
	require.NoError(t, err)
	_, err = d.KeepKeys(t.Context(), deck.KeysRequest{Environment: "HUB_TOKEN=another-1234", Move: true})
	require.ErrorContains(t, err, "another key HUB_TOKEN")

	require.NoError(t, d.SetSecret(t.Context(), deck.SettingChange{Key: "HUB_TOKEN", Value: ""}))
	secrets, err = d.Secrets(t.Context())
	require.NoError(t, err)
	require.NotContains(t, secrets, "HUB_TOKEN")
}
