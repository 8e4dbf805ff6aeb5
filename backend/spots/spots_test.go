package spots

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// large writes a file of many records, one after the other.
func large(t *testing.T, name, head, record, tail string, records int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	file, err := os.Create(path)
	require.NoError(t, err)
	writer := bufio.NewWriter(file)
	_, _ = writer.WriteString(head)
	for range records {
		_, _ = writer.WriteString(record)
	}
	_, _ = writer.WriteString(tail)
	require.NoError(t, writer.Flush())
	require.NoError(t, file.Close())
	return path
}

// What a file makes its reader hold must not grow with the file. It can't run beside other tests:
// they share the heap.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	const records, allowed = 12_000, 3 << 20
	filler := strings.Repeat("x", 500)
	for _, path := range []string{
		large(t, "a.csv", "lat,lon,name\n", "1,2,"+filler+"\n", "", records),
		large(t, "a.geojson", `{"features":[{}`, `,{"properties":{"note":"`+filler+`"},"geometry":{"type":"Point","coordinates":[1,2]}}`, "]}", records),
		large(t, "line.geojson", `{"features":[{"geometry":{"type":"LineString","coordinates":[[1,2]`, ","+strings.Repeat(" ", 400)+"[10.123456,20.123456]", "]}}]}", records),
		large(t, "a.gpx", "<gpx>", `<wpt lat="1" lon="2"><desc>`+filler+`</desc></wpt>`, "</gpx>", records),
		large(t, "line.kml", "<kml><Placemark><LineString><coordinates>", "1,2 </coordinates><coordinates>"+filler, "</coordinates></LineString></Placemark></kml>", records),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		reading, err := formatOf(path)(t.Context(), path)
		require.NoError(t, err)
		most := uint64(0)
		for n := 0; ; n++ {
			_, err := reading.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if bad := (*BadRecord)(nil); !errors.As(err, &bad) {
				require.NoError(t, err)
			}
			if n%4000 == 3999 {
				runtime.GC()
				runtime.ReadMemStats(&after)
				most = max(most, after.HeapAlloc-min(after.HeapAlloc, before.HeapAlloc))
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		most = max(most, after.HeapAlloc-min(after.HeapAlloc, before.HeapAlloc))
		require.Less(t, most, uint64(allowed), path)
		require.NoError(t, reading.Close())
	}
}

// A file may hold a hundred megabytes and no place: who waits for it to end must not wait for them.
func TestAFileWithoutPlacesIsLeftWhenTheRunEnds(t *testing.T) {
	t.Parallel()
	path := large(t, "line.geojson", `{"features":[{"geometry":{"type":"LineString","coordinates":[[1,2]`, ",[10.123456,20.123456]", "]}}]}", 10_000)
	ctx, cancel := context.WithCancel(t.Context())
	reading, err := openGeoJSON(ctx, path)
	require.NoError(t, err)
	cancel()
	_, err = reading.Next()
	require.ErrorIs(t, err, context.Canceled)
	bad := (*BadFile)(nil)
	require.False(t, errors.As(err, &bad), "the file is not to blame")
	require.NoError(t, reading.Close())
}

func TestTimesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"": 0, " ": 0,
		"2026-01-02T03:04:05Z":      1767323045000,
		"2026-01-02T03:04:05.25Z":   1767323045250,
		"2026-01-02T04:04:05+01:00": 1767323045000,
		"2026-01-02 03:04:05":       1767323045000,
		"2026-01-02T03:04":          1767323040000,
		"2026-01-02":                1767312000000,
		"2026":                      1767225600000,
		"02.01.2026 03:04":          1767323040000,
		"1767323045":                1767323045000,
		"1767323045000":             1767323045000,
		"1767323045.25":             1767323045250,
	} {
		at, err := moment(text)
		require.NoError(t, err, text)
		require.Equal(t, want, at, text)
	}
	for _, text := range []string{"yesterday", "2026-13-01", "01/02/2026", "1e300", "NaN", "-"} {
		_, err := moment(text)
		require.Error(t, err, text)
	}
}

func FuzzReadersEndAndNeverPanic(f *testing.F) {
	for _, seed := range []struct{ ending, content string }{
		{".csv", "lat,lon,name\n1,2,a\n"},
		{".geojson", `{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"name":"a"}}]}`},
		{".geojson", `{"features":[],"features":[{"a":{}}]}{"coordinates":[1],"type":"Point"}`},
		{".gpx", `<gpx><wpt lat="1" lon="2"><name>a</name></wpt></gpx>`},
		{".kml", `<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`},
	} {
		f.Add(seed.ending, seed.content)
	}
	f.Fuzz(func(t *testing.T, ending, content string) {
		open := formats[ending]
		if open == nil {
			t.Skip("no reader has this ending")
		}
		path := filepath.Join(t.TempDir(), "a"+ending)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		reading, err := open(t.Context(), path)
		if err != nil {
			return
		}
		defer reading.Close()
		for n := 0; ; n++ {
			require.LessOrEqual(t, n, len(content)+1, "it does not end")
			place, err := reading.Next()
			if bad := (*BadRecord)(nil); errors.As(err, &bad) {
				continue
			}
			if err != nil {
				return
			}
			require.LessOrEqual(t, max(place.Latitude, -place.Latitude), 90.0, fmt.Sprint(place))
		}
	})
}
