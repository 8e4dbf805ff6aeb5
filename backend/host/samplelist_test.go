package host_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/host"
	"jobdeck/samples"
)

func TestTheSampleListComesBackAndKeepsWhatAPersonMadeOfIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, err := host.SampleList(dir)
	require.NoError(t, err)
	has := func() string {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		return string(content)
	}
	require.Equal(t, string(samples.Companies), has())
	require.NoError(t, os.WriteFile(path, []byte("name\nmine\n"), 0o600))
	again, err := host.SampleList(dir)
	require.NoError(t, err)
	require.Equal(t, path, again)
	require.Equal(t, "name\nmine\n", has())
	require.NoError(t, os.Remove(path))
	_, err = host.SampleList(dir)
	require.NoError(t, err)
	require.Equal(t, string(samples.Companies), has())
}
