package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	"github.com/Microsoft/go-winio"
	"golang.org/x/sys/windows"

	"jobdeck/backend/paths"
)

// listen opens the pipe of a data folder: it is this user's, and opens for nobody else. Whoever
// calls it holds the folder's lock. A pipe that is there already is somebody else's: it goes with
// the process that opened it.
func listen(dataDir string) (net.Listener, string, error) {
	if err := paths.Make(dataDir); err != nil {
		return nil, "", err
	}
	address, err := paths.SocketAddress(dataDir)
	if err != nil {
		return nil, "", err
	}
	me, err := thisUser()
	if err != nil {
		return nil, "", err
	}
	rights := fmt.Sprintf("O:%sD:P(A;;GA;;;%s)", me, me)
	listener, err := winio.ListenPipe(address, &winio.PipeConfig{SecurityDescriptor: rights})
	if err != nil {
		return nil, "", fmt.Errorf("open the pipe %s: %w", address, err)
	}
	return listener, address, nil
}

// dial opens a connection to the pipe, and makes sure that it is this user's: another one could
// have opened a pipe of that name first.
func dial(ctx context.Context, address string) (net.Conn, error) {
	connection, err := winio.DialPipeContext(ctx, address)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("the pipe %s is another user's: %w", address, fs.ErrPermission)
	default:
		return nil, ErrNoApp
	}
	if err := checkPipe(connection); err != nil {
		connection.Close()
		return nil, err
	}
	return connection, nil
}

func checkPipe(connection net.Conn) error {
	pipe, ok := connection.(interface{ Fd() uintptr })
	if !ok {
		return errors.New("ask whose the pipe is: it doesn't tell")
	}
	described, err := windows.GetSecurityInfo(windows.Handle(pipe.Fd()), windows.SE_KERNEL_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return fmt.Errorf("ask whose the pipe is: %w", os.NewSyscallError("GetSecurityInfo", err))
	}
	owner, _, err := described.Owner()
	if err != nil {
		return fmt.Errorf("ask whose the pipe is: %w", err)
	}
	me, err := thisUser()
	if err != nil {
		return err
	}
	if owner == nil || !owner.Equals(me) {
		return fmt.Errorf("the process at the pipe belongs to another user (%s)", owner)
	}
	return nil
}

// thisUser is the user whom this process acts for.
func thisUser() (*windows.SID, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, fmt.Errorf("ask who this user is: %w", err)
	}
	return user.User.Sid, nil
}
