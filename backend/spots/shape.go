package spots

import (
	"encoding/json"
	"fmt"
	"strings"
)

// shape is what is kept of a geometry.
type shape struct {
	kind  string
	point []string
	many  [][]string // of several points, or of what may be them
	// collected are the points of a collection, flaw what is wrong with one of its shapes, and parts how many there are.
	collected [][]string
	flaw      string
	parts     int
}

// points are those of a shape, all with two numbers at least, and what is wrong with others. A line or an area has none,
// and nothing is wrong.
func (s *shape) points() (points [][]string, flaw string) {
	switch kind := strings.ToLower(s.kind); kind {
	case "point":
		points = [][]string{s.point}
	case "multipoint":
		points = s.many
	case "geometrycollection":
		if s.parts == 0 {
			return nil, "has no point"
		}
		return s.collected, s.flaw
	case "linestring", "multilinestring", "polygon", "multipolygon":
		return nil, ""
	case "", "feature":
		return nil, "has no point"
	default:
		return nil, fmt.Sprintf("is of an unknown kind, %q", short(s.kind))
	}
	good := points[:0:0]
	for _, point := range points {
		if len(point) > 1 {
			good = append(good, point)
		}
	}
	if len(good) < max(len(points), 1) {
		flaw = "has no point"
	}
	return good, flaw
}

// geometry reads a geometry to its end.
func (g *geoJSON) geometry(s *shape) error {
	for g.decoder.More() {
		key, value, err := g.member()
		if err != nil {
			return err
		}
		if key == "type" {
			s.kind = text(value)
			err = g.skip(value)
		} else {
			err = g.shapeMember(s, key, value)
		}
		if err != nil {
			return err
		}
	}
	_, err := g.read()
	return err
}

// shapeMember reads a member of a geometry that has begun.
func (g *geoJSON) shapeMember(s *shape, key string, value json.Token) error {
	switch {
	case key == "coordinates" && value == json.Delim('['):
		return g.coordinates(s)
	case key == "geometries" && value == json.Delim('['):
		return g.geometries(s)
	}
	return g.skip(value)
}

// geometries reads a collection of them, and takes their points.
func (g *geoJSON) geometries(s *shape) error {
	s.collected, s.flaw, s.parts = nil, "", 0
	for g.decoder.More() {
		value, err := g.read()
		if err != nil {
			return err
		}
		s.parts++
		if value != json.Delim('{') {
			s.flaw = "has something in its collection that is no geometry"
			if err := g.skip(value); err != nil {
				return err
			}
			continue
		}
		part := shape{}
		if err := g.geometry(&part); err != nil {
			return err
		}
		points, flaw := part.points()
		if flaw != "" {
			s.flaw = "has in its collection what " + flaw
		}
		if len(s.collected) < mostPoints {
			s.collected = append(s.collected, points...)
		}
	}
	_, err := g.read()
	return err
}

// coordinates reads the numbers of a point, or of several. Lists within lists of points are passed over.
func (g *geoJSON) coordinates(s *shape) error {
	s.point, s.many = nil, nil
	for g.decoder.More() {
		value, err := g.read()
		if err != nil {
			return err
		}
		if value == json.Delim('[') && len(s.many) < mostPoints {
			point, err := g.numbers()
			if err != nil {
				return err
			}
			s.many = append(s.many, point)
			continue
		}
		if _, list := value.(json.Delim); !list && len(s.point) < 3 {
			s.point = append(s.point, numberText(value))
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
			point = append(point, numberText(value))
		}
		if err := g.skip(value); err != nil {
			return nil, err
		}
	}
	_, err := g.read()
	return point, err
}

// numberText is a value that may be a number of degrees, and no more of its text than such a number has.
func numberText(value json.Token) string {
	const enough = 100
	number := text(value)
	return strings.Clone(number[:min(len(number), enough)])
}
