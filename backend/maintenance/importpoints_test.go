package maintenance_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// TestPointsAreFoundWhereverTheyStand says for each file which places it has and what is told beside them.
func TestPointsAreFoundWhereverTheyStand(t *testing.T) {
	t.Parallel()
	point := `{"type":"Point","coordinates":[7.1,50.7]}`
	feature := `{"type":"Feature","properties":{"name":"one"},"geometry":` + point + `}`
	const one, bare = "one|50.7|7.1", "|50.7|7.1"
	const twoMore = "\n|50.8|7.2\n|50.9|7.3"
	collection := func(features string) string { return `{"type":"FeatureCollection","features":[` + features + `]}` }
	for name, test := range map[string]struct{ content, places, says string }{
		"feature.json":            {feature, one, ""},
		"bare.json":               {point, bare, ""},
		"bare-multi.json":         {`{"coordinates":[[7.1,50.7],[7.2,50.8],[7.3,50.9]],"type":"MultiPoint"}`, bare + twoMore, ""},
		"bare-collection.json":    {`{"type":"GeometryCollection","geometries":[` + point + `,{"type":"MultiPoint","coordinates":[[7.2,50.8],[7.3,50.9]]}]}`, bare + twoMore, ""},
		"nested-collection.json":  {`{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[` + point + `]},{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}]}`, bare, ""},
		"nested.json":             {collection(collection(feature) + `,` + collection("") + `,{"type":"FeatureCollection","features":[` + point + `],"name":"late"}`), one + "\n" + bare, ""},
		"nested-deep.json":        {collection(collection(collection(feature)) + `,` + point), one + "\n" + bare, ""},
		"members.json":            {`{"features":[` + feature + `],"crs":{"type":"name","coordinates":[1,2]},"type":"FeatureCollection","bbox":[1,2,3,4],"coordinates":[9,9]}`, one, ""},
		"foreign.json":            {collection(`{"type":"Feature","geometry":` + point + `,"coordinates":[9,9],"geometries":[{"type":"Point","coordinates":[8,8]}],"features":[],"properties":{"name":"one","geometry":{"type":"Point","coordinates":[8,8]}},"center":{"type":"Point","coordinates":[8,8]}}`), one, ""},
		"foreign-first.json":      {collection(`{"coordinates":[9,9],"properties":{"name":"one"},"geometry":` + point + `,"type":"Feature"}`), one, ""},
		"strings.json":            {`{"type":"Point","coordinates":["7.1","50,7"]}`, bare, ""},
		"height.json":             {`{"type":"Point","coordinates":[7.1,50.7,120,5]}`, bare, ""},
		"lower.json":              {`{"type":"point","coordinates":[7.1,50.7]}`, bare, ""},
		"null-properties.json":    {collection(`{"type":"Feature","properties":null,"geometry":` + point + `}`), bare, ""},
		"id.json":                 {collection(`{"type":"Feature","id":7,"properties":{},"geometry":` + point + `}`), bare, ""},
		"null.json":               {collection(`{"type":"Feature","properties":{"name":"nowhere"},"geometry":null},` + feature), one, "1 bad record: null.json, record 1: has no point"},
		"without.json":            {collection(`{"type":"Feature","properties":{"name":"nowhere"}},` + feature), one, "1 bad record: without.json, record 1: has no point"},
		"null-and-members.json":   {collection(`{"type":"Feature","geometry":null,"coordinates":[9,9]},` + feature), one, "1 bad record: null-and-members.json, record 1: has no point"},
		"empty-multi.json":        {collection(`{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[]}},` + feature), one, "1 bad record: empty-multi.json, record 1: has no point"},
		"empty-collection.json":   {collection(`{"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[]}},` + feature), one, "1 bad record: empty-collection.json, record 1: has no point"},
		"part-of-multi.json":      {collection(`{"type":"Feature","properties":{"name":"one"},"geometry":{"type":"MultiPoint","coordinates":[[7],[7.1,50.7],[7,91]]}}`), one, "1 bad record: part-of-multi.json, record 1: its latitude 91 is beyond 90 degrees"},
		"part-of-collection.json": {collection(`{"type":"Feature","properties":{"name":"one"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[]},7,` + point + `]}}`), one, "1 bad record: part-of-collection.json, record 1: has"},
		"circle.json":             {collection(`{"type":"Feature","geometry":{"type":"Circle","coordinates":[1,2]}},` + feature), one, `1 bad record: circle.json, record 1: is of an unknown kind, "Circle"`},
		"shapes.json":             {collection(`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}},{"type":"LineString","coordinates":[[1,2],[3,4]]},` + feature), one, "; passed over 2 lines or areas"},
		"line.json":               {`{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`, "", "; passed over 1 line or area"},
		"line-collection.json":    {`{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[1,2],[3,4]]}]}`, "", "; passed over 1 line or area"},
		"topo.json":               {`{"type":"Topology","objects":{"a":{"type":"Point","coordinates":[7,50]}},"arcs":[]}`, "", "it is TopoJSON and no GeoJSON: save it as GeoJSON first"},
		"topo.geojson":            {`{"arcs":[],"objects":{"a":{"type":"Point","coordinates":[7,50]}},"type":"Topology"}`, "", "it is TopoJSON and no GeoJSON"},
		"mark.json":               {"\xef\xbb\xbf" + feature, one, ""},
		"utf16.json":              {wide(feature, true, true), one, ""},
		"utf16be.json":            {wide(feature, false, true), one, ""},
		"utf16-without.json":      {wide(feature, true, false), one, ""},
		"utf16be-without.json":    {wide(feature, false, false), one, ""},
		"utf16.gpx":               {wide(`<?xml version="1.0" encoding="UTF-16"?><gpx><wpt lat="50.7" lon="7.1"><name>one</name></wpt></gpx>`, true, false), one, ""},
		"utf16be.kml":             {wide(`<kml><Placemark><name>one</name><Point><coordinates>7.1,50.7</coordinates></Point></Placemark></kml>`, false, false), one, ""},
		"multi.kml":               {`<kml><Placemark><MultiGeometry><Point><coordinates>7.1,50.7</coordinates></Point><LineString><coordinates>1,2 3,4</coordinates></LineString><MultiGeometry><Point><coordinates>7.2,50.8</coordinates></Point></MultiGeometry><Point><coordinates>7.3,50.9</coordinates></Point></MultiGeometry></Placemark></kml>`, bare + twoMore, ""},
		"part-of-multi.kml":       {`<kml><Placemark><name>one</name><MultiGeometry><Point><coordinates>there</coordinates></Point><Point><coordinates>7.1,50.7</coordinates></Point></MultiGeometry></Placemark></kml>`, one, `1 bad record: part-of-multi.kml, record 1: its coordinates "there" are no point`},
		"data.kml":                {`<kml><Placemark><ExtendedData><Data name="Note"><value>no</value></Data><Data name="Title"><displayName>no</displayName><value>one</value></Data></ExtendedData><Point><coordinates>7.1,50.7</coordinates></Point></Placemark></kml>`, one, ""},
		"schema.kml":              {`<kml><Placemark><Point><coordinates>7.1,50.7</coordinates></Point><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="LABEL">no</SimpleData><SimpleData name="place_name">no</SimpleData><SimpleData name="Name">one</SimpleData></SchemaData></ExtendedData></Placemark></kml>`, one, ""},
		"named-data.kml":          {`<kml><Placemark><ExtendedData><Data name="name"><value>no</value></Data></ExtendedData><name>one</name><Point><coordinates>7.1,50.7</coordinates></Point></Placemark></kml>`, one, ""},
		"degrees.kml":             {`<kml><Placemark><name>one</name><ExtendedData><Data name="Latitude"><value>50.7</value></Data><Data name="lng"><value>7.1</value></Data></ExtendedData></Placemark></kml>`, one, ""},
		"spaces.kml":              {"<kml><Placemark><name>one</name><Point><coordinates>\n7.1, 50.7, 0\n</coordinates></Point></Placemark></kml>", one, ""},
		"address.kml":             {`<kml><Placemark><name>nowhere</name><address>Bonn</address></Placemark><Placemark><name>one</name><Point><coordinates>7.1,50.7</coordinates></Point></Placemark></kml>`, one, "1 bad record: address.kml, record 1: has no point"},
		"empty-point.kml":         {`<kml><Placemark><Point><coordinates> </coordinates></Point></Placemark><Placemark><name>one</name><Point><coordinates>7.1,50.7</coordinates></Point></Placemark></kml>`, one, "1 bad record: empty-point.kml, record 1: has no point"},
		"shapes.kml":              {`<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark><Placemark><gx:Track><when>2024</when><gx:coord>1 2 3</gx:coord></gx:Track></Placemark></kml>`, "", "; passed over 2 lines or areas"},
		"prefixed.kml":            {`<k:kml xmlns:k="http://www.opengis.net/kml/2.2"><k:Placemark><k:name>one</k:name><k:Point><k:coordinates>7.1,50.7</k:coordinates></k:Point></k:Placemark></k:kml>`, one, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newImporter(t)
			i.write(name, test.content, time.Hour)
			result := i.both()
			want := ""
			if test.places != "" {
				want = strings.ReplaceAll(test.places+"\n", "\n", "|0|"+name+"\n")
			}
			require.Equal(t, strings.TrimSpace(want), i.places(), result.Message)
			if test.says == "" {
				require.NotContains(t, result.Message, ";")
			}
			require.Contains(t, result.Message, test.says)
		})
	}
}

// packed packs files, in their order: name and content in turn.
func packed(t *testing.T, files ...string) string {
	t.Helper()
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	for i := 0; i < len(files); i += 2 {
		file, err := writer.Create(files[i])
		require.NoError(t, err)
		_, err = file.Write([]byte(files[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, writer.Close())
	return archive.String()
}

func TestPackedPlacesAreReadOrNamed(t *testing.T) {
	t.Parallel()
	placemark := func(name string) string {
		return `<kml><Placemark><name>` + name + `</name><Point><coordinates>7.1,50.7</coordinates></Point></Placemark></kml>`
	}
	whole := packed(t, "doc.kml", placemark("one")+strings.Repeat(" ", 100))
	for name, test := range map[string]struct{ content, places, says string }{
		"a.kmz":       {packed(t, "files/icon.png", "png", "doc.kml", placemark("one")), "one", ""},
		"b.KMZ":       {packed(t, "Places.KML", placemark("one")), "one", ""},
		"packed.kml":  {whole, "one", ""},
		"plain.kmz":   {placemark("one"), "one", ""},
		"wide.kmz":    {packed(t, "doc.kml", wide(placemark("one"), true, true)), "one", ""},
		"several.kmz": {packed(t, "files/more.kml", placemark("more"), "doc.kml", placemark("one")), "one", "1 bad record: several.kmz, record 2: is the file files/more.kml beside the first one, which is not read"},
		"none.kmz":    {packed(t, "icon.png", "png"), "", "none.kmz: it is a packed file without a KML file in it"},
		"cut.kmz":     {whole[:len(whole)-30], "", "cut.kmz: it is a packed file that can't be unpacked"},
		"damaged.kmz": {strings.Replace(whole, "doc.kml", "doc.kmL", 1)[:60] + "xxxx" + whole[64:], "", "damaged.kmz: "},
		"middle.kmz":  {packed(t, "doc.kml", `<kml><Placemark>`), "", "middle.kmz: it ends in the middle"},
		"empty.kmz":   {"", "", "empty.kmz: it ends in the middle"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newImporter(t)
			i.write(name, test.content, time.Hour)
			result := i.both()
			want := ""
			if test.places != "" {
				want = test.places + "|50.7|7.1|0|" + name
			}
			require.Equal(t, want, i.places(), result.Message)
			if test.says == "" {
				require.NotContains(t, result.Message, ";")
			}
			require.Contains(t, result.Message, test.says)
			require.Equal(t, "no new file", i.run().Message)
		})
	}
}

// wide writes a text in UTF-16, the little end of each letter first or last, with or without its mark.
func wide(text string, little, mark bool) string {
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	var order binary.AppendByteOrder = binary.BigEndian
	if little {
		order = binary.LittleEndian
	}
	var written []byte
	for _, unit := range units {
		written = order.AppendUint16(written, unit)
	}
	return string(written)
}

// Points with long texts for numbers are bad, and of many of them little is held.
func TestLongTextsForNumbersAreBad(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	long := strings.Repeat("7", 5000)
	i.write("a.geojson", `{"type":"MultiPoint","coordinates":[`+strings.Repeat(`["`+long+`","50"],`, 200)+`["7","50"]]}`, time.Hour)
	i.write("b.kml", `<kml><Placemark><MultiGeometry>`+strings.Repeat(`<Point><coordinates>`+long+`,50</coordinates></Point>`, 200)+
		`<Point><coordinates>8,50</coordinates></Point></MultiGeometry></Placemark></kml>`, time.Hour)
	result := i.both()
	require.EqualValues(t, 2, result.Counts["bad"], result.Message)
	require.Equal(t, "|50.0|7.0|0|a.geojson\n|50.0|8.0|0|b.kml", i.places())
}
