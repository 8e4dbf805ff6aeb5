//go:build unix

package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"jobdeck/backend/paths"
)

// listen opens the socket of a data folder. Whoever calls it holds the folder's lock: a socket that
// is there already was left behind by a process that is gone.
func listen(dataDir string) (net.Listener, string, error) {
	if err := paths.Make(dataDir); err != nil {
		return nil, "", err
	}
	address, err := paths.SocketAddress(dataDir)
	if err != nil {
		return nil, "", err
	}
	if err := prepareFolder(filepath.Dir(address)); err != nil {
		return nil, "", err
	}
	if err := removeStale(address); err != nil {
		return nil, "", err
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: address, Net: "unix"})
	if err != nil {
		return nil, "", fmt.Errorf("open the socket %s: %w", address, err)
	}
	// Between these two steps the socket has the rights the umask leaves; [sameUser] keeps others
	// out then.
	if err := os.Chmod(address, 0o600); err != nil {
		listener.Close()
		return nil, "", fmt.Errorf("close the socket %s to others: %w", address, err)
	}
	return guarded{listener}, address, nil
}

// prepareFolder makes the socket's folder, and refuses one that somebody else made: in a folder
// that everybody may write to, another user can be there first.
func prepareFolder(dir string) error {
	if err := paths.Make(dir); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at the socket's folder: %w", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("the socket's folder %s is no folder", dir)
	}
	return checkOwner(dir, info)
}

// removeStale removes a socket that a process left behind, and nothing that is no socket.
func removeStale(address string) error {
	info, err := os.Lstat(address)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the socket %s: %w", address, err)
	}
	if info.Mode().IsRegular() || info.IsDir() {
		return fmt.Errorf("%s is in the way: it is no socket", address)
	}
	if err := os.Remove(address); err != nil {
		return fmt.Errorf("remove the socket that was left behind: %w", err)
	}
	return nil
}

// guarded is a listener that lets nobody in but this user.
type guarded struct {
	*net.UnixListener
}

// Accept waits for the next connection of this user; those of others are closed.
func (g guarded) Accept() (net.Conn, error) {
	for {
		connection, err := g.AcceptUnix()
		if err != nil {
			return nil, err
		}
		if sameUser(connection) == nil {
			return connection, nil
		}
		connection.Close()
	}
}

// dial opens a connection to the socket, and makes sure that it is this user's.
func dial(ctx context.Context, address string) (net.Conn, error) {
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "unix", address)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("the socket %s is another user's: %w", address, fs.ErrPermission)
	default:
		return nil, ErrNoApp
	}
	if err := sameUser(connection.(*net.UnixConn)); err != nil {
		connection.Close()
		return nil, err
	}
	return connection, nil
}
