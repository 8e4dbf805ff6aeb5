package spots

import (
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// kml are placemarks with points. Lines, areas and models are no places.
var kml = xmlKind{
	root:   "kml",
	record: func(element string) bool { return element == "Placemark" },
	open:   func(xml.StartElement) *xmlSpot { return &xmlSpot{} },
	text:   kmlText,
	close:  kmlPlaces,
}

// kmlShapes are the geometries that are no points.
var kmlShapes = []string{"LineString", "LinearRing", "Polygon", "Model", "Track", "MultiTrack"}

// kmlText gives where the text of an element of a placemark belongs.
func kmlText(place *xmlSpot, inside []string, tag xml.StartElement) *strings.Builder {
	geometry := inside
	for len(geometry) > 1 && geometry[0] == "MultiGeometry" {
		geometry = geometry[1:]
	}
	if len(geometry) == 1 && slices.Contains(kmlShapes, geometry[0]) {
		place.shapes = true
		return nil
	}
	if len(geometry) == 2 && geometry[0] == "Point" && geometry[1] == "coordinates" && len(place.points) < mostPoints {
		return place.nextPoint()
	}
	switch strings.Join(inside, "/") {
	case "name":
		return &place.name
	case "TimeStamp/when", "TimeSpan/begin":
		return &place.at
	case "ExtendedData/Data":
		place.data = named(tag)
	case "ExtendedData/Data/value":
		return place.value(place.data)
	case "ExtendedData/SchemaData/SimpleData":
		return place.value(named(tag))
	}
	return nil
}

// longestPoint is how much is kept of a point's text; no two numbers are longer.
const longestPoint = 256

// nextPoint is where the text of one more point belongs. Of the one before, no more is kept than numbers need.
func (x *xmlSpot) nextPoint() *strings.Builder {
	if last := len(x.points) - 1; last >= 0 && x.points[last].Len() > longestPoint {
		text := x.points[last].String()
		x.points[last] = &strings.Builder{}
		x.points[last].WriteString(text[:longestPoint])
	}
	point := &strings.Builder{}
	x.points = append(x.points, point)
	return point
}

// named is the name that a tag gives to what it holds.
func named(tag xml.StartElement) string {
	for _, attribute := range tag.Attr {
		if attribute.Name.Local == "name" {
			return plainKey(attribute.Value)
		}
	}
	return ""
}

// value is where the text of some data belongs, or nil when it says nothing about a place.
func (x *xmlSpot) value(name string) *strings.Builder {
	for _, names := range [][]string{placeNames, timeNames, latitudeNames, longitudeNames} {
		if slices.Contains(names, name) && x.values[name] == nil {
			if x.values == nil {
				x.values = make(map[string]*strings.Builder)
			}
			x.values[name] = &strings.Builder{}
			return x.values[name]
		}
	}
	return nil
}

// best is the text of the data with the best of some names, where the placemark has none of its own.
func (x *xmlSpot) best(own string, names []string) string {
	for _, name := range names {
		if value := x.values[name]; strings.TrimSpace(own) == "" && value != nil {
			own = value.String()
		}
	}
	return own
}

// kmlPlaces makes the places of a placemark.
func kmlPlaces(x *xmlSpot) (places []Spot, err error) {
	name, at := x.best(x.name.String(), placeNames), x.best(x.at.String(), timeNames)
	latitude, longitude := x.best("", latitudeNames), x.best("", longitudeNames)
	switch {
	case len(x.points) >= mostPoints:
		return nil, fmt.Errorf("has %d points or more", mostPoints)
	case len(x.points) == 0 && x.shapes:
		return nil, errNoPoint
	case len(x.points) == 0 && latitude != "" && longitude != "":
		place, err := spot(name, latitude, longitude, at)
		if err != nil {
			return nil, err
		}
		return []Spot{place}, nil
	case len(x.points) == 0:
		return nil, errors.New("has no point")
	}
	for _, point := range x.points {
		place, wrong := kmlPlace(name, point.String(), at)
		if wrong != nil {
			err = wrong
			continue
		}
		places = append(places, place)
	}
	return places, err
}

// kmlPlace makes a place of a point's coordinates.
func kmlPlace(name, point, at string) (Spot, error) {
	parts := strings.Split(strings.TrimSpace(point), ",")
	switch {
	case parts[0] == "":
		return Spot{}, errors.New("has no point")
	case len(parts) < 2:
		return Spot{}, fmt.Errorf("its coordinates %q are no point", short(point))
	}
	return spot(name, parts[1], parts[0], at)
}
