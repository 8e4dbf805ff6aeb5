// Package samples holds the list that a first run starts with: 200 real companies with their real
// domains and industries. The people who own the accounts are made up, and the headcounts are
// rounded. It does nothing but carry the file.
//
// The list is untidy on purpose, as lists are: the same company twice under other spellings and
// addresses, domains that are none, mail addresses in their place, an empty name, an empty domain,
// a cell that a spreadsheet would run, a line break inside a cell.
package samples

import _ "embed"

// CompaniesName is the file's name.
const CompaniesName = "companies.csv"

// Companies is the file as it is: CSV, UTF-8, with a header.
//
//go:embed companies.csv
var Companies []byte
