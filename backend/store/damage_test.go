package store_test

import (
	"context"
	"database/sql"
	"encoding/binary"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// files reads all files of a data folder that are a database's.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		content, err := os.ReadFile(filepath.Join(dir, store.FileName+suffix))
		if err == nil {
			all[suffix] = string(content)
		} else {
			require.ErrorIs(t, err, fs.ErrNotExist)
		}
	}
	return all
}

// lay puts a database into a new data folder.
func lay(t *testing.T, database map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for suffix, content := range database {
		require.NoError(t, os.WriteFile(filepath.Join(dir, store.FileName+suffix), []byte(content), 0o600))
	}
	return dir
}

// closed is a database with some jobs, left in good order.
func closed(t *testing.T, jobs int) map[string]string {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	for range jobs {
		withJob(t, s, 500)
	}
	require.NoError(t, s.Close())
	return files(t, dir)
}

// killed is what a crash leaves of a database to which more jobs were added, its log included.
func killed(t *testing.T, database map[string]string, jobs int) map[string]string {
	t.Helper()
	s := open(t, lay(t, database))
	for range jobs {
		withJob(t, s, 500)
	}
	left := files(t, s.Dir())
	delete(left, "-shm")
	require.NotEmpty(t, left["-wal"])
	return left
}

// refuses says that a database is not worked with, for a reason, and is what it was afterwards, with
// nothing left behind beside it.
func refuses(t *testing.T, dir string, what error) string {
	t.Helper()
	before := files(t, dir)
	_, err := store.Open(t.Context(), dir)
	require.ErrorIs(t, err, what)
	require.ErrorContains(t, err, filepath.Join(dir, store.FileName))
	require.ErrorContains(t, err, "Nothing was changed")
	after := files(t, dir)
	if before["-shm"] != "" {
		delete(after, "-shm") // SQLite's index of the log: it may be made anew
		delete(before, "-shm")
	}
	require.Len(t, after, len(before))
	for suffix := range before {
		require.True(t, before[suffix] == after[suffix], "%s was changed", suffix)
	}
	return err.Error()
}

func opens(t *testing.T, database map[string]string, jobs int) {
	t.Helper()
	s := open(t, lay(t, database))
	ids, err := s.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.Len(t, ids, jobs)
}

func TestADatabaseLeftByACrashIsWhole(t *testing.T) {
	t.Parallel()
	left := killed(t, closed(t, 1), 2)
	opens(t, left, 3)
	opens(t, killed(t, nil, 2), 2)
}

// Whatever is done to a database that was left by a crash: it is either whole, or refused and not
// changed by a byte.
func TestNothingIsWrittenToADatabaseThatIsDamaged(t *testing.T) {
	t.Parallel()
	whole := closed(t, 2)
	size := len(whole[""])
	damage := func(change func(file []byte) []byte) map[string]string {
		return map[string]string{"": string(change([]byte(whole[""])))}
	}
	chance := rand.New(rand.NewPCG(20261126, 1))
	for _, at := range []int{1, 15, 16, 99, 100, 511, 4095, 4096, 4097, size / 3, size / 2, size - 4096, size - 1} {
		refuses(t, lay(t, damage(func(file []byte) []byte { return file[:at] })), store.ErrDamaged)
	}
	for range 12 {
		page := 1 + chance.IntN(size/4096-1)
		dir := lay(t, damage(func(file []byte) []byte { clear(file[page*4096:][:4096]); return file }))
		unchangedOrWhole(t, dir)
	}
	for range 30 {
		at := chance.IntN(size)
		dir := lay(t, damage(func(file []byte) []byte { file[at] ^= 1 << chance.IntN(8); return file }))
		unchangedOrWhole(t, dir)
	}
}

// unchangedOrWhole opens a database that was damaged: many a bit means nothing to SQLite (a free
// page, a letter in a text), and then all of it is in order.
func unchangedOrWhole(t *testing.T, dir string) {
	t.Helper()
	before := files(t, dir)
	s, err := store.Open(t.Context(), dir)
	if err == nil {
		require.NoError(t, s.Close())
		return
	}
	require.True(t, before[""] == files(t, dir)[""], err.Error())
}

func TestDamageToADatabaseThatWasClosedInGoodOrderIsNoticedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	withJob(t, s, 2000)
	require.NoError(t, s.Close())
	s, err = store.OpenUnchecked(t.Context(), dir)
	require.NoError(t, err)
	require.False(t, s.Unchecked(), "what was closed in good order needs no check")
	require.NoError(t, s.Close())

	path := filepath.Join(dir, store.FileName)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	middle := len(content) / 2 &^ 4095
	clear(content[middle:][:8192])
	require.NoError(t, os.WriteFile(path, content, 0o600))
	refuses(t, dir, store.ErrDamaged)
}

func TestDamageToTheLogIsNotPassedOver(t *testing.T) {
	t.Parallel()
	left := killed(t, closed(t, 1), 3)
	const header, frame = 32, 24 + 4096
	flip := func(at int) map[string]string {
		log := []byte(left["-wal"])
		log[at] ^= 4
		return map[string]string{"": left[""], "-wal": string(log)}
	}
	for _, at := range []int{0, 3, 9, 17, 25, 31, header + 5, header + 17, header + 24, header + frame + 2000} {
		refuses(t, lay(t, flip(at)), store.ErrDamaged)
	}
	// A crash may leave the last transaction half-written: it was never said to be done.
	torn := left["-wal"][:len(left["-wal"])-frame/2]
	s := open(t, lay(t, map[string]string{"": left[""], "-wal": torn}))
	ids, err := s.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(ids), 3)
	// A power cut may leave of a new log nothing but zeros.
	opens(t, map[string]string{"": left[""], "-wal": strings.Repeat("\x00", header+frame)}, 1)
}

func TestALogOfAnotherDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	one, other := closed(t, 1), killed(t, closed(t, 2), 1)
	refuses(t, lay(t, map[string]string{"": one[""], "-wal": other["-wal"]}), store.ErrDamaged)
	fresh := killed(t, nil, 1)
	refuses(t, lay(t, map[string]string{"": one[""], "-wal": fresh["-wal"]}), store.ErrDamaged)
	refuses(t, lay(t, map[string]string{"": one[""], "-wal": foreign(t, "notes")["-wal"]}), store.ErrDamaged)

	// A log that was left behind when a backup of the very same database was put in its place.
	s := open(t, lay(t, one))
	backup := filepath.Join(t.TempDir(), "backup.db")
	require.NoError(t, s.Backup(t.Context(), backup, func(int64, int64) error { return nil }))
	withJob(t, s, 500)
	content, err := os.ReadFile(backup)
	require.NoError(t, err)
	left := files(t, s.Dir())
	refuses(t, lay(t, map[string]string{"": string(content), "-wal": left["-wal"]}), store.ErrDamaged)
	opens(t, map[string]string{"": string(content)}, 1)
	opens(t, map[string]string{"": left[""], "-wal": left["-wal"]}, 2)
}

func TestALostLogIsNoticed(t *testing.T) {
	t.Parallel()
	left := killed(t, nil, 1)
	delete(left, "-wal")
	dir := lay(t, left)
	// What there is of it was never more than a beginning. Nothing is lost that is still there.
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())

	left = killed(t, closed(t, 2), 1)
	s, err = store.OpenUnchecked(t.Context(), lay(t, map[string]string{"": left[""]}))
	require.NoError(t, err)
	require.True(t, s.Unchecked())
	require.NoError(t, s.Close())
}

// foreign is another program's database in use.
func foreign(t *testing.T, table string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName)+"?_journal_mode=WAL")
	require.NoError(t, err)
	defer db.Close()
	for _, statement := range []string{
		`CREATE TABLE ` + table + ` (id INTEGER PRIMARY KEY, text TEXT)`, `INSERT INTO ` + table + ` (text) VALUES ('one')`,
		`PRAGMA application_id = 77`,
	} {
		_, err := db.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	left := files(t, dir)
	delete(left, "-shm")
	return left
}

func TestADatabaseOfAnotherProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, table := range []string{"notes", "jobs", "goose_db_version"} {
		refuses(t, lay(t, foreign(t, table)), store.ErrForeign)
	}
	dir := t.TempDir()
	for _, statement := range []string{
		`CREATE TABLE jobs (id INTEGER)`, `CREATE TABLE goose_db_version (version_id INTEGER, is_applied INTEGER)`,
		`INSERT INTO goose_db_version VALUES (3, 1)`,
	} {
		change(t, dir, statement)
	}
	require.Contains(t, refuses(t, dir, store.ErrForeign), "jobs")
	marked := []byte(closed(t, 0)[""])
	binary.BigEndian.PutUint32(marked[68:], 0x0f055112)
	refuses(t, lay(t, map[string]string{"": string(marked)}), store.ErrForeign)
	encrypted := make([]byte, 8192)
	for i := range encrypted {
		encrypted[i] = byte(rand.IntN(256))
	}
	refuses(t, lay(t, map[string]string{"": string(encrypted)}), store.ErrDamaged)
}

func TestAnEmptyDatabaseBesideBackupsIsNotTakenForANewDeck(t *testing.T) {
	t.Parallel()
	backup := []byte(closed(t, 1)[""])
	beside := func(database map[string]string) string {
		dir := lay(t, database)
		require.NoError(t, os.Mkdir(store.BackupDir(dir), 0o700))
		for _, name := range []string{"jobdeck-20261124-033000.db", "jobdeck-20261125-033000.db"} {
			require.NoError(t, os.WriteFile(filepath.Join(store.BackupDir(dir), name), backup, 0o600))
		}
		return dir
	}
	none := t.TempDir()
	change(t, none, `PRAGMA user_version = 0`)
	change(t, none, `CREATE TABLE t (a)`)
	change(t, none, `DROP TABLE t`)
	for _, empty := range []map[string]string{{"": ""}, {}, files(t, none)} {
		dir := beside(empty)
		require.Contains(t, refuses(t, dir, store.ErrEmpty), "The backup of 25 Nov 2026, 03:30")
		opens(t, empty, 0)
	}
	// Backups that were made elsewhere count, too.
	s := open(t, t.TempDir())
	elsewhere := store.BackupDir(beside(nil))
	require.NoError(t, s.RememberBackups(elsewhere))
	require.NoError(t, s.RememberBackups(elsewhere))
	require.Len(t, store.Backups(s.Dir()), 2)

	log := killed(t, nil, 1)["-wal"]
	refuses(t, lay(t, map[string]string{"": "", "-wal": log}), store.ErrEmpty)
	refuses(t, lay(t, map[string]string{"-wal": log}), store.ErrEmpty)
}

func TestUntilTheCheckIsDoneTheDatabaseIsReadAndNotWritten(t *testing.T) {
	t.Parallel()
	left := killed(t, closed(t, 1), 1)
	dir := lay(t, left)
	s, err := store.OpenUnchecked(t.Context(), dir)
	require.NoError(t, err)
	require.True(t, s.Unchecked())
	require.True(t, s.Readable())
	ids, err := s.JobIDs(t.Context(), job.Filter{})
	require.NoError(t, err)
	require.Len(t, ids, 2)
	err = s.AddEntry(t.Context(), job.Entry{What: "start"})
	require.ErrorIs(t, err, store.ErrChecking)
	require.ErrorContains(t, err, "nothing is changed until that is done")
	require.ErrorIs(t, s.Checkpoint(t.Context()), store.ErrChecking)
	require.ErrorIs(t, s.Compact(t.Context()), store.ErrChecking)
	now := files(t, dir)
	require.Equal(t, left[""], now[""])
	require.Equal(t, left["-wal"], now["-wal"])

	var last int64
	require.NoError(t, s.Check(t.Context(), func(done, total int64) {
		require.GreaterOrEqual(t, done, last)
		require.LessOrEqual(t, done, total)
		last = done
	}, func(inside context.Context) error {
		require.ErrorIs(t, s.AddEntry(t.Context(), job.Entry{What: "start"}), store.ErrChecking, "others wait until all is in order")
		return s.AddEntry(inside, job.Entry{What: "in order"})
	}))
	require.NotZero(t, last)
	require.NoError(t, s.AddEntry(t.Context(), job.Entry{What: "start"}))
	require.NoError(t, s.Close())

	// Whoever ends before the check leaves all as it was.
	dir = lay(t, left)
	s, err = store.OpenUnchecked(t.Context(), dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.Equal(t, left["-wal"], files(t, dir)["-wal"])
	require.Equal(t, left[""], files(t, dir)[""])
	opens(t, files(t, dir), 2)
}

func TestDamageThatIsFoundAtWorkEndsTheWriting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	require.NoError(t, err)
	id := withJob(t, s, 5000)
	require.NoError(t, s.Checkpoint(t.Context()))
	path := filepath.Join(dir, store.FileName)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	status, err := file.Stat()
	require.NoError(t, err)
	_, err = file.WriteAt(make([]byte, status.Size()/2&^4095), status.Size()/4&^4095)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	_, _, err = s.Items(t.Context(), id, store.ItemFilter{}, 0, 5000)
	require.ErrorIs(t, err, store.ErrDamaged)
	require.ErrorIs(t, s.AddEntry(t.Context(), job.Entry{What: "start"}), store.ErrDamaged)
	damaged := files(t, dir)[""]
	require.NoError(t, s.Close())
	require.Equal(t, damaged, files(t, dir)[""])
	refuses(t, dir, store.ErrDamaged)
}
