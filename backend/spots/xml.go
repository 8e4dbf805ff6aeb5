package spots

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// xmlSpots reads places from a file of tags. It holds one place's few texts in memory. The decoder
// knows no entities but XML's own five, so that there is nothing to expand; tags and texts are
// bounded by the fuse, what stands inside each other by a count.
type xmlSpots struct {
	*fuse

	decoder *xml.Decoder
	kind    xmlKind
	path    []string // the open elements
	number  int64
	begun   bool
	current *xmlSpot
	// taking gets the text of the open element, or is nil.
	taking *strings.Builder
	// waiting are further places of one with several points.
	waiting []Spot
}

// xmlKind is what GPX and KML differ in.
type xmlKind struct {
	root string
	// record tells an element that is a place.
	record func(element string) bool
	// open begins a place from its tag.
	open func(tag xml.StartElement) *xmlSpot
	// text gives where the text of an element belongs, by the elements that are open inside of the
	// place, the last of which has just begun with its tag, or nil.
	text func(place *xmlSpot, inside []string, tag xml.StartElement) *strings.Builder
	// close makes places. With an error there may be places, too: of several points the good ones.
	close func(place *xmlSpot) ([]Spot, error)
}

// xmlSpot is what is kept of a place.
type xmlSpot struct {
	depth               int // how many elements are open around it
	latitude, longitude string
	name, at            strings.Builder
	points              []*strings.Builder
	shapes              bool // it has a line or an area
	data                string
	values              map[string]*strings.Builder // of its data, by their names
}

// longestText is how much of a text is kept; no name, time or point is longer.
const longestText = 4096

func openXML(ctx context.Context, path string, kind xmlKind) (Reader, error) {
	file, err := openFused(ctx, path)
	if err != nil {
		return nil, err
	}
	return newXMLSpots(file, kind), nil
}

func newXMLSpots(file *fuse, kind xmlKind) *xmlSpots {
	x := &xmlSpots{fuse: file, decoder: xml.NewDecoder(file), kind: kind}
	x.decoder.CharsetReader = func(name string, input io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(name), "utf-16") {
			return input, nil // its mark has told already
		}
		return charset.NewReaderLabel(name, input)
	}
	return x
}

// Next implements [Reader].
func (x *xmlSpots) Next() (Spot, error) {
	for {
		if len(x.waiting) > 0 {
			place := x.waiting[0]
			x.waiting = x.waiting[1:]
			return place, nil
		}
		token, err := x.decoder.RawToken()
		if errors.Is(err, io.EOF) && len(x.path) == 0 && x.begun {
			return Spot{}, io.EOF
		}
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return Spot{}, judge(err)
		}
		x.token()
		ended, err := x.take(token)
		if err != nil {
			return Spot{}, judge(err)
		}
		if ended == nil {
			continue
		}
		x.number++
		if x.waiting, err = x.kind.close(ended); err != nil {
			return Spot{}, &BadRecord{x.number, err.Error(), errors.Is(err, errNoPoint)}
		}
	}
}

// take takes a token, and gives the place that ends with it, or nil.
func (x *xmlSpots) take(token xml.Token) (ended *xmlSpot, err error) {
	switch token := token.(type) {
	case xml.StartElement:
		err = x.begin(token)
	case xml.EndElement:
		ended, err = x.end(token.Name.Local)
	case xml.CharData:
		if x.taking != nil && x.taking.Len() < longestText {
			x.taking.Write(token[:min(len(token), longestText)])
		}
	}
	return ended, err
}

func (x *xmlSpots) begin(tag xml.StartElement) error {
	name := tag.Name.Local
	if !x.begun && name != x.kind.root {
		return fmt.Errorf("it is no %s file: it begins with <%s>", strings.ToUpper(x.kind.root), short(name))
	}
	x.begun = true
	if len(name) > longestText {
		return fmt.Errorf("a tag in it has a name of %d bytes", len(name))
	}
	if len(x.path) >= deepest {
		return fmt.Errorf("more than %d elements stand inside each other", deepest)
	}
	if x.current == nil && x.kind.record(name) {
		x.current = x.kind.open(tag)
		x.current.depth = len(x.path)
	}
	x.path = append(x.path, name)
	x.taking = nil
	if x.current != nil {
		x.taking = x.kind.text(x.current, x.path[x.current.depth+1:], tag)
	}
	return nil
}

func (x *xmlSpots) end(name string) (ended *xmlSpot, err error) {
	last := len(x.path) - 1
	if last < 0 || x.path[last] != name {
		return nil, fmt.Errorf("</%s> ends what did not begin", short(name))
	}
	x.path, x.taking = x.path[:last], nil
	if x.current != nil && x.current.depth == last {
		ended, x.current = x.current, nil
	}
	return ended, nil
}

// gpx are waypoints, and the points of tracks and routes.
var gpx = xmlKind{
	root:   "gpx",
	record: func(element string) bool { return element == "wpt" || element == "trkpt" || element == "rtept" },
	open: func(tag xml.StartElement) *xmlSpot {
		place := &xmlSpot{}
		for _, attribute := range tag.Attr {
			switch attribute.Name.Local {
			case "lat":
				place.latitude = attribute.Value
			case "lon":
				place.longitude = attribute.Value
			}
		}
		return place
	},
	text: func(place *xmlSpot, inside []string, _ xml.StartElement) *strings.Builder {
		switch strings.Join(inside, "/") {
		case "name":
			return &place.name
		case "time":
			return &place.at
		}
		return nil
	},
	close: func(place *xmlSpot) ([]Spot, error) {
		at, err := spot(place.name.String(), place.latitude, place.longitude, place.at.String())
		if err != nil {
			return nil, err
		}
		return []Spot{at}, nil
	},
}

func openGPX(ctx context.Context, path string) (Reader, error) { return openXML(ctx, path, gpx) }
