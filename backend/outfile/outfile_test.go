package outfile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/outfile"
)

func TestWhatWasThereStaysUntilTheFileIsWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.json")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	file, err := outfile.Create(path)
	require.NoError(t, err)
	_, err = file.WriteString("new")
	require.NoError(t, err)
	holds(t, path, "old")
	require.NoError(t, file.Commit())
	holds(t, path, "new")
	require.NoError(t, file.Abort(), "after Commit it does nothing")
	holds(t, path, "new")
	alone(t, path)
}

func TestAFileThatIsGivenUpLeavesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.json")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	file, err := outfile.Create(path)
	require.NoError(t, err)
	require.NoError(t, file.Abort())
	require.NoError(t, outfile.Check(path))
	holds(t, path, "old")
	alone(t, path)
}

func TestAPlaceIsLookedAtOnceMoreAtTheEnd(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.json")
	file, err := outfile.Create(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte("came meanwhile"), 0o444))
	require.ErrorContains(t, file.Commit(), "protected")
	holds(t, path, "came meanwhile")
	alone(t, path)
}

func TestAFileIsWrittenAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.json")
	require.NoError(t, outfile.Write(path, []byte("all")))
	holds(t, path, "all")
	require.ErrorContains(t, outfile.Write(filepath.Join(path, "x"), nil), "there is no folder")
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, want, string(text))
}

func alone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1)
}
