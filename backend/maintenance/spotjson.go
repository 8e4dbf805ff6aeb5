package maintenance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"jobdeck/backend/store"
)

// geoJSON reads the points of a GeoJSON file: a FeatureCollection, features one after the other, or
// a bare geometry. It holds one feature's few texts in memory, never its other properties, nor the
// lines and areas that are no places.
type geoJSON struct {
	*fuse

	decoder *json.Decoder
	depth   int
	number  int64
	// inside says that the file is open within the list of a collection's features.
	inside bool
	// outer is the object around the features: it has members before and after them.
	outer *feature
	// waiting are further places of a feature with several points.
	waiting []store.Location
}

// mostPoints is how many points one feature may have: lines have as many, and are passed over.
const mostPoints = 10_000

func openGeoJSON(ctx context.Context, path string) (spots, error) {
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
	kind, geometry string // types
	point          []string
	many           [][]string // of several points, or of what may be them
	flaw           string
	name, at       string
	nameRank       int // of the property that gave the name, the lower the better
	atRank         int
	list           bool // it has features of its own
}

func newFeature() *feature {
	return &feature{nameRank: len(placeNames), atRank: len(timeNames)}
}

func (g *geoJSON) next() (store.Location, error) {
	for {
		if len(g.waiting) > 0 {
			place := g.waiting[0]
			g.waiting = g.waiting[1:]
			return place, nil
		}
		f, err := g.nextFeature()
		if errors.Is(err, io.EOF) {
			return store.Location{}, io.EOF
		}
		if err != nil {
			if bad := (*badRecord)(nil); errors.As(err, &bad) {
				return store.Location{}, err
			}
			return store.Location{}, judge(err)
		}
		g.number++
		if g.waiting, err = f.places(); err != nil {
			return store.Location{}, &badRecord{g.number, err.Error()}
		}
	}
}

// places makes places of a feature: none when it is something else, a line or an area.
func (f *feature) places() ([]store.Location, error) {
	if f.flaw != "" {
		return nil, errors.New(f.flaw)
	}
	points, found := f.points()
	switch {
	case !found:
		return nil, errors.New("has no point")
	case len(points) >= mostPoints:
		return nil, fmt.Errorf("has %d points or more", mostPoints)
	}
	places := make([]store.Location, 0, len(points))
	for _, point := range points {
		if len(point) < 2 {
			return nil, errors.New("has no point")
		}
		place, err := spot(f.name, point[1], point[0], f.at)
		if err != nil {
			return nil, err
		}
		places = append(places, place)
	}
	return places, nil
}

// points are those of a feature or geometry; found is false when it should have one and has none.
func (f *feature) points() (points [][]string, found bool) {
	kind := f.geometry
	if kind == "" {
		kind = f.kind
	}
	switch kind {
	case "Point":
		return [][]string{f.point}, len(f.point) >= 2
	case "MultiPoint", "GeometryCollection":
		return f.many, true
	case "Feature", "":
		return nil, false
	}
	return nil, true
}

// nextFeature reads on to the end of the next feature.
func (g *geoJSON) nextFeature() (*feature, error) {
	for {
		if g.inside {
			if g.decoder.More() {
				return g.element()
			}
			if _, err := g.read(); err != nil { // the end of the list
				return nil, err
			}
			g.inside = false
		}
		if g.outer == nil {
			token, err := g.read()
			if err != nil {
				return nil, err
			}
			if token != json.Delim('{') {
				return nil, errors.New("it is no GeoJSON: it does not begin with an object")
			}
			g.outer = newFeature()
		}
		whole, err := g.members(g.outer)
		if err != nil {
			return nil, err
		}
		if !whole {
			continue // at the beginning of its features
		}
		done := g.outer
		g.outer = nil
		if !done.list {
			return done, nil
		}
	}
}

// element reads one of a collection's features.
func (g *geoJSON) element() (*feature, error) {
	token, err := g.read()
	if err != nil {
		return nil, err
	}
	f := newFeature()
	if token != json.Delim('{') {
		f.flaw = "is no feature"
		return f, g.skip(token)
	}
	whole, err := g.members(f)
	if err == nil && !whole {
		return nil, errors.New("it has features within features")
	}
	return f, err
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
			f.list, g.inside = true, true
			return false, nil
		case key == "type":
			if text, ok := value.(string); ok {
				f.kind = text
			}
			err = g.skip(value)
		case key == "geometry" && value == json.Delim('{'):
			err = g.geometry(f)
		case key == "coordinates" && value == json.Delim('['):
			err = g.coordinates(f)
		case key == "geometries" && value == json.Delim('['):
			err = g.geometries(f)
		case key == "properties" && value == json.Delim('{'):
			err = g.properties(f)
		default:
			err = g.skip(value)
		}
		if err != nil {
			return false, err
		}
	}
	_, err = g.read()
	return true, err
}

func (g *geoJSON) geometry(f *feature) error {
	for g.decoder.More() {
		key, value, err := g.member()
		if err != nil {
			return err
		}
		switch {
		case key == "type":
			if text, ok := value.(string); ok {
				f.geometry = text
			}
			err = g.skip(value)
		case key == "coordinates" && value == json.Delim('['):
			err = g.coordinates(f)
		case key == "geometries" && value == json.Delim('['):
			err = g.geometries(f)
		default:
			err = g.skip(value)
		}
		if err != nil {
			return err
		}
	}
	_, err := g.read()
	return err
}

// geometries reads a collection of them, and takes their points.
func (g *geoJSON) geometries(f *feature) error {
	for g.decoder.More() {
		value, err := g.read()
		if err != nil {
			return err
		}
		if value != json.Delim('{') {
			if err := g.skip(value); err != nil {
				return err
			}
			continue
		}
		part := newFeature()
		if err := g.geometry(part); err != nil {
			return err
		}
		if points, found := part.points(); !found {
			f.flaw = "has a point without coordinates in its collection"
		} else if len(f.many) < mostPoints {
			f.many = append(f.many, points...)
		}
	}
	_, err := g.read()
	return err
}

// coordinates reads the numbers of a point, or of several. Lists within lists of points are passed over.
func (g *geoJSON) coordinates(f *feature) error {
	f.point, f.many = nil, nil
	for g.decoder.More() {
		value, err := g.read()
		if err != nil {
			return err
		}
		if value == json.Delim('[') && len(f.many) < mostPoints {
			point, err := g.numbers()
			if err != nil {
				return err
			}
			f.many = append(f.many, point)
			continue
		}
		if _, list := value.(json.Delim); !list && len(f.point) < 3 {
			f.point = append(f.point, text(value))
		}
		if err := g.skip(value); err != nil {
			return err
		}
	}
	_, err := g.read()
	return err
}

// numbers reads the numbers of one point of several; what stands deeper is passed over.
func (g *geoJSON) numbers() ([]string, error) {
	var point []string
	for g.decoder.More() {
		value, err := g.read()
		if err != nil {
			return nil, err
		}
		if _, list := value.(json.Delim); !list && len(point) < 2 {
			point = append(point, text(value))
		}
		if err := g.skip(value); err != nil {
			return nil, err
		}
	}
	_, err := g.read()
	return point, err
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
