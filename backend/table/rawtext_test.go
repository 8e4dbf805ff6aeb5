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
		{"a letter separates nothing", "sep=a\nCompany,Domain\nAcme,acme.com\n", []string{"Acme"}, []string{"stands above the header"}},
		{"quotes behind backslashes", "Company,Domain\n\"Acme \\\"The Best\\\", Inc\",acme.com\n\"Bolt\",bolt.com\n", []string{`Acme "The Best", Inc`, "Bolt"}, nil},
		{"returns that were doubled", "Company,Domain\r\r\nAcme,acme.com\r\r\n\"Bolt, Inc\",bolt.com\r\r\nCask,cask.com", []string{"Acme", "Bolt, Inc", "Cask"}, nil},
		{"returns that were doubled, at the end too", "Company,Domain\r\r\nAcme,acme.com\r\r\nBolt,\"bolt.com\"\r\r\n", []string{"Acme", "Bolt"}, nil},
		{"returns behind the line feeds", "Company,Domain\n\rAcme,acme.com\n\r\"Bolt\",bolt.com\n\r", []string{"Acme", "Bolt"}, nil},
		{"the sign for the end of a text, and a line end", "Company,Domain\r\nAcme,acme.com\r\n\x1a\r\n", []string{"Acme"}, nil},
		{"the sign behind the last cell, and a line end", "Company,Domain\r\nAcme,acme.com\x1a\r\n", []string{"Acme"}, nil},
		{"texts put together with their signs", "Company,Domain\r\nAcme,acme.com\r\n\x1aBolt,bolt.com\r\n\x1a", []string{"Acme", "Bolt"}, nil},
		{"signs and zero bytes, in blocks", "Company,Domain\r\nAcme,acme.com\r\n\x1a\r\n\x00\x00\r\n\x00", []string{"Acme"}, nil},
		{"many zero bytes in a cell", "Company,Domain\nAc" + strings.Repeat("\x00", 10) + "me,acme.com\nBolt,bolt.com\n", []string{"Acme", "Bolt"}, []string{"has a zero byte"}},
		{"cells filled with zero bytes", "Company,Domain\nAcme\x00\x00\x00\x00,acme.com\x00\nBolt\x00\x00\x00\x00,bolt.com\x00\n", []string{"Acme", "Bolt"}, []string{"has a zero byte", "has a zero byte"}},
		{"a zero byte and another sign", "Company,Domain\nAc\x00me\x02,acme.com\nBolt,bolt.com\n", []string{"Acme\x02", "Bolt"}, []string{"has a zero byte"}},
		{"a quote behind a backslash before the delimiter", "Company,Domain\n\"Acme \\\"Best\\\", Inc\",acme.com\n\"Bolt 5\\\",x\",bolt.com\n", []string{`Acme "Best", Inc`, `Bolt 5",x`}, nil},
		{"a quote behind a backslash at a cell's end", "Company,Domain\n\"Acme 5\\\"\",acme.com\n\"Bolt\",bolt.com\n", []string{`Acme 5"`, "Bolt"}, nil},
		{"doubled quotes behind a backslash", "Company,Domain\n\"Acme \\\"\"x\",acme.com\n\"Bolt\",bolt.com\n", []string{`Acme \"x`, "Bolt"}, nil},
		{"two backslashes before a cell's end", "Company,Path\n\"Acme \\\"Best\\\"\",x\n\"Bolt\\\\\",y\n\"Cask\",z\n", []string{`Acme "Best"`, `Bolt\\`, "Cask"}, nil},
		{"letters behind a closing quote", "Company,Domain,City\n\"Acme\"x,acme.com,Bonn\nBolt,say \"hi\",Köln\nCask,cask.com,Ulm\n", []string{`"Acme"x`, "Bolt", "Cask"}, []string{"opens a quote"}},
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

func TestWhatFillsALastBlockIsNoRow(t *testing.T) {
	t.Parallel()
	// The filling begins in one piece that is read and ends in the next.
	for _, filling := range []string{strings.Repeat("\x00", 4096), "\x1a" + strings.Repeat("\x00", 2*sampleSize), "\x1a\r\n" + strings.Repeat("\x00", 4096)} {
		rows := strings.Repeat("Acme,acme.com\n", (sampleSize-500)/14)
		for _, last := range []string{"Bolt,bolt.com\n", "Bolt,bolt.com", "\"Bolt\",\"bolt.com\"\r\n", "\"Bolt\",\"never closed\n"} {
			_, firsts, _ := listed(t, "list.csv", "Company,Domain\n"+rows+last+filling, Reading{})
			if want := strings.Count(rows, "\n") + 1; len(firsts) != want || firsts[want-1] != "Bolt" {
				t.Errorf("%q: got %d rows, the last %q; want %d", last, len(firsts), firsts[len(firsts)-1], want)
			}
		}
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
		{"styled.csv", "<style>td{color:red}</style>\n<table><tr><td>Company</td></tr></table>", "is a web page"},
		{"part.csv", "<div class=\"x\"><b>Company</b></div>", "is a web page"},
		{"rows.xls", "<thead><tr><th>Company</th></tr></thead>", "is a web page"},
		{"noted.csv", "<!-- exported, 2 rows -->\n<table><tr><td>Company,Domain</td></tr></table>", "is a web page"},
		{"meta.xls", "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><table>", "is a web page"},
		{"bare.csv", "<companies>\n<company name=\"Acme\"/>\n</companies>", "is an XML document"},
		{"atom.csv", "<feed xmlns=\"http://www.w3.org/2005/Atom\">", "is an XML document"},
		{"denied.csv", "<Error><Code>AccessDenied</Code></Error>", "is an XML document"},
		{"answer.csv", "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\nCompany\r\nAcme\r\n", "is a web server's answer"},
		{"sheet.csv", "ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K\"Company\"\r\n", "is a spreadsheet in SYLK"},
		{"cards.csv", "BEGIN:VCARD\r\nVERSION:3.0\r\n", "holds address cards"},
	} {
		refused(t, keep(t, test.name, test.content), Reading{}, test.says)
	}
	for _, first := range []string{"<10 employees", "<acme@acme.com>,x", "<unknown", "ID;Company;Domain", "ID;Phone;Company\nC1;x;y", "http://acme.com"} {
		listed(t, "list.csv", first+"\nAcme,acme.com\n", Reading{})
	}
}
