package deck_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"jobdeck/backend/deck"
	"jobdeck/backend/logging"
	"jobdeck/backend/task"
)

// inbox is a task that starts a job from every new file of a folder.
type inbox struct {
	*testing.T
	*deck.Local

	folder string
	recipe string
	id     task.ID
	work   task.Work
}

func newInbox(t *testing.T) *inbox {
	t.Helper()
	// Its clock stands still: a file that was just written is so for as long as the test lasts.
	local, err := deck.Open(t.Context(), deck.Options{
		DataDir: t.TempDir(), LogDir: t.TempDir(), Log: logging.Discard(), Clock: clockwork.NewFakeClockAt(time.Now()),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, local.Close()) })
	b := &inbox{T: t, Local: local, folder: t.TempDir(), recipe: "mine"}
	b.saveRecipe()
	b.work = work(t, b, "job")
	b.id = ownTask(t, b, "Inbox", map[string]string{"recipe": b.recipe, "source": "each", "folder": b.folder})
	return b
}

func (b *inbox) saveRecipe() {
	b.Helper()
	recipes, err := b.Recipes(b.Context())
	require.NoError(b, err)
	recipe := recipes[0]
	recipe.Name = b.recipe
	require.NoError(b, b.SaveRecipe(b.Context(), recipe))
}

// fires is what a firing comes to.
func (b *inbox) fires(source string) (task.Result, error) {
	b.Helper()
	return b.work.Run(b.Context(), order(b.id, b.work, map[string]string{"recipe": b.recipe, "source": source, "folder": b.folder}))
}

// asNobody does something as a user who may open nothing of ours.
func asNobody(t *testing.T, path string, do func()) {
	t.Helper()
	require.NoError(t, os.Chmod(path, 0))
	defer func() { require.NoError(t, os.Chmod(path, 0o600)) }()
	if os.Geteuid() == 0 {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		require.NoError(t, unix.Setfsuid(65534))
		defer func() { require.NoError(t, unix.Setfsuid(0)) }()
	}
	do()
}

func TestAFileThatCouldNotBeOpenedIsTakenAtTheNextFiring(t *testing.T) {
	t.Parallel()
	b := newInbox(t)
	require.NoError(t, os.Chmod(b.folder, 0o755))
	require.NoError(t, os.Chmod(filepath.Dir(b.folder), 0o755))
	list := put(t, b.folder, "a.csv", goodList, time.Hour)
	require.NoError(t, os.Chmod(put(t, b.folder, "b.csv", goodList, time.Minute), 0o644))
	for range 2 {
		asNobody(t, list, func() {
			result, err := b.fires("each")
			require.ErrorContains(t, err, "a.csv can't be opened: you have no permission for it")
			require.ErrorContains(t, err, "tried again")
			require.EqualValues(t, 1, result.Counts["waiting"])
		})
	}
	result, err := b.fires("each")
	require.NoError(t, err)
	require.Equal(t, "started job 2, a, with 2 rows", result.Message)
}

func TestNoFileIsTakenByARecipeThatIsGone(t *testing.T) {
	t.Parallel()
	b := newInbox(t)
	put(t, b.folder, "a.csv", goodList, time.Hour)
	require.NoError(t, b.DeleteRecipe(t.Context(), b.recipe))
	for range 2 {
		_, err := b.fires("each")
		require.ErrorContains(t, err, `no recipe is called "mine"`)
	}
	b.saveRecipe()
	result, err := b.fires("each")
	require.NoError(t, err)
	require.Equal(t, "started job 1, a, with 2 rows", result.Message)
}

func TestAFileThatIsOpenInASpreadsheetWaitsAndIsTold(t *testing.T) {
	t.Parallel()
	for _, lock := range []string{"~$a.csv", ".~lock.a.csv#"} {
		t.Run(lock, func(t *testing.T) {
			t.Parallel()
			b := newInbox(t)
			put(t, b.folder, "a.csv", goodList, time.Hour)
			beside := put(t, b.folder, lock, "anna", time.Hour)
			for _, source := range []string{"each", "newest"} {
				result, err := b.fires(source)
				require.NoError(t, err)
				require.Contains(t, result.Message, "a.csv waits: it is open in another program")
				require.Contains(t, result.Message, lock)
				require.EqualValues(t, 1, result.Counts["waiting"])
			}
			require.NoError(t, os.Remove(beside))
			result, err := b.fires("each")
			require.NoError(t, err)
			require.Equal(t, "started job 1, a, with 2 rows", result.Message)
		})
	}
}

func TestTheNewestFileIsTheOneWithTheLatestDateAlsoInTheFuture(t *testing.T) {
	t.Parallel()
	b := newInbox(t)
	put(t, b.folder, "old.csv", goodList, time.Hour)
	put(t, b.folder, "ahead.csv", goodList, -48*time.Hour)
	result, err := b.fires("newest")
	require.NoError(t, err)
	require.Equal(t, "started job 1, ahead, with 2 rows", result.Message)
	result, err = b.fires("each")
	require.NoError(t, err)
	require.Equal(t, "started 2 jobs, 2 to 3", result.Message)
}

func TestAFileThatIsStillWrittenWaitsAndIsTold(t *testing.T) {
	t.Parallel()
	b := newInbox(t)
	put(t, b.folder, "old.csv", goodList, time.Hour)
	put(t, b.folder, "half.csv", goodList, 0)
	for _, source := range []string{"newest", "each"} {
		result, err := b.fires(source)
		require.NoError(t, err)
		require.Contains(t, result.Message, ", old, with 2 rows; half.csv waits: it was written to less than 10 seconds ago")
	}
	result, err := b.fires("each")
	require.NoError(t, err)
	require.Equal(t, "there is no new file; half.csv waits: it was written to less than 10 seconds ago", result.Message)
}

func TestOnlyBadContentIsFinal(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"columns.csv": badList, "empty.csv": "", "rows.csv": "company_name,domain\n", "picture.csv": "\x89PNG\r\n\x1a\n", "broken.xlsx": "PK\x03\x04 and no more",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newInbox(t)
			put(t, b.folder, name, content, time.Hour)
			_, err := b.fires("each")
			require.ErrorContains(t, err, name)
			result, err := b.fires("each")
			require.NoError(t, err)
			require.Equal(t, "there is no new file", result.Message)
		})
	}
}
