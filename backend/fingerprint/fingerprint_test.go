package fingerprint_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/fingerprint"
)

func put(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func TestAFileIsKnownUnderAnyName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	put(t, at("list.csv"), "a,b\n")
	first, err := fingerprint.Of(t.Context(), at("list.csv"))
	require.NoError(t, err)
	require.EqualValues(t, 4, first.Size)

	put(t, at("copy.csv"), "a,b\n")
	copied, err := fingerprint.Of(t.Context(), at("copy.csv"))
	require.NoError(t, err)
	require.Equal(t, first.Digest, copied.Digest, "a copy has the same content")
	if first.File == "" {
		t.Skip("this file system does not tell when a file was made")
	}
	require.NotEqual(t, first.File, copied.File, "and is another file")

	require.NoError(t, os.Rename(at("list.csv"), at("renamed.csv")))
	put(t, at("renamed.csv"), "a,b,c\n")
	require.Equal(t, first.File, fingerprint.File(at("renamed.csv")), "renamed and written anew it is the same file")
	// Another file that got its number is not. Births are told by a clock of some milliseconds.
	require.NoError(t, os.Remove(at("renamed.csv")))
	another := first.File
	for tries := 0; another == first.File && tries < 100_000; tries++ {
		put(t, at("list.csv"), "a,b\n")
		another = fingerprint.File(at("list.csv"))
		require.NoError(t, os.Remove(at("list.csv")))
	}
	require.NotEqual(t, first.File, another)
	require.Empty(t, fingerprint.File(at("missing.csv")))
}

func TestAFingerprintIsGivenUpWithItsContext(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "list.csv")
	put(t, path, "a\n")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := fingerprint.Of(ctx, path)
	require.ErrorIs(t, err, context.Canceled)
}
