package spots

import (
	"context"
	"errors"
	"io"
	"slices"

	"jobdeck/backend/table"
)

// listSpots reads places from the rows of a list.
type listSpots struct {
	reader                        *table.Reader
	name, latitude, longitude, at int // columns, or -1
}

func openList(_ context.Context, path string) (Reader, error) {
	reader, err := table.Open(path, table.Reading{})
	if err != nil {
		return nil, judgeList(err)
	}
	columns := reader.Layout().Columns
	for i := range columns {
		columns[i] = plainKey(columns[i])
	}
	l := &listSpots{
		reader: reader,
		name:   columnOf(columns, placeNames), at: columnOf(columns, timeNames),
		latitude: columnOf(columns, latitudeNames), longitude: columnOf(columns, longitudeNames),
	}
	if l.latitude < 0 || l.longitude < 0 {
		return nil, errors.Join(&BadFile{errors.New("it has no columns for latitude and longitude")}, reader.Close())
	}
	return l, nil
}

// judgeList tells a list that is no good from one that something stands in the way of.
func judgeList(err error) error {
	if refusal, ok := errors.AsType[*table.Refusal](err); ok && !refusal.Final() {
		return err
	}
	return &BadFile{err}
}

// columnOf finds the first column that is called by one of the names, the better name first.
func columnOf(columns, names []string) int {
	for _, name := range names {
		if i := slices.Index(columns, name); i >= 0 {
			return i
		}
	}
	return -1
}

// Next implements [Reader].
func (l *listSpots) Next() (Spot, error) {
	row, err := l.reader.Next()
	if errors.Is(err, io.EOF) {
		return Spot{}, io.EOF
	}
	if err != nil {
		return Spot{}, judgeList(err)
	}
	cell := func(column int) string {
		if column < 0 || column >= len(row.Cells) {
			return ""
		}
		return row.Cells[column]
	}
	place, err := spot(cell(l.name), cell(l.latitude), cell(l.longitude), cell(l.at))
	if err != nil {
		return Spot{}, &BadRecord{Number: row.Number, What: err.Error()}
	}
	return place, nil
}

// Progress implements [Reader].
func (l *listSpots) Progress() int64 { return l.reader.BytesRead() }

// Close implements [Reader].
func (l *listSpots) Close() error { return l.reader.Close() }
