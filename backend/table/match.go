package table

import (
	"strings"
	"unicode"

	"jobdeck/backend/job"
)

// aliases are the headers that people give to the fields, best first, squashed as [squash] does.
var aliases = map[job.Field][]string{
	job.CompanyName: {
		"companyname", "accountname", "company", "account", "organizationname", "organisationname",
		"organization", "organisation", "businessname", "legalname", "customername", "clientname",
		"customer", "client", "firmname", "firm", "business", "companyaccount", "vendorname", "suppliername",
		"vendor", "supplier", "employer", "firma", "firmenname", "unternehmen", "unternehmensname", "empresa",
		"entreprise", "azienda", "name", "title",
	},
	job.Domain: {
		"domain", "companydomain", "accountdomain", "primarydomain", "domainname", "companydomainname",
		"websitedomain", "website", "companywebsite", "accountwebsite", "websiteurl", "companyurl",
		"webaddress", "homepage", "homepageurl", "webpage", "website1", "url", "site", "web", "webseite",
		"internetadresse", "www", "emaildomain", "sitio", "siteweb",
	},
	job.Industry: {
		"industry", "primaryindustry", "companyindustry", "accountindustry", "industryname", "mainindustry",
		"industrysector", "industries", "sector", "vertical", "industryvertical", "industrygroup", "branche",
		"industrie", "industria", "secteur", "settore",
	},
	job.Owner: {
		"accountowner", "owner", "accountownername", "ownername", "accountownerfullname", "ownerfullname",
		"companyowner", "recordowner", "salesowner", "accountmanager", "accountexecutive", "salesrep",
		"salesrepresentative", "accountrep", "rep", "assignedto", "assignee", "responsible", "inhaber",
		"betreuer", "kundenbetreuer",
	},
}

// Match finds the columns that hold known fields by their usual headers, in any case and however
// their words are put together: "Account Name", "account_name" and "AccountName" are the same.
// Each field is matched at most once, to the column with the best alias, the first of equals. The
// result has a field, or "" for none, for each column.
func Match(columns []string) []job.Field {
	squashed := make([]string, len(columns))
	for i, column := range columns {
		squashed[i] = squash(column)
	}
	matched := make([]job.Field, len(columns))
	for _, field := range job.Fields {
		if column := bestColumn(squashed, aliases[field]); column >= 0 {
			matched[column] = field
		}
	}
	return matched
}

// bestColumn is the first column that has the earliest of the names, or -1.
func bestColumn(columns, names []string) int {
	best, rank := -1, len(names)
	for i, column := range columns {
		for r, name := range names[:rank] {
			if column == name {
				best, rank = i, r
				break
			}
		}
	}
	return best
}

// matches says how many columns hold a known field.
func matches(columns []string) int {
	count := 0
	for _, field := range Match(columns) {
		if field != "" {
			count++
		}
	}
	return count
}

// squash keeps a header's letters and digits, in lower case.
func squash(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, header)
}
