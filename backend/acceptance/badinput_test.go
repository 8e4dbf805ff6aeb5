//go:build unix

package acceptance_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jobdeck/backend/job"
)

func TestAListThatIsNoneIsRefusedWithItsNameAndNothingIsStored(t *testing.T) {
	t.Parallel()
	noise := make([]byte, 20_000)
	random := rand.NewChaCha8([32]byte{5})
	_, _ = random.Read(noise) // never fails
	for _, test := range []struct {
		file string
		text string
		code int
		says string
	}{
		{"empty.csv", "", 1, "empty"},
		{"blank.csv", "\n\n  \n", 1, ""},
		{"header only.csv", "Account Name,Website\n", 1, "no rows"},
		{"no company.csv", "Colour,Shape\nred,round\n", 2, "company_name"},
		{"binary.csv", string(noise), 1, "binary"},
		{"picture.csv", "\x89PNG\r\n\x1a\n" + string(noise), 1, "picture"},
		{"no workbook.xlsx", string(noise), 1, ""},
		{"cut off.xlsx", "PK\x03\x04" + string(noise), 1, ""},
		{"broken.jsonl", "{\"name\": \"Acme\"\n", 1, ""},
		{"bomb.xlsx", bomb(t), 1, "refused"},
	} {
		t.Run(test.file, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.write(test.file, test.text)
			s := d.run("run", test.file, "--recipe", "preprocess", "--out", "out.csv")
			if s.code != test.code || !strings.Contains(s.err, test.file) || !strings.Contains(s.err, test.says) {
				t.Errorf("exit code %d, want %d, and a message with %q: %q", s.code, test.code, test.says, s.err)
			}
			if s.peak > mostMemory {
				t.Errorf("it took %d MB", s.peak>>20)
			}
			if jobs := answer[struct{ Jobs []job.Snapshot }](d, 0, "jobs"); len(jobs.Jobs) != 0 {
				t.Errorf("there are jobs: %+v", jobs)
			}
			if left := d.read("out.csv"); left != "" {
				t.Errorf("a list was written: %q", left)
			}
			if d.read(test.file) != test.text {
				t.Error("the file is not what it was")
			}
		})
	}
}

// bomb is a workbook of a few hundred kilobytes with a sheet of a few hundred megabytes.
func bomb(t *testing.T) string {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	archive.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	const office = "http://schemas.openxmlformats.org/"
	write := func(name string, texts ...string) {
		file, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if _, err := io.WriteString(file, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("[Content_Types].xml", head+`<Types xmlns="`+office+`package/2006/content-types">`+
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`+
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`)
	write("_rels/.rels", head+`<Relationships xmlns="`+office+`package/2006/relationships">`+
		`<Relationship Id="rId1" Type="`+office+`officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	write("xl/workbook.xml", head+`<workbook xmlns="`+office+`spreadsheetml/2006/main" xmlns:r="`+office+`officeDocument/2006/relationships">`+
		`<sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	write("xl/_rels/workbook.xml.rels", head+`<Relationships xmlns="`+office+`package/2006/relationships">`+
		`<Relationship Id="rId1" Type="`+office+`officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)
	sheet := []string{
		head + `<worksheet xmlns="` + office + `spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Account Name</t></is></c></row>` +
			`<row r="2"><c r="A2" t="inlineStr"><is><t>`,
	}
	megabyte := strings.Repeat("x", 1<<20)
	for range 200 {
		sheet = append(sheet, megabyte)
	}
	write("xl/worksheets/sheet1.xml", append(sheet, `</t></is></c></row></sheetData></worksheet>`)...)
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestAnUntidyListLosesNoRowAndSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	wide := "Account Name" + strings.Repeat(",c", 1999) + "\n"
	for row := range 20 {
		wide += fmt.Sprintf("Company %d%s\n", row, strings.Repeat(",v", 1999))
	}
	for _, test := range []struct {
		name string
		text string
		rows int64
		says string // of row 3
		want string // in the cleaned list
	}{
		{
			"ten megabytes in a cell",
			"Account Name,Website,Note\nAcme,acme.com,\"" + strings.Repeat("x", 10<<20) + "\"\nBeta,beta.de,fine\n", 2, "",
			strings.Repeat("x", 10<<20),
		},
		{
			"a quote that is never closed",
			"Account Name,Website\nAcme,acme.com\n\"Beta,beta.de\nGamma,gamma.io\nDelta,delta.io\n", 4, "never closed",
			"Gamma,gamma.io\nDelta,delta.io\n",
		},
		{"two thousand columns, as many as there can be", wide, 20, "", strings.Repeat(",v", 1999) + "\n"},
		{
			"two encodings",
			"Account Name,Website\nMüller,mueller.de\nGr\xf6\xdfe,groesse.de\nÅngström,angstrom.se\n", 3, "Windows-1252",
			"Müller,mueller.de\nGröße,groesse.de\nÅngström,angstrom.se\n",
		},
		{
			"rows of other lengths",
			"Account Name,Website\nAcme,acme.com\nBeta,beta.de,more,and more\nGamma\n", 3, "",
			"Beta,beta.de,more,and more\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.write("list.csv", test.text)
			s := d.exits(0, "run", "list.csv", "--recipe", "preprocess", "--out", "clean.csv")
			detail := d.show(1)
			if detail.Total != test.rows || detail.Succeeded != test.rows {
				t.Errorf("%d of %d succeeded, want %d", detail.Succeeded, detail.Total, test.rows)
			}
			if !strings.Contains(strings.ReplaceAll(d.read("clean.csv"), "\r\n", "\n"), test.want) {
				t.Errorf("the cleaned list lacks something: %.300q", d.read("clean.csv"))
			}
			if test.says == "" {
				return
			}
			if len(detail.List.Problems) != 1 || detail.List.Problems[0].Row != 3 || !strings.Contains(detail.List.Problems[0].What, test.says) {
				t.Errorf("problems: %+v", detail.List.Problems)
			}
			// A person is told, too.
			if !strings.Contains(s.err, "row 3") || !strings.Contains(s.err, test.says) {
				t.Errorf("run says %q", s.err)
			}
			if shown := d.exits(0, "show", "1"); !strings.Contains(shown.out, "row 3") || !strings.Contains(shown.out, test.says) {
				t.Errorf("show says %q", shown.out)
			}
		})
	}
}

func TestAListDeletedWhileItsJobRunsIsNotMissed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	serve := d.serve()
	gate := d.gate()
	list := d.list(8)
	id := d.hand(list, waits, "--concurrency", "2")
	d.await(id, "at work", func(s job.Snapshot) bool { return s.InFlight == 2 })
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
	gate.pass(2)
	d.await(id, "at two more", func(s job.Snapshot) bool { return s.Succeeded == 2 && s.InFlight == 2 })
	serve.kill()
	d.serve()
	gate.pass(8)
	if s := d.status(id, job.Completed); s.Succeeded != 8 {
		t.Errorf("%d succeeded", s.Succeeded)
	}
	d.exits(0, "export", fmt.Sprint(id), "--out", "all.csv")
	if text := d.read("all.csv"); strings.Count(text, "Company") != 8 {
		t.Errorf("exported: %s", text)
	}
	if s := d.exits(1, "run", list, "--recipe", "preprocess"); !strings.Contains(s.err, list) {
		t.Errorf("a list that is not there: %q", s.err)
	}
}

func (d *desk) size(name string) int64 {
	info, err := os.Stat(filepath.Join(d.data, name))
	if err != nil {
		return 0
	}
	return info.Size()
}
