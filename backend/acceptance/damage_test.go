//go:build unix

package acceptance_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // to make a database as a newer Jobdeck would
)

// overwrite damages the database file at an offset and gives what it is then.
func (d *desk) overwrite(offset, length int64) []byte {
	d.t.Helper()
	path := filepath.Join(d.data, "jobdeck.db")
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt([]byte(strings.Repeat("garbage ", int(length/8))), offset); err != nil {
		d.t.Fatal(err)
	}
	return d.database()
}

func (d *desk) database() []byte {
	d.t.Helper()
	content, err := os.ReadFile(filepath.Join(d.data, "jobdeck.db"))
	if err != nil {
		d.t.Fatal(err)
	}
	return content
}

func TestADamagedDatabaseIsNamedAndLeftAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write("quick.sh", quick)
	list := d.list(50)
	d.exits(0, "run", list, "--recipe", "command", "--set", "command=true", "--concurrency", "8")
	damaged := d.overwrite(0, 96)
	file := filepath.Join(d.data, "jobdeck.db")
	for _, args := range [][]string{
		{"jobs"},
		{"serve"},
		{"show", "1"},
		{"export", "1", "--out", "all.csv"},
		{"run", list, "--recipe", "preprocess"},
		{"delete", "1", "--yes"},
	} {
		if s := d.exits(1, args...); !strings.Contains(s.err, file) || !strings.Contains(s.err, "damaged") {
			t.Errorf("%s says %q", args[0], s.err)
		}
	}
	if string(d.database()) != string(damaged) {
		t.Error("the database was changed")
	}
	if d.read("all.csv") != "" {
		t.Error("a list was written")
	}
}

func TestDamageInTheMiddleEndsInWordsAndNotInHalfAList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	list := filepath.Join(d.work, "long.csv")
	writeLong(t, list, 20_000)
	d.exits(4, "run", list, "--recipe", "preprocess")
	size := d.size("jobdeck.db")
	d.overwrite(size/4&^4095, (size/2)&^4095)
	s := d.exits(1, "export", "1", "--out", "all.csv")
	if !strings.Contains(s.err, "damaged") || !strings.Contains(s.err, filepath.Join(d.data, "jobdeck.db")) {
		t.Errorf("it says %q", s.err)
	}
	if d.read("all.csv") != "" {
		t.Error("half a list was written")
	}
	// What is worked on it ends in words, too.
	for _, args := range [][]string{{"jobs"}, {"show", "1"}, {"duplicate", "1"}, {"retry", "1", "--wait"}, {"items", "1"}} {
		if s := d.run(args...); s.code != 0 && !strings.Contains(s.err, "damaged") {
			t.Errorf("%s: exit code %d: %q", args[0], s.code, s.err)
		}
	}
}

func TestADatabaseOfANewerJobdeckIsLeftAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	list := d.list(3)
	d.exits(0, "run", list, "--recipe", "command", "--set", "command=true")
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(d.data, "jobdeck.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := d.database()
	for _, args := range [][]string{{"jobs"}, {"serve"}, {"run", list, "--recipe", "preprocess"}} {
		if s := d.exits(1, args...); !strings.Contains(s.err, "newer") || !strings.Contains(s.err, d.data) {
			t.Errorf("%s says %q", args[0], s.err)
		}
	}
	if string(d.database()) != string(before) {
		t.Error("the database was changed")
	}
}
