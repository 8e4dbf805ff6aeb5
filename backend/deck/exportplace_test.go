//go:build unix

package deck_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/deck"
	"jobdeck/backend/fingerprint"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// jobOver makes a job over a list.
func jobOver(t *testing.T, d deck.Door, list string) job.ID {
	t.Helper()
	made, err := deck.Create.Ask(job.WithActor(t.Context(), anna), d, deck.Draft{Path: list, Recipe: "preprocess", StartPaused: true})
	require.NoError(t, err)
	return made.ID
}

// refusesToWrite makes sure that no writer of a deck takes a path, and that the check before the
// work says the same.
func refusesToWrite(t *testing.T, d deck.Door, id job.ID, path, want string) {
	t.Helper()
	_, err := deck.Export.Ask(job.WithActor(t.Context(), anna), d, deck.ExportRequest{Job: id, Path: path})
	require.ErrorContains(t, err, want)
	_, err = deck.Export.Ask(job.WithActor(t.Context(), anna), d, deck.ExportRequest{Job: id, Path: path, Cleaned: true})
	require.ErrorContains(t, err, want)
	require.ErrorContains(t, deck.CheckExport.Do(t.Context(), d, deck.ExportRequest{Job: id, Path: path}), want)
	_, err = deck.ExportActivity.Ask(job.WithActor(t.Context(), anna), d, deck.ActivityExport{Query: deck.ActivityQuery{Limit: 1}, Path: path})
	require.ErrorContains(t, err, want)
	_, err = deck.ExportRecipe.Ask(job.WithActor(t.Context(), anna), d, deck.RecipeExport{Name: "preprocess", Path: path})
	require.ErrorContains(t, err, want)
}

// draftOf is a change of a task's settings.
func draftOf(v task.View, set map[string]string) task.Draft {
	return task.Draft{
		ID: v.ID, Name: v.Name, Group: v.Group, Description: v.Description, Does: v.Does, Settings: set, Schedule: v.Schedule,
		Missed: v.Missed, MissedCap: v.MissedCap, Overlap: v.Overlap, Enabled: v.Enabled,
	}
}

func TestNothingIsWrittenOverAList(t *testing.T) {
	t.Parallel()
	d := opened(t)
	folder := t.TempDir()
	list := put(t, folder, "targets.csv", goodList, time.Hour)
	id := jobOver(t, d, list)
	other := put(t, folder, "others.csv", goodList, time.Hour)
	jobOver(t, d, other)

	symlink, hardlink, linked := filepath.Join(folder, "soft.csv"), filepath.Join(folder, "hard.csv"), filepath.Join(t.TempDir(), "folder")
	require.NoError(t, os.Symlink(list, symlink))
	require.NoError(t, os.Link(list, hardlink))
	require.NoError(t, os.Symlink(folder, linked))
	for _, path := range []string{
		list, symlink, hardlink, filepath.Join(linked, "targets.csv"), folder + "/./targets.csv", other, filepath.Join(linked, "others.csv"),
	} {
		refusesToWrite(t, d, id, path, "the list")
	}
	_, err := d.Create(job.WithActor(t.Context(), anna), deck.Draft{Path: list, Recipe: "preprocess", Out: hardlink})
	require.ErrorContains(t, err, "the list itself")
	ids, err := d.JobIDs(t.Context(), "")
	require.NoError(t, err)
	require.Len(t, ids, 2, "nothing is imported for a place that can't be written")

	for _, path := range []string{list, other} {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, goodList, string(text))
	}
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, entries, 4, "nothing is left behind")
}

func TestNothingIsWrittenOverAListThatATaskStillReads(t *testing.T) {
	t.Parallel()
	d := opened(t)
	id := jobOver(t, d, put(t, t.TempDir(), "targets.csv", goodList, time.Hour))
	inbox, places := t.TempDir(), t.TempDir()
	weekly := put(t, t.TempDir(), "weekly.csv", goodList, time.Hour)
	waiting, place := put(t, inbox, "waiting.csv", goodList, time.Hour), put(t, places, "offices.csv", "name,lat,lon\n", time.Hour)
	ownTask(t, d, "Weekly", map[string]string{"recipe": "preprocess", "file": weekly})
	ownTask(t, d, "Inbox", map[string]string{"recipe": "preprocess", "source": "each", "folder": inbox, "match": "*.csv"})
	tasks, err := d.Tasks(t.Context())
	require.NoError(t, err)
	for _, shipped := range tasks {
		if shipped.Does == "location_import" {
			_, err := d.SaveTask(t.Context(), draftOf(shipped, map[string]string{"folder": places}))
			require.NoError(t, err)
		}
	}
	for _, path := range []string{weekly, waiting, place} {
		refusesToWrite(t, d, id, path, "the list of the task")
	}
	_, err = d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: id, Path: filepath.Join(inbox, "new.csv")})
	require.NoError(t, err, "a new file may come into the folder")
}

func TestAnExportMayBeWrittenAgainAlthoughAnotherJobReadIt(t *testing.T) {
	t.Parallel()
	d := opened(t)
	folder := t.TempDir()
	first := jobOver(t, d, put(t, folder, "targets.csv", goodList, time.Hour))
	clean := filepath.Join(folder, "clean.csv")
	again := func() error {
		_, err := d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: first, Path: clean})
		return err
	}
	require.NoError(t, again())
	second := jobOver(t, d, clean)
	require.NoError(t, again(), "Jobdeck wrote it itself")

	_, err := d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: second, Path: clean})
	require.ErrorContains(t, err, "the list itself")
	edited := time.Now().Add(time.Minute)
	require.NoError(t, os.Chtimes(clean, edited, edited))
	require.ErrorContains(t, again(), "the list of job 2", "somebody has worked on it since")
}

func TestNothingIsWrittenIntoJobdecksOwnFolder(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := openedAt(t, data)
	outside := t.TempDir()
	id := jobOver(t, d, put(t, outside, "targets.csv", goodList, time.Hour))
	way, database := filepath.Join(outside, "way"), filepath.Join(outside, "innocent.csv")
	require.NoError(t, os.Symlink(data, way))
	require.NoError(t, os.Symlink(filepath.Join(data, "jobdeck.db"), database))
	for _, path := range []string{
		filepath.Join(data, "jobdeck.db"), filepath.Join(data, "results.csv"), filepath.Join(data, "backups", "x.csv"),
		filepath.Join(way, "results.csv"), database,
	} {
		refusesToWrite(t, d, id, path, "Jobdeck's own files")
	}
}

func TestOnlyAnOrdinaryFileIsReplaced(t *testing.T) {
	t.Parallel()
	d := opened(t)
	folder := t.TempDir()
	id := jobOver(t, d, put(t, folder, "targets.csv", goodList, time.Hour))
	at := func(name string) string { return filepath.Join(folder, name) }
	require.NoError(t, syscall.Mkfifo(at("pipe.csv"), 0o600))
	require.NoError(t, os.Mkdir(at("folder.csv"), 0o700))
	require.NoError(t, os.Symlink(os.DevNull, at("device.csv")))
	require.NoError(t, os.Symlink(at("nowhere"), at("dangling.csv")))
	_, output, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { _ = output.Close() })
	require.NoError(t, os.Symlink(fmt.Sprintf("/dev/fd/%d", output.Fd()), at("output.csv")))
	require.NoError(t, os.WriteFile(at("protected.csv"), []byte("keep"), 0o444))
	for path, want := range map[string]string{
		at("pipe.csv"):                        "not an ordinary file",
		at("folder.csv"):                      "folder",
		at("device.csv"):                      "not an ordinary file",
		at("output.csv"):                      "not an ordinary file",
		at("dangling.csv"):                    "leads nowhere",
		at("protected.csv"):                   "protected",
		at("missing/x.csv"):                   "there is no folder",
		at("targets.csv/x.csv"):               "there is no folder",
		at(strings.Repeat("n", 252) + ".csv"): "name is too long",
		"results.csv":                         "not an absolute path",
		"/proc/results.csv":                   "can't be written",
	} {
		refusesToWrite(t, d, id, path, want)
	}
}

func TestAReplacedFileKeepsItsModeAndItsLink(t *testing.T) {
	t.Parallel()
	d := opened(t)
	folder := t.TempDir()
	id := jobOver(t, d, put(t, folder, "targets.csv", goodList, time.Hour))
	shared, link := filepath.Join(folder, "shared.csv"), filepath.Join(folder, "link.csv")
	require.NoError(t, os.WriteFile(shared, []byte("old"), 0o600))
	require.NoError(t, os.Chmod(shared, 0o664))
	require.NoError(t, os.Symlink("shared.csv", link))
	_, err := d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: id, Path: link})
	require.NoError(t, err)
	info, err := os.Lstat(shared)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o664), info.Mode())
	info, err = os.Lstat(link)
	require.NoError(t, err)
	require.Equal(t, os.ModeSymlink, info.Mode().Type())
	text, err := os.ReadFile(shared)
	require.NoError(t, err)
	require.Contains(t, string(text), "Globex")

	longest := filepath.Join(folder, strings.Repeat("n", 251)+".csv")
	_, err = d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: id, Path: longest})
	require.NoError(t, err, "the longest name that the system takes can be written")
}

func TestAListIsKnownWhateverBecameOfItsName(t *testing.T) {
	t.Parallel()
	if fingerprint.File(t.TempDir()) == "" {
		t.Skip("this file system does not tell when a file was made")
	}
	const known = "the list of job"
	tests := []struct {
		name string
		move func(t *testing.T, list, folder string) string // gives where it is now
		want string
	}{
		{"renamed", func(t *testing.T, list, _ string) string {
			t.Helper()
			return renamed(t, list, filepath.Join(filepath.Dir(list), "old.csv"))
		}, known},
		{"moved into another folder", func(t *testing.T, list, folder string) string {
			t.Helper()
			return renamed(t, list, filepath.Join(folder, "targets.csv"))
		}, known},
		{"copied", func(t *testing.T, _, folder string) string {
			t.Helper()
			return put(t, folder, "copy.csv", goodList, time.Hour)
		}, "a copy of the list of job"},
		{"edited in its place and renamed", func(t *testing.T, list, folder string) string {
			t.Helper()
			file, err := os.OpenFile(list, os.O_APPEND|os.O_WRONLY, 0)
			require.NoError(t, err)
			_, err = file.WriteString("Umbrella,umbrella.com\n")
			require.NoError(t, errors.Join(err, file.Close()))
			return renamed(t, list, filepath.Join(folder, "edited.csv"))
		}, known},
		{"renamed, with a link to it", func(t *testing.T, list, folder string) string {
			t.Helper()
			link := filepath.Join(folder, "link.csv")
			require.NoError(t, os.Symlink(renamed(t, list, filepath.Join(folder, "old.csv")), link))
			return link
		}, known},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := opened(t)
			list := put(t, t.TempDir(), "targets.csv", goodList, time.Hour)
			id := jobOver(t, d, list)
			now := test.move(t, list, t.TempDir())
			before, err := os.ReadFile(now)
			require.NoError(t, err)
			refusesToWrite(t, d, id, now, test.want)
			// What is made of the job, and what is made of another, does not write over it either.
			_, err = d.Apply(job.WithActor(t.Context(), anna), job.Command{Verb: job.Duplicate, Jobs: []job.ID{id}})
			require.NoError(t, err)
			other := jobOver(t, d, put(t, t.TempDir(), "others.csv", "Company\nHooli\n", time.Hour))
			refusesToWrite(t, d, other, now, test.want)
			after, err := os.ReadFile(now)
			require.NoError(t, err)
			require.Equal(t, string(before), string(after))
		})
	}
}

// renamed gives a file another name.
func renamed(t *testing.T, from, to string) string {
	t.Helper()
	require.NoError(t, os.Rename(from, to))
	return to
}

func TestACopyOfAListIsNoPlaceForWhatComesOfIt(t *testing.T) {
	t.Parallel()
	d := opened(t)
	folder := t.TempDir()
	list, copied := put(t, folder, "targets.csv", goodList, time.Hour), put(t, folder, "copy.csv", goodList, time.Hour)
	_, err := d.Create(job.WithActor(t.Context(), anna), deck.Draft{Path: list, Recipe: "preprocess", Out: copied})
	require.ErrorContains(t, err, "a copy of the list itself")
	ids, err := d.JobIDs(t.Context(), "")
	require.NoError(t, err)
	require.Empty(t, ids)
}

// What Jobdeck wrote may be written again, be it equal to a list: it's the file that counts, not the name.
func TestAnExportThatEqualsItsListMayBeWrittenAgainAndAListThatTookItsNameMayNot(t *testing.T) {
	t.Parallel()
	d := opened(t)
	folder := t.TempDir()
	list := put(t, folder, "targets.csv", goodList, time.Hour)
	id := jobOver(t, d, list)
	out := filepath.Join(folder, "out.csv")
	export := func() error {
		_, err := d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: id, Path: out})
		return err
	}
	require.NoError(t, export())
	second := jobOver(t, d, out)
	require.NoError(t, export(), "the same file, though it is a list by now")
	_, err := d.Export(job.WithActor(t.Context(), anna), deck.ExportRequest{Job: second, Path: out})
	require.ErrorContains(t, err, "the list itself")

	require.NoError(t, os.Rename(list, out))
	require.ErrorContains(t, export(), "the list of job", "it is older than the last export, and yet no export")
	text, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Equal(t, goodList, string(text))
}
