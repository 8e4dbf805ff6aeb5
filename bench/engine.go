package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"
	_ "github.com/mattn/go-sqlite3" // the bare way
	"github.com/sirupsen/logrus"

	"jobdeck/backend/engine"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/processor"
	"jobdeck/backend/store"
)

// trivial is a processor that does next to nothing: what remains is the engine itself.
type trivial struct{}

func (trivial) Process(context.Context, *job.Item) (job.Result, error) {
	return job.Result{Outcome: job.Succeeded, Output: []job.Cell{{Column: "answer", Value: "yes"}}}, nil
}

// runEngine is how long the engine takes from start to completed, at concurrency 8.
func runEngine(ctx context.Context, dir string, rows int) (time.Duration, error) {
	kept, err := store.Open(ctx, dir)
	if err != nil {
		return 0, err
	}
	defer kept.Close()
	var bus live.Bus
	log := logrus.New()
	log.SetOutput(io.Discard)
	e, err := engine.New(ctx, engine.Options{
		Store: kept, Bus: &bus, Clock: clockwork.NewRealClock(), Log: log, Slots: 1,
		Find: func(string) (processor.Spec, error) {
			return processor.Spec{New: func(map[string]string, clockwork.Clock) (processor.Processor, error) { return trivial{}, nil }}, nil
		},
	})
	if err != nil {
		return 0, err
	}
	defer e.Close()
	j, err := e.Create(ctx, engine.NewJob{
		Name: "bench", Options: job.Options{Processor: "trivial", Concurrency: 8}, Rows: companies(rows),
		List: job.List{Columns: []string{"name", "domain"}, Mapping: []job.Field{job.CompanyName, job.Domain}},
	})
	if err != nil {
		return 0, err
	}
	events := bus.Subscribe(ctx)
	started := time.Now()
	e.Start()
	for {
		batch, err := events.Next(ctx)
		if err != nil {
			return 0, err
		}
		for _, event := range batch {
			if event.Job == nil || event.Job.ID != j.ID || !event.Job.Status.Ended() {
				continue
			}
			if event.Job.Succeeded != int64(rows) {
				return 0, fmt.Errorf("%d of %d rows succeeded: %s", event.Job.Succeeded, rows, event.Job.Reason)
			}
			return time.Since(started), nil
		}
	}
}

func companies(rows int) iter.Seq2[engine.ListRow, error] {
	return func(yield func(engine.ListRow, error) bool) {
		for i := range rows {
			if !yield(engine.ListRow{Row: int64(i + 2), Cells: company(i)}, nil) {
				return
			}
		}
	}
}

func company(i int) []string {
	return []string{fmt.Sprintf("Company %d", i), fmt.Sprintf("company%d.com", i)}
}

// bareGroup is how many rows the bare way puts into one transaction, and into one statement: as the
// engine does.
const (
	bareGroup     = 1000
	bareStatement = 100
)

const bareTable = `CREATE TABLE outcomes (job INTEGER NOT NULL, seq INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
	output TEXT NOT NULL, error TEXT NOT NULL, attempts INTEGER NOT NULL, duration_ms INTEGER NOT NULL, ended INTEGER NOT NULL,
	steps TEXT NOT NULL, PRIMARY KEY (job, seq)) STRICT, WITHOUT ROWID`

// appendBare is how long go-sqlite3 by itself takes to append the same rows, in groups as large,
// each as durable.
func appendBare(ctx context.Context, dir string, rows int) (time.Duration, error) {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, bareTable); err != nil {
		return 0, err
	}
	insert, err := db.PrepareContext(ctx, `INSERT INTO outcomes VALUES `+strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, bareStatement)[2:])
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	started := time.Now()
	for first := 1; first <= rows; first += bareGroup {
		if err := appendGroup(ctx, db, insert, first); err != nil {
			return 0, err
		}
	}
	return time.Since(started), nil
}

func appendGroup(ctx context.Context, db *sql.DB, insert *sql.Stmt, first int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	statement := tx.StmtContext(ctx, insert)
	args := make([]any, 0, bareStatement*10)
	for group := 0; group < bareGroup; group += bareStatement {
		args = args[:0]
		for i := range bareStatement {
			args = append(args, 1, first+group+i, "succeeded", "", `{"answer":"yes"}`, "", 1, 0, time.Now().UnixMilli(), "")
		}
		if _, err := statement.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
