package spots

import (
	"context"
	"errors"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/table"
)

type brokenSpots struct{}

func (brokenSpots) Next() (Spot, error) { panic("index out of range") }
func (brokenSpots) Progress() int64     { return 0 }
func (brokenSpots) Close() error        { return nil }

func TestAFileThatBreaksItsReaderIsABadFile(t *testing.T) {
	t.Parallel()
	var bad *BadFile
	_, err := openSpots(t.Context(), func(context.Context, string) (Reader, error) { panic("nil map") }, "a.kml")
	require.ErrorAs(t, err, &bad)
	require.ErrorContains(t, err, "a fault of the program: nil map")
	opened, err := openSpots(t.Context(), func(context.Context, string) (Reader, error) { return brokenSpots{}, nil }, "a.kml")
	require.NoError(t, err)
	_, err = opened.Next()
	require.ErrorAs(t, err, &bad)
}

func TestWhatStandsInTheWayOfAListDoesNotMakeItABadFile(t *testing.T) {
	t.Parallel()
	var bad *BadFile
	require.NotErrorAs(t, judgeList(&table.Refusal{Cause: &fs.PathError{Op: "open", Err: fs.ErrPermission}}), &bad)
	require.ErrorAs(t, judgeList(&table.Refusal{What: "is a picture"}), &bad)
	require.ErrorAs(t, judgeList(&table.Refusal{Cause: errors.New("row 3 is damaged")}), &bad)
}
