package cli

import (
	"context"
	"fmt"

	"jobdeck/backend/english"
	"jobdeck/backend/job"
)

// fewProblems is how many problems of a list are told one by one.
const fewProblems = 5

// problemWords are what was wrong with a list's rows, one line each, the first ones only.
func problemWords(list job.List) []string {
	var words []string
	for i, problem := range list.Problems {
		if left := list.ProblemCount - int64(i); i == fewProblems && left > 1 {
			return append(words, fmt.Sprintf("and %s", english.Count(left, "more problem")))
		}
		words = append(words, fmt.Sprintf("row %s %s", english.Number(problem.Row), problem.What))
		if i == fewProblems {
			break
		}
	}
	return words
}

// tellProblems says what was wrong with a job's list: no row is lost by it, but a person may want
// to look.
func (w *waiter) tellProblems(ctx context.Context) error {
	detail, err := detailOf(ctx, w.c, w.id)
	if err != nil {
		return err
	}
	for _, words := range problemWords(detail.List) {
		w.progress.note("the list: " + words)
	}
	return nil
}
