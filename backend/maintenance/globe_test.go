package maintenance

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/store"
)

func at(latitude, longitude float64) *store.Location {
	return &store.Location{Latitude: latitude, Longitude: longitude}
}

func TestMetresAreMetresEverywhere(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b   *store.Location
		metres float64
	}{
		{at(0, 0), at(0, 1), 111_195},
		{at(60, 0), at(60, 1), 55_597}, // half as far on the sixtieth parallel
		{at(0, 179.99995), at(0, -179.99995), 11.1},
		{at(89.99995, 0), at(89.99995, 180), 11.1}, // across the pole
		{at(-90, 17), at(-90, -120), 0},
		{at(52.5163, 13.3777), at(48.8584, 2.2945), 878_000}, // Berlin to Paris
	} {
		require.InDelta(t, test.metres, metresBetween(test.a, test.b), test.metres*0.002+0.1)
	}
}

// around moves a place by metres in a direction.
func around(p *store.Location, metres, bearing float64) *store.Location {
	d, lat := metres/earth, radians(p.Latitude)
	to := math.Asin(math.Sin(lat)*math.Cos(d) + math.Cos(lat)*math.Sin(d)*math.Cos(bearing))
	east := math.Atan2(math.Sin(bearing)*math.Sin(d)*math.Cos(lat), math.Cos(d)-math.Sin(lat)*math.Sin(to))
	return at(degrees(to), math.Remainder(p.Longitude+degrees(east), 360))
}

func TestWhatIsNearbyIsInTheSquaresThatAreLookedAt(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	most, sum := 0, 0
	const tries = 200_000
	for range tries {
		var p *store.Location
		switch random.IntN(4) {
		case 0: // anywhere
			p = at(random.Float64()*180-90, random.Float64()*360-180)
		case 1: // at a pole
			p = at(math.Copysign(90-random.Float64()*0.001, random.Float64()-0.5), random.Float64()*360-180)
		case 2: // at the date line
			p = at(random.Float64()*180-90, math.Remainder(180+(random.Float64()-0.5)*0.0002, 360))
		default: // on the lines of the grid
			p = at(math.Round(random.Float64()*1000)*bandHeight, math.Round(random.Float64()*360-180))
		}
		q := around(p, random.Float64()*nearby, random.Float64()*2*math.Pi)
		if metresBetween(p, q) > nearby {
			continue
		}
		cells := cellsNear(p.Latitude, p.Longitude)
		require.Contains(t, cells, cellOf(q.Latitude, q.Longitude), "%+v %+v", p, q)
		require.Contains(t, cells, cellOf(p.Latitude, p.Longitude))
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(cells))), len(cells), "no square twice")
		most, sum = max(most, len(cells)), sum+len(cells)
	}
	require.LessOrEqual(t, most, 30)
	t.Logf("%.1f squares are looked at, %d at most", float64(sum)/tries, most)
}

func TestPlacesAreOneByWhereAndNameOrSecond(t *testing.T) {
	t.Parallel()
	place := func(name string, metres float64, at int64) *store.Location {
		p := around(&store.Location{Latitude: 52, Longitude: 13}, metres, 1)
		p.Name, p.At = name, at
		return p
	}
	for _, test := range []struct {
		name string
		a, b *store.Location
		want bool
	}{
		{"same name nearby", place("Mill", 0, 0), place("MILL", 9.9, 0), true},
		{"same name further away", place("Mill", 0, 0), place("Mill", 10.1, 0), false},
		{"another name", place("Mill", 0, 0), place("Bakery", 0, 0), false},
		{"another name in the same second", place("Mill", 0, 5000), place("Bakery", 1, 5999), true},
		{"the next second", place("", 0, 5000), place("", 1, 6000), false},
		{"the same name, a year later", place("Mill", 0, 5000), place("Mill", 1, 9e9), true},
		{"nothing but the place", place("", 0, 0), place("", 5, 0), true},
		{"one with a time", place("", 0, 0), place("", 5, 1000), false},
		{"one with a name", place("", 0, 0), place("Mill", 5, 0), false},
	} {
		require.Equal(t, test.want, samePlace(test.a, test.b), test.name)
		require.Equal(t, test.want, samePlace(test.b, test.a), test.name)
	}
}
