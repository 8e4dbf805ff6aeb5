package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"

	"jobdeck/backend/job"
)

// mayAsk refuses a verb that loses something when there is nobody to ask.
func (p *program) mayAsk(verb string, yes bool) error {
	if yes || (isTerminal(p.streams.In) && isTerminal(p.streams.Err)) {
		return nil
	}
	return job.Usagef("%s asks first, and there is no terminal to ask on: --yes answers", verb)
}

// ask tells what will be lost, in numbers, and asks. The command it gives back names the jobs that
// were told, so that a job that comes to match meanwhile is left alone.
func (p *program) ask(ctx context.Context, c *connection, v verb, command job.Command) (job.Command, error) {
	var err error
	if command.All {
		if command.Jobs, err = deck.JobIDs.Ask(ctx, c, command.Filter); err != nil {
			return command, err
		}
	}
	jobs, err := deck.Jobs.Ask(ctx, c, command.Jobs)
	if err != nil {
		return command, err
	}
	// Jobs that will refuse lose nothing.
	jobs = slices.DeleteFunc(jobs, func(s job.Snapshot) bool { return !slices.Contains(s.Verbs, command.Verb) })
	if len(jobs) == 0 {
		return command, nil
	}
	noun, err := nounOf(ctx, c, jobs)
	if err != nil {
		return command, err
	}
	if len(command.Jobs) > 0 {
		command.All, command.Filter = false, ""
	}
	return command, p.confirm(ctx, v.loses(jobs, noun), v.name())
}

// confirm asks a question, which yes and the verb itself answer. Anything else is an error.
func (p *program) confirm(ctx context.Context, question, verb string) error {
	fmt.Fprintf(p.streams.Err, "%s [y/N] ", plain(question))
	answer, err := p.readLine(ctx)
	if err != nil {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes", verb:
		return nil
	default:
		return errors.New("nothing was changed")
	}
}

// readLine waits for a line, or for an interrupt.
func (p *program) readLine(ctx context.Context) (string, error) {
	lines := make(chan string, 1)
	go func() {
		// At the end of the input there is no answer, which is an answer.
		line, _ := bufio.NewReader(p.streams.In).ReadString('\n')
		lines <- line
	}()
	select {
	case line := <-lines:
		return line, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// deleteLoses: Delete job 3 "Q4": 1,240 accounts and their results?
func deleteLoses(jobs []job.Snapshot, noun string) string {
	total := int64(0)
	for _, s := range jobs {
		total += s.Total
	}
	return fmt.Sprintf("Delete %s: %s and their results?", jobsTitle(jobs), english.Count(total, noun))
}

// cancelLoses: Cancel job 3 "Q4": 388 of 1,240 accounts will not be done; 852 results are kept?
func cancelLoses(jobs []job.Snapshot, noun string) string {
	var total, finished int64
	for _, s := range jobs {
		total += s.Total
		finished += done(s)
	}
	return fmt.Sprintf("Cancel %s: %s of %s will not be done, %s kept. It can't be resumed. Cancel?",
		jobsTitle(jobs), english.Number(total-finished), english.Count(total, noun), results(finished))
}

func results(n int64) string {
	if n == 1 {
		return "1 result is"
	}
	return english.Number(n) + " results are"
}

func jobsTitle(jobs []job.Snapshot) string {
	if len(jobs) == 1 {
		return title(jobs[0])
	}
	return english.Count(len(jobs), "job")
}

// nounOf is what the items of some jobs are called: "account", or "row" when they differ.
func nounOf(ctx context.Context, c *connection, jobs []job.Snapshot) (string, error) {
	specs, err := deck.Processors.Ask(ctx, c)
	if err != nil {
		return "", err
	}
	noun := ""
	for _, s := range jobs {
		for _, spec := range specs {
			if spec.Name != s.Processor {
				continue
			}
			if noun != "" && noun != spec.Noun {
				return "row", nil
			}
			noun = spec.Noun
		}
	}
	if noun == "" {
		return "row", nil
	}
	return noun, nil
}
