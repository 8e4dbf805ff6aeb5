package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/logging"
)

// writeList writes a list of companies with four columns.
func writeList(path string, rows int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(file)
	writer := csv.NewWriter(buffered)
	err = writer.Write([]string{"Account Name", "Website", "Primary Industry", "Account Owner"})
	for i := 0; i < rows && err == nil; i++ {
		err = writer.Write(append(company(i), "Software", "Ada Lovelace"))
	}
	writer.Flush()
	return errors.Join(err, writer.Error(), buffered.Flush(), file.Close())
}

// withList opens a deck beside a list and stores the list as a job that waits; it gives how long
// that took.
func withList(ctx context.Context, dir string, rows int, then func(*deck.Local, job.ID) error) (time.Duration, error) {
	list := filepath.Join(dir, "list.csv")
	if err := writeList(list, rows); err != nil {
		return 0, err
	}
	d, err := deck.Open(ctx, deck.Options{DataDir: filepath.Join(dir, "deck"), Log: logging.Discard(), Clock: clockwork.NewRealClock()})
	if err != nil {
		return 0, err
	}
	defer d.Close()
	started := time.Now()
	created, err := d.Create(ctx, deck.Draft{Path: list, Recipe: "preprocess", StartPaused: true})
	if err != nil {
		return 0, err
	}
	took := time.Since(started)
	return took, then(d, created.ID)
}

// importList is how long it takes to read a list and store it as a job.
func importList(ctx context.Context, dir string, rows int) (time.Duration, error) {
	return withList(ctx, dir, rows, func(*deck.Local, job.ID) error { return nil })
}

// exportList is how long it takes to write a job's rows with their outcomes.
func exportList(ctx context.Context, dir string, rows int) (took time.Duration, err error) {
	_, err = withList(ctx, dir, rows, func(d *deck.Local, id job.ID) error {
		started := time.Now()
		_, err := d.Export(ctx, deck.ExportRequest{Job: id, Path: filepath.Join(dir, "out.csv")})
		took = time.Since(started)
		return err
	})
	return took, err
}
