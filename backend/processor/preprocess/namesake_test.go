package preprocess

import (
	"fmt"
	"strings"
	"testing"

	"jobdeck/backend/job"
)

func TestEqualNamesOfOtherCompaniesAreKept(t *testing.T) {
	t.Parallel()
	shape := &job.List{Columns: []string{"Country", "Company", "VAT"}, Mapping: []job.Field{"", job.CompanyName, ""}}
	rows := [][]string{
		{"ES", "VANILLA SA", "ESA1"},
		{"IT", "VANILLA SRL", "IT2"},
		{"DE", "VANILLA GmbH", "DE3"},
		{"CZ", "VANILLA A.S.", "CZ4"},
		{"DE", "Vanilla GmbH", "de3"}, // the same in all
		{"DE", "Acme GmbH", "DE5"},
		{"DE", "Acme GmbH", "DE6"},
		{"", "Acme", ""}, // which one?
		{"DE", "Bolt GmbH", ""},
		{"Germany", "Bolt", "DE 7"},
		{"Deutschland", "BOLT", "DE-7"},
		{"FR", "Bolt", "FR8"},
	}
	items := make([]*job.Item, len(rows))
	for i, cells := range rows {
		items[i] = &job.Item{Seq: int64(i + 1), Row: int64(i + 2), Input: job.AppendCells(nil, cells), List: shape}
	}
	compare(t, outcomes(t, surveyed(t, nil, items), items), []string{
		"succeeded", "succeeded", "succeeded", "succeeded", "skipped duplicate same name as row 4 of the file (VANILLA GmbH)",
		"succeeded", "succeeded", "succeeded",
		"succeeded", "skipped duplicate same name as row 10 of the file (Bolt GmbH)", "skipped duplicate same name as row 10 of the file (Bolt GmbH)", "succeeded",
	})
	items = list(
		[2]string{"Acme Corp", ""}, [2]string{"Acme Corporation", ""}, [2]string{"Acme", ""}, [2]string{"Acme LLC", ""}, [2]string{"Acme GmbH", ""},
		[2]string{"Bolt", ""}, [2]string{"Bolt AG", ""}, [2]string{"Bolt Ltd", ""},
	)
	compare(t, outcomes(t, surveyed(t, nil, items), items), []string{
		"succeeded", "skipped duplicate same name as row 2 of the file (Acme Corp)", "succeeded", "succeeded", "succeeded",
		"succeeded", "succeeded", "succeeded",
	})
	items = list([2]string{"Acme", ""}, [2]string{"Acme Corporation", ""}, [2]string{"ACME CORP", ""}, [2]string{"Bolt GmbH", ""}, [2]string{"Bolt", ""})
	compare(t, outcomes(t, surveyed(t, nil, items), items), []string{
		"succeeded", "skipped duplicate same name as row 2 of the file (Acme)", "skipped duplicate same name as row 2 of the file (Acme)",
		"succeeded", "skipped duplicate same name as row 6 of the file (Bolt GmbH)",
	})
}

// The last word of a name in capitals alone may be a form or a word: the other names of the list say which.
func TestALastWordInDoubtIsReadByTheOtherNames(t *testing.T) {
	t.Parallel()
	for _, try := range []struct{ names, repeats string }{
		{"FERRARI SPA, Ferrari SpA", "2 of 1"},
		{"Ferrari SpA, FERRARI SPA, FERRARI GMBH", "2 of 1"},
		{"VANILLA SA, VANILLA S A, Vanilla", "2 of 1, 3 of 1"},
		{"VANILLA SA, VANILLA S A", "2 of 1"},
		{"Volvo AB (publ), Volvo AB, Volvo Aktiebolag", "2 of 1, 3 of 1"},
		{"Hilton Spa, HILTON SPA", "2 of 1"},
		{"Hilton Spa, Hilton SpA, HILTON SPA", ""},
		{"HILTON SPA, Hilton SpA, Hilton Spa, HILTON SPA", "4 of 1"},
		{"Hilton Spa Inc, Hilton SpA, HILTON SPA", ""},
		{"HILTON, HILTON SPA", ""},
		{"Calgary, Calgary AB", ""},
		{"٣.٥ شركة, ٣٥ شركة", ""},
	} {
		var rows [][2]string
		for name := range strings.SplitSeq(try.names, ", ") {
			rows = append(rows, [2]string{name, ""})
		}
		items := list(rows...)
		var found []string
		for _, duplicate := range surveyed(t, nil, items).duplicates.bySeq {
			found = append(found, fmt.Sprintf("%d of %d", duplicate.seq, duplicate.first-1))
		}
		if repeats := strings.Join(found, ", "); repeats != try.repeats {
			t.Errorf("%s: %s, want %s", try.names, repeats, try.repeats)
		}
	}
}

// What is near but not equal is not merged: the row says which one it is much like.
func TestANameMuchLikeAnotherIsNotedAndCounted(t *testing.T) {
	t.Parallel()
	items := list(
		[2]string{"Growth Fund 1-1", ""}, [2]string{"Growth Fund 11", ""}, [2]string{"HILTON SPA", ""}, [2]string{"HILTON", ""}, [2]string{"Web.com", ""}, [2]string{"Webcom", ""},
		[2]string{"Acme GmbH", "acme.de"}, [2]string{"Acme AG", "acme-ag.de"}, [2]string{"Acme GmbH", ""}, [2]string{"Hellas Partners", ""}, [2]string{"Helas Partner", ""},
		[2]string{"PT Boats", ""}, [2]string{"Boats", ""}, [2]string{"Growth Fund 2", ""}, [2]string{"Sony", ""}, [2]string{"Sony Music", ""}, [2]string{"3M", ""}, [2]string{"3i", ""},
		[2]string{"Ocean I", ""}, [2]string{"Ocean II", ""},
	)
	p := surveyed(t, nil, items)
	var noted []string
	for _, item := range items {
		result, err := p.Process(t.Context(), item)
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range result.Output {
			if cell.Column == noteColumn {
				noted = append(noted, fmt.Sprintf("%d %s", item.Row, cell.Value))
			}
		}
	}
	compare(t, noted, []string{
		"3 much like Growth Fund 1-1, row 2 of the file", "6 much like HILTON SPA, row 4 of the file", "8 much like Web.com, row 7 of the file",
		"10 much like Acme GmbH, row 9 of the file", "13 much like Hellas Partners, row 12 of the file", "15 much like PT Boats, row 14 of the file",
	})
	if p.Near() != len(noted) || p.Duplicates() != 1 {
		t.Errorf("%d are near, %d are duplicates", p.Near(), p.Duplicates())
	}
}
