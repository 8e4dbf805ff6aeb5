// Package spots reads places out of the files that people keep them in: lists, GeoJSON, GPX, KML and KMZ. It knows no
// database and no task; what a file can make it hold or take is bounded.
package spots

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Spot is a place as a file tells it.
type Spot struct {
	Name                string
	Latitude, Longitude float64 // degrees
	At                  int64   // milliseconds UTC, or 0
}

// A Reader reads the places of one file, one after the other, without holding the file in memory.
type Reader interface {
	// Next gives the next place, or io.EOF. After a [*BadRecord] the reading goes on; any other
	// error ends it.
	Next() (Spot, error)
	// Progress is how many bytes were read.
	Progress() int64
	Close() error
}

// BadRecord is a record that is no place.
type BadRecord struct {
	Number int64 // of the line in a list, else of the record in its file
	What   string
	// Shape says that it is a line or an area, which is nothing bad.
	Shape bool
}

func (b *BadRecord) Error() string { return fmt.Sprintf("record %d: %s", b.Number, b.What) }

// BadFile says that a file can't be read as what its ending says, or not further. It will not get
// better by itself.
type BadFile struct{ cause error }

func (b *BadFile) Error() string { return b.cause.Error() }
func (b *BadFile) Unwrap() error { return b.cause }

// opener opens a file; what it gives ends with ctx.
type opener func(ctx context.Context, path string) (Reader, error)

// formats are the kinds of files that are read, by their endings.
var formats = map[string]opener{
	".csv": openList, ".tsv": openList,
	".geojson": openGeoJSON, ".json": openGeoJSON,
	".gpx": openGPX, ".kml": openKML, ".kmz": openKML,
}

func formatOf(path string) opener { return formats[strings.ToLower(filepath.Ext(path))] }

// Known tells whether a file is of a kind that is read, by its ending.
func Known(path string) bool { return formatOf(path) != nil }

// Open opens a file of a known kind; its reading ends with ctx. What a file makes its reader do must
// neither end the program nor keep the other files out: a panic makes a bad file of it.
func Open(ctx context.Context, path string) (Reader, error) {
	return openSpots(ctx, formatOf(path), path)
}

func openSpots(ctx context.Context, open opener, path string) (opened Reader, err error) {
	defer survive(&err)
	if opened, err = open(ctx, path); err != nil {
		return nil, err
	}
	return surviving{opened}, nil
}

// surviving is a reading that a panic does not end.
type surviving struct{ Reader }

// Next implements [Reader].
func (s surviving) Next() (place Spot, err error) {
	defer survive(&err)
	return s.Reader.Next()
}

func survive(err *error) {
	if thrown := recover(); thrown != nil {
		*err = &BadFile{fmt.Errorf("its reader broke down over it, which is a fault of the program: %v", thrown)}
	}
}

// longestName is how many letters of a name are kept.
const longestName = 500

// spot makes a place of the texts of a record.
func spot(name, latitude, longitude, at string) (Spot, error) {
	lat, err := coordinate("latitude", latitude, 90)
	if err != nil {
		return Spot{}, err
	}
	lon, err := coordinate("longitude", longitude, 180)
	if err != nil {
		return Spot{}, err
	}
	when, err := moment(at)
	if err != nil {
		return Spot{}, err
	}
	return Spot{Name: tidyName(name), Latitude: lat, Longitude: lon, At: when}, nil
}

// coordinate reads degrees, also those with a decimal comma.
func coordinate(what, text string, most float64) (float64, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, errors.New("has no " + what)
	}
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
		return 0, fmt.Errorf("its %s %q is no number of degrees", what, short(text))
	}
	if math.Abs(value) > most {
		return 0, fmt.Errorf("its %s %s is beyond %g degrees", what, short(text), most)
	}
	return value, nil
}

// layouts are the ways in which times are written; those without a zone are taken as UTC.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02", "2006-01", "2006",
	"02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006",
}

// moment reads a time; an empty one is 0. Long numbers are seconds or milliseconds since 1970.
func moment(text string) (int64, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	const years5000 = 95_617_584_000 // in seconds: a larger number means milliseconds
	if n, err := strconv.ParseFloat(text, 64); err == nil && len(text) > 4 && math.Abs(n) < years5000*1000 {
		if math.Abs(n) < years5000 {
			n *= 1000
		}
		return int64(math.Round(n)), nil
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UnixMilli(), nil
		}
	}
	return 0, fmt.Errorf("its time %q can't be read", short(text))
}

// tidyName makes one line of a name, not too long.
func tidyName(name string) string {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	name = strings.ReplaceAll(name, "\x00", "")
	if utf8.RuneCountInString(name) > longestName {
		name = string([]rune(name)[:longestName])
	}
	return name
}

// short is the beginning of a text, for a message.
func short(text string) string {
	const enough = 40
	if utf8.RuneCountInString(text) <= enough {
		return text
	}
	return string([]rune(text)[:enough]) + "…"
}

// What the parts of a place are called, in lists and in properties: lower case, letters only.
var (
	latitudeNames  = []string{"latitude", "lat", "y", "latdeg", "latitudedeg", "gpslatitude", "breitengrad"}
	longitudeNames = []string{"longitude", "lon", "lng", "long", "x", "londeg", "longitudedeg", "gpslongitude", "längengrad"}
	placeNames     = []string{"name", "title", "label", "placename", "locationname", "place", "location"}
	timeNames      = []string{"time", "timestamp", "datetime", "date", "at", "when", "visited", "createdat"}
)

// plainKey is a header or a property's name without what people write differently.
func plainKey(key string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("_- .()°", r) {
			return -1
		}
		return r
	}, strings.ToLower(key))
}
