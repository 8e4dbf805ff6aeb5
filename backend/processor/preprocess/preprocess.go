// Package preprocess is the processor that cleans a list of accounts: it normalises company names
// and domains, says which rows are not valid, which repeat an earlier row, and, if asked, which
// companies are no longer there.
//
// It never guesses: a name keeps its words and its capitals, a domain is the one that was written
// or none. Whether a row is a duplicate depends on the list's order alone, not on the order of work.
package preprocess

import (
	"context"
	"fmt"
	"strings"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/processor/preprocess/liveness"
)

// Spec describes the processor.
func Spec() processor.Spec {
	return processor.Spec{
		Name:    "preprocess",
		Label:   "Clean",
		Summary: "Normalises company names and domains, and finds rows that are not valid, repeat an earlier one, or belong to companies no longer there.",
		Noun:    "account",
		Needs:   []job.Field{job.CompanyName},
		Options: options(),
		Cleans:  true,
		Retries: 2,
		New: func(set map[string]string, clock clockwork.Clock) (processor.Processor, error) {
			return New(set, clock)
		},
	}
}

// noteColumn is the output column that says what was changed.
const noteColumn = "note"

// Processor cleans accounts. It answers for one run over one list.
type Processor struct {
	settings   settings
	duplicates *duplicates // nil until the survey, and when duplicates are off
	liveness   Liveness    // nil when it is off
	identity   *identity   // of the list that is surveyed
}

// Liveness finds out whether a company's domain is still in use.
type Liveness interface {
	// Check asks about one domain. It is called from many goroutines at once. Its error says what to
	// do when nobody could be asked.
	Check(ctx context.Context, domain string) (liveness.Answer, error)
}

// New makes a processor. It checks the options: an error names the wrong one.
func New(set map[string]string, clock clockwork.Clock) (*Processor, error) {
	settings, err := parse(set)
	if err != nil {
		return nil, err
	}
	p := &Processor{settings: settings}
	switch config := (liveness.Config{Timeout: settings.timeout, Clock: clock}); settings.liveness {
	case byDNS:
		p.liveness = liveness.NewDNS(config)
	case byHTTP:
		p.liveness = liveness.NewHTTP(config)
	}
	return p, nil
}

// NewWith makes a processor that asks live whether domains are in use, whatever the options say;
// with nil it asks nobody.
func NewWith(set map[string]string, live Liveness) (*Processor, error) {
	settings, err := parse(set)
	if err != nil {
		return nil, err
	}
	return &Processor{settings: settings, liveness: live}, nil
}

// Process cleans one row.
func (p *Processor) Process(ctx context.Context, item *job.Item) (job.Result, error) {
	if err := ctx.Err(); err != nil {
		return job.Result{}, err
	}
	row, err := readRow(item)
	if err != nil {
		return job.Result{}, err
	}
	account := p.clean(row)
	if account.problem != "" {
		return job.Result{Outcome: job.FailedItem, Reason: job.ReasonInvalid, Error: account.problem}, nil
	}
	if first, found := p.duplicates.find(item.Seq); found {
		return job.Result{
			Outcome: job.Skipped, Reason: job.ReasonDuplicate,
			Error: p.duplicates.words(first, account), Output: account.output(row),
		}, nil
	}
	if like := p.duplicates.like(item.Seq, account.name); like != "" {
		account.notes = append(account.notes, like)
	}
	if p.liveness != nil && account.domain != "" {
		answer, err := p.liveness.Check(ctx, account.domain)
		if err != nil {
			return job.Result{}, err
		}
		if !answer.Alive {
			return job.Result{
				Outcome: job.Skipped, Reason: job.ReasonInactive,
				Error: account.domain + ": " + answer.Why, Output: account.output(row),
			}, nil
		}
	}
	return job.Result{Outcome: job.Succeeded, Output: account.output(row)}, nil
}

// words says of which row an account is a duplicate, and by what. A row's number in the file is not its
// place in the list, which screens show beside it: there is a header, and there may be empty lines.
func (d *duplicates) words(of duplicate, account account) string {
	switch name := d.names[of.first]; {
	case !of.byName:
		return fmt.Sprintf("same domain as row %d of the file (%s)", of.first, account.domain)
	case name == "":
		return fmt.Sprintf("same name as row %d of the file", of.first)
	default:
		return fmt.Sprintf("same name as row %d of the file (%s)", of.first, name)
	}
}

// account is a row, cleaned.
type account struct {
	name    string
	domain  string
	notes   []string
	problem string // why the row is not valid, or ""
}

// clean is all that can be said of a row by itself.
func (p *Processor) clean(row row) account {
	var cleaned account
	name, changes, err := CleanName(row.name, row.domain)
	if err != nil {
		cleaned.problem = err.Error()
		return cleaned
	}
	cleaned.name = name
	if len(changes) > 0 {
		cleaned.notes = append(cleaned.notes, "name: "+strings.Join(changes, ", "))
	}
	domain, changes, err := cleanFirst(row, name)
	switch {
	case err != nil:
		cleaned.problem = err.Error()
	case domain == "" && p.settings.requireDomain:
		cleaned.problem = "no domain"
		if len(changes) > 0 {
			cleaned.problem += ": " + strings.Join(changes, ", ")
		}
	}
	cleaned.domain = domain
	if len(changes) > 0 {
		cleaned.notes = append(cleaned.notes, "domain: "+strings.Join(changes, ", "))
	}
	return cleaned
}

// cleanFirst takes the domain of the first column that has one. What stands in those before it is told.
func cleanFirst(row row, name string) (domain string, changes []string, err error) {
	for cell := range row.domains() {
		found, made, problem := CleanDomain(cell, name)
		switch {
		case found != "":
			if err != nil {
				changes = append(changes, err.Error())
			}
			return found, append(changes, made...), nil
		case problem != nil && err == nil:
			err = problem
		case problem != nil:
		default:
			changes = append(changes, made...)
		}
	}
	return "", changes, err
}

// output is the account as output columns: the fields that the list has, then the note.
func (a account) output(row row) []job.Cell {
	cells := make([]job.Cell, 0, 5)
	cells = append(cells, job.Cell{Column: string(job.CompanyName), Value: a.name})
	if row.hasDomain {
		cells = append(cells, job.Cell{Column: string(job.Domain), Value: a.domain})
	}
	if row.hasIndustry {
		cells = append(cells, job.Cell{Column: string(job.Industry), Value: tidy(row.industry)})
	}
	if row.hasOwner {
		cells = append(cells, job.Cell{Column: string(job.Owner), Value: tidy(row.owner)})
	}
	if len(a.notes) > 0 {
		cells = append(cells, job.Cell{Column: noteColumn, Value: strings.Join(a.notes, "; ")})
	}
	return cells
}
