package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"
	"jobdeck/backend/job"
)

// pageOfItems is how many items are asked for at once.
const pageOfItems = 500

// itemOutcomes are what --outcome can be.
var itemOutcomes = [...]job.Outcome{job.Succeeded, job.FailedItem, job.Skipped, job.Pending, job.InFlight}

type itemFlags struct {
	outcome string
	text    string
	after   int64
	limit   int
}

func (p *program) itemsCommand() *cobra.Command {
	var flags itemFlags
	command := &cobra.Command{
		Use:   "items JOB",
		Short: "List a job's items in the list's order, with what became of them",
		Args:  exactly("JOB"),
		RunE:  p.action(func(ctx context.Context, args []string) error { return p.items(ctx, args[0], flags) }),
	}
	set := command.Flags()
	set.StringVar(&flags.outcome, "outcome", "", "only those with this outcome: "+joined(itemOutcomes[:]))
	set.StringVar(&flags.text, "text", "", "only those with this in their input, output or error, in any case")
	set.Int64Var(&flags.after, "after", 0, "only those after this place in the list")
	set.IntVar(&flags.limit, "limit", 0, "at most so many; 0 for all")
	return command
}

func (p *program) items(ctx context.Context, arg string, flags itemFlags) error {
	id, err := parseJob(arg)
	if err != nil {
		return err
	}
	query := deck.ItemQuery{Job: id, Outcome: job.Outcome(flags.outcome), Text: flags.text, After: flags.after}
	if query.Outcome != "" && !slices.Contains(itemOutcomes[:], query.Outcome) {
		return job.Usagef("--outcome %q: there is %s", flags.outcome, joined(itemOutcomes[:]))
	}
	if flags.limit < 0 || flags.after < 0 {
		return job.Usagef("--limit and --after can't be negative")
	}
	return p.with(ctx, func(c *connection) error {
		detail, err := detailOf(ctx, c, id)
		if err != nil {
			return err
		}
		var writer itemWriter = &itemTable{to: p.out, detail: detail}
		if p.json {
			p.answered = true
			writer = &itemDocument{listDocument{to: p.out, name: "items"}}
		}
		more, err := p.eachPage(ctx, c, query, flags.limit, writer.page)
		if err != nil {
			return err
		}
		return writer.end(more)
	})
}

// itemWriter shows items a page at a time: a list may have a million.
type itemWriter interface {
	page(items []deck.ItemView) error
	end(more bool) error
}

// eachPage reads items page by page until there are no more, or as many as asked for, or nobody
// reads any more. It tells whether there are further ones.
func (p *program) eachPage(ctx context.Context, c *connection, query deck.ItemQuery, limit int, show func([]deck.ItemView) error) (bool, error) {
	for shown := 0; ; {
		query.Limit = pageOfItems
		if limit > 0 {
			query.Limit = min(pageOfItems, limit-shown)
		}
		page, err := deck.Items.Ask(ctx, c, query)
		if err != nil {
			return false, err
		}
		if err := show(page.Items); err != nil {
			return false, err
		}
		shown += len(page.Items)
		if !page.More || len(page.Items) == 0 || p.out.over() || (limit > 0 && shown >= limit) {
			return page.More, nil
		}
		query.After = page.Items[len(page.Items)-1].Seq
	}
}

// itemDocument writes one JSON document without holding it in memory.
type itemDocument struct{ listDocument }

func (d *itemDocument) page(items []deck.ItemView) error { return addAll(&d.listDocument, items) }

func (d *itemDocument) end(more bool) error {
	d.listDocument.end(more)
	return nil
}

// itemTable writes lines for people.
type itemTable struct {
	to     io.Writer
	detail deck.JobDetail
	begun  bool
}

func (t *itemTable) page(items []deck.ItemView) error {
	if len(items) == 0 {
		return nil
	}
	var rows *table
	if t.begun {
		rows = newTable(t.to)
	} else {
		t.begun = true
		rows = newTable(t.to, "ITEM", "ROW", t.nameColumn(), "OUTCOME", "TIME", "TRIES", "RESULT")
	}
	for _, item := range items {
		rows.row(english.Number(item.Seq), english.Number(item.Row), cut(t.name(item), 32), outcomeWords(item), itemTime(item), fmt.Sprint(item.Attempts), cut(t.result(item), 80))
	}
	rows.end()
	return nil
}

func (t *itemTable) end(bool) error { return nil }

// name is the cell a person knows the item by: its company, or its first cell.
func (t *itemTable) name(item deck.ItemView) string {
	if at := t.nameAt(); at < len(item.Cells) {
		return item.Cells[at]
	}
	return ""
}

func (t *itemTable) nameAt() int {
	return max(0, t.detail.List.Column(job.CompanyName))
}

func (t *itemTable) nameColumn() string {
	if at := t.nameAt(); at < len(t.detail.List.Columns) {
		return cut(t.detail.List.Columns[at], 32)
	}
	return "NAME"
}

// result is what went wrong, or what came out.
func (t *itemTable) result(item deck.ItemView) string {
	if item.Error != "" {
		return item.Error
	}
	if item.Step != "" {
		return item.Step
	}
	var words []string
	for _, column := range t.detail.OutputColumns {
		if value := item.Output[column]; value != "" {
			words = append(words, column+"="+value)
		}
	}
	return strings.Join(words, "  ")
}

func outcomeWords(item deck.ItemView) string {
	words := string(item.Outcome)
	if item.Outcome == job.InFlight {
		words = "in flight"
	}
	if item.Reason != "" {
		words += " (" + string(item.Reason) + ")"
	}
	return words
}

func itemTime(item deck.ItemView) string {
	if item.Ended == 0 {
		return "–"
	}
	return duration(item.DurationMS)
}
