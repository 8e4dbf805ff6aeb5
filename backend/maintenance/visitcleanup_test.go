package maintenance_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestVisitsLeftOpenEndWhenTheyWereLastSeen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, visit := range []struct{ seen, ended int64 }{
		{ago(45 * time.Minute), 0},
		{ago(45*time.Minute - time.Millisecond), 0}, // seen just in time
		{ago(3 * time.Hour), ago(2 * time.Hour)},    // ended by itself
		{0, 0},                                      // never seen
	} {
		h.sql(`INSERT INTO visits (host, started, last_seen, ended) VALUES ('a', 1, ?, ?)`, visit.seen, visit.ended)
	}
	for _, found := range []int64{ago(61 * time.Minute), ago(60 * time.Minute), ago(0)} {
		h.sql(`INSERT INTO visit_candidates (url, found) VALUES ('https://a.example', ?)`, found)
	}
	wanted := map[string]int64{"ended": 2, "dropped": 1}
	tried := h.try("visit_cleanup", nil)
	require.Equal(t, wanted, tried.Counts)
	require.Equal(t, "would end 2 visits and drop 1 candidate", tried.Message)
	done := h.run("visit_cleanup", nil)
	require.Equal(t, wanted, done.Counts)
	require.Equal(t, "ended 2 visits and dropped 1 candidate", done.Message)
	require.Equal(t, ago(45*time.Minute), value[int64](h, `SELECT ended FROM visits WHERE id = 1`))
	require.Zero(t, value[int64](h, `SELECT ended FROM visits WHERE id = 2`))
	require.Equal(t, ago(2*time.Hour), value[int64](h, `SELECT ended FROM visits WHERE id = 3`))
	require.Equal(t, map[string]int64{"ended": 0, "dropped": 0}, h.run("visit_cleanup", nil).Counts)
}

func TestAVisitCleanupCancelledAmongAMillionRowsKeepsWhatItDid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fill(t, dir, sprintf(`BEGIN;
		`+numbers+`INSERT INTO visits (host, started, last_seen) SELECT 'a.example', n, n FROM numbers;
		`+numbers+`INSERT INTO visit_candidates (url, found) SELECT 'https://a.example/' || n, n FROM numbers;
		COMMIT`, 500_000, 500_000))
	h := houseIn(t, dir)
	first := h.cancel(h.order("visit_cleanup", nil), "visit_cleanup", 50)
	ended := value[int64](h, `SELECT count(*) FROM visits WHERE ended = last_seen`)
	require.Positive(t, ended)
	require.Equal(t, map[string]int64{"ended": ended, "dropped": 0}, first.Counts)
	require.Equal(t, map[string]int64{"ended": 500_000 - ended, "dropped": 500_000}, h.try("visit_cleanup", nil).Counts)
	require.Equal(t, map[string]int64{"ended": 500_000 - ended, "dropped": 500_000}, h.run("visit_cleanup", nil).Counts)
	require.Zero(t, value[int64](h, `SELECT count(*) FROM visits WHERE ended <> last_seen`))
	h.whole()
}
