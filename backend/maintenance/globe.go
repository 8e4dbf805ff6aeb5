package maintenance

import (
	"math"
	"strings"

	"jobdeck/backend/spots"
	"jobdeck/backend/store"
)

const (
	// nearby is how many metres two places with one name, or one second, lie apart at most when they
	// are one.
	nearby = 10
	// earth is the mean radius of the earth in metres.
	earth = 6_371_008.8
	// bandHeight is how many degrees of latitude one row of squares takes: 22 metres, so that what
	// is nearby lies in the same square or in one beside it.
	bandHeight = 0.0002
	bands      = int64(180 / bandHeight)
	// bandShift leaves room for the squares of the longest band, 1,800,000.
	bandShift = 21
)

// located puts a place on the map.
func located(spot spots.Spot) store.Location {
	return store.Location{
		Name: spot.Name, Latitude: spot.Latitude, Longitude: spot.Longitude, At: spot.At,
		Cell: cellOf(spot.Latitude, spot.Longitude), Near: cellsNear(spot.Latitude, spot.Longitude),
	}
}

// bandOf is the row of squares that a latitude lies in.
func bandOf(latitude float64) int64 {
	return min(max(int64(math.Floor((latitude+90)/bandHeight)), 0), bands-1)
}

// squaresIn is how many squares a band has: such that each is as wide as it is high, or wider, at
// the band's edge that is nearer to its pole. The last ones have one square, all around the pole.
func squaresIn(band int64) float64 {
	edge := max(math.Abs(float64(band)*bandHeight-90), math.Abs(float64(band+1)*bandHeight-90))
	return max(1, math.Floor(360*math.Cos(radians(edge))/bandHeight))
}

// square is the number of the square with a place in its band.
func square(band int64, across float64) int64 {
	squares := int64(squaresIn(band))
	return band<<bandShift | ((int64(across)%squares)+squares)%squares
}

// cellOf is the square of the map that a place lies in.
func cellOf(latitude, longitude float64) int64 {
	band := bandOf(latitude)
	return square(band, math.Floor((longitude+180)/360*squaresIn(band)))
}

// cellsNear gives the squares that hold everything nearby a place: across the date line, and all
// around a pole.
func cellsNear(latitude, longitude float64) []int64 {
	const margin = 1.01 // for what is lost in rounding
	reach := nearby * margin / earth
	var cells []int64
	for band := bandOf(latitude - degrees(reach)); band <= bandOf(latitude+degrees(reach)); band++ {
		squares := squaresIn(band)
		side := 180.0
		if ratio := math.Sin(reach) / math.Cos(radians(latitude)); math.Abs(latitude)+degrees(reach) < 90 && ratio < 1 {
			side = degrees(math.Asin(ratio))
		}
		from := math.Floor((longitude + 180 - side) / 360 * squares)
		until := min(math.Floor((longitude+180+side)/360*squares), from+squares-1)
		for across := from; across <= until; across++ {
			cells = append(cells, square(band, across))
		}
	}
	return cells
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }
func degrees(radians float64) float64 { return radians * 180 / math.Pi }

// metresBetween is the way between two places along the surface.
func metresBetween(a, b *store.Location) float64 {
	from, to := radians(a.Latitude), radians(b.Latitude)
	north, east := math.Sin((to-from)/2), math.Sin(radians(b.Longitude-a.Longitude)/2)
	half := north*north + math.Cos(from)*math.Cos(to)*east*east
	return 2 * earth * math.Asin(math.Min(1, math.Sqrt(half)))
}

// samePlace is how two places are told to be one: nearby, and of one name or one second. Places
// that have neither are told by where they are alone.
func samePlace(a, b *store.Location) bool {
	named := a.Name != "" && sameName(a.Name, b.Name)
	timed := a.At != 0 && b.At != 0 && a.At/1000 == b.At/1000
	bare := a.Name == "" && b.Name == "" && a.At == 0 && b.At == 0
	return (named || timed || bare) && metresBetween(a, b) <= nearby
}

// sameName compares as the database's index does: in any case of a to z.
func sameName(a, b string) bool {
	lower := func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return len(a) == len(b) && strings.Map(lower, a) == strings.Map(lower, b)
}
