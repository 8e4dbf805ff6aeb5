//go:build unix

package deck_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
)

// A list whose rows bring columns that its beginning lacks is started as it was shown: what a window
// sends back is a match for every column of the whole list.
func TestAListThatGrowsWiderIsStartedAsItWasShown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, content, late string }{
		"a row with more cells":     {"list.csv", "Company,Website\nAcme,acme.com\nBolt,bolt.com,extra,Industry\n", "Column 4"},
		"a header that is taken":    {"list.csv", "Company,Column 3,Website\nAcme,x,acme.com\nBolt,y,bolt.com,extra\n", "Column 4"},
		"an object with a new key":  {"list.jsonl", "{\"Company\":\"Acme\"}\n{\"Company\":\"Bolt\",\"Sector\":\"Tools\"}\n", "Sector"},
		"beyond the preview's rows": {"list.csv", "Company,Website\n" + strings.Repeat("Acme,acme.com\n", 60) + "Bolt,bolt.com,late\n", "Column 3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := opened(t)
			path := put(t, t.TempDir(), c.file, c.content, 0)
			shown, err := d.Inspect(t.Context(), deck.InspectRequest{Path: path, Full: true})
			require.NoError(t, err)
			require.Contains(t, shown.Columns, c.late)
			mapping := make(map[string]job.Field)
			for i, column := range shown.Columns {
				mapping[column] = shown.Mapping[i]
			}
			mapping[c.late] = job.Industry
			_, err = d.Inspect(t.Context(), deck.InspectRequest{Path: path, Full: true, Mapping: mapping})
			require.NoError(t, err)
			_, err = d.Inspect(t.Context(), deck.InspectRequest{Path: path, Mapping: mapping})
			require.NoError(t, err, "its beginning alone")
			_, err = d.Try(t.Context(), deck.TryRequest{Draft: deck.Draft{Path: path, Recipe: "preprocess", Mapping: mapping}, Rows: 10})
			require.NoError(t, err)
			made, err := d.Create(t.Context(), deck.Draft{Path: path, Recipe: "preprocess", Mapping: mapping, StartPaused: true})
			require.NoError(t, err)
			detail, err := d.Detail(t.Context(), made.ID)
			require.NoError(t, err)
			require.Equal(t, shown.Columns, detail.List.Columns)
			require.Equal(t, job.Industry, detail.List.Mapping[detail.List.Column(job.Industry)])
			require.Equal(t, c.late, detail.List.Columns[detail.List.Column(job.Industry)])
		})
	}
}

func TestAColumnThatNeverComesIsNamed(t *testing.T) {
	t.Parallel()
	d := opened(t)
	path := put(t, t.TempDir(), "list.csv", goodList, 0)
	for _, column := range []string{"Branch", "Column 9"} {
		_, err := d.Create(t.Context(), deck.Draft{Path: path, Recipe: "preprocess", Mapping: map[string]job.Field{column: job.Industry}})
		require.ErrorContains(t, err, "there is no column \""+column+"\"")
	}
	ids, err := d.JobIDs(t.Context(), "")
	require.NoError(t, err)
	require.Empty(t, ids)
}

// The name may stand in a column that only later rows have: the first rows of it are empty then.
func TestWhatARecipeNeedsMayStandInALateColumn(t *testing.T) {
	t.Parallel()
	d := opened(t)
	path := put(t, t.TempDir(), "list.csv", "Nr,Site\n1,acme.com,Acme\n2,bolt.com,Bolt\n", 0)
	draft := deck.Draft{Path: path, Recipe: "preprocess", Mapping: map[string]job.Field{"Column 3": job.CompanyName, "Site": job.Domain}}
	tried, err := d.Try(t.Context(), deck.TryRequest{Draft: draft, Rows: 10})
	require.NoError(t, err)
	require.Equal(t, "Acme", tried[0].Output["company_name"])
	_, err = d.Create(t.Context(), draft)
	require.NoError(t, err)
}
