package table

import (
	"fmt"
	"strings"
	"testing"
)

func TestFormulasWithoutAValueAreToldAndEmptyTextsAreNot(t *testing.T) {
	t.Parallel()
	tests := []struct{ cell, want, says string }{
		{`<c r="B2" t="str"><f>IF(1,"","x")</f><v></v></c>`, "", ""},
		{`<c r="B2" t="str"><f>IF(1,"","x")</f><v/></c>`, "", ""},
		{`<c r="B2" t="str"><f t="shared" si="0"/><v></v></c>`, "", ""},
		{`<c r="B2" t="str"><f>A1</f><v> </v></c>`, " ", ""},
		{`<c r="B2" t="str"><f>A1</f><v>acme.com</v></c>`, "acme.com", ""},
		{`<c r="B2"><f>1+1</f><v>2</v></c>`, "2", ""},
		{`<c r="B2" t="b"><f>1=1</f><v>1</v></c>`, "TRUE", ""},
		{`<c r="B2" t="array"><v>2</v></c>`, "2", ""},
		{`<c r="B2"><f>1+1</f></c>`, "", "has a formula without a value in B2"},
		{`<c r="B2"><f>1+1</f><v></v></c>`, "", "has a formula without a value in B2"},
		{`<c r="B2"><f>1+1</f><v/></c>`, "", "has a formula without a value in B2"},
		{`<c r="B2" t="str"><f>A1</f></c>`, "", "has a formula without a value in B2"},
		{`<c r="B2"><f t="shared" si="0"/></c>`, "", "has a formula without a value in B2"},
		{`<c><f>1+1</f></c>`, "", "has a formula without a value in B2"},
		{"<c\n r='B2'\n ><f>1+1</f>\n<v\n/></c>", "", "has a formula without a value in B2"},
		{`<x:c r="B2"><x:f>1+1</x:f></x:c>`, "", "has a formula without a value in B2"},
		{`<c r="B2" s="1"/>`, "", ""},
		{`<c r="B2"><v></v></c>`, "", ""},
		{`<c r="B2" t="str"><v></v></c>`, "", ""},
		{`<c r="B2" t="s"><v></v></c>`, "", ""},
	}
	for _, test := range tests {
		read := readRaw(t, rawRow(1, "Company", "Domain"), `<row r="2"><c r="A2" t="str"><v>Acme</v></c>`+test.cell+`</row>`)
		sameCells(t, read.cells(), [][]string{{"Acme", test.want}})
		if said := fmt.Sprint(read.problems); !strings.Contains(said, test.says) || test.says == "" && said != "[]" {
			t.Errorf("%s: problems are %s", test.cell, said)
		}
	}
}

func TestNumbersAreReadInFullHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"0": "0", "-0": "0", "7": "7", "+7": "7", "-7": "-7", "7.0": "7", "7.": "7", ".5": "0.5", "-.5": "-0.5", "0.50": "0.5", "\n7\n": "7", "007": "7",
		"1.5E+15": "1500000000000000", "1E+20": "100000000000000000000", "1e20": "100000000000000000000", "-1E+20": "-100000000000000000000",
		"123456789012345678": "123456789012345678", "12345678901234567890123": "12345678901234567890123",
		"4.915123456789E+12": "4915123456789", "1.23456789012345E+14": "123456789012345", "1.2345678901234568E+17": "123456789012345680",
		"150E-1": "15", "15E-1": "1.5", "1E-2": "0.01", "1.5E-7": "0.00000015", "0E+5": "0", "12300E-2": "123",
		"1.1000000000000001": "1.1", "0.30000000000000004": "0.3", "2.9999999999999996": "3", "1234567.89": "1234567.89", "1234567890123456.7": "1234567890123456.8",
		"0.1234": "0.1234", "9.99999999999999E+307": "999999999999999" + strings.Repeat("0", 293),
		"1E+400": "1E+400", "1E+99999": "1E+99999", "NaN": "NaN", "1.2.3": "1.2.3", "E5": "E5", ".": ".", "-": "-", "1,5": "1,5", "0x10": "0x10", "1_000": "1_000",
	} {
		if got, _ := fullNumber(written); got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
	read := readRaw(t, rawRow(1, "Company", "Number"), `<row r="2"><c r="A2" t="str"><v>Acme</v></c><c r="B2"><v>1E+20</v></c></row>`,
		`<row r="3"><c r="A3" t="str"><v>Bolt</v></c><c r="B3" s="0"><v>123456789012345678</v></c></row>`)
	sameCells(t, read.cells(), [][]string{{"Acme", "100000000000000000000"}, {"Bolt", "123456789012345678"}})
}
