package table

import (
	"slices"
	"strings"
	"testing"
)

func TestRowsAreReadWhateverEndsThem(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, content string
		firsts, told  []string
	}{
		{"returns, and a line feed within a cell", "Company Name,Domain,Notes\rAcme,acme.com,\"first\nsecond\"\rBolt,bolt.com,x\rCask,cask.com,y\r", []string{"Acme", "Bolt", "Cask"}, nil},
		{"line feeds, and a return within a cell", "Company Name,Domain,Notes\nAcme,acme.com,\"first\rsecond\"\nBolt,bolt.com,x\n", []string{"Acme", "Bolt"}, nil},
		{"all three", "Company,Domain\r\nAcme,acme.com\rBolt,bolt.com\nCask,cask.com\r\nDune,dune.com\rEve,eve.com", []string{"Acme", "Bolt", "Cask", "Dune", "Eve"}, nil},
		{"a return in the middle of a cell is none", "Company,City,Zip\nAc\rme,Bonn,1\nBolt,Köln,2\nCask,Ulm,3\n", []string{"Ac\rme", "Bolt", "Cask"}, nil},
		{"one zero byte in a cell", "Company Name,Domain\nAcme,acme.com\nBo\x00lt,bolt.com\nCask,cask.com\n", []string{"Acme", "Bolt", "Cask"}, []string{"has a zero byte"}},
		{"a block filled with zero bytes", "Company,Domain\nAcme,acme.com\n" + strings.Repeat("\x00", 4096), []string{"Acme"}, nil},
		{"the sign for the end of a text", "Company,Domain\r\nAcme,acme.com\r\n\x1a", []string{"Acme"}, nil},
		{"the sign behind the last cell", "Company,Domain\r\nAcme,acme.com\x1a", []string{"Acme"}, nil},
		{"a delimiter that is said, and padded", "sep=;;;\r\nFirma;Webseite;Umsatz\r\nAcme;acme.de;1,5\r\nBolt;bolt.de;2,5\r\n", []string{"Acme", "Bolt"}, nil},
		{"a delimiter that is said, in quotes", "\"sep=;\";;\r\nFirma;Webseite;Umsatz\r\nAcme;acme.de;1,5\r\n", []string{"Acme"}, nil},
		{"a comma that is said, and padded", "sep=,,,\nName,Site,x\nAcme,acme.com,\n", []string{"Acme"}, nil},
		{"quotes behind backslashes", "Company,Domain\n\"Acme \\\"The Best\\\", Inc\",acme.com\n\"Bolt\",bolt.com\n", []string{`Acme "The Best", Inc`, "Bolt"}, nil},
		{"a backslash at a cell's end", "Company,Path\n\"Acme\",\"C:\\files\\\"\n\"Bolt\",\"D:\\\"\n", []string{"Acme", "Bolt"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, firsts, told := listed(t, "list.csv", test.content, Reading{})
			if !slices.Equal(firsts, test.firsts) {
				t.Errorf("got %q, want %q", firsts, test.firsts)
			}
			beginsAs(t, told, test.told)
		})
	}
}

func TestARowFarFromTheBeginningIsCleanedToo(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("Acme,acme.com\n", sampleSize/8)
	content := "Company,Domain\n" + many + "Bo\x00lt,bolt.com\n'=1+1,cask.com\nDune\u0092s,dune.com\n" + many
	_, firsts, told := listed(t, "list.csv", content, Reading{})
	beginsAs(t, told, []string{"has a zero byte"})
	firsts = slices.DeleteFunc(firsts, func(first string) bool { return first == "Acme" })
	if want := []string{"Bolt", "=1+1", "Dune’s"}; !slices.Equal(firsts, want) {
		t.Errorf("got %q, want %q", firsts, want)
	}
}

func TestADocumentOfAnotherKindIsNamedAsWhatItIs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, content, says string }{
		{"list.xls", "<html><head><meta charset=utf-8></head><body><table><tr><td>Company</td></tr></table>", "is a web page"},
		{"list.csv", "\n  <!DOCTYPE HTML>\n<html>", "is a web page"},
		{"page.csv", "<!-- saved -->\n<html lang=en>", "is a web page"},
		{"bare.xls", "<table border=1><tr><th>Company</th></tr></table>", "is a web page"},
		{"wide.xls", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00\n\x00", "is a web page"},
		{"2003.xls", "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "Excel 2003"},
		{"feed.csv", "<?xml version=\"1.0\"?><companies/>", "is an XML document"},
		{"page.xls", "MIME-Version: 1.0\r\nContent-Type: multipart/related", "is a web archive"},
		{"text.csv", `{\rtf1\ansi Company}`, "is a text document"},
	} {
		refused(t, keep(t, test.name, test.content), Reading{}, test.says)
	}
}
