package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/store"
)

// A cleanup must find what is old by its index: a scan for each chunk would make a million rows
// take a million times a thousand.
func TestNoCleanupReadsAWholeTable(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	db, err := sql.Open("sqlite3", filepath.Join(s.Dir(), store.FileName))
	require.NoError(t, err)
	defer db.Close()
	for query, index := range map[string]string{
		`SELECT id FROM audit WHERE at < 5 ORDER BY at LIMIT 5`: "audit_at",
		`SELECT id FROM runs r WHERE r.ended > 0 AND r.ended < 5
			AND EXISTS (SELECT 1 FROM runs later WHERE later.task = r.task AND later.id > r.id AND later.ended > 0) ORDER BY ended LIMIT 5`: "runs_ended",
		`SELECT id FROM visits WHERE ended = 0 AND last_seen <= 5 ORDER BY last_seen LIMIT 5`:                                                    "visits_open",
		`SELECT id FROM visit_candidates WHERE found < 5 ORDER BY found LIMIT 5`:                                                                 "visit_candidates_found",
		`SELECT 1 FROM locations l WHERE l.cell = 5 AND l.name = 'a' COLLATE NOCASE AND l.at BETWEEN 1 AND 2`:                                    "locations_name",
		`SELECT value FROM json_each('[1]') WHERE EXISTS (SELECT 1 FROM locations WHERE cell = value)`:                                           "cell=?",
		`SELECT l.name FROM json_each('[]') w CROSS JOIN locations l ON l.cell = w.value ->> 1 AND l.at BETWEEN w.value ->> 2 AND w.value ->> 3`: "locations_at",
	} {
		rows, err := db.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+query)
		require.NoError(t, err)
		plan := ""
		for rows.Next() {
			var a, b, c int
			var step string
			require.NoError(t, rows.Scan(&a, &b, &c, &step))
			require.NotRegexp(t, `^SCAN (audit|r|runs|later|visits|visit_candidates|locations|l)$`, step, query)
			require.NotContains(t, step, "TEMP B-TREE", query)
			plan += step + "\n"
		}
		require.NoError(t, rows.Err())
		require.NoError(t, rows.Close())
		require.Contains(t, plan, index, query)
	}
}
