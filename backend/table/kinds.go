package table

import (
	"bytes"
	"regexp"
)

// kinds are files that are not lists, by how they begin, with what to say about them.
var kinds = []struct{ magic, what string }{
	{"\x89PNG\r\n\x1a\n", "is a picture, not a list"},
	{"\xff\xd8\xff", "is a picture, not a list"},
	{"GIF8", "is a picture, not a list"},
	{"%PDF-", "is a PDF document, not a list: save its table as .csv or .xlsx"},
	{"PK\x05\x06", "is a packed archive with nothing in it, not a list"},
	{"PK\x07\x08", "is a packed archive in several parts, not a list"},
	{"\x1f\x8b", "is packed with gzip: unpack it first"},
	{"7z\xbc\xaf\x27\x1c", "is a packed archive: unpack it first"},
	{"Rar!\x1a\x07", "is a packed archive: unpack it first"},
	{"SQLite format 3\x00", "is a database, not a list: export its table as .csv"},
	{"\x7fELF", "is a program, not a list"},
	{"PAR1", "is a Parquet file, which can't be read: export it as .csv"},
}

const (
	webPage     = "is a web page, not a list: open it in a spreadsheet and save it as .xlsx"
	xmlDocument = "is an XML document, not a list: save it as .csv or .xlsx"
	excel2003   = "is a workbook of Excel 2003 in XML: open it in a spreadsheet and save it as .xlsx"
)

// textKinds are documents that are no lists though they are text and their name may say so, by how they begin.
var textKinds = []struct{ begin, what string }{
	{"mime-version:", "is a web archive, not a list: open it in a spreadsheet and save it as .xlsx"},
	{"http/1.", "is a web server's answer with its headers: save what stands below them"},
	{"http/2", "is a web server's answer with its headers: save what stands below them"},
	{"{\\rtf", "is a text document, not a list: save its table as .csv or .xlsx"},
	{"%!ps", "is a PostScript document, not a list: save its table as .csv or .xlsx"},
	{"begin:vcard", "holds address cards (vCard), which can't be read: export the contacts as .csv"},
	{"-----begin ", "is a key or a certificate, not a list"},
}

// markups are documents in XML and HTML, by what stands in their beginning.
var markups = []struct{ mark, what string }{
	{"mso-application progid=\"excel.sheet\"", excel2003},
	{"urn:schemas-microsoft-com:office:spreadsheet", excel2003},
	{"<!doctype html", webPage},
	{"<html", webPage},
	{"<?xml", xmlDocument},
	{"<head", webPage},
	{"<body", webPage},
	{"<table", webPage},
	{"<tr", webPage},
	{"<thead", webPage},
	{"<tbody", webPage},
	{"<script", webPage},
	{"<style", webPage},
	{"<meta", webPage},
	{"<link", webPage},
	{"<title", webPage},
	{"<div", webPage},
	{"<span", webPage},
	{"<p>", webPage},
	{"<br", webPage},
	{"<ul", webPage},
	{"<ol", webPage},
	{"<!doctype", xmlDocument},
}

// element is how markup begins: with a tag, a comment or an instruction. A cell may begin with "<" as well: "<10
// employees", or an address of mail in brackets.
var element = regexp.MustCompile(`^<(!--|\?|[a-z][a-z0-9_.:-]*(\s+[a-z_:][a-z0-9_.:-]*\s*=|\s*/?>))`)

// sylk is how a spreadsheet in SYLK begins, and no list with a column called ID.
var sylk = regexp.MustCompile(`^id;p[^\n]*\n[bcfop];`)

// markup names what a text is that begins as another format does, or is empty.
func markup(sample []byte) string {
	begin := bytes.ToLower(bytes.TrimLeft(sample[:min(len(sample), 4096)], "\ufeff \t\r\n"))
	for _, text := range textKinds {
		if bytes.HasPrefix(begin, []byte(text.begin)) {
			return text.what
		}
	}
	if sylk.Match(begin) {
		return "is a spreadsheet in SYLK, which can't be read: open it in a spreadsheet and save it as .xlsx"
	}
	if !bytes.HasPrefix(begin, []byte("<!doctype")) && !element.Match(begin) {
		return ""
	}
	for _, m := range markups {
		if bytes.Contains(begin, []byte(m.mark)) {
			return m.what
		}
	}
	return xmlDocument
}

// refuseKind refuses files that are plainly no lists.
func (r *Reader) refuseKind(sample []byte) error {
	for _, kind := range kinds {
		if bytes.HasPrefix(sample, []byte(kind.magic)) {
			return refuse(r.path, "%s", kind.what)
		}
	}
	return nil
}
