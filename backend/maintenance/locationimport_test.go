package maintenance_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// importer is a house with a watched folder.
type importer struct {
	*house

	folder string
}

func newImporter(t *testing.T) *importer {
	t.Helper()
	i := &importer{house: newHouse(t), folder: t.TempDir()}
	i.withTask(1, 0)
	return i
}

// write puts a file into the folder that was written to some time ago.
func (i *importer) write(name, content string, age time.Duration) {
	i.t.Helper()
	path := filepath.Join(i.folder, name)
	require.NoError(i.t, os.WriteFile(path, []byte(content), 0o600))
	require.NoError(i.t, os.Chtimes(path, i.clock.Now().Add(-age), i.clock.Now().Add(-age)))
}

func (i *importer) order() task.Order {
	order := i.house.order("location_import", map[string]string{"folder": i.folder})
	order.Task = 1
	return order
}

func (i *importer) run() task.Result {
	i.t.Helper()
	result, err := i.work("location_import").Run(i.t.Context(), i.order())
	require.NoError(i.t, err)
	return result
}

// both does a dry run and then a run, and expects that they tell the same.
func (i *importer) both() task.Result {
	i.t.Helper()
	order := i.order()
	order.DryRun = true
	before := i.places()
	tried, err := i.work("location_import").Run(i.t.Context(), order)
	require.NoError(i.t, err)
	require.Equal(i.t, before, i.places(), "a dry run changes nothing")
	done := i.run()
	require.Equal(i.t, tried.Counts, done.Counts)
	require.Equal(i.t, strings.Replace(tried.Message, "would import", "imported", 1), done.Message)
	return done
}

// places are all places in the store, in one text.
func (i *importer) places() string {
	i.t.Helper()
	return value[string](i.house, `SELECT coalesce(group_concat(line, char(10)), '') FROM (
		SELECT name || '|' || latitude || '|' || longitude || '|' || at || '|' || source AS line FROM locations ORDER BY id)`)
}

func TestPlacesComeFromEveryFormat(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).UnixMilli()
	for name, test := range map[string]struct{ content, places string }{
		"a.csv": {"Name,Latitude,Longitude,Timestamp\nMill,52.5,13.25,2026-01-02T03:04:05Z\n", "Mill|52.5|13.25|%d|a.csv"},
		"b.csv": {"title;lng;lat;time\n\"Mill;\nnew\";13,25;52,5;1767323045\n", "Mill; new|52.5|13.25|%d|b.csv"},
		"c.tsv": {"y\tx\tname\tdate\n52.5\t13.25\tMill\t2026-01-02 03:04:05\n", "Mill|52.5|13.25|%d|c.tsv"},
		"d.csv": {"\xff\xfel\x00a\x00t\x00,\x00l\x00o\x00n\x00\n\x001\x00,\x002\x00\n\x00", "|1.0|2.0|0|d.csv"},
		"a.geojson": {`{"features":[{"properties":{"deep":{"name":"no"},"title":"no","name":"Mill","time":1767323045000},"geometry":{"coordinates":[13.25,52.5,7],"type":"Point"},"type":"Feature"},
			{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":null}],"type":"FeatureCollection"}`, "Mill|52.5|13.25|%d|a.geojson"},
		"b.json": {`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"name":"one"}}` + "\n" + `{"type":"Point","coordinates":[3,4]}`, "one|2.0|1.0|0|b.json\n|4.0|3.0|0|b.json"},
		"d.geojson": {
			`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"two"},"geometry":{"type":"MultiPoint","coordinates":[[7.1,50.7],[7.2,50.8]]}},
			{"type":"Feature","properties":{"name":"in"},"geometry":{"geometries":[{"type":"Point","coordinates":[8.1,51.7]},{"type":"LineString","coordinates":[[1,2],[3,4]]}],"type":"GeometryCollection"}}]}`,
			"two|50.7|7.1|0|d.geojson\ntwo|50.8|7.2|0|d.geojson\nin|51.7|8.1|0|d.geojson",
		},
		"c.geojson": {"\xef\xbb\xbf" + `{"type":"FeatureCollection","features":[]}`, ""},
		"a.gpx": {`<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>no</name><time>2000-01-01T00:00:00Z</time></metadata>
			<wpt lat="52.5" lon="13.25"><ele>3</ele><time>2026-01-02T03:04:05Z</time><name><![CDATA[Mill]]></name><extensions><name>no</name></extensions></wpt>
			<trk><name>no</name><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>`, "Mill|52.5|13.25|%d|a.gpx\n|1.0|2.0|0|a.gpx"},
		"b.gpx": {`<?xml version="1.0" encoding="ISO-8859-1"?><gpx><wpt lat="1" lon="2"><name>M` + "\xfc" + `hle &amp; B` + "\xe4" + `cker</name></wpt></gpx>`, "Mühle & Bäcker|1.0|2.0|0|b.gpx"},
		"a.KML": {`<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>no</name><Folder><Placemark><name>Mill</name><TimeStamp><when>2026-01-02T03:04:05Z</when></TimeStamp>
			<Point><coordinates> 13.25,52.5,0 </coordinates></Point></Placemark><Placemark><name>way</name><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark></Folder></Document></kml>`, "Mill|52.5|13.25|%d|a.KML"},
		"b.kml": {`<kml><Placemark><MultiGeometry><Point><coordinates>1,2</coordinates></Point><Point><coordinates>3,4</coordinates></Point></MultiGeometry></Placemark></kml>`, "|2.0|1.0|0|b.kml\n|4.0|3.0|0|b.kml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newImporter(t)
			i.write(name, test.content, time.Hour)
			result := i.both()
			want := test.places
			if strings.Contains(want, "%d") {
				want = sprintf(want, at)
			}
			require.Equal(t, want, i.places(), result.Message)
			require.EqualValues(t, 1, result.Counts["files"])
			require.Zero(t, result.Counts["bad"]+result.Counts["bad_files"]+result.Counts["duplicates"], result.Message)
			require.Equal(t, "no new file", i.both().Message)
		})
	}
}

func TestBadRecordsAreNamedAndStopNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, says string }{
		"a.csv":     {"lat,lon,name,time\n1,2,ok,\nx,2,,\n91,2,,\n1,-180.5,,\n1,2,,yesterday\n,,empty,\nNaN,2,,\n5,6,ok,\n", `6 bad records: a.csv, record 3: its latitude "x" is no number of degrees; a.csv, record 4: its latitude 91 is beyond 90 degrees; a.csv, record 5: its longitude -180.5 is beyond 180 degrees and 3 more`},
		"a.geojson": {`{"features":[{"geometry":{"type":"Point","coordinates":[2,1]}},7,null,{"geometry":null},{"geometry":{"type":"Point","coordinates":["a",1]}},{"geometry":{"type":"Point","coordinates":[2]}},{"geometry":{"type":"Point","coordinates":[200,1]}},{"geometry":{"type":"Point","coordinates":[6,5]}}]}`, `6 bad records: a.geojson, record 2: is no feature;`},
		"a.gpx":     {`<gpx><wpt lat="1" lon="2"/><wpt lon="2"/><wpt/><wpt lat="x" lon="2"/><wpt lat="1" lon="181"/><wpt lat="1" lon="2"><time>soon</time></wpt><wpt lat="1e400" lon="1"/><wpt lat="5" lon="6"/></gpx>`, `6 bad records: a.gpx, record 2: has no latitude;`},
		"a.kml":     {`<kml><Placemark><Point><coordinates>2,1</coordinates></Point></Placemark>` + strings.Repeat(`<Placemark><Point><coordinates>there</coordinates></Point></Placemark>`, 6) + `<Placemark><Point><coordinates>6,5</coordinates></Point></Placemark></kml>`, `6 bad records: a.kml, record 2: its coordinates "there" are no point;`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newImporter(t)
			i.write(name, test.content, time.Hour)
			result := i.both()
			require.Contains(t, result.Message, test.says)
			require.EqualValues(t, 6, result.Counts["bad"])
			require.EqualValues(t, 2, result.Counts["added"])
		})
	}
}

func TestABadFileFailsAloneAndIsTriedAgainWhenItChanges(t *testing.T) {
	t.Parallel()
	nested := strings.Repeat
	for name, test := range map[string]struct{ content, says string }{
		"none.csv":    {"company,website\nAcme,acme.example\n", "no columns for latitude and longitude"},
		"empty.csv":   {"", "is empty"},
		"cut.geojson": {`{"features":[{"geometry":{"type":"Point","coordinates":[2,1]}},{"geometry":`, "ends in the middle"},
		"list.json":   {`[1,2]`, "it is no GeoJSON"},
		"word.json":   {`hello`, "invalid character"},
		"none.json":   {``, ""},
		"deep.json":   {`{"a":` + nested("[", 100_000), "stand inside each other"},
		"cut.gpx":     {`<gpx><wpt lat="1" lon="2"/>`, "ends in the middle"},
		"empty.gpx":   {"", "ends in the middle"},
		"page.gpx":    {`<html><body/></html>`, "it is no GPX file"},
		"wrong.kml":   {`<kml></Placemark></kml>`, "ends what did not begin"},
		"deep.kml":    {`<kml>` + nested("<a>", 100_000), "stand inside each other"},
		"bomb.kml": {
			`<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>`,
			"invalid character entity &b;",
		},
		"outside.gpx": {`<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><wpt lat="1" lon="2"><name>&x;</name></wpt></gpx>`, "invalid character entity &x;"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newImporter(t)
			i.write(name, test.content, time.Hour)
			i.write("good.csv", "lat,lon,name\n50,60,good\n", time.Hour)
			result := i.both()
			require.Contains(t, i.places(), "good|50.0|60.0")
			if test.says == "" {
				return
			}
			require.Contains(t, result.Message, "1 file could not be read: "+name)
			require.Contains(t, result.Message, test.says)
			require.EqualValues(t, 1, result.Counts["bad_files"])
			require.Equal(t, "no new file", i.run().Message, "it is not told again every five minutes")
			i.write(name, test.content+" ", time.Minute)
			require.EqualValues(t, 1, i.run().Counts["bad_files"])
		})
	}
}

func TestHugeTextsAreReadInBoundedMemoryOrRefused(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	long, endless := strings.Repeat("a", 2<<20), strings.Repeat("a", 5<<20)
	i.write("a.gpx", `<gpx><wpt lat="1" lon="2" note="`+long+`"><name>`+long+`</name></wpt><wpt lat="3" lon="4"/></gpx>`, time.Hour)
	i.write("b.geojson", `{"features":[{"properties":{"name":"`+long+`"},"geometry":{"type":"Point","coordinates":[6,5]}}]}`, time.Hour)
	i.write("c.gpx", `<gpx><wpt lat="7" lon="8"/><wpt lat="9" lon="9" note="`+endless+`"/></gpx>`, time.Hour)
	i.write("d.geojson", `{"features":[{"geometry":{"type":"Point","coordinates":[10,9]}},"`+endless+`"]}`, time.Hour)
	result := i.run()
	require.EqualValues(t, 5, result.Counts["added"])
	require.EqualValues(t, 2, result.Counts["bad_files"])
	require.Contains(t, result.Message, "longer than 4 MB")
	require.EqualValues(t, 500, value[int64](i.house, `SELECT max(length(name)) FROM locations`))
}

func TestDuplicatesAreLeftOutWithinAFileBetweenFilesAndBetweenRuns(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	i.write("a.csv", "lat,lon,name,time\n52,13,Mill,\n52.00008,13,mill,\n52.0002,13,Mill,\n90,10,Pole,\n90,-170,pole,\n0,179.99999,Line,\n0,-179.99999,Line,\n", time.Hour)
	i.write("b.csv", "lat,lon,name,time\n52.00001,13,Mill,\n52,13,Bakery,2026-01-01T00:00:00Z\n52,13,Shop,2026-01-01T00:00:00Z\n52,13,,\n52,13,,\n", time.Hour)
	result := i.both()
	require.Equal(t, map[string]int64{"files": 2, "added": 6, "duplicates": 6, "bad": 0, "bad_files": 0, "waiting": 0}, result.Counts)
	i.write("c.csv", "lat,lon,name,time\n52,13,MILL,\n52,13,Stop,2026-01-01T00:00:00.9Z\n52,13,,\n52,13,Kiosk,\n", time.Hour)
	result = i.both()
	require.Equal(t, map[string]int64{"files": 1, "added": 1, "duplicates": 3, "bad": 0, "bad_files": 0, "waiting": 0}, result.Counts)
}

func TestAChangedFileIsReadAnewAndAnUnchangedOneNever(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	i.write("a.csv", "lat,lon,name\n1,2,a\n", time.Hour)
	require.EqualValues(t, 1, i.run().Counts["added"])
	require.Zero(t, i.run().Counts["files"])
	i.write("a.csv", "lat,lon,name\n1,2,a\n3,4,b\n", time.Minute)
	result := i.both()
	require.EqualValues(t, 1, result.Counts["added"])
	require.EqualValues(t, 1, result.Counts["duplicates"])
	require.NoError(t, os.Remove(filepath.Join(i.folder, "a.csv")))
	i.run()
	require.Zero(t, value[int64](i.house, `SELECT count(*) FROM file_cursors`), "a file that is gone is forgotten")
}

func TestAFileThatIsStillBeingWrittenWaits(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	i.write("a.csv", "lat,lon\n1,2\n", 9*time.Second)
	i.write("future.csv", "lat,lon\n3,4\n", -time.Hour) // a wrong clock is no reason to wait
	i.write(".hidden.csv", "lat,lon\n5,6\n", time.Hour)
	i.write("notes.txt", "lat,lon\n7,8\n", time.Hour)
	require.NoError(t, os.Mkdir(filepath.Join(i.folder, "folder.csv"), 0o700))
	result := i.both()
	require.Equal(t, "imported 1 place from 1 file; waiting: a.csv (still being written)", result.Message)
	i.clock.Advance(time.Second)
	require.Equal(t, "imported 1 place from 1 file", i.both().Message)
}

func TestAWatchedFolderThatIsGoneIsAnError(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	require.NoError(t, os.Remove(i.folder))
	_, err := i.work("location_import").Run(t.Context(), i.order())
	require.ErrorContains(t, err, "does not exist")
}

func TestAnImportCancelledInTheMiddleGoesOnExactlyThere(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	i.write("a.csv", grid(manyRecords), time.Hour)
	first := i.cancel(i.order(), "location_import", 60)
	added := value[int64](i.house, `SELECT count(*) FROM locations`)
	require.Positive(t, added)
	require.Equal(t, added, first.Counts["added"])
	require.Equal(t, added, value[int64](i.house, `SELECT position FROM file_cursors`), "the cursor goes with the rows")
	require.Contains(t, first.Message, "stopped at a.csv, record "+grouped(added))
	began := time.Now()
	rest := i.run()
	t.Logf("%d records in %v", rest.Counts["added"], time.Since(began))
	require.EqualValues(t, manyRecords-added, rest.Counts["added"])
	require.Zero(t, rest.Counts["duplicates"], "nothing is taken twice")
	require.EqualValues(t, manyRecords, value[int64](i.house, `SELECT count(*) FROM locations`))
	i.whole()
}

// grid is a list of places two kilometres from each other.
func grid(records int) string {
	list := []byte("lat,lon\n")
	for n := range records {
		list = strconv.AppendFloat(list, float64(n/8000)*0.02, 'f', 2, 64)
		list = append(list, ',')
		list = strconv.AppendFloat(list, float64(n%8000)*0.02-80, 'f', 2, 64)
		list = append(list, '\n')
	}
	return string(list)
}

func grouped(n int64) string {
	text := sprintf("%d", n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// A run that is paused waits in its step, and goes on as if nothing had been.
func TestAPausedImportWaitsAndGoesOn(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	i.write("a.csv", grid(20_000), time.Hour)
	order := i.order()
	paused, resume := make(chan struct{}), make(chan struct{})
	steps := 0
	order.Step = func(ctx context.Context) error {
		if steps++; steps == 6 {
			close(paused)
			<-resume
		}
		return ctx.Err()
	}
	ended := make(chan task.Result)
	go func() {
		result, err := i.work("location_import").Run(t.Context(), order)
		if err != nil {
			result.Message = err.Error()
		}
		ended <- result
	}()
	<-paused
	stood := value[int64](i.house, `SELECT count(*) FROM locations`)
	require.Positive(t, stood)
	require.NoError(t, i.place.Store.MoveCursor(t.Context(), store.FileCursor{Task: 1, Path: "other"}), "it does not hold the database")
	require.Equal(t, stood, value[int64](i.house, `SELECT count(*) FROM locations`))
	close(resume)
	require.Equal(t, "imported 20,000 places from 1 file", (<-ended).Message)
}

func TestAPlacesFileThatIsOpenInASpreadsheetWaits(t *testing.T) {
	t.Parallel()
	i := newImporter(t)
	i.write("a.csv", "lat,lon\n1,2\n", time.Hour)
	i.write("b.csv", "lat,lon\n3,4\n", time.Hour)
	i.write("~$a.csv", "anna", time.Hour)
	i.write(".~lock.b.csv#", "anna", time.Hour)
	result := i.both()
	require.Contains(t, result.Message, "no new file; waiting: a.csv (open in another program: close it there, or delete ~$a.csv")
	require.Contains(t, result.Message, "b.csv (open in another program")
	require.EqualValues(t, 2, result.Counts["waiting"])
	require.NoError(t, os.Remove(filepath.Join(i.folder, "~$a.csv")))
	require.NoError(t, os.Remove(filepath.Join(i.folder, ".~lock.b.csv#")))
	require.Equal(t, "imported 2 places from 2 files", i.both().Message)
}
