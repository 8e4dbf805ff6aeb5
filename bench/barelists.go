package main

import (
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const bareItems = `CREATE TABLE items (job INTEGER NOT NULL, seq INTEGER NOT NULL, row INTEGER NOT NULL, input TEXT NOT NULL,
	PRIMARY KEY (job, seq)) STRICT, WITHOUT ROWID`

// importBare is how long encoding/csv and go-sqlite3 by themselves take to read the same list and
// append its rows, in groups as large, each as durable.
func importBare(ctx context.Context, dir string, rows int) (time.Duration, error) {
	list := filepath.Join(dir, "list.csv")
	if err := writeList(list, rows); err != nil {
		return 0, err
	}
	db, err := openBare(ctx, dir)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	started := time.Now()
	err = readBare(ctx, db, list)
	return time.Since(started), err
}

func openBare(ctx context.Context, dir string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, bareItems)
	return db, err
}

// readBare appends a list's rows, ten thousand to a transaction, two hundred to a statement.
func readBare(ctx context.Context, db *sql.DB, list string) error {
	file, err := os.Open(list)
	if err != nil {
		return err
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.ReuseRecord = true
	if _, err := reader.Read(); err != nil {
		return err
	}
	const group, statement = 10_000, 200
	many := `INSERT INTO items VALUES ` + strings.Repeat(`, (?, ?, ?, ?)`, statement)[2:]
	one := `INSERT INTO items VALUES (?, ?, ?, ?)`
	var tx *sql.Tx
	args := make([]any, 0, statement*4)
	for seq := 1; ; seq++ {
		if tx == nil {
			if tx, err = db.BeginTx(ctx, nil); err != nil {
				return err
			}
		}
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		input, err := json.Marshal(cells)
		if err != nil {
			return err
		}
		args = append(args, 1, seq, seq+1, string(input))
		if len(args) == cap(args) {
			if _, err := tx.ExecContext(ctx, many, args...); err != nil {
				return err
			}
			args = args[:0]
		}
		if seq%group == 0 {
			if err := tx.Commit(); err != nil {
				return err
			}
			tx = nil
		}
	}
	for ; len(args) > 0; args = args[4:] {
		if _, err := tx.ExecContext(ctx, one, args[:4]...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// exportBare is how long go-sqlite3 and encoding/csv by themselves take to write the same rows.
func exportBare(ctx context.Context, dir string, rows int) (time.Duration, error) {
	list := filepath.Join(dir, "list.csv")
	if err := writeList(list, rows); err != nil {
		return 0, err
	}
	db, err := openBare(ctx, dir)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	if err := readBare(ctx, db, list); err != nil {
		return 0, err
	}
	started := time.Now()
	err = writeBare(ctx, db, filepath.Join(dir, "out.csv"))
	return time.Since(started), err
}

func writeBare(ctx context.Context, db *sql.DB, path string) error {
	stored, err := db.QueryContext(ctx, `SELECT input FROM items ORDER BY job, seq`)
	if err != nil {
		return err
	}
	defer stored.Close()
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	writer := csv.NewWriter(file)
	for stored.Next() {
		var input []byte
		var cells []string
		if err := stored.Scan(&input); err != nil {
			return err
		}
		if err := json.Unmarshal(input, &cells); err != nil {
			return err
		}
		if err := writer.Write(append(cells, "", "", "", "", "", "pending", "")); err != nil {
			return err
		}
	}
	writer.Flush()
	return errors.Join(stored.Err(), writer.Error(), file.Close())
}
