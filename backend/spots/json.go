package spots

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// geoJSON reads the points of a GeoJSON file: a FeatureCollection, also one within another, features one after the
// other, or a bare geometry. It holds one feature's few texts in memory, never its other properties, nor the
// lines and areas that are no places.
type geoJSON struct {
	*fuse

	decoder *json.Decoder
	depth   int
	number  int64
	// outer are the collections that the file is open within the lists of: each has members before and after its list.
	outer []*feature
	// ended says that the list of the last of them is at its end.
	ended bool
	// waiting are further places of a feature with several points.
	waiting []Spot
}

// mostPoints is how many points one feature may have: lines have as many, and are passed over.
const mostPoints = 10_000

func openGeoJSON(ctx context.Context, path string) (Reader, error) {
	file, err := openFused(ctx, path)
	if err != nil {
		return nil, err
	}
	g := &geoJSON{fuse: file, decoder: json.NewDecoder(file)}
	g.decoder.UseNumber()
	return g, nil
}

// feature is what is kept of a feature, or of a geometry.
type feature struct {
	kind string
	// geometry is that of a feature, and bare what is one itself; placed says that it is a feature's, or that there is none.
	geometry, bare shape
	placed         bool
	flaw           string
	name, at       string
	nameRank       int // of the property that gave the name, the lower the better
	atRank         int
	list           bool // it has features of its own
}

func newFeature() *feature {
	return &feature{nameRank: len(placeNames), atRank: len(timeNames)}
}

// Next implements [Reader].
func (g *geoJSON) Next() (Spot, error) {
	for {
		if len(g.waiting) > 0 {
			place := g.waiting[0]
			g.waiting = g.waiting[1:]
			return place, nil
		}
		f, err := g.nextFeature()
		if errors.Is(err, io.EOF) {
			return Spot{}, io.EOF
		}
		if err != nil {
			return Spot{}, judge(err)
		}
		g.number++
		if g.waiting, err = f.places(); err != nil {
			return Spot{}, &BadRecord{g.number, err.Error(), errors.Is(err, errNoPoint)}
		}
	}
}

// errNoPoint says that a record is a line or an area.
var errNoPoint = errors.New("is a line or an area")

// places makes places of a feature. With an error there may be places, too: those of its points that are good.
func (f *feature) places() (places []Spot, err error) {
	s := &f.bare
	if f.placed {
		s = &f.geometry
	}
	points, flaw := s.points()
	switch {
	case f.flaw != "":
		return nil, errors.New(f.flaw)
	case len(points) >= mostPoints:
		return nil, fmt.Errorf("has %d points or more", mostPoints)
	case flaw != "":
		err = errors.New(flaw)
	}
	for _, point := range points {
		place, wrong := spot(f.name, point[1], point[0], f.at)
		if wrong != nil {
			err = wrong
			continue
		}
		places = append(places, place)
	}
	if len(places) == 0 && err == nil {
		err = errNoPoint
	}
	return places, err
}

// nextFeature reads on to the end of the next feature.
func (g *geoJSON) nextFeature() (*feature, error) {
	for {
		begun, err := g.within()
		if err != nil {
			return nil, err
		}
		if begun == nil {
			continue // a list has ended
		}
		if begun.flaw != "" {
			return begun, nil
		}
		whole, err := g.members(begun)
		switch {
		case err != nil:
			return nil, err
		case !whole: // it has features of its own
			g.outer = append(g.outer, begun)
		case !begun.list || begun.kind == "Feature":
			return begun, nil
		}
	}
}

// within gives the next feature of the list that the file is open in, as far as it has begun; at the end of the list what
// the list belongs to, and nil between the two. Out of every list it is the next value of the file.
func (g *geoJSON) within() (*feature, error) {
	last := len(g.outer) - 1
	if last >= 0 && !g.ended && !g.decoder.More() {
		_, err := g.read()
		g.ended = true
		return nil, err
	}
	if g.ended {
		f := g.outer[last]
		g.outer, g.ended = g.outer[:last], false
		return f, nil
	}
	token, err := g.read()
	if err != nil {
		return nil, err
	}
	f := newFeature()
	switch {
	case token == json.Delim('{'):
		return f, nil
	case last < 0:
		return nil, errors.New("it is no GeoJSON: it does not begin with an object")
	}
	f.flaw = "is no feature"
	return f, g.skip(token)
}

// members reads the members of a feature or geometry to its end. It stops at the beginning of a
// list of features, and then whole is false.
func (g *geoJSON) members(f *feature) (whole bool, err error) {
	for g.decoder.More() {
		key, value, err := g.member()
		if err != nil {
			return false, err
		}
		switch {
		case key == "features" && value == json.Delim('['):
			f.list = true
			return false, nil
		case key == "type" && value == "Topology":
			return false, errors.New("it is TopoJSON and no GeoJSON: save it as GeoJSON first")
		case key == "type":
			f.kind = text(value)
			f.placed = f.placed || f.kind == "Feature"
			f.bare.kind = f.kind
			err = g.skip(value)
		case key == "geometry":
			f.placed, f.geometry = true, shape{}
			if value == json.Delim('{') {
				err = g.geometry(&f.geometry)
			} else {
				err = g.skip(value)
			}
		case key == "properties" && value == json.Delim('{'):
			err = g.properties(f)
		default:
			err = g.shapeMember(&f.bare, key, value)
		}
		if err != nil {
			return false, err
		}
	}
	_, err = g.read()
	return true, err
}

func (g *geoJSON) properties(f *feature) error {
	for g.decoder.More() {
		key, value, err := g.member()
		if err != nil {
			return err
		}
		key = plainKey(key)
		if rank := slices.Index(placeNames, key); rank >= 0 && rank < f.nameRank && text(value) != "" {
			f.name, f.nameRank = text(value), rank
		}
		if rank := slices.Index(timeNames, key); rank >= 0 && rank < f.atRank && text(value) != "" {
			f.at, f.atRank = text(value), rank
		}
		if err := g.skip(value); err != nil {
			return err
		}
	}
	_, err := g.read()
	return err
}

// text is a value that stands for itself, or nothing.
func text(value json.Token) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	default:
		return ""
	}
}

// member reads a key and the beginning of its value.
func (g *geoJSON) member() (string, json.Token, error) {
	key, err := g.read()
	if err != nil {
		return "", nil, err
	}
	value, err := g.read()
	return fmt.Sprint(key), value, err
}

// skip passes over the rest of a value that has begun.
func (g *geoJSON) skip(begun json.Token) error {
	open := 0
	for token := begun; ; {
		switch token {
		case json.Delim('{'), json.Delim('['):
			open++
		case json.Delim('}'), json.Delim(']'):
			open--
		}
		if open == 0 {
			return nil
		}
		var err error
		if token, err = g.read(); err != nil {
			return err
		}
	}
}

// read reads one token.
func (g *geoJSON) read() (json.Token, error) {
	token, err := g.decoder.Token()
	if err != nil {
		if errors.Is(err, io.EOF) && g.depth > 0 {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	g.token()
	switch token {
	case json.Delim('{'), json.Delim('['):
		g.depth++
	case json.Delim('}'), json.Delim(']'):
		g.depth--
	}
	if g.depth > deepest {
		return nil, fmt.Errorf("more than %d values stand inside each other", deepest)
	}
	return token, nil
}
