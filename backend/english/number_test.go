package english_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/english"
)

func TestNumbersStandWithTheirNouns(t *testing.T) {
	t.Parallel()
	require.Equal(t, "1 row", english.Count(1, "row"))
	require.Equal(t, "0 rows", english.Count(0, "row"))
	require.Equal(t, "1,240 rows", english.Count(int64(1240), "row"))
	require.Equal(t, "1 entry", english.Count(1, "entry", "entries"))
	require.Equal(t, "-2 entries", english.Count(-2, "entry", "entries"))
	require.Equal(t, "1,234,567", english.Number(1234567))
}

func TestSizesAreSaidAsPeopleDo(t *testing.T) {
	t.Parallel()
	for bytes, said := range map[int64]string{0: "0 bytes", 999: "999 bytes", 1000: "1.0 KB", 3_400_000: "3.4 MB", 123_400_000: "123 MB", 5_000_000_000_000_000: "5000 TB"} {
		require.Equal(t, said, english.Size(bytes))
	}
}
