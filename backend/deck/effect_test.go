package deck_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/settings"
	"jobdeck/backend/task"
)

// changes does each question that changes something once. A new one has to be put in here, or it is undecided
// whether it leaves its line.
var changes = map[string]func(ctx context.Context, d deck.Door, room *room) error{
	deck.Create.Name: func(ctx context.Context, d deck.Door, room *room) error {
		_, err := deck.Create.Ask(ctx, d, deck.Draft{Path: room.list, Recipe: "preprocess", StartPaused: true})
		return err
	},
	deck.Apply.Name: func(ctx context.Context, d deck.Door, room *room) error {
		_, err := deck.Apply.Ask(ctx, d, job.Command{Verb: job.Archive, Jobs: []job.ID{room.cancelled}})
		return err
	},
	deck.Adjust.Name: func(ctx context.Context, d deck.Door, room *room) error {
		three := 3
		_, err := deck.Adjust.Ask(ctx, d, deck.AdjustRequest{Job: room.paused, Changes: job.Changes{Concurrency: &three}})
		return err
	},
	deck.Move.Name: func(ctx context.Context, d deck.Door, room *room) error {
		return deck.Move.Do(ctx, d, deck.MoveRequest{Job: room.queued, Where: "top"})
	},
	deck.Hold.Name: func(ctx context.Context, d deck.Door, _ *room) error {
		_, err := deck.Hold.Ask(ctx, d, deck.HoldRequest{Why: "lunch"})
		return err
	},
	deck.Release.Name: func(ctx context.Context, d deck.Door, _ *room) error {
		_, err := deck.Release.Ask(ctx, d)
		return err
	},
	deck.Export.Name: func(ctx context.Context, d deck.Door, room *room) error {
		_, err := deck.Export.Ask(ctx, d, deck.ExportRequest{Job: room.paused, Path: filepath.Join(room.dir, "out.csv")})
		return err
	},
	deck.SaveRecipe.Name: func(ctx context.Context, d deck.Door, _ *room) error {
		return deck.SaveRecipe.Do(ctx, d, deck.Recipe{Name: "Nightly", Options: job.Options{Processor: "preprocess", Concurrency: 1}})
	},
	deck.DeleteRecipe.Name: func(ctx context.Context, d deck.Door, _ *room) error {
		return deck.DeleteRecipe.Do(ctx, d, "Kept")
	},
	deck.ExportRecipe.Name: func(ctx context.Context, d deck.Door, room *room) error {
		_, err := deck.ExportRecipe.Ask(ctx, d, deck.RecipeExport{Name: "preprocess", Path: filepath.Join(room.dir, "recipe.json")})
		return err
	},
	deck.SetSetting.Name: func(ctx context.Context, d deck.Door, _ *room) error {
		return deck.SetSetting.Do(ctx, d, deck.SettingChange{Key: settings.KeepAwake, Value: "false"})
	},
	deck.SaveTask.Name: func(ctx context.Context, d deck.Door, room *room) error {
		_, err := deck.SaveTask.Ask(ctx, d, draftOf(room.task, room.task.Settings))
		return err
	},
	deck.ApplyTask.Name: func(ctx context.Context, d deck.Door, room *room) error {
		_, err := deck.ApplyTask.Ask(ctx, d, task.Command{Verb: task.Enable, Tasks: []task.ID{room.task.ID}})
		return err
	},
	deck.ExportActivity.Name: func(ctx context.Context, d deck.Door, room *room) error {
		_, err := deck.ExportActivity.Ask(ctx, d, deck.ActivityExport{Path: filepath.Join(room.dir, "activity.csv")})
		return err
	},
	deck.SetSecret.Name: func(ctx context.Context, d deck.Door, _ *room) error {
		return deck.SetSecret.Do(ctx, d, deck.SettingChange{Key: "HUB_TOKEN", Value: "swordfish"})
	},
	deck.KeepKeys.Name: func(ctx context.Context, d deck.Door, _ *room) error {
		_, err := deck.KeepKeys.Ask(ctx, d, deck.KeysRequest{Environment: "API_KEY=" + key, Move: true})
		return err
	},
}

// room is what the questions are about.
type room struct {
	dir, list                 string
	paused, queued, cancelled job.ID
	task                      task.View
}

// Who changes something leaves a line that says so, whatever it is.
func TestEveryQuestionThatChangesSomethingLeavesALineByWhoAsked(t *testing.T) {
	keychain(t)
	d := opened(t)
	r := furnished(t, d)
	asks := job.Actor{Who: "grace", From: job.FromTray}
	for _, q := range deck.Questions() {
		do, written := changes[q.Name]
		if written != (q.Effect == deck.Changes) {
			t.Errorf("%s: the table says effect %d, and there is a case: %v", q.Name, q.Effect, written)
		}
		if !written {
			continue
		}
		before := linesBy(t, d, asks)
		if err := do(job.WithActor(t.Context(), asks), d, r); err != nil {
			t.Errorf("%s: %v", q.Name, err)
			continue
		}
		if after := linesBy(t, d, asks); after != before+1 {
			t.Errorf("%s left %d lines of who asked, want 1", q.Name, after-before)
		}
	}
}

func furnished(t *testing.T, d *deck.Local) *room {
	t.Helper()
	ctx := job.WithActor(t.Context(), anna)
	r := &room{dir: t.TempDir()}
	r.list = filepath.Join(r.dir, "list.csv")
	require.NoError(t, os.WriteFile(r.list, []byte("company_name\nAcme\n"), 0o600))
	made := func(paused bool) job.ID {
		s, err := d.Create(ctx, deck.Draft{Path: r.list, Recipe: "preprocess", StartPaused: paused})
		require.NoError(t, err)
		return s.ID
	}
	r.paused, _, r.queued, r.cancelled = made(true), made(false), made(false), made(true)
	_, err := d.Apply(ctx, job.Command{Verb: job.Cancel, Jobs: []job.ID{r.cancelled}})
	require.NoError(t, err)
	require.NoError(t, d.SaveRecipe(ctx, deck.Recipe{Name: "Kept", Options: job.Options{Processor: "preprocess", Concurrency: 1}}))
	id := ownTask(t, d, "Mondays", map[string]string{"source": "newest", "folder": r.dir, "recipe": "preprocess", "start_paused": "true"})
	r.task, err = d.Task(ctx, id)
	require.NoError(t, err)
	return r
}

// linesBy is how many lines of the audit log somebody has left.
func linesBy(t *testing.T, d deck.Door, who job.Actor) int {
	t.Helper()
	page, err := deck.Activity.Ask(t.Context(), d, deck.ActivityQuery{Origins: []job.Origin{who.From}, Limit: 200})
	require.NoError(t, err)
	lines := 0
	for _, row := range page.Rows {
		if row.Who == who.Who && row.Kind == "change" {
			lines++
		}
	}
	return lines
}
