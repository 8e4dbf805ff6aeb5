package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"

	"github.com/mattn/go-sqlite3"
)

// door is the one way to a connection that writes. While it is shut there is none, so nobody can
// write to a database that is not known to be whole.
type door struct {
	source string

	mu   sync.Mutex
	shut error // why; nil when it is open
}

// insider marks the context of who puts the database in order before others may change anything.
type insider struct{}

// pass says whether the door is open for whoever has a context, and why it is not.
func (d *door) pass(ctx context.Context) error {
	why := d.reason()
	if _, inside := ctx.Value(insider{}).(bool); inside && errors.Is(why, ErrChecking) {
		return nil
	}
	return why
}

// Connect implements [driver.Connector].
func (d *door) Connect(ctx context.Context) (driver.Conn, error) {
	if err := d.pass(ctx); err != nil {
		return nil, err
	}
	return d.Driver().Open(d.source)
}

// Driver implements [driver.Connector].
func (d *door) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// reason says why the door is shut.
func (d *door) reason() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shut
}

// close shuts the door with a reason, which it gives back. Damage that is found at work shuts it for
// good: what is written to a damaged database may overwrite what is still whole.
func (d *door) close(why error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut = why
	return why
}

func (d *door) open() { _ = d.close(nil) }
