package job_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jobdeck/backend/job"
)

func TestCellsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		cells := rapid.SliceOf(rapid.String()).Draw(r, "cells")
		text := job.AppendCells(nil, cells)
		parsed, err := job.ParseCells(string(text))
		require.NoError(t, err)
		require.Equal(t, len(cells), len(parsed))
		var byLibrary []string
		require.NoError(t, json.Unmarshal(text, &byLibrary))
		for i := range cells {
			require.Equal(t, byLibrary[i], parsed[i])
		}
	})
}

func TestCellsThatAreNoneAreAnError(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, `[`, `{}`, `["a"`, `["a",]`, `[a]`, `["a" "b"]`, `["a"]x`} {
		_, err := job.ParseCells(text)
		require.Error(t, err, text)
	}
	cells, err := job.ParseCells(` [ "a" , "b\n" ] `)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b\n"}, cells)
}
